"""Whether a number that a rule of ``figures.toml`` matched is a figure at all: what stands around it decides."""

from __future__ import annotations

from pipeline.digits import Number, Value, tidy
from pipeline.docview import DocView
from pipeline.records import Figure
from pipeline.rules import Match

#: How many tokens before a range a word of rise or fall may stand.
CHANGE_REACH = 16
#: Units that count people, in the order of nothing: "310 nữ" counts again those of them that were counted last.
PEOPLE = {
    "party_member",
    "secretary",
    "committee_member",
    "cadre",
    "delegate",
    "person",
    "woman",
    "student",
    "worker",
    "soldier",
    "participant",
}
#: What an indefinite "one" counts ("kỷ luật một đảng viên"); before other nouns it is an article, unless it stands in
#: a list of counts.
COUNTED_ALONE = PEOPLE - {"person", "woman"} | {
    "party_cell", "party_org", "party_committee", "village", "commune", "district", "enterprise", "cooperative",
    "school", "union", "case", "complaint", "collective", "training_course", "inspection",
}  # fmt: skip
UNIT_SLOTS = ("percent", "money", "measure", "counted", "carried", "dual")
#: How many tokens apart the numbers of a list of counts stand at most.
LIST_REACH = 6


def is_longer_number(doc: DocView, match: Match) -> bool:
    """Whether a number's scale word follows what a rule of kind ``none`` would take ("phần 1 triệu đồng")."""
    slot = match.slots.get("number")
    number = doc.grammar.numbers.read(doc.tokens, slot.i) if slot is not None else None
    return number is not None and slot is not None and number.words and number.j > slot.j


def opens_clause(doc: DocView, i: int) -> bool:
    """Whether token ``i`` begins a line, a sentence or a clause."""
    return i == 0 or doc.tokens.keys[i - 1][0][0] in "\n.;:-•+*–"


def is_sound(doc: DocView, match: Match, last: tuple[Match, Figure] | None) -> bool:
    """Whether the numbers of a match are figures at all, and go with one another."""
    tokens, slots = doc.tokens, match.slots
    number = slots.get("number")
    if number is None:
        return "dual" in slots or "value" in match.rule.options
    low, i, j = value_of(number.value), number.i, match.j
    if _inside_a_name(doc, i) or (j < len(tokens) and tokens.glued(j) and _continues(doc, j)):
        return False
    bare = not any(name in slots for name in (*UNIT_SLOTS, "total"))
    if isinstance(number.value, Number) and match.rule.options["kind"] != "ordinal":
        listed = _listed(doc, match, last)
        if number.value.words and _no_number_word(doc, match, bare and not listed):
            return False
        if bare and (_marker(doc, match) or _telephone(doc, i) or _named_by_number(doc, match)):
            return False
    if "high" in slots:
        high = value_of(slots["high"].value)
        low = scaled(number.value, slots["high"].value)
        if high <= low or _changes(doc, match):
            return False
        if match.rule.options.get("neighbours") and not (low + 1 <= high <= low + 2 and low < 10):
            return False
    return True


def _changes(doc: DocView, match: Match) -> bool:
    """Whether a word of rise or fall stands ahead in the clause: "from 84 to 93" are then two figures and no range."""
    tokens, number, table = doc.tokens, match.slots["number"], doc.pack.table("change")
    starts = tokens.match_back(doc.pack.table("from"), number.i) is not None
    if not starts or tokens.match(doc.pack.table("to"), number.j) is None:
        return False
    for i in range(match.i, max(0, match.i - CHANGE_REACH) if table.entries else match.i, -1):
        if tokens.match_back(table, i) is not None:
            return True
        if tokens.keys[i - 1][0][0] in ".;:\n,،؛":
            return False
    return False


def _inside_a_name(doc: DocView, i: int) -> bool:
    """Whether letters or a number's mark are glued before token ``i`` (A35, COVID-19, 10:30)."""
    tokens = doc.tokens
    if not tokens.glued(i) or not tokens.keys[i][0][0].isdecimal():
        return False
    before = tokens.keys[i - 1][0]
    if before[0].isalpha():
        return not doc.grammar.splitter.glue(before)
    if before in (".", ",", "/", ":", "-", "٫", "٬", "،", "_", "@", "#", "=", "+"):
        earlier = tokens.keys[i - 2][0][0] if tokens.glued(i - 1) and i >= 2 else " "
        return earlier.isdecimal() or (
            before in ("-", "_", ".", "/", "=", "+") and earlier.isalpha() and not _joins(doc, i - 2)
        )
    return False


def _joins(doc: DocView, i: int) -> bool:
    return doc.grammar.splitter.glue(doc.tokens.keys[i][0])


def _continues(doc: DocView, j: int) -> bool:
    """Whether what is glued after a number makes it part of something else (5G, 3x4, 12:30)."""
    tokens = doc.tokens
    key = tokens.keys[j][0]
    if key[0].isalpha():
        return True
    letter_after = j + 1 < len(tokens) and tokens.glued(j + 1) and tokens.keys[j + 1][0][0].isalpha()
    if key == "-" and letter_after:
        return True
    digit_after = j + 1 < len(tokens) and tokens.glued(j + 1) and tokens.keys[j + 1][0][0].isdecimal()
    return digit_after and key in (":", "/", ".", "_")


