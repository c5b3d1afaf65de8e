"""Figures: numbers that state a quantity, with what they count or measure.

A rule of ``figures.toml`` says the ``kind``; its slots say the rest: ``number``, ``high`` and ``total`` the values, ``percent``, ``money``,
``measure``, ``counted``, ``carried`` and ``dual`` the unit. A rule of kind ``none`` takes numbers that are no figures (an article of a law, a
telephone number) out of play. Modifiers stand before, after, or as a verb further ahead in the clause.
"""

from __future__ import annotations

from pipeline.docview import DocView
from pipeline.numerals import Number, Value
from pipeline.records import Figure
from pipeline.rules import Match

#: Units that count people, in the order of nothing: "310 nữ" counts again those of them that were counted last.
PEOPLE = {"party_member", "secretary", "committee_member", "cadre", "delegate", "person", "woman", "student", "worker", "soldier", "participant"}
#: What an indefinite "one" counts ("kỷ luật một đảng viên"); before other nouns it is an article, unless it stands in a list of counts.
COUNTED_ALONE = PEOPLE - {"person", "woman"} | {
    "party_cell", "party_org", "party_committee", "village", "commune", "district", "enterprise", "cooperative", "school", "union", "case",
    "complaint", "collective", "training_course", "inspection",
}  # fmt: skip
#: Slots that belong to the mention; those of a count stay outside, since its span is the number alone.
_SPAN = ("number", "high", "total", "percent", "money", "measure", "part", "dual")
_UNITS = ("percent", "money", "measure", "counted", "carried", "dual")
#: How many tokens before a figure a verb that compares may stand ("يتجاوز معدل … 80٪").
VERB_REACH = 16
#: Words between a modifier and its number that change nothing.
FILLERS = 2
#: How many tokens apart the numbers of a list of counts stand at most.
LIST_REACH = 6
#: How many tokens before a number the noun it counts may end ("số đảng viên là 12").
NAMED_REACH = 3
#: No share is larger than this: a percentage above it was split by a mark that groups elsewhere.
MOST_PERCENT = 1000


def find(doc: DocView) -> list[Figure]:
    """The figures of an article, in the order of the text."""
    found: list[tuple[Match, Figure]] = []

    def accept(match: Match) -> bool:
        if match.rule.options.get("opens") and not _opens_clause(doc, match.i):
            return False
        if match.rule.options["kind"] == "none":
            return not _longer_number(doc, match)
        return _sound(doc, match, found[-1] if found else None)

    for match in doc.grammar.matcher("figures").find(doc.tokens, doc.free, accept):
        if match.rule.options["kind"] != "none":
            found.append((match, _figure(doc, match)))
        doc.take(match.i, match.j)
    found = [one for n, one in enumerate(found) if not _article(doc, found, n)]
    # From the end, so that a unit reaches all of a list: "30, 40 and 50 years".
    for n, (match, figure) in reversed(list(enumerate(found))):
        if figure.unit == "other" and n + 1 < len(found):
            _share(doc, match, figure, *found[n + 1])
    _carry(doc, found)
    return [figure for _, figure in found]


def _article(doc: DocView, found: list[tuple[Match, Figure]], n: int) -> bool:
    """Whether a "one" is only an article: nothing says it counts, no classifier or modifier, no list, no other count of the same thing."""
    tokens, (match, figure) = doc.tokens, found[n]
    slot, table = match.slots.get("number"), doc.pack.table("article")
    if not table.entries or slot is None or "counted" not in match.slots or "high" in match.slots or slot.j != slot.i + 1:
        return False
    if figure.modifier or "carried" in match.slots or tokens.match(table, slot.i) is None or tokens.match(doc.pack.table("classifier"), slot.j):
        return False
    shares = doc.pack.table("shares")
    for other, same in found[max(0, n - 4) : n] + found[n + 1 : n + 5]:
        if same.kind != "count" or same.sentence != figure.sentence or tokens.match(table, other.slots["number"].i):
            continue
        first, last = sorted((match, other), key=lambda m: m.i)
        joined = tokens.match(shares, first.j)
        if same.unit == figure.unit or (joined is not None and joined[0] == last.i):
            return False
    return True


def _longer_number(doc: DocView, match: Match) -> bool:
    """Whether a number's scale word follows what a rule of kind ``none`` would take ("phần 1 triệu đồng")."""
    slot = match.slots.get("number")
    number = doc.grammar.numbers.read(doc.tokens, slot.i) if slot is not None else None
    return number is not None and slot is not None and number.words and number.j > slot.j


