"""Which stretches of an article name a place and which a person.

Proposals are the gazetteer's names (``pipeline.place_scan``), runs of words that read like full names
(``pipeline.person_scan``), and rows of name words after a level's word or a title; what stands beside them decides
where two proposals meet. Both stages of names ask here, so that no stretch is both.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline.docview import DocView
from pipeline.gazetteer import Gazetteer, Place, load
from pipeline.person_scan import Run, run_at, runs
from pipeline.place_scan import JOINED, Found
from pipeline.spelling import fold_words
from pipeline.stages.name_words import Word, Words, phrases

TABLES = (
    "place_level", "place_levels", "place_not", "person_title", "person_trade", "person_role", "person_known",
    "person_given", "person_credit",
)  # fmt: skip


@dataclass(slots=True)
class Spot:
    """Where a name may begin: the folded offset, its token, whether a letter is glued before it, and what begins
    there."""

    begin: int
    i: int
    glued: bool
    hit: Found | None
    run: Run | None


@dataclass(slots=True)
class Span:
    """A name: offsets of the folded text, the tokens it touches, and why it is one.

    ``sure`` is false for one that is taken only where the article names the same elsewhere. ``levels`` are those
    that a word before it says, ``many`` whether it says so of several names.
    """

    begin: int
    stop: int
    i: int
    j: int
    person: bool
    rule: str
    sure: bool = True
    levels: tuple[str, ...] = ()
    many: bool = False
    hit: Found | None = None
    known: str | None = None
    alone: bool = False
    role: str | None = None


class Names:
    """The names of one article, and the phrases beside them."""

    def __init__(self, doc: DocView) -> None:
        self.doc, self.tokens, self.words = doc, doc.tokens, Words(doc)
        self.gazetteer: Gazetteer = load()
        self.phrases = phrases(doc, TABLES)
        found = self.gazetteer.scan(doc.tokens.view, doc.pack.lang)
        self.levels = self._levels()
        self.rows = frozenset(self.words.starts())
        self.runs: dict[int, Run] = {run.begin: run for run in self._runs()}
        self.level_begins = {p.i: p for name in ("place_level", "place_levels") for p in self.phrases[name]}
        self.hits: dict[int, Found] = {hit.begin: hit for hit in map(self._bare, found) if self._may_be(hit)}
        self.after = {
            name: {p.j: p for p in reversed(self.phrases[name])}
            for name in ("person_title", "person_trade", "person_role")
        }
        roles = self.after["person_role"].values()
        self.roles = {p.i: p for p in roles}
        self.known = {p.i: p for p in self.phrases["person_known"]}
        self.given = {p.i: p for p in self.phrases["person_given"]}
        self.begins = {p.i: p for name in ("person_role", "person_title") for p in self.phrases[name]}
        self.nots = {p.i: p for p in self.phrases["place_not"]}
        self.titled = {p.i for p in self.phrases["person_title"]}
        self.joins = frozenset(key[0] for key in doc.pack.table("place_and").entries if len(key) == 1)
        self.kinds: dict[int, str] = {}
        self.bodies: set[int] = set()
        self.spans: list[Span] = []
        self.ends: dict[int, Span] = {}

    def _levels(self) -> dict[int, tuple[tuple[str, ...], bool, int]]:
        """By the token after a level's word: the levels, whether of several names, the word's first token."""
        found: dict[int, tuple[tuple[str, ...], bool, int]] = {}
        adjective = self.doc.pack.table("place_adjective")
        for name, many in (("place_level", False), ("place_levels", True)):
            for phrase in self.phrases[name]:
                levels = tuple(phrase.value.split(" "))
                at = phrase.j
                if at not in found or found[at][2] >= phrase.i:
                    found[at] = (levels, many, phrase.i)
                for _ in range(2):
                    more = self.tokens.match(adjective, at)
                    if more is None:
                        break
                    at = more[0]
                    found.setdefault(at, (levels, many, phrase.i))
        return found

    def _runs(self) -> Iterator[Run]:
        """The runs of words like full names, without a word before them that places or joins."""
        for run in runs(self.tokens.view, self.doc.pack.lang):
            row = self.words.row(run.begin, 6) if self.words.spells else []
            i = self.words.token(run.begin)
            if not self.words.spells and self.ahead("place_before", i):
                rest = self.words.text(self.tokens.ends[i] + 1, run.stop)
                if self.gazetteer.by_name(rest):
                    continue
            if row and row[0].everyday and (self.ahead("place_before", i) or self.ahead("person_turn", i)):
                if run.words > 2 and len(row) > 1:
                    yield run._replace(begin=row[1].begin, words=run.words - 1)
                continue
            row = [word for word in row if word.stop <= run.stop]
            while len(row) > 3 and self.joins_names(row[-1]):
                row = row[:-1]
            yield run._replace(stop=row[-1].stop, words=len(row)) if row else run

    def _bare(self, hit: Found) -> Found:
        """A name without the level's word that begins it, where the rest is the place's name too."""
        level = self.level_begins.get(self.words.token(hit.begin)) if not self.words.spells else None
        if level is None or self.tokens.ends[level.j - 1] >= hit.stop or level.j >= len(self.tokens):
            return hit
        begin = self.tokens.starts[level.j]
        codes = {place.code for place in self.bearers(hit)}
        if any(place.code in codes for place in self.gazetteer.by_name(self.words.text(begin, hit.stop))):
            return hit._replace(begin=begin, start=self.words.view.offset(begin))
        return hit

    def _may_be(self, hit: Found) -> bool:
        """Whether a name of the gazetteer stands there: announced by a level's word, or made of more than everyday
        words, on tokens that no earlier stage holds."""
        i, j = self.words.token(hit.begin), self.words.token_after(hit.stop)
        words = [word for word in self.words.row(hit.begin, 5) if word.begin < hit.stop] if self.words.spells else []
        if len(words) == 1 and (words[0].everyday or not self._one_word(hit)):
            return False
        if not self.words.spells and not self.words.capital(hit.begin) and self.words.folded[hit.begin].isalpha():
            return self._numbered(j) or any(place.name[0].islower() for place in self.bearers(hit))
        if i in self.levels and self.tokens.starts[i] == hit.begin:
            return True
        if not self.doc.free(i, j) and not any(c.isdigit() for c in self.words.folded[hit.begin : hit.stop]):
            return False
        if not words or not words[0].everyday or not self.joins_names(words[0]):
            return not words or not words[-1].everyday or not self.joins_names(words[-1])
        # "In" and a name that goes on is no name that begins with "in".
        return len(words) > 1 and words[1].begin not in self.rows and words[1].begin not in self.runs

    def _numbered(self, j: int) -> bool:
        """Whether a place that is called by a number ends before token ``j``, and the number counts nothing."""
        return self.tokens.keys[j - 1][0].isdecimal() and (self.tokens.match(self.doc.pack.table("counted"), j) is None)

    def everyday(self, word: Word) -> bool:
        """Whether the pack's tables hold a word for something else than names."""
        vocabulary, i = self.doc.grammar.splitter.vocabulary, self.words.token(word.begin)
        apart = self.tokens.ends[i] < word.stop
        return word.everyday or apart or any(key in vocabulary for key in self.tokens.keys[i])

    def _one_word(self, hit: Found) -> bool:
        """Whether one word may be the name: of one syllable, or long enough to be several joined."""
        return hit.stop - hit.begin >= JOINED or any(len(fold_words(p.name)) == 1 for p in self.bearers(hit))

    def joins_names(self, word: Word) -> bool:
        """Whether a word that places or joins others stands there, whatever its letters spell."""
        i = self.words.token(word.begin)
        table = self.doc.pack.table
        found = (self.tokens.match(table(name), i) for name in ("place_before", "place_and", "place_within"))
        return any(hit is not None and self.tokens.ends[hit[0] - 1] >= word.stop for hit in found)

    def bearers(self, hit: Found) -> list[Place]:
        """The places that a name of the gazetteer may mean."""
        return [place for number, _ in hit.entries for place in self.gazetteer.entry(number)]

    def place(self, begin: int, stop: int, rule: str, hit: Found | None = None) -> Span:
        """A place's span."""
        return Span(begin, stop, self.words.token(begin), self.words.token_after(stop), False, rule, hit=hit)

    def person(self, begin: int, stop: int, rule: str) -> Span:
        """A person's span."""
        return Span(begin, stop, self.words.token(begin), self.words.token_after(stop), True, rule)

    def _rest(self, span: Span) -> Run | None:
        """The run that begins right behind a place, of one that began with the place's last words ("… Lạng Sơn Hồ Tiến
        Thiệu", since Sơn is a family name too).
        """
        inside = (self.runs.get(self.tokens.starts[i]) for i in range(span.i, span.j))
        if span.person or not any(run is not None and run.stop > span.stop for run in inside):
            return None
        return run_at(self.tokens.view, self.doc.pack.lang, span.stop + 1)

    def behind(self, table: str, i: int) -> bool:
        """Whether an entry of a table ends right before token ``i``."""
        return self.tokens.match_back(self.doc.pack.table(table), i) is not None

    def ahead(self, table: str, i: int) -> bool:
        """Whether an entry of a table begins at token ``i``."""
        return self.tokens.match(self.doc.pack.table(table), i) is not None

    def key(self, i: int) -> str:
        """The first form of a token; a line's end outside the text."""
        return self.tokens.keys[i][0] if 0 <= i < len(self.tokens) else "\n"

    def credit(self, span: Span, role: str) -> None:
        """Hold a name of a credit line before all others."""
        if not any(span.begin < other.stop and other.begin < span.stop for other in self.spans):
            span.role = role
            self._take(span)

    def _take(self, span: Span) -> None:
        self.spans.append(span)
        self.ends[span.j] = span

    def walk(self, decide: Callable[[Names, Spot], Span | int | None]) -> None:
        """Ask ``decide`` wherever a name may begin, from left to right; an offset it gives is passed over."""
        starts, count = self.tokens.starts, len(self.tokens)
        at = {*self.hits, *self.runs, *self.rows}
        at.update(starts[i] for i in self.levels if i < count)
        at.update(starts[i] for ends in self.after.values() for i in ends if i < count)
        at.update(starts[i] for i in (*self.known, *self.given))
        credited = [(span.begin, span.stop) for span in self.spans]
        done = 0
        todo = sorted(at)
        for begin in todo:
            if begin < done or any(a <= begin < b for a, b in credited):
                continue
            i = self.words.token(begin)
            spot = Spot(begin, i, starts[i] < begin, self.hits.get(begin), self.runs.get(begin))
            found = decide(self, spot)
            if isinstance(found, int):
                done = max(done, found)
            elif found is not None:
                self._take(found)
                done = found.stop
                rest = self._rest(found)
                if rest is not None:
                    self.runs[rest.begin] = rest
                    if rest.begin not in at:
                        insort(todo, rest.begin)
        self.spans.sort(key=lambda span: span.begin)
