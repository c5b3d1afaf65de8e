"""The article's own text: the element that holds it, the lead before it, and what inside it is not the article's.

Where neither the names nor the weight of the paragraphs tell, trafilatura is asked which runs it would take.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import cast

import trafilatura
from lxml.html import HtmlElement

from scrapers.page import words
from scrapers.page.blocks import HEADINGS, Run, showing
from scrapers.page.dates import is_date_line
from scrapers.page.metadata import Metadata
from scrapers.page.tree import Element, names_of, squeeze

#: Below this many characters of prose the weight of the paragraphs is no evidence, and trafilatura is asked.
_ENOUGH = 250
#: Cells longer than this together are columns of a page, not a row of a table.
_ROW = 300
_WORDS = re.compile(r"\w+")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\u00ad\s]+")


def find_body(runs: list[Run], headline: Element | None = None) -> Element | None:
    """The smallest element that holds the article's paragraphs; None where nothing on the page reads like prose."""
    prose = _prose(runs, headline)
    scores: dict[Element, float] = defaultdict(float)
    weight: dict[Element, int] = defaultdict(int)
    for run in prose:
        size = len(run.text)
        for element in _upwards(run.element):
            weight[element] += size
        leaf = run.element.tag in ("p", "li", "blockquote", "td") or run.element.tag in HEADINGS
        parent = run.element.getparent()
        holder = parent if leaf and parent is not None else run.element
        for step, element in enumerate(_upwards(holder)):
            if step == 3:
                break
            scores[element] += size * (1.0, 0.9, 0.6)[step]
    if not scores:
        return None
    best = max(scores, key=lambda element: scores[element] * _favour(element))
    return _widen(_first_alike(best, scores), weight)


def _prose(runs: list[Run], headline: Element | None) -> list[Run]:
    """The runs that may be the article's: prose behind the headline and in no furniture, as far as there is enough of
    it.

    What holds the headline is no furniture, whatever it is called (``content-sidebar-wrap``).
    """
    innocent = set(headline.iterancestors()) if headline is not None else set()
    good = [run for run in runs if run.good]
    clear = [run for run in good if not run.captions and all(element in innocent for element in run.furniture)]
    behind = clear
    if headline is not None:
        last = max(showing(runs, headline), default=-1)
        later = {id(run) for run in runs[last + 1 :]}
        behind = [run for run in clear if id(run) in later]
    for chosen in (behind, clear):
        if sum(len(run.text) for run in chosen) >= _ENOUGH:
            return chosen
    return good


def _first_alike(best: Element, scores: dict[Element, float]) -> Element:
    """Of several articles on one page (the next one is often loaded below), the first: same tag and class, not much
    lighter."""
    names = best.get("class")
    if not names:
        return best
    alike = [
        element
        for element in scores
        if element.tag == best.tag
        and element.get("class") == names
        and scores[element] * 3 >= scores[best]
        and element.getparent() is not best.getparent()
    ]
    return (
        alike[0] if alike and alike[0] not in set(best.iter()) and alike[0] not in set(best.iterancestors()) else best
    )


def _upwards(element: Element) -> Iterable[Element]:
    above: Element | None = element
    while above is not None and above.tag != "html":
        yield above
        above = above.getparent()


def _favour(element: Element) -> float:
    """How much an element's names and tag speak for it."""
    names = names_of(element)
    if "articlebody" in (element.get("itemprop") or "").casefold():
        return 2.0
    if names and words.names("body").search(names):
        return 1.6
    return 1.2 if element.tag in ("article", "main") else 1.0


def _widen(best: Element, weight: dict[Element, int]) -> Element:
    """Up to the parent while that holds clearly more of the prose, as where a text stands in several boxes."""
    while True:
        parent = best.getparent()
        if parent is None or parent.tag in ("body", "html"):
            return best
        sisters = [sister for sister in parent if sister is not best and sister.tag == best.tag]
        if _favour(best) >= 1.6 and not any(sister.get("class") == best.get("class") for sister in sisters):
            return best
        if weight[parent] < 1.35 * weight[best]:
            return best
        best = parent


class Body:
    """The runs of one article, chosen from the page's."""

    def __init__(self, runs: list[Run], container: Element | None, title: str | None) -> None:
        self.container = container
        self.runs = runs
        self.kept: list[Run] = []
        self._title = _key(title or "")
        self._inside = set(container.iter()) if container is not None else set()

    def paragraphs(self, meta: Metadata, headline: Element | None, ruled: Sequence[str] = ()) -> list[str]:
        """Lead and body, one string a paragraph or line. ``ruled`` is the lead that a site's rules found."""
        inside = [(index, run) for index, run in enumerate(self.runs) if run.element in self._inside]
        if not inside:
            self.kept = [run for run in self.runs if not run.furniture and run.link * 2 < len(run.text)]
            return _lines([run for run in self.kept if _key(run.text) != self._title])
        strange = self._strange([run for _, run in inside])
        kept = [run for _, run in inside if strange.isdisjoint((*run.furniture, *run.captions, *run.small))]
        kept = _without_related(kept)
        kept = _without_tail(_without_echo(kept))
        if self._title:
            kept = [run for position, run in enumerate(kept) if position > 3 or _key(run.text) != self._title]
        kept = [run for position, run in enumerate(kept) if position > 2 or not is_date_line(run.text)]
        known = {_key(run.text) for run in kept}
        if ruled:
            self.kept = kept
            said = "".join(_key(run.text) for run in kept)
            return [text for text in ruled if _key(text) not in said] + _lines(kept)
        self.kept = self._lead(inside[0][0], meta, headline, known) + kept
        return _lines(self.kept)

    def _strange(self, inside: list[Run]) -> set[Element]:
        """The elements inside the container that are none of the text: those that their names say are furniture or
        captions, unless they hold most of it, and short ones that are small print."""
        size = sum(len(run.text) for run in inside)
        held: dict[Element, int] = defaultdict(int)
        small: set[Element] = set()
        for run in inside:
            for element in {*run.furniture, *run.captions, *run.small} & self._inside:
                held[element] += len(run.text)
            small.update(run.small)
            small.difference_update(run.furniture, run.captions)
        held.pop(cast(Element, self.container), None)
        return {
            element
            for element, weight in held.items()
            if (weight <= 200 and weight * 5 < size if element in small else weight * 2 < size)
        }

    def _lead(self, first: int, meta: Metadata, headline: Element | None, known: set[str]) -> list[Run]:
        """The runs between headline and body that are the article's summary, by their names or by the page's
        description."""
        shown = showing(self.runs[:first], headline) if headline is not None else []
        start = shown[-1] + 1 if shown else max(0, first - 12)
        described = _key(meta.description)
        around = set(headline.iterancestors()) if headline is not None else set()
        lead: list[Run] = []
        for run in self.runs[start:first]:
            key = _key(run.text)
            if key in known or key == self._title or len(run.text) < 30 or run.link * 2 > len(run.text) or run.captions:
                continue
            elsewhere = any(element not in around for element in run.furniture)
            if not elsewhere and (_says_lead(run) or (described and _same_beginning(key, described))):
                lead.append(run)
                known.add(key)
        return lead


