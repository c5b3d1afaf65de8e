"""Label Studio's tasks: an extraction as a task with predictions, and a corrected task as gold.

Label Studio counts UTF-16 units. A region's label is the mention's type (``figure``, …), and a text area of the same
region holds its value: a number; the first and last day; a document's number; a name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pipeline.gold_fields import gold_key
from pipeline.records import KINDS

MODEL = "chibo"
LABEL, VALUE, TEXT = "label", "value", "text"
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
    units = _units(article["text"])
    result: list[dict[str, Any]] = []
    for kind in KINDS:
        for n, mention in enumerate(found[kind]):
            told = {"id": f"{kind}-{n}", "to_name": TEXT, "origin": "prediction"}
            where = {"start": units(mention["start"]), "end": units(mention["end"]), "text": mention["text"]}
            result.append(told | {"from_name": LABEL, "type": "labels", "value": where | {"labels": [kind[:-1]]}})
            if value := _value(kind, mention):
                result.append(told | {"from_name": VALUE, "type": "textarea", "value": where | {"text": [value]}})
    data = {name: article[name] for name in ("id", "lang", "published", "url", "title", "text")}
    predictions = [{"model_version": MODEL, "result": result}]
    return {"id": number, "data": data, "predictions": predictions}


def is_task(data: Any) -> bool:
    """Whether it is a task of Label Studio."""
    return isinstance(data, dict) and isinstance(data.get("data"), dict) and "annotations" in data


def gold(told: dict[str, Any]) -> dict[str, Any] | None:
    """The gold article of a corrected task, by the last annotation that was not cancelled; ``None`` where there is
    none. Raises :class:`TaskError`.
    """
    kept = [one for one in told["annotations"] if not one.get("was_cancelled")]
    data = told["data"]
    if not kept:
        return None
    missing = [name for name in ("id", "lang", "text") if not data.get(name)]
    if missing:
        raise TaskError(
            f"task {told.get('id')}: no {', '.join(missing)} in its data; export the tasks with Chibo again"
        )
    points = _points(data["text"])
    regions: dict[str, dict[str, Any]] = {}
    for entry in kept[-1]["result"]:
        region = regions.setdefault(entry["id"], {})
        region |= {"start": points(entry["value"]["start"]), "end": points(entry["value"]["end"])}
        if entry["type"] == "labels":
            region["type"] = entry["value"]["labels"][0]
        elif entry["type"] == "textarea":
            region["told"] = " ".join(entry["value"]["text"]).strip()
    mentions = [_gold_mention(told, data["text"], region) for region in regions.values() if "type" in region]
    mentions.sort(key=lambda mention: (mention["start"], mention["end"]))
    return {**{name: data.get(name) for name in ("id", "lang", "published", "url", "text")}, "mentions": mentions}


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
        except ValueError:
            raise TaskError(f"{where}: its value is {said!r}; write a number such as 260 or 98.2 beside it") from None
    elif region["type"] == "date":
        days = said.split()
        if len(days) > 2:
            raise TaskError(f"{where}: its value is {said!r}; write its first and last day as 2025-01-01 2025-06-30")
        mention |= {"start_date": days[0] if days else None, "end_date": days[-1] if days else None}
    elif region["type"] == "document":
        mention["number"] = said or mention["text"]
    elif said:
        mention[gold_key(region["type"], "name")] = said
    return mention


def _units(text: str) -> Callable[[int], int]:
    """From code points to UTF-16 units."""
    wide = [at for at, letter in enumerate(text) if ord(letter) > 0xFFFF]
    return lambda offset: offset + sum(at < offset for at in wide)


def _points(text: str) -> Callable[[int], int]:
    """From UTF-16 units to code points."""
    if all(ord(letter) <= 0xFFFF for letter in text):
        return lambda offset: offset
    back: dict[int, int] = {}
    unit = 0
    for at, letter in enumerate(text):
        back[unit] = at
        unit += 2 if ord(letter) > 0xFFFF else 1
    back[unit] = len(text)
    return lambda offset: back[offset]
