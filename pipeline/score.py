"""Results against gold: precision, recall and F1 by stage, language and field.

Gold is JSON: ``id``, ``lang``, ``published``, ``text``, ``mentions`` and ``facts``, a file an article. A prediction
is right when its span overlaps a gold mention's and its value agrees (figures: ``value``; dates: both days;
documents: ``number``; names: the span); spans letter for letter are counted apart ("strict"), and so is every field
that the gold gives. What gold marks ``opt`` is neither rewarded nor punished.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pipeline.gold_fields import FACT_KEYS, FIELDS, NULLS, TYPES, gold_key
from pipeline.records import Article, Extraction, plain

#: Extracts one article in a language: ``pipeline.extract`` is one such.
Extract = Callable[[Article, str], Extraction]


Record = dict[str, Any]


@dataclass(slots=True)
class Tally:
    """Counts of one stage in one language. ``fields`` maps a field to (right, judged)."""

    right: int = 0
    strict: int = 0
    wrong: int = 0
    missed: int = 0
    fields: dict[str, list[int]] = field(default_factory=dict)

    @property
    def precision(self) -> float:
        """Of what was found, the share that is right; 1 where nothing was found."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Of what there is, the share that was found; 1 where there is nothing."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def share(self, name: str) -> float:
        """Of the right ones, the share with this field right (``strict`` for the span); 1 where none was judged."""
        right, judged = (self.strict, self.right) if name == "strict" else self.fields.get(name, [0, 0])
        return right / judged if judged else 1.0

    def add(self, other: Tally) -> None:
        """Add the counts of another tally."""
        self.right += other.right
        self.strict += other.strict
        self.wrong += other.wrong
        self.missed += other.missed
        for name, (right, judged) in other.fields.items():
            mine = self.fields.setdefault(name, [0, 0])
            mine[0] += right
            mine[1] += judged


@dataclass(slots=True)
class Miss:
    """One thing that came out otherwise than the gold says: ``what`` is ``missed``, ``extra``, ``span`` or a field's
    name.
    """

    article: str
    lang: str
    stage: str
    what: str
    gold: str
    found: str
    context: str


@dataclass(slots=True)
class Report:
    """Tallies by (stage, language), and every miss."""

    tallies: dict[tuple[str, str], Tally] = field(default_factory=dict)
    misses: list[Miss] = field(default_factory=list)
    articles: int = 0

    def tally(self, stage: str, lang: str | None = None) -> Tally:
        """The tally of a stage in one language, or in all."""
        total = Tally()
        for (name, language), tally in self.tallies.items():
            if name == stage and lang in (None, language):
                total.add(tally)
        return total

    def to_dict(self) -> dict[str, Any]:
        """Numbers by stage and language, as plain data."""
        out: dict[str, Any] = {}
        for (stage, lang), tally in sorted(self.tallies.items()):
            out.setdefault(stage, {})[lang] = {
                "precision": round(tally.precision, 4),
                "recall": round(tally.recall, 4),
                "f1": round(tally.f1, 4),
                "strict": round(tally.share("strict"), 4),
                "right": tally.right,
                "wrong": tally.wrong,
                "missed": tally.missed,
                **{name: round(tally.share(name), 4) for name in sorted(tally.fields)},
            }
        return out


def score(gold: Sequence[dict[str, Any]], extract: Extract, stages: Sequence[str] | None = None) -> Report:
    """Extract every gold article and compare. ``stages`` are gold types (``figure``, … ``fact``); all by default."""
    report = Report(articles=len(gold))
    for article in gold:
        when = date.fromisoformat(article["published"][:10]) if article.get("published") else None
        source = Article(
            text=article["text"], id=article["id"], published=when, url=article.get("url"), site=article.get("site")
        )
        result = plain(extract(source, article["lang"]))
        for stage in stages or (*TYPES, "fact"):
            tally = report.tallies.setdefault((stage, article["lang"]), Tally())
            if stage == "fact":
                if article.get("facts"):
                    tally.add(_Comparison(article, stage, report.misses).facts(result["facts"]))
            else:
                wanted = [m for m in article["mentions"] if m["type"] == stage]
                tally.add(_Comparison(article, stage, report.misses).mentions(wanted, result[TYPES[stage]]))
    return report


def agrees(wanted: Any, found: Any) -> bool:
    """Whether a field's value is one of those that gold defends (``/`` between them)."""
    if isinstance(wanted, str) and "/" in wanted and wanted != found:
        return str(found) in wanted.split("/")
    if isinstance(wanted, (int, float)) and isinstance(found, (int, float)) and float in (type(wanted), type(found)):
        return abs(wanted - found) <= 1e-9 * max(1.0, abs(wanted))
    return bool(wanted == found)


