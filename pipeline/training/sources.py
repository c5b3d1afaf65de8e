"""Reads what the gazetteer is made from: two releases of vietnam-provinces, CLDR by way of Babel, a list of given
names.

Each release of vietnam-provinces is a folder of its own, since both install a module of the same name; only their
JSON is read.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

#: The last day of the three-level divisions and the first day of the two-level ones (Resolution 202/2025/QH15).
OLD_UNTIL, NEW_SINCE = "2025-06-30", "2025-07-01"
BEFORE, AFTER, GIVEN = "vietnam-provinces==0.6.0", "vietnam-provinces==2025.10.1", "vn-fullname-generator==0.0.2"
COLUMNS = ("code", "name", "level", "division", "parent", "since", "until", "successor")
#: A division's word at the head of its full name; longer ones first.
DIVISIONS = ("Thành phố", "Thị trấn", "Đặc khu", "Thị xã", "Phường", "Huyện", "Quận", "Tỉnh", "Xã")
#: Letters and signs that the sources write in more than one way.
_SIGNS = str.maketrans({"’": "'", "–": "-", "\u00a0": " "})
#: Codes of CLDR that stand for no country: the world, unions, pseudo-locales, the unknown region.
_NO_COUNTRIES = {"001", "EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of ``places.tsv``. Days are ISO 8601; an empty one is unknown (``since``) or still to come (``until``)."""

    code: str
    name: str
    level: str
    division: str = ""
    parent: str = ""
    since: str = ""
    until: str = ""
    successor: str = ""

    def line(self) -> str:
        """The row as tab-separated text."""
        return "\t".join(getattr(self, column) for column in COLUMNS)


def install(requirement: str, folder: Path) -> Path:
    """Install one release without its dependencies into ``folder``; ``CalledProcessError`` where pip cannot."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(folder), requirement]
    subprocess.run(command, check=True)
    return folder


def split_name(full: str) -> tuple[str, str]:
    """A full name's division word and its bare name; a name that is a number keeps the word ("Quận 1")."""
    full = " ".join(full.translate(_SIGNS).replace("Thành Phố", "Thành phố").split()).replace("' ", "'")
    for division in DIVISIONS:
        if full.startswith(division + " "):
            bare = full[len(division) + 1 :]
            return division, full if bare.isdigit() else bare
    return "", full


def read_divisions(before: Path, after: Path) -> list[Row]:
    """The rows of both releases, provinces first, each release in the order of its codes."""
    old, new = _nested(before), _nested(after)
    went = _successors(old, new)
    old_rows = [replace(row, successor=went[row.code]) if row.level == "province" else row for row in _old_rows(old)]
    return sorted(old_rows, key=_order) + sorted(_new_rows(new), key=_order)


def _order(row: Row) -> tuple[int, str]:
    return ("province", "district", "commune").index(row.level), row.code


def _nested(folder: Path) -> list[dict[str, Any]]:
    path = folder / "vietnam_provinces" / "data" / "nested-divisions.json"
    if not path.is_file():
        raise FileNotFoundError(
            f"{path}: not there; give a folder into which vietnam-provinces was installed with --target"
        )
    divisions: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return divisions


def _old_rows(provinces: list[dict[str, Any]]) -> Iterator[Row]:
    for province in provinces:
        code = f"{province['code']:02d}"
        division, name = split_name(province["name"])
        yield Row(code, name, "province", division or "Tỉnh", "", "", OLD_UNTIL)
        for district in province["districts"]:
            inner = f"{district['code']:03d}"
            division, name = split_name(district["name"])
            yield Row(inner, name, "district", division, code, "", OLD_UNTIL)
            for ward in district["wards"]:
                division, name = split_name(ward["name"])
                yield Row(f"{ward['code']:05d}", name, "commune", division, inner, "", OLD_UNTIL)


def _new_rows(provinces: list[dict[str, Any]]) -> Iterator[Row]:
    for province in provinces:
        code = f"{province['code']:02d}"
        division, name = split_name(province["name"])
        yield Row(code, name, "province", division or "Tỉnh", "", NEW_SINCE)
        for ward in province["wards"]:
            division, name = split_name(ward["name"])
            yield Row(f"{ward['code']:05d}", name, "commune", division, code, NEW_SINCE)


def _successors(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> dict[str, str]:
    """Old province -> new one: a commune of today keeps the code of one of those it was made of, so they vote."""
    now = {ward["code"]: f"{province['code']:02d}" for province in new for ward in province["wards"]}
    went: dict[str, str] = {}
    for province in old:
        votes: dict[str, int] = {}
        for district in province["districts"]:
            for ward in district["wards"]:
                if ward["code"] in now:
                    votes[now[ward["code"]]] = votes.get(now[ward["code"]], 0) + 1
        if not votes:
            raise ValueError(
                f"{province['name']}: none of its communes' codes is in the newer release; name its successor by hand"
            )
        went[f"{province['code']:02d}"] = max(sorted(votes), key=lambda code: votes[code])
    return went


def read_territories(langs: list[str]) -> list[tuple[str, str, dict[str, str]]]:
    """Countries (two letters) and the world's regions (three digits) of CLDR: code, level, name in each language."""
    from babel import Locale

    names = {lang: Locale.parse(lang).territories for lang in langs}
    out = []
    for code in sorted(names[langs[0]]):
        told = {lang: names[lang].get(code, "") for lang in langs}
        if code not in _NO_COUNTRIES and all(told.values()):
            out.append((code, "region" if code.isdigit() else "country", told))
    return out


def read_given(folder: Path) -> list[tuple[str, str]]:
    """Middle and given names as they go together ("Minh Hưng") with their gender, from the two lists of
    vn-fullname-generator."""
    names: set[tuple[str, str]] = set()
    for gender in ("female", "male"):
        path = folder / "vn_fullname_generator" / "data" / f"{gender}.name"
        if not path.is_file():
            raise FileNotFoundError(f"{path}: not there; give a folder into which {GIVEN} was installed with --target")
        lines = path.read_text(encoding="utf-8").replace("Ð", "Đ").split("\n")
        names.update((" ".join(line.split()), gender) for line in lines if line.strip())
    return sorted(names)
