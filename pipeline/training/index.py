"""Makes the tables of ``models/gazetteer/index`` from the gazetteer and the spelling tables; ``pipeline.name_index``
says what they hold.

The same sources give the same bytes: every list is sorted, every cost rounded to two places.
"""

from __future__ import annotations

import heapq
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pipeline.name_index import DIGEST, given_pairs, input_digest
from pipeline.resources import models
from pipeline.spelling import Speller, fold_words, source_tables, spelling_languages, toneless

#: Spellings of one whole name in the index (of a province or a district more, since they are named more often), and
#: how much one may cost more than the name's best.
MOST, MOST_WIDE, MARGIN = 24, 160, 5.0
#: In how many attested syllables a rhyme or an onset must stand to be put together with others.
COMMON_RHYME, COMMON_ONSET = 4, 20
DIVISION_LEVELS = ("province", "district", "commune")

Names = dict[str, list[int]]


def read_rows() -> list[dict[str, str]]:
    """All places as the gazetteer numbers them: divisions, then regions, then countries."""
    rows: list[dict[str, str]] = []
    for file in ("places", "regions", "countries"):
        head, *lines = models("gazetteer", f"{file}.tsv").read_text(encoding="utf-8").splitlines()
        rows += (dict(zip(head.split("\t"), line.split("\t"), strict=True)) for line in lines)
    return rows


def read_aliases() -> list[dict[str, str]]:
    """Other names of places: alias, lang, code, level."""
    head, *lines = models("gazetteer", "aliases.tsv").read_text(encoding="utf-8").splitlines()
    return [dict(zip(head.split("\t"), line.split("\t"), strict=True)) for line in lines]


def build(folder: Path) -> None:
    """Write every table of the index and its digest into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    rows, aliases = read_rows(), read_aliases()
    langs = spelling_languages()
    names = _names(rows, aliases, langs)
    numbers = {key: number for number, key in enumerate(sorted(names))}
    _write(folder / "names.txt", {key: ",".join(map(str, sorted(set(found)))) for key, found in names.items()})
    _write(folder / "known.txt", _known(rows, aliases, langs))
    counts = _syllables(rows)
    _write(folder / "syllables.txt", {k: " ".join(f"{s}:{a}:{b}" for s, a, b in v) for k, v in counts.items()})
    for lang in langs:
        speller = Speller.load(lang)
        spelled = {key: {speller.skeleton(x): c for x, c in reversed(speller.spell(key).items())} for key in counts}
        _write(folder / f"{lang}.syllables.txt", _inverse(spelled))
        _write(
            folder / f"{lang}.txt",
            _joined(_native(rows, aliases, numbers, lang), _spelled(rows, aliases, numbers, spelled)),
        )
    (folder / DIGEST).write_text(input_digest() + "\n", encoding="ascii")


def _write(path: Path, entries: Mapping[str, str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for key in sorted(entries):
            file.write(f"{key}\n{entries[key]}\n")


def _names(rows: list[dict[str, str]], aliases: list[dict[str, str]], langs: Sequence[str]) -> Names:
    names: Names = {}
    numbers: dict[tuple[str, str], list[int]] = {}
    for number, row in enumerate(rows):
        numbers.setdefault((row["code"], row["level"]), []).append(number)
        for name in _forms(row, langs):
            names.setdefault(" ".join(fold_words(name)), []).append(number)
    for alias in aliases:
        code, level = alias["code"], alias["level"]
        if (code, level) not in numbers:
            raise ValueError(f"aliases.tsv [{alias['alias']}]: no {level} has the code {code!r}; mend code or level")
        if alias["lang"] not in langs:
            names.setdefault(" ".join(fold_words(alias["alias"])), []).extend(numbers[code, level])
    return names


def _forms(row: dict[str, str], langs: Sequence[str]) -> Iterable[str]:
    """A place's names in the language of the names: of a division its own, of another the columns that spell
    nothing."""
    if "name" in row:
        yield row["name"]
    for column, value in row.items():
        if len(column) == 2 and column not in langs:
            yield from value.split("|")


def _known(rows: list[dict[str, str]], aliases: list[dict[str, str]], langs: Sequence[str]) -> dict[str, str]:
    """Divisions by their names and aliases with tones off, and how many of each level bear them."""
    told = [(row["name"], row["level"]) for row in rows if row["level"] in DIVISION_LEVELS]
    told += [(a["alias"], a["level"]) for a in aliases if a["lang"] not in langs and " " in a["alias"]]
    bearers: dict[str, dict[str, Counter[str]]] = {}
    for name, level in told:
        key = " ".join(toneless(word) for word in fold_words(name))
        bearers.setdefault(key, {}).setdefault(name, Counter())[level] += 1
    return {
        key: "\t".join(
            f"{name}:" + ":".join(str(count[level]) for level in DIVISION_LEVELS)
            for name, count in sorted(found.items())
        )
        for key, found in bearers.items()
    }


def _syllables(rows: list[dict[str, str]]) -> dict[str, list[tuple[str, int, int]]]:
    """Every syllable of names of places and persons by its form with tones off, with its counts in places' names."""
    first: Counter[str] = Counter()
    later: Counter[str] = Counter()
    seen = {" ".join(fold_words(row["name"])) for row in rows if row["level"] in DIVISION_LEVELS}
    for name in sorted(seen):
        head, *rest = name.split(" ")
        first[head] += 1
        later.update(rest)
    source = source_tables()
    others = [*source["family"], *(n for kind in ("middle", "given") for rank in source[kind]["ranks"] for n in rank)]
    others += (word for pair, _ in given_pairs() for word in pair)
    others += (name for names in source.get("holders", {}).values() for name in names)
    out: dict[str, list[tuple[str, int, int]]] = {}
    for syllable in sorted({*first, *later, *(word for name in others for word in fold_words(name))}):
        out.setdefault(toneless(syllable), []).append((syllable, first[syllable], later[syllable]))
    for syllable in _possible(out):
        out.setdefault(syllable, [(syllable, 0, 0)])
    return out


