"""The one policy that settles overlaps."""

from __future__ import annotations

import pytest

from pipeline.docview import DocView, see
from pipeline.grammar import grammar
from pipeline.packs import load
from pipeline.records import Article, Date, Mention, Organization, Person, Place
from pipeline.settle import SURE, settle
from pipeline.tagger import Span

TEXT = (
    "Đồng chí Nguyễn Thái Bình, Bí thư Huyện ủy Yên Mô tỉnh Ninh Bình, thăm Thành phố Hồ Chí Minh"
    " và Trường Nguyễn Trãi."
)


@pytest.fixture
def doc() -> DocView:
    """A view of the text in which nothing is found yet."""
    return see(Article(text=TEXT, lang="vi"), load("vi"), grammar("vi"))


def at(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def person(words: str, rule: str = "persons.role", organization: int | None = None) -> Person:
    start, end = at(words)
    return Person(start=start, end=end, text=words, rule=rule, organization=organization)


def place(words: str, rule: str = "places.gazetteer") -> Place:
    start, end = at(words)
    return Place(start=start, end=end, text=words, rule=rule)


def body(words: str, specificity: str = "named") -> Organization:
    start, end = at(words)
    return Organization(start=start, end=end, text=words, rule="organizations.committee", specificity=specificity)


def span(label: str, words: str, score: float = 1.0) -> Span:
    return Span(label, *at(words), score)


def texts(mentions: list[Organization] | list[Person] | list[Place]) -> list[str]:
    found: list[Mention] = [*mentions]
    return [mention.text for mention in found]


def test_the_longer_organization_stands(doc: DocView) -> None:
    doc.found.organizations = [body("Huyện ủy Yên Mô"), body("Huyện ủy Yên Mô tỉnh Ninh Bình")]
    settle(doc, [])
    assert texts(doc.found.organizations) == ["Huyện ủy Yên Mô tỉnh Ninh Bình"]


def test_a_named_organization_stands_before_a_definite_one(doc: DocView) -> None:
    doc.found.organizations = [body("Bí thư Huyện ủy Yên Mô", "definite"), body("Huyện ủy Yên Mô")]
    settle(doc, [])
    assert texts(doc.found.organizations) == ["Huyện ủy Yên Mô"]


def test_a_place_inside_an_organization_stays(doc: DocView) -> None:
    doc.found.organizations, doc.found.places = [body("Huyện ủy Yên Mô")], [place("Yên Mô")]
    settle(doc, [])
    assert texts(doc.found.places) == ["Yên Mô"] and texts(doc.found.organizations) == ["Huyện ủy Yên Mô"]


def test_a_person_inside_an_organization_is_its_name(doc: DocView) -> None:
    doc.found.organizations, doc.found.persons = [body("Trường Nguyễn Trãi")], [person("Nguyễn Trãi", "persons.run")]
    settle(doc, [])
    assert doc.found.persons == []


def test_a_person_holds_the_place_in_the_name(doc: DocView) -> None:
    doc.found.persons, doc.found.places = [person("Nguyễn Thái Bình", "persons.run")], [place("Thái Bình")]
    settle(doc, [])
    assert texts(doc.found.persons) == ["Nguyễn Thái Bình"] and doc.found.places == []


@pytest.mark.parametrize(
    ("said_of_person", "said_of_place", "wins"),
    [
        ("persons.run", "places.level", "place"),
        ("persons.role", "places.gazetteer", "person"),
        ("persons.role", "places.level", "person"),
        ("persons.run", "places.gazetteer", "person"),
    ],
)
def test_what_a_rule_says_stands_before_what_only_looks_so(
    doc: DocView, said_of_person: str, said_of_place: str, wins: str
) -> None:
    doc.found.persons, doc.found.places = [person("Hồ Chí Minh", said_of_person)], [place("Hồ Chí Minh", said_of_place)]
    settle(doc, [])
    assert (len(doc.found.persons), len(doc.found.places)) == ((1, 0) if wins == "person" else (0, 1))


def test_the_tagger_fills_gaps_and_says_so(doc: DocView) -> None:
    settle(doc, [span("PER", "Nguyễn Thái Bình"), span("ORG", "Huyện ủy Yên Mô"), span("LOC", "Ninh Bình")])
    assert [(m.text, m.rule) for m in doc.found.persons] == [("Nguyễn Thái Bình", "persons.crf")]
    assert [(m.text, m.rule) for m in doc.found.organizations] == [("Huyện ủy Yên Mô", "organizations.crf")]
    assert [(m.text, m.rule, m.name, m.code) for m in doc.found.places] == [
        ("Ninh Bình", "places.crf", "Ninh Bình", "37")
    ]


def test_another_tagger_is_named(doc: DocView) -> None:
    settle(doc, [span("PER", "Nguyễn Trãi")], "stanza")
    assert [m.rule for m in doc.found.persons] == ["persons.stanza"]


def test_the_tagger_overrides_nothing(doc: DocView) -> None:
    doc.found.persons, doc.found.places = [person("Nguyễn Thái Bình")], [place("Yên Mô"), place("Ninh Bình")]
    doc.found.dates = [Date(start=at("Trãi")[0], end=at("Trãi")[1], text="Trãi")]
    before = [*doc.found.persons, *doc.found.places]
    settle(
        doc,
        [span("LOC", "Thái Bình"), span("PER", "Yên Mô tỉnh"), span("ORG", "tỉnh Ninh"), span("PER", "Nguyễn Trãi")],
    )
    assert [*doc.found.persons, *doc.found.places] == before and doc.found.organizations == []


def test_an_organization_of_the_tagger_may_hold_places(doc: DocView) -> None:
    doc.found.places = [place("Yên Mô")]
    settle(doc, [span("ORG", "Huyện ủy Yên Mô")])
    assert texts(doc.found.organizations) == ["Huyện ủy Yên Mô"] and texts(doc.found.places) == ["Yên Mô"]


@pytest.mark.parametrize("label", sorted(SURE))
def test_what_the_tagger_doubts_is_left(doc: DocView, label: str) -> None:
    settle(doc, [span(label, "Nguyễn Trãi", SURE[label] - 0.01)])
    assert doc.found.persons == [] and doc.found.places == [] and doc.found.organizations == []
    settle(doc, [span(label, "Nguyễn Trãi", SURE[label])])
    assert len([*doc.found.persons, *doc.found.places, *doc.found.organizations]) == 1


def test_persons_keep_their_organization_when_the_list_changes(doc: DocView) -> None:
    doc.found.organizations = [
        body("Huyện ủy Yên Mô"),
        body("Huyện ủy Yên Mô tỉnh Ninh Bình"),
        body("Trường Nguyễn Trãi"),
    ]
    doc.found.persons = [person("Nguyễn Thái Bình", organization=0), person("Hồ Chí Minh", organization=2)]
    settle(doc, [span("ORG", "Đồng chí")])
    assert texts(doc.found.organizations) == ["Đồng chí", "Huyện ủy Yên Mô tỉnh Ninh Bình", "Trường Nguyễn Trãi"]
    assert [p.organization for p in doc.found.persons] == [1, 2]


def test_lists_are_in_the_order_of_the_text_and_again_the_same(doc: DocView) -> None:
    doc.found.places = [place("Ninh Bình")]
    spans = [span("LOC", "Yên Mô"), span("PER", "Nguyễn Trãi"), span("PER", "Nguyễn Thái Bình")]
    settle(doc, spans)
    once = doc.found.to_dict()
    assert texts(doc.found.places) == ["Yên Mô", "Ninh Bình"]
    assert texts(doc.found.persons) == ["Nguyễn Thái Bình", "Nguyễn Trãi"]
    settle(doc, spans)
    assert doc.found.to_dict() == once
