"""Arabic numbers in words after the grammar: both genders, three cases, duals, plurals, forms before their noun.

Written from the rules of the grammar (3 to 10 agree by the opposite gender, 11 to 99 take the accusative singular,
hundreds and thousands the genitive singular), apart from the pack, so that the two can be held against each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Case = Literal["nominative", "accusative", "genitive"]
Gender = Literal["masculine", "feminine"]

#: Numerals that go with masculine nouns, 3 to 10, and with feminine ones.
_MASCULINE = ["ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"]
_FEMININE = ["ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع", "عشر"]
_TENS = ["عشر", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"]
_HUNDREDS = ["ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع"]
#: Value, singular, plural.
_SCALES = [(10**9, "مليار", "مليارات"), (10**6, "مليون", "ملايين"), (10**3, "ألف", "آلاف")]


@dataclass(slots=True, frozen=True)
class Noun:
    """What is counted: its forms after one, two, three to ten, eleven to ninety-nine, and round numbers."""

    gender: Gender
    singular: str
    dual: str
    plural: str
    accusative: str


MEMBER = Noun("masculine", "عضو", "عضو", "أعضاء", "عضوًا")
CELL = Noun("feminine", "خلية", "خليت", "خلايا", "خلية")


@dataclass(slots=True, frozen=True)
class Style:
    """How a number stands in its sentence: its noun's gender, its case, its hundreds, whether the noun follows."""

    gender: Gender = "masculine"
    case: Case = "nominative"
    hundred: str = "مئة"
    construct: bool = False


def in_words(n: int, style: Style) -> str:
    """A number from 1 up to 10¹² - 1 in words."""
    groups: list[str] = []
    rest = n
    for size, singular, plural in _SCALES:
        count, rest = divmod(rest, size)
        if count:
            groups.append(_scale(count, singular, plural, _last(style, rest == 0)))
    if rest:
        groups.append(_below_thousand(rest, style))
    return " و".join(groups)


def counted(n: int, noun: Noun, style: Style) -> str:
    """A number with its noun, in the form that the number asks for; one and two have no such form above ten."""
    if n == 1:
        return f"{noun.singular} {in_words(1, style)}"
    if n == 2:
        return noun.dual + _dual_end(style.case)
    last = n % 100
    words = in_words(n, Style(noun.gender, style.case, style.hundred, construct=last == 0))
    return f"{words} {noun.plural if 3 <= last <= 10 else noun.singular if last == 0 else noun.accusative}"


def _last(style: Style, construct: bool) -> Style:
    return Style("masculine", style.case, style.hundred, style.construct and construct)


def _dual_end(case: Case, construct: bool = False) -> str:
    end = "ا" if case == "nominative" else "ي"
    return end if construct else end + "ن"


def _scale(count: int, singular: str, plural: str, style: Style) -> str:
    last = count % 100
    if count == 1:
        return singular + ("ًا" if style.case == "accusative" and not style.construct else "")
    if count == 2:
        return singular + _dual_end(style.case, style.construct)
    if last == 2:
        # A hundred and two thousand: a hundred thousand and two thousands.
        hundreds = _below_thousand(count - 2, Style("masculine", style.case, style.hundred, True))
        return f"{hundreds} {singular} و{singular}{_dual_end(style.case, style.construct)}"
    if last == 1:
        hundreds = _below_thousand(count - 1, Style("masculine", style.case, style.hundred, True))
        return f"{hundreds} {singular} و{singular}" if count > 100 else f"{_below_thousand(count, style)} {singular}"
    words = _below_thousand(count, Style("masculine", style.case, style.hundred, last == 0))
    accusative = singular if style.construct else singular + "ًا"
    return f"{words} {plural if 3 <= last <= 10 else singular if last == 0 else accusative}"


def _below_thousand(n: int, style: Style) -> str:
    hundreds, rest = divmod(n, 100)
    parts = [_hundreds(hundreds, style, rest == 0)] if hundreds else []
    if rest:
        parts.append(_below_hundred(rest, style))
    return " و".join(parts)


def _hundreds(count: int, style: Style, ends: bool) -> str:
    if count == 1:
        return style.hundred
    if count == 2:
        return style.hundred[:-1] + "ت" + _dual_end(style.case, style.construct and ends)
    return _HUNDREDS[count - 3] + style.hundred


def _below_hundred(n: int, style: Style) -> str:
    feminine = style.gender == "feminine"
    units = _FEMININE if feminine else _MASCULINE
    if n == 1:
        return "واحدة" if feminine else "واحدًا" if style.case == "accusative" else "واحد"
    if n == 2:
        return ("اثنت" if feminine else "اثن") + _dual_end(style.case)
    if n <= 10:
        return units[n - 3]
    ten = "عشرة" if feminine else "عشر"
    if n == 11:
        return f"{'إحدى' if feminine else 'أحد'} {ten}"
    if n == 12:
        return f"{'اثنت' if feminine else 'اثن'}{_dual_end(style.case, construct=True)} {ten}"
    if n < 20:
        return f"{units[n - 13]} {ten}"
    tens, unit = divmod(n, 10)
    word = _TENS[tens - 2] + ("ون" if style.case == "nominative" else "ين")
    if unit == 0:
        return word
    one = "إحدى" if unit == 1 and feminine else _below_hundred(unit, style)
    return f"{one} و{word}"
