"""The site files, and what their checker says of wrong ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from scrapers import sites

GOOD = """
name = "Báo Thử"
language = "vi"
country = "VN"
home = "https://bao.example/"
timezone = "Asia/Ho_Chi_Minh"
checked = "by hand"
unverified = ["lists.0.url"]

[[lists]]
kind = "sitemap"
url = "https://bao.example/sitemap.xml"
skip = 'tag'

[lists.rewrite]
from = '/vi/'
to = '/ar/'
example = "https://bao.example/vi/x"
gives = "https://bao.example/ar/x"

[articles]
pattern = '^https://bao\\.example/(?P<story>[a-z-]+)-\\d+\\.html$'
examples = ["https://bao.example/mot-bai-1.html"]
counter_examples = ["https://bao.example/muc"]

[[layouts]]
title = "h1"
body = [".than-bai", "#noi-dung"]
date_format = "%d/%m/%Y"

[[drop]]
line = '^Quảng cáo$'
example = "Quảng cáo"
counter_example = "Quảng cáo mới"
"""


def problems(folder: Path, text: str) -> list[str]:
    (folder / "vi").mkdir(exist_ok=True)
    (folder / "vi" / "thu.toml").write_text(text, "utf-8")
    return sites.check(folder)


def test_the_projects_own_files_are_right() -> None:
    assert sites.check() == []


def test_every_site_says_how_it_was_checked_and_lists_its_articles() -> None:
    for site in sites.sites():
        assert len(site.checked) > 40, site.id
        assert site.lists, site.id
        assert all(listing.url or listing.addresses for listing in site.lists), site.id


def test_a_good_file_has_no_problems(tmp_path: Path) -> None:
    assert problems(tmp_path, GOOD) == []
    site = sites.load(tmp_path / "vi" / "thu.toml")
    assert site.id == "vi/thu"
    assert site.hosts == {"bao.example"}
    assert site.layouts[0].title == ("h1",)
    assert site.lists[0].address("https://bao.example/vi/y") == "https://bao.example/ar/y"
    assert site.story("https://bao.example/mot-bai-1.html") == "mot-bai"
    assert not site.is_article("https://bao.example/muc")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "Báo Thử"', "", "[name]: missing; every site needs it; add it"),
        ('country = "VN"', 'county = "VN"', "[county]: unknown key; allowed are name, language"),
        ('country = "VN"', 'county = "VN"', "did you mean 'country'?"),
        (
            'language = "vi"',
            'language = "fa"',
            "[language]: 'fa' in the folder 'vi'; they must be the same; move the file",
        ),
        ('kind = "sitemap"', 'kind = "map"', "[lists.0.kind]: 'map'; allowed are feed, sitemap"),
        ('url = "https://bao.example/sitemap.xml"', "", "[lists.0.url]: missing; a list of kind 'sitemap' needs it"),
        ('url = "https://bao', 'url = "//bao', "[lists.0.url]: '//bao.example/sitemap.xml'; a whole address"),
        ("skip = 'tag'", "skip = '('", "[lists.0.skip]: '(' is no regular expression"),
        ('ar/x"', 'fa/x"', "[lists.0.rewrite.gives]: 'https://bao.example/fa/x', but the example becomes"),
        ("mot-bai-1.html", "mot-bai.html", "[articles.examples]: 'https://bao.example/mot-bai.html' is not matched"),
        (
            "example/muc",
            "example/muc-2.html",
            "[articles.counter_examples]: 'https://bao.example/muc-2.html' is matched",
        ),
        ("counter_examples = [", "counter_examples = [] #", "[articles.counter_examples]: []; a list of texts"),
        ('"#noi-dung"', '"#noi-dung["', "[layouts.0.body]: '#noi-dung[' is no CSS selector"),
        ('title = "h1"', "title = 1", "[layouts.0.title]: 1; a list of texts"),
        ("%d/%m/%Y", "dd/mm", "[layouts.0.date_format]: 'dd/mm'; a strptime format"),
        ("Asia/Ho_Chi_Minh", "Asia/Hanoi", "[timezone]: 'Asia/Hanoi'; the name of a time zone is needed"),
        ('counter_example = "Quảng cáo mới"', 'counter_example = "Quảng cáo"', "[drop.0.counter_example]: 'Quảng cáo'"),
        ('"lists.0.url"', '"lists.7.url"', "[unverified]: 'lists.7.url' names nothing in this file"),
        ("[articles]", "[articles", "not TOML in UTF-8"),
    ],
)
def test_a_wrong_file_is_told_with_key_and_remedy(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in GOOD
    found = problems(tmp_path, GOOD.replace(old, new))
    assert any(said in line for line in found), found
    assert all(line.startswith("scrapers/sites/vi/thu.toml") for line in found)
    with pytest.raises(sites.SiteError):
        sites.load(tmp_path / "vi" / "thu.toml")


def test_a_site_is_found_by_id_by_name_and_by_address() -> None:
    site = sites.by_id("vi/nhandan")
    assert sites.by_id("nhandan") is site
    assert sites.for_url("https://nhandan.vn/mot-bai-viet-post980001.html") is site
    assert sites.for_url("https://example.org/") is None
    assert sites.for_url("http://[") is None


@pytest.mark.parametrize(("name", "said"), [("vietnam", "several have this name"), ("nowhere", "unknown; give one of")])
def test_an_unclear_name_is_told_with_the_choice(name: str, said: str) -> None:
    with pytest.raises(sites.SiteError, match=said):
        sites.by_id(name)


def test_no_site_is_named_in_the_code() -> None:
    code = [path.read_text("utf-8") for path in sites.SITES.parent.rglob("*.py")]
    hosts = {host for site in sites.sites() for host in site.hosts}
    assert [host for host in hosts if any(host in text for text in code)] == []
