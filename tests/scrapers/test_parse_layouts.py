"""Pages as systems of all kinds build them: with and without metadata, headings, paragraphs; with furniture around."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from scrapers.parse import Sent, parse, read_page

TITLE = "مدينة ساحلية تبدأ مشروعا جديدا لمعالجة المياه"
TEXT = [
    "وأكد المسؤول أن العمل في المشروع الجديد سيبدأ خلال الشهر المقبل بعد استكمال الدراسات اللازمة كلها.",
    "وأضاف أن الجهات المعنية خصصت الأموال المطلوبة، وأن الشركات المحلية ستنفذ معظم الأعمال في الموقع.",
    "وتابع أن السكان شاركوا في جلسات الاستماع وقدموا ملاحظات مهمة أخذت في الحسبان عند إعداد الخطة.",
]
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in TEXT)
SIDE = "".join(
    f'<li><a href="/news/{n}">خبر جانبي رقم {n} من القائمة الطويلة</a> <span class="date">0{n}/01/2027</span></li>'
    for n in range(1, 9)
)


def document(body: str, title: str = TITLE, head: str = "") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


LAYOUTS: dict[str, tuple[str, date | datetime | None]] = {
    "blog, wrapped in an element called sidebar, with long comments": (
        document(
            f'<div class="content-sidebar-wrap"><main><article class="post"><h1 class="entry-title">{TITLE}</h1>'
            f'<div class="entry-meta"><span class="posted-on">12 مارس، 2024</span></div>'
            f'<div class="entry-content">{PARAGRAPHS}<div class="sharedaddy">شارك</div></div></article></main>'
            f'<aside><ul>{SIDE}</ul></aside></div><div id="comments"><p>{TEXT[0] * 6}</p></div>',
            f"{TITLE} | صحيفة الساحل",
        ),
        date(2024, 3, 12),
    ),
    "tables and line breaks, no heading, no metadata": (
        document(
            "<table><tr><td><table><tr><td>الرئيسية</td><td>اتصل بنا</td></tr></table></td></tr><tr><td width='70%'>"
            f"<font size=5><b>{TITLE}</b></font><br><font color=red>الاثنين 5 أيار 2008</font><br><br>"
            f"{'<br><br>'.join(TEXT)}</td><td><ul>{SIDE}</ul></td></tr></table>",
            f"صحيفة الساحل - {TITLE}",
        ),
        date(2008, 5, 5),
    ),
    "page builder": (
        document(
            f'<div class="elementor"><div class="elementor-widget"><h1 class="elementor-heading">{TITLE}</h1></div>'
            '<div class="elementor-widget"><ul><li>2024-03-12</li><li>10:30 ص</li></ul></div>'
            f'<div class="elementor-widget-theme-post-content"><div class="elementor-widget-container">'
            f"{PARAGRAPHS}</div></div></div>"
        ),
        datetime(2024, 3, 12, 10, 30),
    ),
    "one form, today's date on top, the article's in an inline element": (
        document(
            '<form><div id="ctl00_date">السبت 14/03/2026</div><div id="ctl00_c"><span id="lblTitle">'
            f'{TITLE}</span><br><span id="lblDate">14/02/2024 09:10 م</span><div id="ctl00_body">'
            f"{''.join(f'<div>{text}</div>' for text in TEXT)}</div></div></form>"
        ),
        datetime(2024, 2, 14, 21, 10),
    ),
    "each paragraph in a box of its own, related articles without a telling name": (
        document(
            f'<main><h1>{TITLE}</h1><div><time class="x" datetime="2024-03-12">12 مارس/ آذار 2024</time></div>'
            + "".join(f'<div class="css-1"><p>{text}</p></div>' for text in TEXT)
            + f"<section><h2>مواضيع ذات صلة</h2><ul>{SIDE}</ul></section></main>",
            f"{TITLE} - الإذاعة",
        ),
        date(2024, 3, 12),
    ),
    "the next article is loaded below, and longer": (
        document(
            f'<article class="full"><h1>{TITLE}</h1><time datetime="2024-03-12T10:00:00+02:00">أمس</time>'
            f'<div class="article-text">{PARAGRAPHS}</div></article><article class="full"><h1>عنوان مقال آخر هنا</h1>'
            f'<time datetime="2024-03-11T10:00:00+02:00">أمس</time><div class="article-text">'
            f"{''.join(f'<p>{text * 2} ثم</p>' for text in TEXT)}</div></article>"
        ),
        datetime(2024, 3, 12, 10, tzinfo=timezone(timedelta(hours=2))),
    ),
    "metadata in UTC, the page's own clock beside the headline": (
        document(
            f'<h1>{TITLE}</h1><div class="field-date">ثلاثاء, 12/03/2024 - 10:00</div><div class="field-name-body">'
            f"{PARAGRAPHS}</div>",
            head='<meta property="article:published_time" content="2024-03-12T08:00:00+00:00">',
        ),
        datetime(2024, 3, 12, 10, tzinfo=timezone(timedelta(hours=2))),
    ),
    "day, month and year in elements of their own": (
        document(
            f'<div><h1>{TITLE}</h1><div class="date"><span class="day">12</span> <span class="month">مارس</span> '
            f'<span class="year">2024</span></div><div>{PARAGRAPHS}</div></div>'
        ),
        date(2024, 3, 12),
    ),
    "a last change is no publication": (
        document(f'<h1>{TITLE}</h1><div class="date">آخر تحديث: 12/03/2024</div><div>{PARAGRAPHS}</div>'),
        None,
    ),
    "dates in the text and in the list beside it are none": (
        document(f"<h1>{TITLE}</h1><div>{PARAGRAPHS}</div><aside><ul>{SIDE}</ul></aside>"),
        None,
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_layout(name: str) -> None:
    page, published = LAYOUTS[name]
    found = read_page(page)
    assert found.kind == "article"
    assert found.article.title == TITLE
    assert found.article.published == published
    if isinstance(published, datetime):
        assert isinstance(found.article.published, datetime)
        assert found.article.published.utcoffset() == published.utcoffset()
    assert found.article.text.splitlines() == TEXT


@pytest.mark.parametrize(
    ("declared", "shown"),
    [
        ("مدينة ساحلية تبدأ مشروعا...", TITLE),
        (f"{TITLE} - صحيفة الساحل", TITLE),
        (f"صحيفة الساحل | {TITLE}", TITLE),
        ("عنوان قصير لمحركات البحث", TITLE),
    ],
    ids=["cut short", "site's name behind", "site's name before", "written for search engines"],
)
def test_the_heading_wins_over_a_declared_title(declared: str, shown: str) -> None:
    head = f'<meta property="og:title" content="{declared}"><meta property="og:type" content="article">'
    page = document(f"<h1>صحيفة الساحل</h1><h1>{shown}</h1><div>{PARAGRAPHS}</div>", declared, head)
    assert parse(page).title == shown


def test_a_declared_title_without_heading_loses_the_sites_name() -> None:
    head = '<meta property="og:site_name" content="الساحل">'
    assert parse(document(f"<div>{PARAGRAPHS}</div>", f"{TITLE} | الساحل", head)).title == TITLE


def test_the_order_of_trust_of_dates() -> None:
    told = datetime(2019, 5, 1, 12, tzinfo=UTC)
    data = '{"@type":"NewsArticle","datePublished":"2024-03-01T08:00:00+07:00"}'
    linked = f'<script type="application/ld+json">{data}</script>'
    meta = '<meta property="article:published_time" content="2024-03-02T08:00:00+07:00">'
    body = f'<h1>{TITLE}</h1><div class="date">03/03/2024</div><div>{PARAGRAPHS}</div>'
    days = [
        parse(document(body, head=linked + meta), sent=Sent(published=told)),
        parse(document(body, head=meta + linked)),
        parse(document(body, head=meta)),
        parse(document(body)),
    ]
    assert [str(article.published)[:10] for article in days] == ["2019-05-01", "2024-03-01", "2024-03-02", "2024-03-03"]


def test_lead_caption_author_and_source() -> None:
    lead = "موجز قصير للخبر يسبق نصه ولا يتكرر فيه."
    page = document(
        f'<h1>{TITLE}</h1><div class="author">بقلم: منى الراوي</div><p class="sapo">{lead}</p>'
        f'<div class="article-body"><figure><img src="a.jpg"><figcaption>تعليق الصورة</figcaption></figure>{PARAGRAPHS}'
        '<p>المصدر: <a href="https://example.com/a">https://example.com/a</a></p></div>'
    )
    article = parse(page)
    assert article.text.splitlines() == [lead, *TEXT]
    assert (article.author, article.source_url) == ("منى الراوي", "https://example.com/a")


def test_the_site_is_no_author() -> None:
    head = '<meta name="author" content="الساحل"><meta property="og:site_name" content="الساحل">'
    assert parse(document(f"<h1>{TITLE}</h1><div>{PARAGRAPHS}</div>", head=head)).author is None


def test_related_articles_inside_the_text_stay_out() -> None:
    inside = (
        f"<p>{TEXT[0]}</p><p>اقرأ أيضا: <a href='/1'>خبر سابق عن الموضوع نفسه</a></p><p>{TEXT[1]}</p>"
        f"<ul><li><a href='/2'>خبر ثان عن الموضوع نفسه قبل أيام</a></li></ul><p>{TEXT[2]}</p>"
    )
    assert parse(document(f"<h1>{TITLE}</h1><div>{inside}</div>")).text.splitlines() == TEXT


def test_the_rows_of_a_table_stand_on_lines() -> None:
    table = "<table><tr><td>الحي</td><td>العدد</td></tr><tr><td>الأول</td><td>12</td></tr></table>"
    page = document(f"<h1>{TITLE}</h1><div>{PARAGRAPHS}{table}</div>")
    assert parse(page).text.splitlines()[-2:] == ["الحي | العدد", "الأول | 12"]


def test_marks_inside_a_line_divide_no_word() -> None:
    heading = "<h1>\u201c<em>مدينة</em>\u201d ساحل<b>ية</b> تبدأ<br>مشروعا <i>جديدا</i>.</h1>"
    article = parse(document(f"{heading}<div><p>{TEXT[0][:20]}<b>{TEXT[0][20:]}</b></p>{PARAGRAPHS}</div>", "x"))
    assert article.title == "\u201cمدينة\u201d ساحلية تبدأ مشروعا جديدا."
    assert article.text.splitlines() == TEXT
