"""Sources: files, folders, standard input, addresses."""

from __future__ import annotations

import gzip
import shutil
import uuid
from pathlib import Path

import pytest

from scrapers import sources
from scrapers.sources import Options, Reading
from tests.cli.conftest import ROOT, VIETNAMESE

PAGE = (
    f"<html><head><title>Chi bộ</title></head><body><article><h1>Chi bộ</h1><p>{VIETNAMESE}</p></article></body></html>"
)


def read(*paths: str | Path, options: Options | None = None) -> list[Reading]:
    return list(sources.read([str(path) for path in paths], options))


def test_a_text_file_is_its_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(VIETNAMESE, encoding="utf-8")
    [reading] = read(tmp_path / "a.txt", options=Options(url="https://example.org/1"))
    assert reading.name == "a" and reading.problem is None
    assert reading.article is not None
    assert (reading.article.text, reading.article.url) == (VIETNAMESE, "https://example.org/1")


@pytest.mark.parametrize("name", ["a.html", "a.htm", "a.HTML", "a", "a.page"])
def test_a_page_is_known_by_its_name_or_its_beginning(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(PAGE, encoding="utf-8")
    [reading] = read(tmp_path / name, options=Options(url="https://example.org/1"))
    assert reading.article is not None
    assert reading.article.text.splitlines()[-1] == VIETNAMESE
    assert (reading.article.title, reading.article.url) == ("Chi bộ", "https://example.org/1")


def test_markup_in_a_text_file_stays_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    [reading] = read(tmp_path / "a.txt")
    assert reading.article is not None and reading.article.text == PAGE


def test_a_folder_gives_all_that_it_holds_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.html", "sub/a.txt", "A.txt", ".hidden.txt", ".git/c.txt", "note.md", "x.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(PAGE if name.endswith("html") else VIETNAMESE, encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(bytes(range(256)))
    (tmp_path / "loop").symlink_to(tmp_path)
    readings = read(tmp_path)
    assert [Path(r.source).relative_to(tmp_path).as_posix() for r in readings] == [
        "A.txt", "a.html", "b.txt", "bad.txt", "sub/a.txt",
    ]  # fmt: skip
    assert [r.name for r in readings] == ["A", "a-2", "b", "bad", "sub-a"]
    assert [r.problem is not None for r in readings] == [False, False, False, True, False]


def test_an_empty_folder_is_a_problem(tmp_path: Path) -> None:
    [reading] = read(tmp_path)
    assert reading.problem is not None and ".txt" in reading.problem


def test_names_are_good_as_file_names(tmp_path: Path) -> None:
    for name in ("Chi bộ: một / hai?.txt".replace("/", "-"), "x" * 200 + ".txt", "a.b.txt"):
        (tmp_path / name).write_text("x", encoding="utf-8")
        [reading] = read(tmp_path / name)
        assert reading.name and len(reading.name.encode()) < 250 and not set(reading.name) & set("/\\:?*\x00")
    address = "http://127.0.0.1:9/tin/1.html?x=1"
    names = [reading.name for reading in read(address, address, "ftp://x/")]
    assert names == ["127.0.0.1-9-tin-1.html-x-1", "127.0.0.1-9-tin-1.html-x-1-2", "x"]


def test_several_is_said_of_what_may_give_several(tmp_path: Path) -> None:
    assert sources.several([str(tmp_path)]) and sources.several(["a", "b"]) and sources.several(["x.warc.gz"])
    assert (
        not sources.several(["a.txt"]) and not sources.several(["-"]) and not sources.several(["https://example.org/"])
    )


def test_one_source_is_read_at_a_time(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    readings = sources.read([str(tmp_path / "a.txt"), str(tmp_path / "later.txt")])
    assert next(readings).article is not None
    (tmp_path / "later.txt").write_text("y", encoding="utf-8")
    assert next(readings).article is not None


def test_an_unreadable_file_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "x.txt").mkdir()
    (tmp_path / "x.txt" / "a.txt").symlink_to(tmp_path / "gone")
    [reading] = read(tmp_path / "x.txt")
    assert reading.problem is not None and "no such file" in reading.problem
    [reading] = read("a\x00b.txt")
    assert reading.problem is not None and "cannot be read" in reading.problem


def record(address: str, page: bytes) -> bytes:
    """A page's record of a WARC file."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    fields = {
        "WARC-Type": "response",
        "WARC-Record-ID": f"<{uuid.uuid4().urn}>",
        "WARC-Date": "2024-07-17T01:00:00Z",
        "WARC-Target-URI": address,
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(answer)),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return gzip.compress(f"WARC/1.0\r\n{head}\r\n".encode() + answer + b"\r\n\r\n")


def test_a_whole_text_given_as_a_source_is_a_problem() -> None:
    [reading] = read(VIETNAMESE * 200)
    assert reading.problem is not None and "cannot be read" in reading.problem


def test_a_folder_that_goes_away_is_a_problem(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.txt").write_text("x", encoding="utf-8")
    readings = sources.read([str(tmp_path)])
    assert next(readings).article is not None
    shutil.rmtree(tmp_path / "b")
    [reading] = readings
    assert reading.problem is not None and reading.source == str(tmp_path / "b")


def test_an_archive_gives_its_articles(tmp_path: Path) -> None:
    page = (ROOT / "corpus" / "samples" / "vi-lac-thuy-village-cells.html").read_bytes()
    path = tmp_path / "night.warc.gz"
    path.write_bytes(b"".join(record(f"https://example.org/tin/chi-bo-{number}.html", page) for number in (1, 2)))
    readings = read(path)
    assert [r.problem for r in readings] == [None, None]
    assert [r.name for r in readings] == ["example.org-tin-chi-bo-1", "example.org-tin-chi-bo-2"]
    assert all(r.article is not None and "4.652 đảng viên" in r.article.text for r in readings)


@pytest.mark.parametrize("data", [b"", b"no archive at all", None], ids=["empty", "text", "missing"])
def test_an_archive_without_articles_is_a_problem(tmp_path: Path, data: bytes | None) -> None:
    if data is not None:
        (tmp_path / "a.warc").write_bytes(data)
    [reading] = read(tmp_path / "a.warc")
    assert reading.problem