def _opens_clause(doc: DocView, i: int) -> bool:
    return i == 0 or doc.tokens.keys[i - 1][0][0] in "\n.;:-•+*–"


def _sound(doc: DocView, match: Match, last: tuple[Match, Figure] | None) -> bool:
    """Whether the numbers of a match are figures at all, and go with one another."""
    tokens, slots = doc.tokens, match.slots
    number = slots.get("number")
    if number is None:
        return "dual" in slots or "value" in match.rule.options
    low, i, j = _value(number.value), number.i, match.j
    if _inside_a_name(doc, i) or (j < len(tokens) and tokens.glued(j) and _continues(doc, j)):
        return False
    bare = not any(name in slots for name in (*_UNITS, "total"))
    if isinstance(number.value, Number) and match.rule.options["kind"] != "ordinal":
        listed = _listed(doc, match, last)
        if number.value.words and _no_number_word(doc, match, bare and not listed, listed):
            return False
        if bare and (_marker(doc, match) or _telephone(doc, i) or _named_by_number(doc, match)):
            return False
    if "high" in slots:
        high = _value(slots["high"].value)
        low = _scaled(number.value, slots["high"].value)
        if high <= low or (match.rule.options.get("neighbours") and not (low + 1 <= high <= low + 2 and low < 10)):
            return False
    return True


def _inside_a_name(doc: DocView, i: int) -> bool:
    """Whether letters or a number's mark are glued before token ``i`` (A35, COVID-19, 10:30)."""
    tokens = doc.tokens
    if not tokens.glued(i) or not tokens.keys[i][0][0].isdigit():
        return False
    before = tokens.keys[i - 1][0]
    if before[0].isalpha():
        return before not in doc.grammar.splitter.clitics
    if before in (".", ",", "/", ":", "-", "٫", "٬", "،", "_", "@", "#", "=", "+"):
        earlier = tokens.keys[i - 2][0][0] if tokens.glued(i - 1) and i >= 2 else " "
        return earlier.isdigit() or (before in ("-", "_", ".", "/", "=", "+") and earlier.isalpha() and not _joins(doc, i - 2))
    return False


def _joins(doc: DocView, i: int) -> bool:
    return doc.tokens.keys[i][0] in doc.grammar.splitter.clitics


def _continues(doc: DocView, j: int) -> bool:
    """Whether what is glued after a number makes it part of something else (5G, 3x4, 12:30)."""
    tokens = doc.tokens
    key = tokens.keys[j][0]
    if key[0].isalpha():
        return True
    letter_after = j + 1 < len(tokens) and tokens.glued(j + 1) and tokens.keys[j + 1][0][0].isalpha()
    if key == "-" and letter_after:
        return True
    digit_after = j + 1 < len(tokens) and tokens.glued(j + 1) and tokens.keys[j + 1][0][0].isdigit()
    return digit_after and key in (":", "/", ".", "_")


def _no_number_word(doc: DocView, match: Match, bare: bool, listed: bool) -> bool:
    """Whether a number in words is none here: a name's capital inside a sentence, or a word that needs a noun it counts."""
    tokens, number = doc.tokens, match.slots["number"]
    if doc.pack.settings.get("capitals") and tokens.capital(number.i) and not _opens_sentence(doc, number.i):
        return True
    if match.i == 0 and match.j == len(tokens):
        return False
    if number.j - number.i == 1:
        keys = set(tokens.keys[number.i])
        needs = {key[0] for key in doc.pack.table("needs_unit").entries}
        indefinite = {key[0] for key in doc.pack.table("indefinite").entries}
        counted = slots["counted"].value if "counted" in (slots := match.slots) else None
        if keys & indefinite and counted is not None and counted not in COUNTED_ALONE and not listed:
            return True
        if keys & needs and (bare or tokens.match_back(doc.pack.table("not_after"), match.i)):
            return True
    return tokens.match(doc.pack.table("vague_after"), number.j) is not None


def _listed(doc: DocView, match: Match, last: tuple[Match, Figure] | None) -> bool:
    """Whether a number stands in a list of counts behind another ("khiển trách hai, cảnh cáo một;")."""
    tokens = doc.tokens
    after = tokens.keys[match.j][0][0] if match.j < len(tokens) else "\n"
    if last is None or last[1].kind != "count" or not (after in ",;.)،؛\n" or tokens.match(doc.pack.table("shares"), match.j)):
        return False
    return last[1].sentence == doc.sentence_of(tokens.span(match.i, match.i + 1)[0]) and match.i - last[0].j <= LIST_REACH