def _possible(attested: Iterable[str]) -> list[str]:
    """Every onset with every rhyme of the attested syllables, both seen often enough to be Vietnamese: villages bear
    such names."""
    speller = Speller.load(spelling_languages()[0])
    parts = [split[0] for split in map(speller.parts, attested) if len(split) == 1]
    onsets = Counter(onset for onset, _, _ in parts)
    rhymes = Counter((vowel, coda) for _, vowel, coda in parts)
    common = [(vowel, coda) for (vowel, coda), count in sorted(rhymes.items()) if count >= COMMON_RHYME]
    whole = [o + v + c for o, count in sorted(onsets.items()) if count >= COMMON_ONSET for v, c in common]
    return [
        syllable for syllable in whole if syllable.isalpha() and speller.parts(syllable) and _orthographic(syllable)
    ]


def _orthographic(syllable: str) -> bool:
    """Whether the spelling rules of k, gh, ngh before e, ê, i, y and of c, g, ng elsewhere hold."""
    front = re.match(r"(ngh|gh|k|ng|g|c)(?!h|i$|i[aêu])([eêiy])?", syllable)
    return front is None or (front[1] in ("ngh", "gh", "k")) == bool(front[2])


def _native(
    rows: list[dict[str, str]], aliases: list[dict[str, str]], numbers: Mapping[str, int], lang: str
) -> dict[str, dict[str, float]]:
    """Names that the language has of its own, for countries, regions and aliases: entry of names.txt -> skeleton ->
    cost."""
    speller = Speller.load(lang)
    own = {(row["code"], row["level"]): next(iter(_forms(row, spelling_languages()))) for row in rows}
    out: dict[str, dict[str, float]] = {}
    for row in rows:
        if lang in row:
            entry = numbers[" ".join(fold_words(own[row["code"], row["level"]]))]
            for form in row[lang].split("|"):
                out.setdefault(str(entry), {})[speller.skeleton(form)] = 0.0
    for alias in aliases:
        if alias["lang"] == lang:
            entry = numbers[" ".join(fold_words(own[alias["code"], alias["level"]]))]
            out.setdefault(str(entry), {})[speller.skeleton(alias["alias"])] = 0.0
    return out


def _spelled(
    rows: list[dict[str, str]],
    aliases: list[dict[str, str]],
    numbers: Mapping[str, int],
    syllables: Mapping[str, Mapping[str, float]],
) -> dict[str, dict[str, float]]:
    """Divisions and their other names as the tables spell them: entry of names.txt -> skeleton -> cost."""
    out: dict[str, dict[str, float]] = {}
    names = [(row["name"], row["level"]) for row in rows if row["level"] in DIVISION_LEVELS]
    names += [(a["alias"], a["level"]) for a in aliases if a["lang"] not in spelling_languages()]
    for name, level in names:
        words = fold_words(name)
        if not all(toneless(word) in syllables or word.isdigit() for word in words):
            continue
        most = MOST if level == "commune" else MOST_WIDE
        heads: list[tuple[float, str]] = [(0.0, "")]
        for word in words:
            options = syllables[toneless(word)] if not word.isdigit() else {word: 0.0}
            heads = heapq.nsmallest(most, ((c + x, h + s) for c, h in heads for s, x in options.items()))
        best = heads[0][0] if heads else 0.0
        found = out.setdefault(str(numbers[" ".join(words)]), {})
        for cost, letters in heads:
            if letters and cost <= best + MARGIN:
                found[letters] = min(cost, found.get(letters, cost))
    return out


def _joined(native: dict[str, dict[str, float]], spelled: dict[str, dict[str, float]]) -> dict[str, str]:
    """Both kinds of names in one table; an entry without a cost is a name that the language has of its own."""
    out = _inverse(spelled)
    for entry, letters in native.items():
        for key in letters:
            others = [item for item in out.get(key, "").split(" ") if item and item.split(":")[0] != entry]
            out[key] = " ".join([entry, *others])
    return out


def _inverse(spelled: Mapping[str, Mapping[str, float]]) -> dict[str, str]:
    """Letters -> what they may stand for, the cheapest first."""
    out: dict[str, list[tuple[float, str]]] = {}
    for meaning, spellings in spelled.items():
        for letters, cost in spellings.items():
            if letters:
                out.setdefault(letters, []).append((cost, meaning))
    return {letters: " ".join(f"{m}:{c:.2f}" for c, m in sorted(found)) for letters, found in out.items()}
