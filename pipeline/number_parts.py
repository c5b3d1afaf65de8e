"""The parts that a number is read as, and what their sizes say of one another."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.digits import Number, Value


@dataclass(slots=True, frozen=True)
class Word:
    """A number word of a class; ``unmarked`` are marks that the original must not bear for the word to be this one (a
    tanwin tells two words of the same letters apart).
    """

    cls: str
    role: str
    value: Value
    unmarked: str = ""

    @property
    def size(self) -> Value:
        """The size of a scale word: what is added after it is smaller; 0 for all others."""
        return self.value if self.role == "scale" else self.value / 2 if self.role == "dual" else 0


@dataclass(slots=True, frozen=True)
class Part:
    """A word or digits in a number, up to token ``j``; ``joined`` is the joiner's mark before it."""

    word: Word
    j: int
    joined: str = ""
    number: Number | None = None


def tail(parts: list[Part]) -> str:
    """The digits that number words after a decimal mark's word spell: "five" 5, "seventy-five" 75, "zero five" 05."""
    digits = ""
    for part in parts:
        if part.word.role == "scale":
            break
        value = str(part.word.value)
        kept = len(digits) - len(value) if digits.strip("0") and len(digits) > len(value) else len(digits)
        digits = digits[:kept] + value
    return digits


def fits(parts: list[Part], part: Part) -> bool:
    """Whether a part's size goes with what stands before it: what is added after a scale word must be smaller than
    it, or one or two of it after its hundreds in words ("a hundred thousand and two thousand").
    """
    scales = [n for n, p in enumerate(parts) if p.word.size]
    if not scales or part.word.role == "part":
        return True
    behind, group, size = parts[scales[-1]].word.size, parts[scales[-1] + 1 :], part.word.size
    if not size:
        return part.word.value < behind
    if not group and part.joined:
        count = parts[scales[-1] - 1].word if scales[-1] else None
        hundreds = count is not None and count.cls != "digits" and count.value >= 100 and count.value % 100 == 0
        return size < behind or (size == behind and hundreds and not parts[scales[-1] - 1].word.size)
    if not group:
        return size > behind
    return size != behind or group[-1].word.role == "part"


def whole_before(parts: list[Part]) -> Value:
    """What a half after the number is a half of: its last scale word or hundred, else one."""
    sizes = (
        p.word.size or p.word.value
        for p in reversed(parts)
        if p.word.size or (p.word.role == "multiply" and p.word.value >= 100)
    )
    return next(sizes, 1)