def _says_lead(run: Run) -> bool:
    for element in islice(_upwards(run.element), 2):
        names = names_of(element)
        if (names and words.names("lead").search(names)) or "description" in (element.get("itemprop") or ""):
            return True
    return False


def _same_beginning(key: str, described: str) -> bool:
    size = min(len(key), len(described), 60)
    return size >= 25 and (key[:size] == described[:size] or (size >= 40 and described[:40] in key))


def _key(text: str) -> str:
    """The letters and digits of a text, to compare two shapes of one sentence."""
    return "".join(_WORDS.findall(_INVISIBLE.sub(" ", text).casefold()))


def _without_related(runs: list[Run]) -> list[Run]:
    """Lists of links to other articles, and lines that are one link, taken out."""
    related, source = words.lines("related"), words.lines("source")
    kept: list[Run] = []
    after_marker = False
    for run in runs:
        text = run.text
        linked = run.link * 10 >= len(text) * 7
        marked = related.match(text.lstrip(" -–•*>«»()[]:"))
        if marked and (linked or len(text) < 160):
            after_marker = True
            continue
        if linked and source.match(text) and "://" in text:
            kept.append(run)
            continue
        if linked and (after_marker or len(text) >= 20 or run.element.tag == "li"):
            continue
        after_marker = False
        kept.append(run)
    return kept


def _without_echo(runs: list[Run]) -> list[Run]:
    """Lines that only say the line before them again, as a picture's text and its caption do."""
    kept: list[Run] = []
    for run in runs:
        if not (kept and _key(run.text) and _key(run.text) == _key(kept[-1].text)):
            kept.append(run)
    return kept


def _without_tail(runs: list[Run]) -> list[Run]:
    """Cut where the furniture after a text begins; bare numbers and the comments' house rules at its end taken off."""
    tail, comments = words.lines("tail"), words.lines("comments")
    for index, run in enumerate(runs):
        ends = tail.match(run.text) if index and len(run.text) < 60 else None
        # "Tags:" opens a list; a word like "comments" has to be most of its line, or it is a subheading of the text.
        if ends and (ends[0][-1] in ":(" or len(ends[0]) * 5 >= len(run.text) * 3):
            runs = runs[:index]
            break
    while runs and not runs[-1].cell and not re.search(r"[^\W\d]", runs[-1].text):
        runs = runs[:-1]
    common = _commonest_parent(runs)
    rules = [
        index
        for index, run in enumerate(runs)
        if index and run.element.getparent() is not common and comments.search(run.text)
    ]
    if rules and rules[0] >= len(runs) - 3 and all(run.element.getparent() is not common for run in runs[rules[0] :]):
        runs = runs[: rules[0]]
    return runs


def _commonest_parent(runs: list[Run]) -> Element | None:
    sizes: dict[Element, int] = defaultdict(int)
    for run in runs:
        parent = run.element.getparent()
        if parent is not None:
            sizes[parent] += len(run.text)
    return max(sizes, key=lambda parent: sizes[parent]) if sizes else None


def _lines(runs: list[Run]) -> list[str]:
    """One line a run; the cells of one table row stand on one line, divided by bars."""
    lines: list[str] = []
    row: Element | None = None
    cell: Element | None = None
    for run in runs:
        parent = run.element.getparent() if run.cell else None
        if run.cell and parent is row and run.element is not cell and len(lines[-1]) + len(run.text) < _ROW:
            lines[-1] += " | " + run.text
        else:
            lines.append(run.text)
        row, cell = parent, run.element
    return lines


def trafilatura_paragraphs(root: Element, runs: list[Run]) -> list[str]:
    """The runs that trafilatura takes for the text. Its own output is not used: it drops ZWNJ, and with it Persian
    spelling."""
    text = trafilatura.extract(cast(HtmlElement, root), include_comments=False, include_tables=True) or ""
    chosen = {_key(line) for line in text.splitlines()}
    together = "".join(_key(line) for line in text.splitlines())
    lines = [
        run.text
        for run in runs
        if len(key := _key(run.text)) > 2 and (key in chosen or (len(key) > 40 and key in together))
    ]
    return lines if lines else [squeeze(line) for line in text.splitlines() if line.strip()]
