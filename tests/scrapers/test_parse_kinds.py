"""Articles and lists of articles are told apart, and the links of a list are found."""

from __future__ import annotations

import pytest

from scrapers.page.links import Link
from scrapers.parse import links, read_page

SECTION = "أخبار محلية"


def headline(number: int) -> str:
    return f"عنوان الخبر رقم {number} من أخبار المدينة اليوم"


def teaser(number: int) -> str:
    return (
        f"وصف مختصر للخبر رقم {number} يشرح في جملة أو جملتين ما جرى في الاجتماع الأخير للجنة المحلية في المدينة "
        "ومن شارك فيه من المسؤولين."
    )


def document(body: str, head: str = "") -> str:
    top = '<nav><a href="/">الرئيسية</a></nav>'
    return (
        f"<html><head><title>{SECTION} | الساحل</title>{head}</head><body>{top}<h1>{SECTION}</h1>{body}</body></html>"
    )


def linked(number: int) -> str:
    return f'<h3><a href="/news/{1000 + number}/khabar">{headline(number)}</a></h3>'


ITEMS = ",".join(
    f'{{"@type":"NewsArticle","headline":"{headline(n)}","datePublished":"2025-02-1{n}"}}' for n in range(6)
)
LISTS = {
    "whole cards are links": document(
        "".join(
            f'<div><a href="/news/{1000 + n}/khabar"><h3>{headline(n)}</h3><p>{teaser(n)}</p></a></div>'
            for n in range(12)
        )
    ),
    "titles alone": document("<ul>" + "".join(f"<li>{linked(n)} 12:3{n % 10}</li>" for n in range(12)) + "</ul>"),
    "titles, dates and teasers": document(
        "".join(f"<div>{linked(n)}<time>1{n % 10}/02/2025</time><p>{teaser(n)}</p></div>" for n in range(12)),
        '<meta property="og:type" content="website">',
    ),
    "teasers that go on behind a link": document(
        "".join(
            f'<article>{linked(n)}<div class="entry-meta"><time datetime="2025-02-1{n % 10}">x</time> كاتب</div>'
            f'<p>{teaser(n)} {teaser(n + 1)}</p><a href="/news/{1000 + n}/khabar">أكمل القراءة</a></article>'
            for n in range(12)
        )
    ),
    "one long teaser on top": document(
        f"<div>{linked(0)}<p>{teaser(0) * 3}</p></div>" + "".join(f"<div>{linked(n)}</div>" for n in range(1, 12))
    ),
    "every article declared": document(
        "".join(f"<div>{linked(n)}<p>{teaser(n)}</p></div>" for n in range(12)),
        f'<script type="application/ld+json">[{ITEMS}]</script>',
    ),
}


@pytest.mark.parametrize("url", [None, "https://sahel.example/local"])
@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_a_list_and_gives_its_links(name: str, url: str | None) -> None:
    page = read_page(LISTS[name], url)
    assert (page.kind, page.article.text, page.article.title) == ("listing", "", None)
    base = "https://sahel.example" if url else ""
    assert [link.url for link in page.links] == [f"{base}/news/{1000 + n}/khabar" for n in range(12)]
    assert all(headline(n) in link.text for n, link in enumerate(page.links))


@pytest.mark.parametrize(
    "body", ["<p>خبر قصير جدا.</p>", f"<p>{teaser(1)}</p>", f"<p>{teaser(1) * 9}</p>", f"{teaser(1)}<br>{teaser(2)}"]
)
def test_a_plain_page_is_an_article_however_poor(body: str) -> None:
    page = read_page(document(body))
    assert page.kind == "article"
    assert teaser(1)[:20] in page.article.text or "قصير" in page.article.text


def test_links_leave_out_what_is_no_article() -> None:
    page = """<base href="https://sahel.example/vi/">
    <a href="mot-bai-viet-dai-100200.html">Một bài viết đủ dài về sinh hoạt chi bộ</a>
    <a href="mot-bai-viet-dai-100200.html#binh-luan">3 bình luận</a>
    <a href="/tag/chi-bo-100201.html">chi bộ</a> <a href="javascript:void(0)">Xem thêm những bài khác nữa</a>
    <a href="mailto:a@b.example">Viết thư cho ban biên tập của báo</a>
    <a href="https://other.example/mot-bai-khac-100202.html">Báo khác</a>
    <a href="/anh/mot-tam-anh-100203.jpg">Một tấm ảnh chụp trong hội nghị</a>
    <a href="/">Trang chủ của tờ báo này đây</a>"""
    found = [Link("https://sahel.example/vi/mot-bai-viet-dai-100200.html", "Một bài viết đủ dài về sinh hoạt chi bộ")]
    assert links(page, "https://sahel.example/") == found


def test_a_section_inside_the_heading_is_none_of_the_title() -> None:
    title = headline(7)
    page = document(
        f"<h1><span>{SECTION}</span> <b>{title}</b></h1><p>{teaser(1) * 4}</p>",
        f'<meta property="og:title" content="{title}">',
    )
    assert read_page(page.replace(f"<h1>{SECTION}</h1>", "")).article.title == title
