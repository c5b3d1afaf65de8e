"""What the tests of the command line share: running it, here or as a process, and an extraction made by hand."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import main
from pipeline.records import (
    Article,
    Date,
    Document,
    Extraction,
    Fact,
    Figure,
    Organization,
    Person,
    Place,
    Sentence,
    Source,
    Zone,
)

ROOT = Path(__file__).resolve().parents[2]
VIETNAMESE = "Năm 2023, Đảng bộ huyện kết nạp 260 đảng viên, trong đó có 75 đảng viên nữ."
ARABIC = "في عام 2023، قبلت لجنة الحزب في المنطقة 260 عضوًا جديدًا، منهم 75 عضوة."
PERSIAN = "در سال 2023 کمیته حزبی شهرستان 260 عضو جدید پذیرفت که 75 نفر از آنان زن بودند."

TEXTS = {"ar": ARABIC, "fa": PERSIAN, "vi": VIETNAMESE}
SCHEMA: dict[str, Any] = json.loads((ROOT / "pipeline" / "extraction.schema.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Outcome:
    """How a command ended."""

    status: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def chibo(capfd: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process."""

    def run(*arguments: str | Path) -> Outcome:
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        sys.stdout.flush()
        told = capfd.readouterr()
        return Outcome(ended.value.code if isinstance(ended.value.code, int) else 0, told.out, told.err)

    return run


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(VIETNAMESE, encoding="utf-8")
    return path


def values(out: str) -> list[object]:
    return [figure["value"] for figure in json.loads(out)["figures"]]


def command(*arguments: str | Path, options: Sequence[str] = ()) -> list[str]:
    """A command line that runs a command in a process of its own; ``options`` are the interpreter's."""
    return [sys.executable, *options, "-m", "pipeline.cli", *map(str, arguments)]


def process(*arguments: str | Path, stdin: bytes = b"", env: dict[str, str] | None = None) -> Outcome:
    """Run a command in a process of its own, with these bytes on its standard input."""
    done = subprocess.run(
        command(*arguments),
        input=stdin,
        capture_output=True,
        timeout=120,
        check=False,
        cwd=ROOT,
        env={**os.environ, **(env or {})},
    )
    return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())


def span(text: str, words: str, nth: int = 0) -> dict[str, Any]:
    """The offsets of the nth occurrence of some words."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return {"start": start, "end": start + len(words), "text": words}


@pytest.fixture
def extraction() -> Extraction:
    """One of every record, nested and overlapping, with markup in title and text."""
    return sample()


def sample() -> Extraction:
    """An extraction made by hand."""
    text = (
        "Yên Mô <b>&amp; 2023\n"
        "Năm 2023, Ban Tổ chức Huyện ủy Yên Mô kết nạp 18/21 đảng viên theo Chỉ thị 09-HD/TU.\n"
        "Ông Đinh Trọng Lâm Sơn nói: “chi 1,2 tỷ đồng”.\nBình luận (0)"
    )
    lines = [(0, 20), (21, 105), (106, 152), (153, len(text))]
    return Extraction(
        article=Article(
            text=text,
            lang="vi",
            title="Yên Mô <script>alert(1)</script>",
            url="https://example.org/a?b=1&c=2",
            published=date(2024, 2, 1),
        ),
        sentences=[Sentence(start=a, end=b) for a, b in lines],
        zones=[Zone(start=153, end=len(text), zone="boilerplate")],
        figures=[
            Figure(
                **span(text, "18/21"),
                value=18,
                total=21,
                kind="ratio",
                unit="party_member",
                unit_text="đảng viên",
                rule="r",
                sentence=1,
            ),
            Figure(
                **span(text, "1,2 tỷ đồng"),
                value=1200000000,
                kind="money",
                unit="VND",
                modifier="nearly",
                rule="r",
                sentence=2,
            ),
        ],
        dates=[
            Date(
                **span(text, "Năm 2023"),
                start_date=date(2023, 1, 1),
                end_date=date(2023, 12, 31),
                grain="year",
                timex="2023",
                sentence=1,
            )
        ],
        documents=[
            Document(**span(text, "09-HD/TU"), number="09-HD/TU", kind="guideline", issuer="province", sentence=1)
        ],
        organizations=[
            Organization(
                **span(text, "Ban Tổ chức Huyện ủy Yên Mô"),
                name="Ban Tổ chức Huyện ủy Yên Mô",
                kind="party_board",
                level="district",
                place="377",
                id="o1",
                sentence=1,
            )
        ],
        persons=[
            Person(
                **span(text, "Đinh Trọng Lâm Sơn"),
                name="Đinh Trọng Lâm Sơn",
                role="secretary",
                organization=0,
                sentence=2,
            )
        ],
        places=[
            Place(**span(text, "Yên Mô"), name="Yên Mô", level="district", code="377", parent="37"),
            Place(**span(text, "Yên Mô", 1), name="Yên Mô", level="district", code="377", parent="37", sentence=1),
            Place(**span(text, "Yên Mô kết nạp"), candidates=["377", 'a, "b"\nc'], sentence=1),
        ],
        facts=[
            Fact(
                indicator="members_admitted",
                value=18,
                total=21,
                unit="party_member",
                subject="Huyện ủy Yên Mô",
                place="377",
                start_date=date(2023, 1, 1),
                end_date=date(2023, 12, 31),
                rule="r",
                sources=[Source(figure=0, date=0, organization=0, sentence=1)],
            )
        ],
    )
