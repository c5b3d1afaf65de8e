"""Label Studio's tasks: an extraction as a task with predictions, and a corrected task as gold.

Label Studio counts code points, as we do, since the editor of October 2021 (label-studio-frontend#308); what was
labelled with an older one counts UTF-16 units, and is known by the words that its regions quote. A region's label is
the mention's type (``figure``, …), and a text area of the same region holds its value: a number; the first and last
day; a document's number; a name.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from math import isfinite
from typing import Any

from pipeline.gold_fields import gold_key
from pipeline.records import KINDS

MODEL = "chibo"
LABEL, VALUE, TEXT = "label", "value", "text"
LABELS = tuple(kind[:-1] for kind in KINDS)
COLOURS = ("#b35900", "#00695c", "#5d4037", "#1a5fb4", "#8e24aa", "#2e7d32")
#: The labelling interface that the tasks are made for.
CONFIG = (
    "<View>\n"
    f'  <Labels name="{LABEL}" toName="{TEXT}">\n'
    + "".join(f'    <Label value="{k[:-1]}" background="{c}"/>\n' for k, c in zip(KINDS, COLOURS, strict=True))
    + "  </Labels>\n"
    f'  <Text name="{TEXT}" value="${TEXT}"/>\n'
    f'  <TextArea name="{VALUE}" toName="{TEXT}" perRegion="true" editable="true" maxSubmissions="1"/>\n'
    "</View>\n"
)


class TaskError(ValueError):
    """A task that cannot be read as gold; the message says which, why and what to do."""


def task(found: dict[str, Any], number: int) -> dict[str, Any]:
    """A task, of an extraction as ``to_dict()`` gives it."""
    article = found["article"]
    result: list[dict[str, Any]] = []
    for kind in KINDS:
        for n, mention in enumerate(found[kind]):
            told = {"id": f"{kind}-{n}", "to_name": TEXT, "origin": "prediction"}
            where = {"start": mention["start"], "end": mention["end"], "text": mention["text"]}
            result.append(told | {"from_name": LABEL, "type": "labels", "value": where | {"labels": [kind[:-1]]}})
            if value := _value(kind, mention):
                result.append(told | {"from_name": VALUE, "type": "textarea", "value": where | {"text": [value]}})
    data = {name: article[name] for name in ("id", "lang", "published", "url", "title", "text")}
    predictions = [{"model_version": MODEL, "result": result}]
    return {"id": number, "data": data, "predictions": predictions}


class NotCorrected(TaskError):
    """Tasks with nothing in them that is gold; the message says what they are and what to do."""


def corrected(tasks: list[Any]) -> list[dict[str, Any]]:
    """The gold articles of an export as JSON; none where it is no export of Label Studio. Raises :class:`TaskError`."""
    ours = [task for task in tasks if isinstance(task, dict) and isinstance(task.get("data"), dict)]
    if any(isinstance(task, dict) and {"text", "annotation_id"} <= set(task) for task in tasks):
        raise NotCorrected(
            "Label Studio's JSON-MIN, which does not say what value belongs to which region; export as JSON"
        )
    found = [article for task in ours if (article := gold(task)) is not None]
    if ours and not found:
        raise NotCorrected(
            f"{len(ours)} tasks, and none with an annotation that was submitted; "
            "label some in Label Studio, then export as JSON"
        )
    return found


def gold(told: dict[str, Any]) -> dict[str, Any] | None:
    """The gold article of a corrected task, by the last annotation that was not cancelled; ``None`` where there is
    none. Raises :class:`TaskError`.
    """
    kept = [one for one in told.get("annotations", ()) if not one.get("was_cancelled")]
    data = told["data"]
    if not kept:
        return None
    missing = [name for name in ("id", "lang", "text") if not data.get(name)]
    if missing:
        raise TaskError(
            f"task {told.get('id')}: no {', '.join(missing)} in its data; export the tasks with Chibo again"
        )
    where = f"task {told.get('id')}"
    told_of = [
        one for one in kept[-1].get("result", ()) if not (isinstance(one, dict) and one.get("type") == "relation")
    ]
    entries = [_entry(one, where) for one in told_of]
    points = _points(data["text"], [value for _, kind, value in entries if kind == "labels"])
    regions: dict[str, dict[str, Any]] = {}
    for id, kind, value in entries:
        start, end = points(value["start"]), points(value["end"])
        if start is None or end is None or not start < end:
            raise TaskError(
                f"{where}: region {id} is {value['start']} to {value['end']} of a text of {len(data['text'])} code "
                "points; the text was changed, so export the tasks with Chibo again"
            )
        region = regions.setdefault(id, {})
        region |= {"start": start, "end": end}
        if kind == "labels":
            region["type"] = value["labels"][0]
        elif kind == "textarea":
            region["told"] = " ".join(value["text"]).strip()
    mentions = [_gold_mention(told, data["text"], region) for region in regions.values() if "type" in region]
    mentions.sort(key=lambda mention: (mention["start"], mention["end"]))
    return {**{name: data.get(name) for name in ("id", "lang", "published", "url", "text")}, "mentions": mentions}


def _entry(entry: Any, where: str) -> tuple[str, str, dict[str, Any]]:
    """A region's entry: its id, type and value, as the labelling interface of :data:`CONFIG` makes them."""
    try:
        id, kind, value = entry["id"], entry["type"], entry["value"]
        if kind not in ("labels", "textarea"):
            raise TaskError(f"{where}: an entry of type {kind!r}; allowed: labels, textarea, as in config.xml")
        if not all(isinstance(value[name], int) for name in ("start", "end")):
            raise TypeError
        if kind == "labels" and value["labels"][0] not in LABELS:
            raise TaskError(
                f"{where}: the label {value['labels'][0]!r}; allowed: {', '.join(LABELS)}, as in config.xml"
            )
    except (KeyError, IndexError, TypeError):
        raise TaskError(
            f"{where}: {entry!r:.200} is no region of a text; label the tasks with the config.xml that comes with them"
        ) from None
    return id, kind, value


