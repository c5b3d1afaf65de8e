"""The JSON Schema says what records.py and codes.toml say, no more and no less."""

from __future__ import annotations

import tomllib
import types
import typing
from dataclasses import fields
from typing import Any

import jsonschema
import pytest

from pipeline import records
from pipeline.records import Extraction
from pipeline.resources import models
from tests.cli.conftest import SCHEMA, sample

CODES: dict[str, dict[str, Any]] = tomllib.loads(models("codes.toml").read_text(encoding="utf-8"))
RECORDS = ("Sentence", "Zone", "Figure", "Date", "Document", "Organization", "Person", "Place", "Source", "Fact")


def validator() -> Any:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    return jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_has_the_fields_of_its_class(name: str) -> None:
    definition = SCHEMA["$defs"][name.lower()]
    named = [field.name for field in fields(getattr(records, name))]
    assert list(definition["properties"]) == named == definition["required"]
    assert definition["additionalProperties"] is False


@pytest.mark.parametrize("name", RECORDS)
def test_a_field_may_be_null_where_its_class_says_so(name: str) -> None:
    for field, hint in typing.get_type_hints(getattr(records, name)).items():
        nullable = isinstance(hint, types.UnionType) and type(None) in typing.get_args(hint)
        definition = {"$defs": SCHEMA["$defs"], **SCHEMA["$defs"][name.lower()]["properties"][field]}
        assert jsonschema.Draft202012Validator(definition).is_valid(None) is nullable, f"{name}.{field}"


def test_the_article_has_the_fields_of_the_contract() -> None:
    definition = SCHEMA["$defs"]["article"]
    assert list(definition["properties"]) == [*records.ARTICLE_ORDER, "sentences", "zones"] == definition["required"]


def test_the_object_has_the_lists_of_the_contract() -> None:
    assert SCHEMA["required"] == ["schema_version", "article", *records.KINDS, "facts"] == list(SCHEMA["properties"])
    assert SCHEMA["properties"]["schema_version"] == {"const": records.SCHEMA_VERSION}


def test_every_closed_list_is_an_enum() -> None:
    for stage, lists in CODES.items():
        for field, codes in lists.items():
            if isinstance(codes, list):
                enum = SCHEMA["$defs"][stage]["properties"][field]["enum"]
                assert [code for code in enum if code is not None] == codes, f"{stage}.{field}"
    units = CODES["figure"]["unit"]
    assert SCHEMA["$defs"]["unit"]["anyOf"][0]["enum"] == [*units["percent"], *units["measure"], *units["count"]]


def test_an_extraction_is_valid(extraction: Extraction) -> None:
    validator().validate(extraction.to_dict())


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("figures", 0, "kind"), "amount"),
        (("figures", 0, "unit"), "party_members"),
        (("figures", 1, "unit"), "dong"),
        (("figures", 0, "start"), -1),
        (("dates", 0, "start_date"), "2023-02-30"),
        (("article", "zones", 0, "zone"), "menu"),
        (("facts", 0, "sources", 0, "figure"), -1),
        (("persons", 0, "role"), "boss"),
    ],
)
def test_what_no_record_may_hold_is_invalid(where: tuple[str | int, ...], value: object) -> None:
    data = sample().to_dict()
    at: Any = data
    for step in where[:-1]:
        at = at[step]
    at[where[-1]] = value
    assert not validator().is_valid(data)