def _named_by_number(doc: DocView, match: Match) -> bool:
    """Whether a short number ends a name ("Mỹ Đình 2"): where capitals are used, a capital before it that opens no sentence."""
    tokens, i = doc.tokens, match.i
    if not doc.pack.settings.get("capitals") or i == 0 or match.j - i != 1 or len(tokens.keys[i][0]) > 3:
        return False
    return tokens.keys[i - 1][0][0].isalpha() and tokens.capital(i - 1) and not _opens_sentence(doc, i - 1)


def _telephone(doc: DocView, i: int) -> bool:
    """Whether a number begins, or goes on after, a group of digits with a leading zero that counts nothing."""
    tokens = doc.tokens
    return any(n >= 0 and len(tokens.keys[n][0]) >= 3 and tokens.keys[n][0].isdigit() and tokens.keys[n][0][0] == "0" for n in (i, i - 1))


def _opens_sentence(doc: DocView, i: int) -> bool:
    start, end = doc.tokens.span(i, i + 1)
    sentence = doc.found.sentences[doc.sentence_of(start)]
    before = doc.article.text[sentence.start : start].strip(' "“‘(-')
    return not before or doc.article.text[start:end].isupper() or before.endswith((":", "."))


def _marker(doc: DocView, match: Match) -> bool:
    """Whether a bare number numbers a list: "1.", "2)", "(3)" where a line or clause begins."""
    tokens, i, j = doc.tokens, match.i, match.j
    if j - i != 1 or not tokens.keys[i][0].isdigit() or len(tokens.keys[i][0]) > 2:
        return False
    before = tokens.keys[i - 1][0] if i > 0 else "\n"
    after = tokens.keys[j][0] if j < len(tokens) else "\n"
    opens = before[0] == "\n" or (before in (".", ";", ":", "-", "+", "•", "*") and not tokens.glued(i))
    if before == "(" and after == ")":
        return j + 1 < len(tokens) and tokens.keys[j + 1][0][0].isalpha()
    return opens and after in (".", ")", "-", "/", "_") and j + 1 < len(tokens)


def _value(value: object) -> Value:
    got = getattr(value, "value", value)
    return got if isinstance(got, (int, float)) else _whole(float(str(got)))


def _figure(doc: DocView, match: Match) -> Figure:
    options, slots = match.rule.options, match.slots
    kind: str = options["kind"]
    unit_slot = next((name for name in _UNITS if name in slots), None)
    value, high = _values(match, kind)
    if "part" in slots:
        value = value + float(slots["part"].value)
    total = _value(slots["total"].value) if "total" in slots else options.get("total")
    span = [slots[name] for name in _SPAN if name in slots and not (kind in ("count", "ratio", "ordinal") and name in ("measure", "money"))]
    first, last = (min(s.i for s in span), max(s.j for s in span)) if span else (match.i, match.j)
    start, end = doc.tokens.span(first, last)
    unit = str(slots[unit_slot].value) if unit_slot else None
    unit_text = doc.tokens.original(slots[unit_slot].i, slots[unit_slot].j) if unit_slot else _next_words(doc, match.j)
    if kind == "ordinal":
        unit = unit_text = None
    elif unit is None:
        unit = options.get("unit", "other")
    return doc.place(
        Figure(
            start=start,
            end=end,
            text=doc.article.text[start:end],
            rule=f"figures.{match.rule.name}",
            value=value,
            high=high,
            total=total,
            kind=kind,
            unit=unit,
            unit_text=unit_text,
            modifier=None if kind == "ordinal" else _modifier(doc, match, first),
        )
    )


def _values(match: Match, kind: str) -> tuple[Value, Value | None]:
    """The value and upper end, the one mark in the digits read as the kind asks, the scale word of a range given to both ends."""
    slots = match.slots
    if "number" not in slots:
        return match.rule.options.get("value", 2), None
    low = _as_kind(slots["number"].value, kind, match)
    if "high" not in slots:
        return low, None
    high = _as_kind(slots["high"].value, kind, match)
    scaled = _scaled(slots["number"].value, slots["high"].value)
    return (scaled if scaled != _value(slots["number"].value) else low), high


def _as_kind(number: object, kind: str, match: Match) -> Value:
    value = _value(number)
    if not isinstance(number, Number) or number.other is None:
        return value
    if kind == "percent":
        return min(value, number.other) if number.either or value > MOST_PERCENT else value
    if kind == "count" and ("counted" in match.slots or "carried" in match.slots):
        return max(value, number.other)
    return value


