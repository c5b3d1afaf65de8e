"""Numbers in words: num2words as the oracle, other spellings of its words, and why a few forms are left out."""

from __future__ import annotations

import re
from collections.abc import Callable

from num2words import num2words

#: The largest number whose words are read back.
LARGEST = 10**12

#: What members of the Party are called where they are counted, as it stands after a number of any size.
NOUN = {"ar": "عضوًا في الحزب", "fa": "عضو حزب", "vi": "đảng viên"}
ZWNJ = "\u200c"

#: Other spellings of a number in words, all in use.
SPELLINGS: dict[str, dict[str, Callable[[str], str]]] = {
    "ar": {
        "joiner glued": lambda words: words.replace(" و ", " و"),
        "newer hundreds": lambda words: words.replace(" و ", " و").replace("مائ", "مئ"),
        "oblique": lambda words: re.sub(r"(عشر|ثلاث|أربع|خمس|ست|سبع|ثمان|تسع)ون\b", r"\1ين", words),
    },
    "fa": {
        "joiner between ZWNJs": lambda words: words.replace(" و ", f"{ZWNJ}و{ZWNJ}"),
        "Arabic letters": lambda words: words.replace("ی", "ي").replace("ک", "ك"),
        "ZWNJ before the scale word": lambda words: re.sub("(?<! و) (هزار|میلیون)", rf"{ZWNJ}\1", words),
    },
    "vi": {
        "southern words": lambda words: words.replace("nghìn", "ngàn").replace("lẻ", "linh"),
        "tỉ": lambda words: words.replace("tỷ", "tỉ"),
        "capital": lambda words: words[:1].upper() + words[1:],
    },
}


def in_words(lang: str, n: int) -> str:
    """``n`` in words, as num2words writes it."""
    return str(num2words(n, lang=lang))


def oracle_wrong(lang: str, n: int, words: str, noun: str) -> str | None:
    """Why these words do not say ``n`` to any reader, or say more than a number; None where they should be read back.

    ``noun`` is what stands after them, empty where they stand alone.
    """
    if lang == "vi" and n == 0:
        return "không is the word for not; only zero in digits is a figure"
    if lang == "fa" and n == 1 and noun:
        return "یک before a noun is the indefinite article"
    if lang == "fa" and n == 0 and noun:
        return "nobody counts none of something with صفر"
    if lang == "ar" and n in (0, 1, 2) and noun:
        return "one and two stand behind their noun, or inside it; nobody counts none of something with صفر"
    if lang == "ar" and re.search(r"\b(ألف ألف|مليون مليون|مليار مليار)", words):
        return "num2words says the one of 401 million as a million: four hundred and a million million"
    if lang == "ar" and n % 10**6 == 2000 and words.endswith("ألفا") and not noun:
        return "num2words ends on the construct form ألفا, which must go on with a noun: alone it is ألفًا, one thousand"
    return None