def _value(kind: str, mention: dict[str, Any]) -> str:
    if kind == "figures":
        return format(mention["value"], ".15g") if isinstance(mention["value"], float) else str(mention["value"])
    if kind == "dates":
        return " ".join(str(day) for day in (mention["start_date"], mention["end_date"]) if day)
    return str(mention["number" if kind == "documents" else "name"] or "")


def _gold_mention(task: dict[str, Any], text: str, region: dict[str, Any]) -> dict[str, Any]:
    start, end, said = region["start"], region["end"], region.get("told", "")
    mention = {"type": region["type"], "start": start, "end": end, "text": text[start:end]}
    where = f"task {task.get('id')}: {region['type']} {mention['text']!r}"
    if region["type"] == "figure":
        try:
            mention["value"] = float(said)
            if not isfinite(mention["value"]):
                raise ValueError
        except ValueError:
            raise TaskError(f"{where}: its value is {said!r}; write a number such as 260 or 98.2 beside it") from None
    elif region["type"] == "date":
        days = said.split()
        if len(days) > 2 or not all(_is_day(day) for day in days):
            raise TaskError(f"{where}: its value is {said!r}; write its first and last day as 2025-01-01 2025-06-30")
        mention |= {"start_date": days[0] if days else None, "end_date": days[-1] if days else None}
    elif region["type"] == "document":
        mention["number"] = said or mention["text"]
    elif said:
        mention[gold_key(region["type"], "name")] = said
    return mention


def _is_day(said: str) -> bool:
    try:
        return date.fromisoformat(said).isoformat() == said
    except ValueError:
        return False


def _points(text: str, regions: list[dict[str, Any]]) -> Callable[[int], int | None]:
    """From the offsets of these regions to code points; ``None`` outside the text."""

    def same(offset: int) -> int | None:
        return offset if 0 <= offset <= len(text) else None

    back = [at for at, letter in enumerate(text) for _ in range(1 + (ord(letter) > 0xFFFF))]
    back.append(len(text))

    def from_units(offset: int) -> int | None:
        return back[offset] if 0 <= offset < len(back) else None

    if len(back) == len(text) + 1:
        return same
    quoting = [region for region in regions if region.get("text")]
    fitting = {
        count: sum(
            _quoted(text[count(region["start"]) : count(region["end"])]) == _quoted(region["text"])
            for region in quoting
        )
        for count in (same, from_units)
    }
    return from_units if fitting[from_units] > fitting[same] else same


def _quoted(words: str) -> str:
    """Words as Label Studio quotes them: a line's end as two characters."""
    return words.replace("\\n", "\n")