def _scaled(low: object, high: object) -> Value:
    """The lower end of a range, with the upper end's scale word where it has none of its own ("100 - 200 triệu")."""
    value = _value(low)
    if isinstance(low, Number) and isinstance(high, Number) and low.scale == 1 < high.scale and value <= high.value / high.scale:
        return _whole(value * high.scale)
    return value


def _whole(value: Value) -> Value:
    value = round(value, 6)
    return int(value) if float(value).is_integer() else value


def _next_words(doc: DocView, j: int) -> str | None:
    """The word after a number that no table knows: what it counts, as written."""
    tokens = doc.tokens
    if j < len(tokens) and tokens.keys[j][0][0].isalpha() and not any(tokens.match(doc.pack.table(t), j) for t in ("shares", "no_noun")):
        return tokens.original(j, j + 1)
    return None


def _modifier(doc: DocView, match: Match, first: int) -> str | None:
    tokens, pack = doc.tokens, doc.pack
    noun = tokens.match(pack.table("counted"), match.j)
    for j in (match.j, noun[0] if noun is not None else match.j):
        after = tokens.match(pack.table("modifier_after"), j)
        if after is not None:
            return after[1]
    before, filler = pack.table("modifier_before"), pack.table("modifier_filler")
    i = match.i
    for _ in range(FILLERS + 1):
        if tokens.match_back(pack.table("modifier_not"), i) is not None:
            return None
        hit = tokens.match_back(before, i)
        if hit is not None:
            return hit[1]
        skip = tokens.match_back(filler, i)
        if skip is None:
            break
        i = skip[0]
    inside = next((hit for n in range(match.i, first) if (hit := tokens.match(before, n)) is not None), None)
    return inside[1] if inside is not None else _verb(doc, match)


def _verb(doc: DocView, match: Match) -> str | None:
    """A verb that compares, ahead in the clause with no other number between it and the figure."""
    tokens, table = doc.tokens, doc.pack.table("modifier_verb")
    if not table.entries:
        return None
    for i in range(match.i, max(0, match.i - VERB_REACH), -1):
        hit = tokens.match_back(table, i)
        if hit is not None:
            return hit[1]
        key = tokens.keys[i - 1][0]
        if key[0] in ".;:\n,،؛" or key[0].isdigit() or doc.taken[i - 1]:
            return None
    return None


def _share(doc: DocView, match: Match, figure: Figure, after: Match, shared: Figure) -> None:
    """A bare number joined to the next one counts what that one counts ("20 و30٪")."""
    hit = doc.tokens.match(doc.pack.table("shares"), match.j)
    if hit is not None and hit[0] == after.i and shared.unit != "other" and shared.kind in ("count", "percent", "money", "measure"):
        figure.kind, figure.unit, figure.unit_text = shared.kind, shared.unit, shared.unit_text


def _carry(doc: DocView, found: list[tuple[Match, Figure]]) -> None:
    """A word for people in general counts again the people counted last; so does a number without a noun, whatever was counted."""
    people: Figure | None = None
    last: Figure | None = None
    for match, figure in found:
        if "carried" in match.slots:
            back = people if figure.unit in PEOPLE else last
            named = _named_before(doc, match, figure.unit in PEOPLE)
            if named is not None:
                figure.unit = named
            elif back is not None and figure.sentence - back.sentence <= 1:
                figure.unit = back.unit
        elif figure.kind == "count" and figure.unit == "other" and figure.unit_text is None:
            named = _named_before(doc, match, False)
            if named is not None:
                figure.unit = named
            elif last is not None and figure.sentence == last.sentence:
                figure.unit = last.unit
        if figure.kind == "count" and figure.unit != "other":
            last = figure
            people = figure if figure.unit in PEOPLE else people


def _named_before(doc: DocView, match: Match, people: bool) -> str | None:
    """What is counted, where it is named right before the number ("số đảng viên là 12.400 đồng chí")."""
    tokens = doc.tokens
    for i in range(match.i, max(0, match.i - NAMED_REACH), -1):
        hit = tokens.match_back(doc.pack.table("counted"), i)
        if hit is not None:
            return hit[1] if hit[1] in PEOPLE or not people else None
        if tokens.keys[i - 1][0][0] in ".;,\n،؛" or doc.taken[i - 1] or tokens.match(doc.pack.table("shares"), i - 1):
            return None
    return None
