"""Every rule of every pack does what its examples say, and keeps its hands off its counter-examples."""

from __future__ import annotations

from typing import Any

import pytest

from tests.packs.cases import EXAMPLE_KEYS, Case, cases, field_names

CASES = list(cases())


def _id(value: object) -> str:
    if isinstance(value, Case):
        return f"{value.lang}-{value.name}"
    return str(value.get("text", "")) if isinstance(value, dict) else str(value)


EXAMPLES = [(case, example) for case in CASES for example in case.rule.examples]
COUNTER = [(case, text) for case in CASES for text in case.rule.counter]


def agrees(record: dict[str, Any], example: dict[str, Any]) -> bool:
    """Whether a record has the span and the fields that an example gives; numbers agree as numbers."""
    wanted = {key: value for key, value in example.items() if key not in EXAMPLE_KEYS}
    span = example.get("mention", record.get("text"))
    return bool(record.get("text") == span and all(record[key] == value for key, value in wanted.items()))


@pytest.mark.parametrize(("case", "example"), EXAMPLES, ids=_id)
def test_example(case: Case, example: dict[str, Any]) -> None:
    unknown = set(example) - field_names(case.stage)
    assert not unknown, f"{case.name}: an example says {sorted(unknown)}; allowed: {sorted(field_names(case.stage))}"
    found = case.found(example["text"], example.get("published"))
    if case.takes_away:
        assert not found, f"{example['text']!r} should give no {case.stage}, gave {found}"
        return
    mine = [record for record in found if record["rule"] == case.name]
    assert any(agrees(record, example) for record in mine), (
        f"{case.name} on {example['text']!r}: wanted {example}, found {found}"
    )


@pytest.mark.parametrize(("case", "text"), COUNTER, ids=_id)
def test_counter_example(case: Case, text: str) -> None:
    found = case.found(text)
    if case.takes_away:
        assert found or not case.matches(text), f"{case.name} should take nothing away from {text!r}"
        return
    mine = [record for record in found if record["rule"] == case.name]
    assert not mine, f"{case.name} should not speak on {text!r}, gave {mine}"


def test_every_stage_with_rules_is_among_the_cases() -> None:
    stages = {(case.lang, case.stage) for case in CASES}
    assert {
        (lang, stage) for lang, _ in stages for stage in ("figures", "dates", "documents", "organizations")
    } <= stages
