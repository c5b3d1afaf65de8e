"""Digits and number words to values.

A pack's ``numerals.toml`` gives *classes* of number words (``unit``, ``tens``, ``scale`` …), each with a role, and
the pairs of classes that may follow one another, with or without a joiner. A number is read as a stack: an adder is
laid on top, a multiplier takes the smaller values from the top and lays their sum times itself. That one machine
reads tens before units, units before tens, digits with scale words, and ordinals.
"""

from __future__ import annotations

import itertools
import re
from typing import Any

from pipeline.digits import MOST_DIGITS, Number, Value, read_digits, tidy
from pipeline.number_parts import Part, Word, fits, tail, whole_before
from pipeline.packs import Key, Pack, PackError, variants
from pipeline.tokens import LONGEST_WORD, Tokens

#: ``dual`` is a scale word that says two of itself, ``part`` a half or a quarter of the last scale word, or of one;
#: ``divide`` makes tenths or hundredths of the smaller values before it; ``point`` is the word of a decimal mark.
ROLES = ("add", "multiply", "scale", "dual", "part", "divide", "point")

#: More words than this no number has; without an end, a text of nothing but number words would be read again and again.
MOST_PARTS = 32


class Numerals:
    """Reads the numbers of one section (``numbers`` or ``ordinals``) of a pack's ``numerals.toml``."""

    def __init__(self, pack: Pack, section: str = "numbers") -> None:
        file: dict[str, Any] = pack.files.get("numerals", {})
        data: dict[str, Any] = file.get(section, {})
        where = f"models/{pack.lang}/numerals.toml [{section}]"
        self.percent = pack.table("percent")
        self.to = pack.table("to")
        self.split_before = tuple(pack.table(name) for name in ("percent", "measure", "money"))
        self.marks = {mark: reading for reading, marks in file.get("marks", {}).items() for mark in marks}
        if section != "numbers":
            self.marks = {}
        self.digits_too = section == "numbers"
        self.first: dict[str, list[tuple[Key, Word]]] = {}
        for cls in data.get("classes", []):
            if cls.get("role") not in ROLES:
                raise PackError(
                    [f"{where} class {cls.get('name')!r}: role {cls.get('role')!r}; allowed: {', '.join(ROLES)}"]
                )
            for value, forms in cls["words"].items():
                word = Word(cls["name"], cls["role"], tidy(float(value)), cls.get("unmarked", ""))
                for key in (key for form in forms for key in variants(form)):
                    self.first.setdefault(key[0], []).append((key[1:], word))
        for bucket in self.first.values():
            bucket.sort(key=lambda entry: -len(entry[0]))
        names = {cls["name"] for cls in data.get("classes", [])} | {"digits"}
        self.follows: dict[tuple[str, str], set[str]] = {}
        for line in data.get("follows", []):
            first, *mark, last = line.split()
            if first not in names or last not in names or len(mark) > 1:
                raise PackError(
                    [f"{where} follows: {line!r}; write 'class class' or 'class + class' of {', '.join(sorted(names))}"]
                )
            self.follows.setdefault((first, last), set()).add(mark[0] if mark else "")
        self.joiners = {
            mark: {key[0] for w in words for key in variants(w)} for mark, words in data.get("joiners", {}).items()
        }
        self.glue = {word for words in self.joiners.values() for word in words}
        self.never_last = {tuple(line.split()) for line in data.get("never_last", [])}
        self.never_alone = set(data.get("never_alone", []))
        self.never_first = set(data.get("never_first", []))
        self.must_end = set(data.get("must_end", []))
        self.tenths = {tuple(line.split()) for line in data.get("tenths", [])}
        self._compound: re.Pattern[str] | None
        self._piece: re.Pattern[str] | None
        #: Pairs that stand only in a number that ends with some class: (class, mark, class) to that class.
        only = data.get("only_before", {})
        self.only_before = {tuple(line.split()): end for end, lines in only.items() for line in lines}
        self._compound, self._piece = self._compounds() if data.get("compounds") else (None, None)

    def words(self) -> set[str]:
        """The words a number may hold, folded: what a splitter must know."""
        rest = {w for bucket in self.first.values() for key, _ in bucket for w in key}
        return rest.union(self.first, *self.joiners.values())

    def _compounds(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        single = (k for k, bucket in self.first.items() if any(not rest and w.role != "divide" for rest, w in bucket))
        words = sorted(single, key=len, reverse=True)
        glue = sorted((w for words in self.joiners.values() for w in words if w.isalpha()), key=len, reverse=True)
        word, joint = ("(?:" + "|".join(map(re.escape, some)) + ")" for some in (words, glue or [""]))
        return re.compile(f"{word}(?:{joint}?{word})+"), re.compile("|".join(map(re.escape, [*words, *glue])))

    def segment(self, word: str) -> list[str]:
        """The parts of a compound number written as one word, joiners among them; empty if it is none."""
        if (
            self._compound is None
            or self._piece is None
            or not 4 <= len(word) <= LONGEST_WORD
            or not self._compound.fullmatch(word)
        ):
            return []
        parts = self._piece.findall(word)
        if "".join(parts) != word:
            return []
        last, mark = "", ""
        for part in parts:
            joint = next((m for m, words in self.joiners.items() if part in words), "")
            if joint and part not in self.first:
                mark = joint
                continue
            cls = self.first[part][-1][1].cls
            if last and mark not in self.follows.get((last, cls), ()):
                return []
            last, mark = cls, ""
        return parts

    def read(self, tokens: Tokens, i: int) -> Number | None:
        """The longest number that begins at token ``i``."""
        lone = self._lone(tokens, i)
        if lone is not None:
            return lone
        found: list[Part] = []
        for part in self._items(tokens, i):
            parts = self._row(tokens, part)
            if parts and (not found or parts[-1].j > found[-1].j):
                found = parts
        return self._evaluate(i, found) if found else None

    def _row(self, tokens: Tokens, part: Part) -> list[Part]:
        """The longest row of parts that begins with ``part``; empty if none is a number."""
        parts = [part]
        while len(parts) < MOST_PARTS and (step := self._next(tokens, parts)) is not None:
            parts.append(step)
        if len(parts) > 1 and any(p.word.role == "scale" for p in self._items(tokens, parts[-1].j)):
            # A scale word that does not fit counts what stands before it: "20 thousand and 30 thousand" are two
            # numbers.
            last = range(len(parts) - 1, 0, -1)
            joined = next((n for n in last if parts[n].joined and parts[n - 1].word.size), len(parts))
            del parts[joined:]
        parts = self._allowed(tokens, parts)
        while len(parts) > 1 and not parts[-1].joined and (parts[-2].word.cls, parts[-1].word.cls) in self.never_last:
            parts.pop()
        while parts and self.must_end and parts[-1].word.cls not in self.must_end:
            parts.pop()
        if not parts or (len(parts) == 1 and parts[0].word.cls in self.never_alone):
            return []
        if parts[0].word.cls in self.never_first and parts[-1].word.role != "part":
            return []
        return parts

    def _lone(self, tokens: Tokens, i: int) -> Number | None:
        """Plain digits that nothing can go on with: most numbers are such, and need no more looking."""
        key = tokens.keys[i][0]
        if not key[0].isdecimal() or len(key) > MOST_DIGITS or not self.digits_too:
            return None
        after = tokens.keys[i + 1] if i + 1 < len(tokens.keys) else ("",)
        if (
            after[0] in self.marks
            or after[0][:1].isdecimal()
            or any(word in self.first or word in self.glue for word in after)
        ):
            return None
        return Number(int(key), i, i + 1)

    def known(self, tokens: Tokens, i: int) -> bool:
        """Whether token ``i`` is digits or a number word."""
        return tokens.keys[i][0][0].isdecimal() or any(key in self.first for key in tokens.keys[i])

    def _allowed(self, tokens: Tokens, parts: list[Part]) -> list[Part]:
        """Parts up to the first pair that the number's end does not bear out; four tenths alone only before a percent
        word.
        """
        for n in range(1, len(parts) if self.only_before else 0):
            end = self.only_before.get((parts[n - 1].word.cls, parts[n].joined, parts[n].word.cls))
            if end is not None and parts[-1].word.cls != end:
                return parts[:n]
        whole = any(n and p.joined for n, p in enumerate(parts)) or tokens.match(self.percent, parts[-1].j) is not None
        return parts[:-1] if len(parts) > 1 and parts[-1].word.role == "divide" and not whole else parts

    def _items(self, tokens: Tokens, i: int, joined: str = "") -> list[Part]:
        """What may stand at token ``i``, the longest first: digits, or the words of the classes."""
        if i >= len(tokens):
            return []
        keys = tokens.keys[i]
        if keys[0][0].isdecimal():
            number = read_digits(tokens, i, self.marks, self._wants_decimal) if self.digits_too else None
            return [Part(Word("digits", "add", number.value), number.j, joined, number)] if number else []
        found: list[Part] = []
        for key in keys:
            for rest, word in self.first.get(key, ()):
                j = i + 1 + len(rest)
                if j > len(tokens) or any(w not in tokens.keys[i + 1 + n] for n, w in enumerate(rest)):
                    continue
                if not word.unmarked or word.unmarked not in tokens.original(i, j):
                    found.append(Part(word, j, joined))
        return sorted(found, key=lambda part: -part.j) if len(found) > 1 else found

    def _next(self, tokens: Tokens, parts: list[Part]) -> Part | None:
        last, j = parts[-1].word.cls, parts[-1].j
        for mark, words in self.joiners.items():
            if j < len(tokens) and any(key in words for key in tokens.keys[j]):
                for part in self._items(tokens, j + 1, mark):
                    follows = mark in self.follows.get((last, part.word.cls), ())
                    if follows and fits(parts, part) and self._first_open(parts, part):
                        return part
        return next(
            (p for p in self._items(tokens, j) if "" in self.follows.get((last, p.word.cls), ()) and fits(parts, p)),
            None,
        )

    def _first_open(self, parts: list[Part], part: Part) -> bool:
        """Whether no second pair waits for the number's end: it bears out one of them."""
        row = [*parts, part] if self.only_before else []
        pairs = ((a.word.cls, b.joined, b.word.cls) for a, b in itertools.pairwise(row))
        return sum(pair in self.only_before for pair in pairs) <= 1

    def _evaluate(self, i: int, parts: list[Part]) -> Number:
        stack: list[Value] = []
        scale: Value = 1
        for n, part in enumerate(parts):
            role, value = part.word.role, part.word.value
            after = parts[n + 1].word.role if n + 1 < len(parts) else ""
            if role in ("multiply", "scale"):
                taken: Value = 0
                zero = bool(stack) and not stack[-1] and not part.joined
                if stack and parts[n - 1].word.cls == "digits" and not part.joined:
                    # Digits are scaled however many they are: "1.234.567 million".
                    taken = stack.pop()
                # A scale word after a joiner begins its own group: "a thousand and a million" is no thousand million.
                while stack and stack[-1] < value and not (part.joined and role == "scale"):
                    taken += stack.pop()
                # Nothing before a hundred is one of it, a nought is none ("a thousand, nought hundred and five").
                stack.append(tidy((taken or (0 if zero else 1)) * value))
                if role == "scale":
                    scale = scale * value if n and parts[n - 1].word.role == "scale" else value
            elif role == "divide":
                taken = 0
                while stack and taken < stack[-1] < value:
                    taken += stack.pop()
                stack.append(round(taken / value, 6))
            elif role == "point":
                after_point = tail(parts[n + 1 :])
                stack = [round(sum(stack) + float(f"0.{after_point}"), 6)] if after_point else stack
            elif any(p.word.role == "point" for p in parts[:n]):
                continue
            elif role == "part" and after != "scale":
                stack.append(tidy(whole_before(parts[:n]) * value))
            elif (
                n
                and (parts[n - 1].word.cls, part.word.cls) in self.tenths
                and not after
                and not part.joined
                and 1 <= value <= 9
            ):
                stack.append(tidy(value * parts[n - 1].word.value / 10))
            elif part.number is not None and part.number.either and part.number.other is not None and after == "scale":
                split = min(part.number.value, part.number.other)
                # Nobody writes 2.000 or 1.500 thousand million for 2 or 1.5: a last zero tells a group.
                stack.append(
                    split if not float(split * 100).is_integer() else max(part.number.value, part.number.other)
                )
            else:
                stack.append(value)
        alone = parts[0].number if len(parts) == 1 else None
        return Number(
            tidy(sum(stack)),
            i,
            parts[-1].j,
            alone.other if alone else None,
            alone.either if alone else False,
            alone is None,
            int(scale),
        )

    def _wants_decimal(self, tokens: Tokens, j: int) -> bool:
        """Whether a percent word, a unit of measure or money or a scale word stands at ``j``."""
        if j >= len(tokens):
            return False
        to = tokens.match(self.to, j)
        if to is not None:
            # "1/5 to 2 times", "1/5 to 2/5 percent": the unit is said of both ends.
            j = to[0]
            if j >= len(tokens) or not tokens.keys[j][0][0].isdecimal():
                return False
            split = j + 2 < len(tokens) and tokens.glued(j + 1) and tokens.glued(j + 2)
            j += 3 if split and tokens.keys[j + 2][0][0].isdecimal() else 1
            if j >= len(tokens):
                return False
        scale = any(not rest and w.role == "scale" for key in tokens.keys[j] for rest, w in self.first.get(key, ()))
        return scale or any(tokens.match(table, j) is not None for table in self.split_before)
