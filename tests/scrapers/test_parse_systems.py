"""Pages in the structures of common publishing systems, with invented content: nothing but the article comes out."""

from __future__ import annotations

import pytest

from scrapers.parse import read_page

VP = [
    "Sáng nay, tỉnh ủy tổ chức hội nghị trực tuyến đánh giá kết quả thực hiện nghị quyết trong nửa đầu năm.",
    "Theo báo cáo, các chi bộ trực thuộc đã hoàn thành phần lớn chỉ tiêu, riêng chỉ tiêu phát triển đảng viên chậm.",
    "Hội nghị thống nhất giao ban tổ chức theo dõi, đôn đốc và báo cáo kết quả trước kỳ họp tới của ban chấp hành.",
]
VL = "Nửa đầu năm, phần lớn chỉ tiêu của nghị quyết đã hoàn thành trước hạn."
VT = "Tỉnh ủy đánh giá nửa năm thực hiện nghị quyết"
FP = [
    "نشست ارزیابی اجرای مصوبه در نیمهٔ نخست سال صبح امروز با حضور نمایندگان هسته‌ها برگزار شد و گزارش آن منتشر شد.",
    "بر پایهٔ گزارش، بیشتر هسته‌ها برنامهٔ خود را به پایان رسانده‌اند و تنها برنامهٔ پذیرش عضو کند پیش می‌رود.",
    "شرکت‌کنندگان خواستند کمیسیون سازمان‌دهی کار را پیگیری کند و گزارش آن را به نشست بعدی بدهد.",
]
FT = "ارزیابی نیم‌سالهٔ اجرای مصوبه در استان"
FL = "بیشتر برنامه‌های مصوبه در نیمهٔ نخست سال پیش از موعد انجام شده است."