def _no_number_word(doc: DocView, match: Match, bare: bool) -> bool:
    """Whether a number in words is none here: a name's capital inside a sentence, or a word that needs a noun it
    counts.
    """
    tokens, number = doc.tokens, match.slots["number"]
    if doc.pack.settings.get("capitals") and tokens.capital(number.i) and not _opens_sentence(doc, number.i):
        return True
    if match.i == 0 and match.j == len(tokens):
        return False
    if number.j - number.i == 1:
        keys = set(tokens.keys[number.i])
        needs = {key[0] for key in doc.pack.table("needs_unit").entries}
        if keys & needs and (bare or tokens.match_back(doc.pack.table("not_after"), match.i)):
            return True
    return tokens.match(doc.pack.table("vague_after"), number.j) is not None


def _listed(doc: DocView, match: Match, last: tuple[Match, Figure] | None) -> bool:
    """Whether a number stands in a list of counts behind another ("khiển trách hai, cảnh cáo một;")."""
    tokens = doc.tokens
    after = tokens.keys[match.j][0][0] if match.j < len(tokens) else "\n"
    if (
        last is None
        or last[1].kind != "count"
        or not (after in ",;.)،؛\n" or tokens.match(doc.pack.table("shares"), match.j))
    ):
        return False
    return (
        last[1].sentence == doc.sentence_of(tokens.span(match.i, match.i + 1)[0]) and match.i - last[0].j <= LIST_REACH
    )


def _named_by_number(doc: DocView, match: Match) -> bool:
    """Whether a short number ends a name ("Mỹ Đình 2"): where capitals are used, a capital before it that opens no
    sentence.
    """
    tokens, i = doc.tokens, match.i
    if not doc.pack.settings.get("capitals") or i == 0 or match.j - i != 1 or len(tokens.keys[i][0]) > 3:
        return False
    return tokens.keys[i - 1][0][0].isalpha() and tokens.capital(i - 1) and not _opens_sentence(doc, i - 1)


def _telephone(doc: DocView, i: int) -> bool:
    """Whether a number begins, or goes on after, a group of digits with a leading zero that counts nothing."""
    tokens = doc.tokens
    return any(
        n >= 0 and len(tokens.keys[n][0]) >= 3 and tokens.keys[n][0].isdecimal() and tokens.keys[n][0][0] == "0"
        for n in (i, i - 1)
    )


def _opens_sentence(doc: DocView, i: int) -> bool:
    start, end = doc.tokens.span(i, i + 1)
    sentence = doc.found.sentences[doc.sentence_of(start)]
    before = doc.article.text[sentence.start : start].strip(' "“‘(-')
    return not before or doc.article.text[start:end].isupper() or before.endswith((":", "."))


def _marker(doc: DocView, match: Match) -> bool:
    """Whether a bare number numbers a list: "1.", "2)", "(3)" where a line or clause begins."""
    tokens, i, j = doc.tokens, match.i, match.j
    if j - i != 1 or not tokens.keys[i][0].isdecimal() or len(tokens.keys[i][0]) > 2:
        return False
    before = tokens.keys[i - 1][0] if i > 0 else "\n"
    after = tokens.keys[j][0] if j < len(tokens) else "\n"
    opens = before[0] == "\n" or (before in (".", ";", ":", "-", "+", "•", "*") and not tokens.glued(i))
    if before == "(" and after == ")":
        return j + 1 < len(tokens) and tokens.keys[j + 1][0][0].isalpha()
    return opens and after in (".", ")", "-", "/", "_") and j + 1 < len(tokens)


def value_of(value: object) -> Value:
    """The number in a slot, whether it was read as a number, as digits or from a table."""
    got = getattr(value, "value", value)
    return got if isinstance(got, (int, float)) else tidy(float(str(got)))


def scaled(low: object, high: object) -> Value:
    """The lower end of a range, with the upper end's scale word where it has none of its own ("100 - 200 triệu")."""
    value = value_of(low)
    if (
        isinstance(low, Number)
        and isinstance(high, Number)
        and low.scale == 1 < high.scale
        and value <= high.value / high.scale
    ):
        return tidy(value * high.scale)
    return value


def is_article(doc: DocView, found: list[tuple[Match, Figure]], n: int) -> bool:
    """Whether a "one" is only an article: nothing says that it counts, neither the thing itself, nor a classifier, a
    modifier, a list, or another count of the same thing near by.
    """
    tokens, (match, figure) = doc.tokens, found[n]
    slot, table, strict = match.slots.get("number"), doc.pack.table("article"), doc.pack.table("strict_article")
    if slot is None or slot.j != slot.i + 1 or "counted" not in match.slots or "high" in match.slots:
        return False
    if figure.kind != "count":
        return False
    # A strict article is one even before things that are counted alone.
    strictly = tokens.match(strict, slot.i) is not None
    if not (strictly or tokens.match(table, slot.i)) or tokens.match(doc.pack.table("classifier"), slot.j):
        return False
    if figure.modifier or "carried" in match.slots or (figure.unit in COUNTED_ALONE and not strictly):
        return False
    shares = doc.pack.table("shares")
    for other, same in found[max(0, n - 4) : n] + found[n + 1 : n + 5]:
        if same.kind != "count" or same.sentence != figure.sentence:
            continue
        if any(tokens.match(one, other.i) for one in (table, strict)):
            continue
        first, last = sorted((match, other), key=lambda m: m.i)
        joined = tokens.match(shares, first.j)
        if same.unit == figure.unit or (joined is not None and joined[0] == last.i):
            return False
    return True
