"""What facts are read from sentences: lists, parts, changes, targets, what carries over, and what gives none."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import pipeline
from pipeline.records import Article, Fact
from pipeline.stages.fact_unions import CONTRADICTED


def facts(lang: str, text: str, published: str = "2023-12-30") -> list[Fact]:
    found = pipeline.extract(Article(text=text, lang=lang, published=date.fromisoformat(published))).facts
    return list(found)


def rows(found: list[Fact]) -> list[tuple[str, float]]:
    return [(fact.indicator, fact.value) for fact in found]


LISTS: list[tuple[str, str, list[tuple[str, float]]]] = [
    (
        "vi",
        "Đảng ủy kiểm tra 21 tổ chức đảng, 43 đảng viên; giám sát 9 tổ chức đảng, 17 đảng viên.",
        [("orgs_inspected", 21), ("members_inspected", 43), ("orgs_supervised", 9), ("members_supervised", 17)],
    ),
    (
        "ar",
        "فتشت اللجنة 21 منظمة حزبية و43 عضوًا، وأشرفت على 9 منظمات حزبية و17 عضوًا.",
        [("orgs_inspected", 21), ("members_inspected", 43), ("orgs_supervised", 9), ("members_supervised", 17)],
    ),
    (
        "fa",
        "کمیته ۲۱ سازمان حزبی و ۴۳ عضو حزب را بازرسی کرد و بر ۹ سازمان حزبی و ۱۷ عضو نظارت داشت.",
        [("orgs_inspected", 21), ("members_inspected", 43), ("orgs_supervised", 9), ("members_supervised", 17)],
    ),
    (
        "vi",
        "Kết quả cụ thể:\n- Đảng viên mới kết nạp: 120\n- Tổ chức đảng được kiểm tra: 15\n- Chi bộ thành lập mới: 2",
        [("members_admitted", 120), ("orgs_inspected", 15), ("cells_established", 2)],
    ),
]


@pytest.mark.parametrize(("lang", "text", "wanted"), LISTS)
def test_a_list_gives_one_fact_each_under_its_verb(lang: str, text: str, wanted: list[tuple[str, float]]) -> None:
    assert rows(facts(lang, text)) == wanted


#: Sentences with a whole and its parts by group.
PARTS = [
    ("vi", "Năm 2022, huyện kết nạp 186 đảng viên, trong đó có 82 nữ và 150 người dân tộc thiểu số."),
    (
        "vi",
        "Năm 2022, huyện kết nạp 186 đảng viên, trong đó nữ 82 đồng chí, người dân tộc thiểu số 150 đồng chí.",
    ),
    ("ar", "في عام 2022، قبلت المنطقة 186 عضوًا، بما في ذلك 82 امرأة و150 من الأقليات العرقية."),
    ("fa", "در سال ۲۰۲۲ منطقه ۱۸۶ عضو جدید جذب کرد؛ از جمله ۸۲ زن و ۱۵۰ نفر از اقلیت‌های قومی."),
]


@pytest.mark.parametrize(("lang", "text"), PARTS)
def test_parts_have_their_group_and_the_indicator_of_the_whole(lang: str, text: str) -> None:
    found = facts(lang, text)
    assert [(f.indicator, f.value, f.unit, f.group) for f in found] == [
        ("members_admitted", 186, "party_member", None),
        ("members_admitted", 82, "party_member", "women"),
        ("members_admitted", 150, "party_member", "ethnic_minority"),
    ]
    assert {(f.start_date, f.end_date) for f in found} == {(date(2022, 1, 1), date(2022, 12, 31))}


CHANGES = [
    ("vi", "Huyện kết nạp 34 đảng viên, tăng 5 đảng viên so với năm 2022.", "increase"),
    ("vi", "Huyện kết nạp 34 đảng viên, giảm 5 đảng viên so với năm 2022.", "decrease"),
    ("ar", "تم قبول 34 عضوًا جديدًا، بزيادة 5 أعضاء مقارنة بعام 2022.", "increase"),
    ("fa", "۳۴ عضو جدید پذیرفته شدند که نسبت به سال ۲۰۲۲، ۵ نفر افزایش داشته است.", "increase"),
]


@pytest.mark.parametrize(("lang", "text", "change"), CHANGES)
def test_a_change_never_stands_as_a_total(lang: str, text: str, change: str) -> None:
    found = facts(lang, text)
    assert [(f.indicator, f.value, f.change) for f in found] == [
        ("members_admitted", 34, None),
        ("members_admitted", 5, change),
    ]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("vi", "Đến năm 2030, huyện phấn đấu kết nạp 500 đảng viên."),
        ("ar", "تسعى المنطقة في عام 2030 إلى قبول 500 عضو."),
        ("fa", "منطقه هدف دارد در سال ۲۰۳۰ تعداد ۵۰۰ عضو جدید بپذیرد."),
    ],
)
def test_targets_carry_their_modality(lang: str, text: str) -> None:
    (fact,) = facts(lang, text)
    assert (fact.indicator, fact.value, fact.modality) == ("members_admitted", 500, "target")


def test_a_past_period_is_no_target() -> None:
    (fact,) = facts("fa", "در سال ۲۰۲۱ منطقه باید ۵۷ عضو پذیرفته باشد؛ ۵۷ عضو پذیرفته شد.", "2022-05-01")
    assert fact.modality is None and fact.start_date == date(2021, 1, 1)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("vi", "Huyện ủy không kết nạp 5 đảng viên ấy."),
        ("ar", "لم تقبل المنطقة 5 أعضاء."),
        ("vi", "Công ty có 5 nhà máy, thăm 12 hộ và tặng 30 suất quà."),
        ("vi", "Sở cách chức 2 lãnh đạo, kỷ luật 5 cán bộ do để mất tiền."),
        ("ar", "سافر خمسة أشخاص إلى المدينة واشتروا 12 كتابًا."),
        ("fa", "پنج نفر به شهر رفتند و ۱۲ کتاب خریدند."),
    ],
)
def test_what_gives_no_fact(lang: str, text: str) -> None:
    assert facts(lang, text) == []


def test_period_and_subject_carry_over() -> None:
    text = (
        "Trong 6 tháng đầu năm 2022, Đảng bộ huyện Yên Mô có nhiều đổi mới. Các cấp ủy kết nạp 45 đảng viên. "
        "Kỷ luật 3 đảng viên."
    )
    found = facts("vi", text)
    assert rows(found) == [("members_admitted", 45), ("members_disciplined", 3)]
    for fact in found:
        assert (fact.start_date, fact.end_date) == (date(2022, 1, 1), date(2022, 6, 30))
        assert fact.subject == "Đảng bộ huyện Yên Mô" and fact.subject_id and fact.place == "377"


@pytest.mark.parametrize(
    ("lang", "text", "wanted"),
    [
        ("vi", "Đảng bộ xã Tân Lập, huyện Mộc Châu có 15 chi bộ.", ["Đảng bộ xã Tân Lập"]),
        (
            "vi",
            "Năm 2023, huyện Mường La kết nạp 120 đảng viên, huyện Mộc Châu kết nạp 95 đảng viên.",
            ["Mường La", "Mộc Châu"],
        ),
        (
            "ar",
            "في عام 2023، قبلت منطقة موونغ لا 120 عضوًا، بينما قبلت منطقة موك تشاو 95 عضوًا.",
            ["Mường La", "Mộc Châu"],
        ),
        ("fa", "در سال ۲۰۲۳ منطقه مونگ لا ۱۲۰ عضو و منطقه موک چائو ۹۵ عضو پذیرفت.", ["Mường La", "Mộc Châu"]),
    ],
)
@pytest.mark.parametrize("published", ["2023-12-30", "2025-08-20"])
def test_each_figure_has_the_subject_named_for_it(lang: str, text: str, wanted: list[str], published: str) -> None:
    assert [fact.subject for fact in facts(lang, text, published)] == wanted


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("vi", "Năm 2022, Đảng bộ kết nạp 54 đảng viên, vượt 6 đảng viên so với chỉ tiêu đề ra."),
        ("ar", "في عام 2022، تم قبول 54 عضوًا جديدًا في الحزب، أي أكثر بمقدار 6 أعضاء من الهدف المحدد."),
        ("fa", "در سال ۲۰۲۲ تعداد ۵۴ عضو جدید پذیرفته شدند که ۶ نفر بیشتر از هدف تعیین شده بود."),
    ],
)
def test_what_goes_beyond_a_plan_is_no_change(lang: str, text: str) -> None:
    assert rows(facts(lang, text)) == [("members_admitted", 54)]


def test_the_same_fact_twice_is_one_with_two_sources() -> None:
    text = "Yên Mô: Kết nạp 45 đảng viên\nNăm 2022, Đảng bộ huyện Yên Mô kết nạp 45 đảng viên."
    extraction = pipeline.extract(Article(text=text, lang="vi", published=date(2023, 1, 5)))
    (fact,) = extraction.facts
    assert fact.subject == "Đảng bộ huyện Yên Mô" and fact.start_date == date(2022, 1, 1)
    assert [extraction.figures[s.figure].zone for s in fact.sources if s.figure is not None] == ["headline", "body"]
    assert [s.sentence for s in fact.sources] == [0, 1]
    assert [s.organization is None for s in fact.sources] == [True, False]


def test_contradictions_are_kept_and_flagged() -> None:
    found = facts("vi", "Đảng bộ xã có 12 chi bộ, trong đó có 40 chi bộ thôn.")
    assert rows(found) == [("cells_total", 12), ("cells_total", 40)]
    assert all(fact.rule.endswith(CONTRADICTED) for fact in found)
    sound = facts("vi", "Đảng bộ xã có 40 chi bộ, trong đó có 12 chi bộ thôn.")
    assert not any(fact.rule.endswith(CONTRADICTED) for fact in sound)


def test_qualifier_and_actor_tell_figures_apart() -> None:
    text = (
        "Cấp ủy các cấp kiểm tra 40 tổ chức đảng. "
        "UBKT các cấp kiểm tra 7 tổ chức đảng, 9 đảng viên khi có dấu hiệu vi phạm."
    )
    found = facts("vi", text)
    assert [(f.value, f.actor, f.qualifier) for f in found] == [
        (40, "Cấp ủy các cấp", None),
        (7, "Ủy ban Kiểm tra các cấp", "khi có dấu hiệu vi phạm"),
        (9, "Ủy ban Kiểm tra các cấp", "khi có dấu hiệu vi phạm"),
    ]


def test_rates_say_of_what() -> None:
    found = facts("vi", "Năm 2022, huyện kết nạp 45 đảng viên, đạt 102% kế hoạch.")
    assert [(f.indicator, f.of) for f in found] == [("members_admitted", None), ("plan_completion", "members_admitted")]


def test_every_fact_points_at_its_words() -> None:
    for lang, text, _ in LISTS:
        extraction = pipeline.extract(Article(text=text, lang=lang, published=date(2023, 1, 5)))
        for fact in extraction.facts:
            assert fact.rule.startswith("facts.") and fact.sources
            for source in fact.sources:
                assert source.figure is not None and source.sentence is not None
                figure = extraction.figures[source.figure]
                assert figure.value == fact.value and figure.sentence == source.sentence


def test_running_again_changes_nothing() -> None:
    first: list[dict[str, Any]] = [f.to_dict() for f in _again()]
    assert first == [f.to_dict() for f in _again()]


def _again() -> list[Any]:
    return [pipeline.extract(Article(text=text, lang=lang, published=date(2023, 1, 5))) for lang, text, _ in LISTS]