def p(lines: list[str]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


# name -> title, published, text, page
PAGES: dict[str, tuple[str, str, list[str], str]] = {
    "floating related boxes": (
        VT,
        "2026-03-07 08:00:00",
        [VL, *VP],
        f'<html><head><title>{VT}</title><meta property="og:title" content="{VT}"></head><body>'
        '<div class="main"><div class="bread-crumb-detail"><ul><li><a>Chính trị</a></li></ul>'
        '<div class="bread-crumb-detail__time">Thứ Bảy, 07/03/2026 - 08:00</div></div>'
        f'<h1 class="content-detail-title">{VT}</h1><div class="article-detail-author-wrapper">'
        f'<a>Lê Thảo Vy</a></div><h2 class="content-detail-sapo sm-sapo-mb-0">{VL}</h2>'
        f'<div class="maincontent main-content" id="maincontent">{p(VP[:2])}<figure class="image vnn-content-image">'
        "<img><figcaption>Ảnh: chú thích</figcaption></figure>"
        '<div class="vnn-template-noneditable article-relate"><ul><li>'
        f'<a href="/a-b-c-d-1.html">Một bài liên quan của báo</a></li></ul></div>{p(VP[2:])}</div></div>'
        "</body></html>",
    ),
    "captions in table cells": (
        VT,
        "2026-03-07 08:00:00+07:00",
        [VL, *VP],
        f'<html><head><title>{VT} - Chính trị</title></head><body><article><header class="the-article-header">'
        f'<p class="the-article-category"><a>Chính trị</a></p><h1 class="the-article-title">{VT}</h1>'
        '<ul class="the-article-meta"><li class="the-article-author">Lê Thảo Vy</li>'
        '<li class="the-article-publish">Thứ bảy, 7/3/2026 08:00 (GMT+7)</li></ul></header>'
        f'<section class="main"><p class="the-article-summary">{VL}</p>'
        f'<div class="the-article-body">{p(VP[:1])}<table class="picture"><tr><td class="pic"><img></td></tr>'
        '<tr><td class="pCaption caption">Chú thích ảnh ở đây. Ảnh: X.</td></tr>'
        f'</table>{p(VP[1:])}<div class="inner-article"><a href="/x-y-z-t-1.html"><h2>Bài liên quan</h2>'
        f'<p>{VP[0]}</p></a></div></div><p class="the-article-credit">Nguồn</p></section></article></body>'
        "</html>",
    ),
    "a lead in a div": (
        VT,
        "2026-03-07 08:00:00",
        [VL, *VP],
        f'<html><head><title>{VT}</title></head><body><div class="main-article"><div class="title">'
        f'<h1>{VT}</h1></div><div class="info">'
        '<span class="author">Lê Thảo Vy</span> <span class="time f-datetime">07/03/2026 08:00</span></div>'
        f'<div class="chappeau">{VL}</div><div class="art-body">{p(VP)}</div></div></body></html>',
    ),
    "tables of 2008": (
        VT,
        "2008-05-12 09:30:00",
        VP,
        f'<html><head><title>Báo Tỉnh - {VT}</title></head><body><table><tr><td class="menu">'
        f'<a href="/">Trang chủ</a></td><td><table><tr><td class="tieude">{VT}</td></tr><tr>'
        '<td class="ngay">Cập nhật: 09:30 ngày 12/05/2008</td></tr><tr>'
        f'<td class="noidung">{"<br/>".join(VP)}</td></tr></table></td></tr></table></body></html>',
    ),
    "two calendars in one line": (
        FT,
        "2025-07-09 12:30:00",
        [FL, *FP],
        f'<html><head><title>{FT} - تارنما</title></head><body><div class="top_date">شنبه ۲۱ تیر ۱۴۰۴</div>'
        '<div class="news_content"><div class="news_nav news_id_c">کد خبر: ۱۲۳۴۵۶</div>'
        '<div class="news_nav news_pdate_c">تاریخ انتشار: ۱۸ تیر ۱۴۰۴ - ۱۲:۳۰ <span class="fr">09 July 2025</span>'
        f'</div><div class="title"><h1><a href="/x">{FT}</a></h1></div><div class="subtitle">{FL}</div>'
        f'<div class="body">{p(FP)}</div><div class="share">اشتراک</div></div></body></html>',
    ),
    "teasers embedded in the text": (
        FT,
        "2025-07-09 12:30:00+03:30",
        [FL, *FP],
        f'<html><head><title>{FT}</title><meta property="og:title" content="{FT}"></head><body>'
        f'<div class="hdr-container"><h1 class="title pg-title">{FT}</h1></div>'
        '<div class="publishing-details">'
        '<time pubdate="pubdate" datetime="2025-07-09T12:30:00+03:30">۱۸ تیر ۱۴۰۴</time></div>'
        '<div id="article-content" class="content-floated-wrap fb-quotable"><div class="wsw"><p>'
        f'<strong>{FL}</strong></p>{p(FP[:2])}<div class="wsw__embed"><div class="media-block">'
        '<a href="/a/123456.html"><h4>مطلبی دیگر از همین تارنما دربارهٔ حزب</h4></a></div>'
        f"</div>{p(FP[2:])}</div></div></body></html>",
    ),
    "an invitation behind the text": (
        FT,
        "2025-07-09 12:30:00+00:00",
        [FL, *FP],
        f'<html><head><title>{FT}</title><meta property="og:title" content="{FT}"></head><body><article>'
        f'<h1 class="t-content__title">{FT}</h1><p class="t-content__chapo">{FL}</p>'
        '<div class="t-content__dates"><span class="m-pub-dates">'
        '<time datetime="2025-07-09T12:30:00+00:00">x</time></span></div>'
        f'<div class="t-content__body">{p(FP)}<div class="o-self-promo--newsletter">'
        "<p>خبرنامه را هر روز دریافت کنید و همیشه باخبر باشید از همهٔ رویدادها.</p></div></div></article>"
        "</body></html>",
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_that_system(name: str) -> None:
    title, published, text, page = PAGES[name]
    found = read_page(page)
    assert (found.kind, found.article.title, str(found.article.published)) == ("article", title, published)
    assert found.article.text.splitlines() == text
    assert found.article.author == ("Lê Thảo Vy" if "Lê Thảo Vy" in page else None)
