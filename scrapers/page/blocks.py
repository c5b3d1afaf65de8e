"""The page as a list of runs: stretches of text that no block element interrupts, in the page's order.

One walk gives everything that the later questions need: a run's text, how much of it is links, which block holds it,
and
which elements around it look like furniture, a caption or small print.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from scrapers.page import words
from scrapers.page.tree import BLOCKS, Element, names_of, squeeze, text_of

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SKIPPED = frozenset(
    {"script", "style", "noscript", "template", "svg", "head", "iframe", "object", "button", "select", "option"}
    | {"textarea", "input", "label", "canvas", "math", "audio", "video"}
)
_FURNITURE_TAGS = frozenset({"nav", "footer", "aside", "menu"})


@dataclass(slots=True)
class Run:
    """A stretch of text. ``link`` counts its characters inside anchors; ``furniture``, ``small``, ``captions`` are the
    elements around it, outermost first, that look like what their names say."""

    element: Element
    text: str = ""
    link: int = 0
    cell: bool = False
    furniture: tuple[Element, ...] = ()
    small: tuple[Element, ...] = ()
    captions: tuple[Element, ...] = ()

    @property
    def good(self) -> bool:
        """Reads like prose: long enough and mostly no link."""
        return len(self.text) >= 25 and self.link * 5 < len(self.text) * 2


@dataclass(slots=True)
class _Walk:
    """The state of the walk: open blocks and what was gathered for the run that is open."""

    runs: list[Run] = field(default_factory=list)
    stack: list[Element] = field(default_factory=list)
    furniture: list[Element] = field(default_factory=list)
    small: list[Element] = field(default_factory=list)
    captions: list[Element] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    link: int = 0
    anchors: int = 0

    def add(self, text: str | None) -> None:
        if text:
            self.pieces.append(text)
            if self.anchors:
                self.link += len(text.strip())

    def flush(self) -> None:
        """Close the open run and hand it to the block on top."""
        if self.pieces:
            whole = "".join(self.pieces)
            if self.stack and not whole.isspace():
                self._split(whole)
            self.pieces.clear()
        self.link = 0

    def _split(self, whole: str) -> None:
        """``br`` stands as U+2028: one of them ends a line, so each line is a run of its own."""
        total = len(whole)
        for line in whole.split("\u2028"):
            text = squeeze(line)
            if text:
                share = round(self.link * len(line) / total) if self.link else 0
                self.runs.append(
                    Run(
                        self.stack[-1],
                        text,
                        min(share, len(text)),
                        self.stack[-1].tag in ("td", "th"),
                        tuple(self.furniture),
                        tuple(self.small),
                        tuple(self.captions),
                    )
                )


def runs_of(root: Element) -> list[Run]:
    """Every run of the page."""
    walk = _Walk()
    events = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        tag = element.tag
        if event == "start":
            if tag in _SKIPPED:
                events.skip_subtree()
                continue
            if tag == "br":
                walk.add("\u2028")
            elif tag == "a":
                walk.anchors += 1
            if tag in BLOCKS:
                walk.flush()
                walk.stack.append(element)
            _note(walk, element)
            walk.add(element.text)
            continue
        if tag == "a":
            walk.anchors -= 1
        if tag in BLOCKS and walk.stack and walk.stack[-1] is element:
            walk.flush()
            walk.stack.pop()
        if tag not in _SKIPPED:
            for noted in (walk.furniture, walk.small, walk.captions):
                if noted and noted[-1] is element:
                    walk.flush()
                    noted.pop()
        if element is not root:
            walk.add(element.tail)
    return walk.runs


def showing(runs: list[Run], element: Element) -> list[int]:
    """The indexes of the runs inside an element; for an inline one, those of the block around it."""
    under = set(element.iter())
    inside = [index for index, run in enumerate(runs) if run.element in under]
    if inside:
        return inside
    block = next((above for above in element.iterancestors() if above.tag in BLOCKS), None)
    said = text_of(element)
    return [index for index, run in enumerate(runs) if run.element is block and (said in run.text or run.text in said)]


def _note(walk: _Walk, element: Element) -> None:
    """What the element's tag and names say of the text inside it. A change of that ends the open run."""
    tag, names = element.tag, names_of(element)
    spoken = " ".join(
        filter(None, (element.get("role"), element.get("aria-labelledby"), element.get("data-component")))
    )
    if spoken:
        names = f"{names} {spoken.lower()}"
    if tag in _FURNITURE_TAGS or _hidden(element) or (names and words.names("furniture").search(names)):
        walk.flush()
        walk.furniture.append(element)
    if tag == "figcaption" or (names and words.names("caption").search(names)):
        walk.flush()
        walk.captions.append(element)
    elif tag == "time" or (names and words.names("small").search(names)):
        walk.flush()
        walk.small.append(element)


def _hidden(element: Element) -> bool:
    style = element.get("style")
    return bool(style and "display:none" in style.replace(" ", "").lower()) or element.get("hidden") is not None
