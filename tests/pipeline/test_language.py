"""Which language a text is in; and that a text in none of ours is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import packs
from pipeline.gold import read_gold
from pipeline.language import UnknownLanguage, detect
from pipeline.resources import corpus

OURS = {
    "ar": ["عقدت لجنة الحزب في المنطقة مؤتمرها أمس.", "أعضاء الحزب الجدد"],
    "fa": ["کمیته حزبی استان دیروز نشست خود را برگزار کرد.", "اعضای جدید حزب در روستا"],
    "vi": ["Huyện ủy vừa tổ chức hội nghị.", "đảng viên mới", "DANG VIEN MOI của chi bộ"],
}
#: Sentences in languages that there is no pack for, some of them in the same scripts.
OTHERS = {
    "en": "The committee met yesterday in the village hall to discuss the new plan for the schools of the district.",
    "fr": "Le comité s'est réuni hier dans la salle du village pour discuter du nouveau plan des écoles du district.",
    "de": "Der Ausschuss traf sich gestern im Saal des Dorfes, um den neuen Plan für die Schulen zu besprechen.",
    "ru": "Комитет собрался вчера в зале деревни, чтобы обсудить новый план для школ района.",
    "zh": "委员会昨天在村里的大厅开会，讨论该地区学校的新计划。",
    "ja": "委員会は昨日、村の集会所に集まり、地区の学校の新しい計画について話し合いました。",
    "th": "คณะกรรมการประชุมเมื่อวานนี้ที่ศาลาหมู่บ้านเพื่อหารือเกี่ยวกับแผนใหม่ของโรงเรียน",
    "ur": "کمیٹی نے کل گاؤں کے ہال میں اجلاس کیا تاکہ ضلع کے اسکولوں کے نئے منصوبے پر بات کی جا سکے۔",
    "he": "הוועדה נפגשה אתמול באולם הכפר כדי לדון בתוכנית החדשה של בתי הספר במחוז.",
    "id": "Komite bertemu kemarin di balai desa untuk membahas rencana baru bagi sekolah-sekolah di kabupaten itu.",
}


@pytest.mark.parametrize(("lang", "text"), [(lang, text) for lang, texts in OURS.items() for text in texts])
def test_ours(lang: str, text: str) -> None:
    assert detect(text) == lang


@pytest.mark.parametrize("lang", packs.languages())
def test_every_article_of_the_corpus(lang: str) -> None:
    for article in read_gold(sorted(corpus(lang).glob("*.json"))):
        assert detect(article["text"]) == lang, article["id"]
        assert detect(article["text"][:200]) == lang, article["id"]


@pytest.mark.parametrize("lang", OTHERS)
def test_none_of_ours(lang: str) -> None:
    with pytest.raises(
        UnknownLanguage, match=f"the text is in '{lang}', for which there is no pack; there are packs for "
    ):
        detect(OTHERS[lang])


def test_real_articles(shared: Path) -> None:
    folder = shared / "articles"
    for path in sorted(folder.glob("??-*.txt")):
        assert detect(path.read_text("utf-8")) == path.name[:2]
    assert {detect(path.read_text("utf-8")) for path in sorted((folder / "vi").glob("*.txt"))[:30]} == {"vi"}


@pytest.mark.parametrize("text", ["", "123", "٪ 12/3", "\x00\ud800"])
def test_a_text_without_words_is_taken_as_one_of_ours(text: str) -> None:
    assert detect(text) in packs.languages()