def _same_value(stage: str, wanted: dict[str, Any], found: dict[str, Any]) -> bool:
    if stage == "figure":
        return agrees(wanted["value"], found["value"])
    if stage == "date":
        return all(wanted.get(k) == found[k] for k in ("start_date", "end_date") if k in wanted)
    return stage != "document" or agrees(wanted["number"], found["number"])


class _Comparison:
    """Compares what was found in one article, at one stage, with its gold; misses are added to a list shared by all."""

    def __init__(self, article: Record, stage: str, misses: list[Miss]) -> None:
        self.article, self.stage, self.misses = article, stage, misses
        self.tally = Tally()

    def mentions(self, wanted: list[Record], found: list[Record]) -> Tally:
        """Every gold mention takes the closest that fits; what is left over is wrong unless gold allows it."""
        free = list(range(len(found)))
        for mention in (m for m in wanted if not m.get("opt")):
            near = [n for n in free if _overlap(mention, found[n])]
            fitting = [n for n in near if _same_value(self.stage, mention, found[n])]
            if not fitting:
                self.tally.missed += 1
                self._miss("missed", mention, found[near[0]] if near else None)
                continue
            best = min(fitting, key=lambda n: _distance(mention, found[n]))
            free.remove(best)
            self.tally.right += 1
            self.tally.strict += _distance(mention, found[best]) == 0
            if _distance(mention, found[best]):
                self._miss("span", mention, found[best])
            self._fields(mention, found[best])
        for n in free:
            optional = any(_overlap(m, found[n]) for m in wanted if m.get("opt"))
            nested = self.stage == "organization" and any(_overlap(m, found[n]) for m in wanted)
            if not optional and not nested:
                self.tally.wrong += 1
                self._miss("extra", None, found[n])
        return self.tally

    def _fields(self, mention: Record, found: Record) -> None:
        for name in FIELDS[self.stage]:
            key = gold_key(self.stage, name)
            if key not in mention and name not in NULLS.get(self.stage, ()):
                continue
            wanted, got = mention.get(key), found.get(name)
            if not self._judge(key, wanted, got):
                self._miss(key, mention, found, (str(wanted), str(got)))

    def _judge(self, name: str, wanted: Any, got: Any) -> bool:
        right = agrees(wanted, got)
        counts = self.tally.fields.setdefault(name, [0, 0])
        counts[0] += right
        counts[1] += 1
        return right

    def _miss(self, what: str, gold: Record | None, found: Record | None, told: tuple[str, str] | None = None) -> None:
        at = gold or found or {}
        text, start, end = self.article["text"], at.get("start", 0), at.get("end", 0)
        context = f"{text[max(0, start - 40) : start]}[{text[start:end]}]{text[end : end + 40]}".replace("\n", "⏎")
        wanted, got = told or (_short(self.stage, gold), _short(self.stage, found))
        self.misses.append(Miss(self.article["id"], self.article["lang"], self.stage, what, wanted, got, context))

    def facts(self, found: list[Record]) -> Tally:
        """A fact is right when indicator, value, unit and every other field that the gold gives agree, but for the
        subject, which is judged apart as a field.
        """
        free = list(range(len(found)))
        for fact in self.article["facts"]:
            same = [n for n in free if all(agrees(fact.get(k), found[n][k]) for k in FACT_KEYS if k in fact)]
            rest = [k for k in FIELDS["fact"] if k in fact]
            best = max(same, key=lambda n: sum(agrees(fact[k], found[n][k]) for k in rest), default=None)
            if best is None or not all(agrees(fact[k], found[best][k]) for k in rest if k != "subject"):
                self.tally.missed += 1
                near = {k: found[best][k] for k in rest} if best is not None else "-"
                told = f"{fact['indicator']} {fact['value']} { {k: fact[k] for k in rest} }"
                self._miss("missed", None, None, (told, str(near)))
                continue
            free.remove(best)
            self.tally.right += 1
            judged = [self._judge(key, fact[key], found[best][key]) for key in rest]
            self.tally.strict += all(judged)
        for n in free:
            self.tally.wrong += 1
            self._miss("extra", None, None, ("-", f"{found[n]['indicator']} {found[n]['value']}"))
        return self.tally


def _overlap(a: Record, b: Record) -> bool:
    return bool(a["start"] < b["end"] and b["start"] < a["end"])


def _distance(a: Record, b: Record) -> int:
    return int(abs(a["start"] - b["start"]) + abs(a["end"] - b["end"]))


def _short(stage: str, record: Record | None) -> str:
    if record is None:
        return "-"
    keys = {"figure": ("value", "unit"), "date": ("start_date", "end_date"), "document": ("number",)}.get(stage, ())
    return f"{record['text']!r} " + " ".join(str(record.get(k)) for k in keys)
