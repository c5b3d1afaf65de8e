"""``chibo extract`` on what is broken, odd, or no article at all."""

from __future__ import annotations

import json
import random
import subprocess
import unicodedata
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, TEXTS, VIETNAMESE, Run, command, process, values


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("gone.txt", None, "no such file"),
        ("binary.txt", bytes(range(256)) * 4, "binary"),
        ("image", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary"),
        (
            "german.txt",
            ("Der Bürgermeister eröffnete gestern die neue Brücke über den Fluss. " * 5).encode(),
            "no pack",
        ),
    ],
)
def test_what_cannot_be_extracted_is_status_1_and_one_line(
    chibo: Run, tmp_path: Path, name: str, data: bytes | None, says: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    told = chibo("extract", tmp_path / name, "--format", "json")
    assert (told.status, told.out) == (1, "")
    assert says in told.err and len(told.err.splitlines()) == 1


def test_in_a_folder_the_other_files_still_come_out(chibo: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(bytes(range(256)))
    (tmp_path / "b.txt").write_text(VIETNAMESE, encoding="utf-8")
    (tmp_path / "c.txt").write_bytes(b"")
    (tmp_path / "d.txt").write_text(
        "The council opened a new bridge across the river yesterday. " * 5, encoding="utf-8"
    )
    told = chibo("extract", tmp_path, "--format", "json")
    assert told.status == 1
    assert [len(found["figures"]) for found in json.loads(told.out)] == [2, 0]
    assert len(told.err.splitlines()) == 2


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", []),
        (b"\x00\x00", []),
        (VIETNAMESE.encode() + b"\x00 \x00", [260, 75]),
        (VIETNAMESE.encode() + b"\xed\xa0\x80", [260, 75]),
        (VIETNAMESE.encode("utf-16"), [260, 75]),
        (VIETNAMESE.encode("utf-16-be"), [260, 75]),
        (b"\xef\xbb\xbf" + VIETNAMESE.encode(), [260, 75]),
        (("\u202e" + VIETNAMESE + "\u2066\u200f").encode(), [260, 75]),
        (unicodedata.normalize("NFD", VIETNAMESE).encode(), [260, 75]),
    ],
    ids=["empty", "NUL alone", "NUL", "lone surrogate", "utf-16", "utf-16-be", "mark", "bidi controls", "decomposed"],
)
@pytest.mark.parametrize("format", ["json", "jsonl", "table", "html", "csv"])
def test_odd_texts_are_done_with_what_can_be_found(
    chibo: Run, tmp_path: Path, data: bytes, found: list[int], format: str
) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    told = chibo("extract", tmp_path / "a.txt", "--format", format, "--only", "figures")
    assert (told.status, told.err) == (0, "")
    if format.startswith("json"):
        assert values(told.out) == found


def test_broken_utf_8_is_done_with_a_warning(chibo: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(VIETNAMESE.encode()[:20] + b"\xff" + VIETNAMESE.encode()[20:])
    told = chibo("extract", tmp_path / "a.txt", "--format", "json")
    assert told.status == 0 and values(told.out) == [260, 75]
    assert "warning" in told.err and "UTF-8" in told.err and len(told.err.splitlines()) == 1


@pytest.mark.parametrize("target", ["/proc/nothing/out.json", "{article}/out.json"])
def test_output_that_cannot_be_written_is_one_line(chibo: Run, article: Path, target: str) -> None:
    told = chibo("extract", article, "--format", "json", "--output", target.format(article=article))
    assert (told.status, told.out, len(told.err.splitlines())) == (1, "", 1)


def test_a_full_disk_is_one_line(article: Path) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = subprocess.run(command("extract", article), stdout=full, stderr=subprocess.PIPE, check=False, cwd=ROOT)
    assert done.returncode == 1 and len(done.stderr.splitlines()) == 1


@pytest.mark.slow
def test_fifty_megabytes_of_text_are_done(tmp_path: Path) -> None:
    line = f"{VIETNAMESE} " + "Cấp ủy các cấp quan tâm lãnh đạo công tác xây dựng Đảng. " * 40 + "\n"
    (tmp_path / "a.txt").write_text(line * (50_000_000 // len(line.encode())), encoding="utf-8")
    told = process("extract", tmp_path / "a.txt", "--format", "csv", "--only", "figures")
    assert told.status == 0 and told.out.count("\n") > 10_000


@pytest.mark.slow
@pytest.mark.parametrize("format", ["json", "table", "html"])
def test_files_of_any_bytes_never_end_in_a_traceback(chibo: Run, tmp_path: Path, format: str) -> None:
    chosen = random.Random(7)
    seeds = [
        text.encode(encoding, "ignore") for text in TEXTS.values() for encoding in ("utf-8", "utf-16", "windows-1256")
    ]
    for number in range(60):
        data = bytearray(chosen.choice(seeds) * chosen.randrange(1, 4))
        for _ in range(chosen.randrange(12)):
            data[chosen.randrange(len(data))] = chosen.randrange(256)
        (tmp_path / f"{number}.{chosen.choice(['txt', 'html'])}").write_bytes(data)
    told = chibo("extract", tmp_path, "--format", format)
    assert told.status in (0, 1)
    assert "Traceback" not in told.err and "defect" not in told.err
