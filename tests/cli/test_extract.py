"""``chibo extract``, with the engine behind it."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import signal
import subprocess
import threading
import unicodedata
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from pipeline import packs
from tests.cli.conftest import ARABIC, PERSIAN, ROOT, VIETNAMESE, Run, command, process

TEXTS = {"ar": ARABIC, "fa": PERSIAN, "vi": VIETNAMESE}
SCHEMA = json.loads((ROOT / "pipeline" / "extraction.schema.json").read_text(encoding="utf-8"))


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(VIETNAMESE, encoding="utf-8")
    return path


def values(out: str) -> list[object]:
    return [figure["value"] for figure in json.loads(out)["figures"]]


@pytest.mark.parametrize("lang", sorted(TEXTS))
def test_an_article_in_every_language(chibo: Run, tmp_path: Path, lang: str) -> None:
    (tmp_path / "a.txt").write_text(TEXTS[lang], encoding="utf-8")
    told = chibo("extract", tmp_path / "a.txt", "--format", "json")
    data = json.loads(told.out)
    assert (told.status, told.err, data["article"]["lang"]) == (0, "", lang)
    assert values(told.out) == [260, 75]
    jsonschema.Draft202012Validator(SCHEMA).validate(data)


def test_the_table_is_what_comes_without_a_format(chibo: Run, article: Path) -> None:
    told = chibo("extract", article)
    assert told.status == 0 and "figures (2)" in told.out and "party member" in told.out


def test_standard_input(article: Path) -> None:
    told = process("extract", "-", "--format", "json", stdin=VIETNAMESE.encode("utf-16"))
    assert told.status == 0 and values(told.out) == [260, 75]


def test_output_does_not_hang_on_the_locale(article: Path) -> None:
    told = process(
        "extract", str(article), "--format", "jsonl", env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    )
    assert json.loads(told.out)["article"]["text"] == VIETNAMESE
    table = process(
        "extract",
        str(article),
        env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"},
    )
    assert table.status == 0 and "260" in table.out


def test_published_anchors_relative_dates(chibo: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Hôm qua, huyện kết nạp 12 đảng viên.", encoding="utf-8")
    told = chibo("extract", tmp_path / "a.txt", "--lang", "vi", "--published", "2025-02-14", "--format", "json")
    data = json.loads(told.out)
    assert data["article"]["published"] == "2025-02-14"
    assert [date["start_date"] for date in data["dates"]] == ["2025-02-13"]


def test_only_leaves_the_other_lists_empty(chibo: Run, article: Path) -> None:
    data = json.loads(chibo("extract", article, "--only", "dates", "--format", "json").out)
    assert data["dates"] and data["figures"] == []


def test_several_give_an_array_lines_or_files(chibo: Run, article: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text(VIETNAMESE, encoding="utf-8")
    assert len(json.loads(chibo("extract", folder, "--format", "json").out)) == 2
    assert len(json.loads(chibo("extract", article, article, "--format", "json").out)) == 2
    assert len(chibo("extract", folder, "--format", "jsonl").out.splitlines()) == 2
    told = chibo("extract", folder, "--format", "json", "--output", tmp_path / "out")
    assert (told.status, told.out) == (0, "")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.json", "b.json"]
    told = chibo("extract", article, "--format", "html", "--output", tmp_path / "one.html")
    assert told.status == 0 and (tmp_path / "one.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_csv_prints_one_kind_and_saves_a_file_a_kind(chibo: Run, article: Path, tmp_path: Path) -> None:
    told = chibo("extract", article, article, "--format", "csv", "--only", "figures")
    rows = list(csv.DictReader(io.StringIO(told.out, newline="")))
    assert [row["value"] for row in rows] == ["260", "75"] * 2
    refused = chibo("extract", article, "--format", "csv")
    assert refused.status == 2 and "--only" in refused.err and refused.out == ""
    assert chibo("extract", article, "--format", "csv", "--output", tmp_path / "csv").status == 0
    assert "260" in (tmp_path / "csv" / "figures.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (("--lang", "xx"), packs.languages()),
        (("--format", "xml"), ["csv", "html", "json", "jsonl", "table"]),
        (("--only", "figures,dogs"), ["figures", "dates", "documents", "organizations", "persons", "places", "facts"]),
        (("--only", ""), ["figures"]),
        (("--published", "2025-02-30"), ["YYYY-MM-DD"]),
        (("--published", "yesterday"), ["YYYY-MM-DD"]),
        (("--ner", "bert"), ["crf", "stanza", "none"]),
        (("--colour",), []),
    ],
)
def test_a_wrong_command_line_is_status_2_and_says_what_is_allowed(
    chibo: Run, article: Path, arguments: tuple[str, ...], allowed: list[str]
) -> None:
    told = chibo("extract", article, *arguments)
    assert (told.status, told.out) == (2, "")
    assert arguments[0] in told.err
    assert all(word in told.err for word in allowed)


def test_a_missing_source_or_command_is_status_2(chibo: Run) -> None:
    assert chibo("extract").status == 2
    assert chibo("extrct").status == 2
    assert chibo().status in (0, 2)


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


def test_a_page_brings_its_title_and_date(chibo: Run) -> None:
    told = chibo("extract", ROOT / "corpus" / "samples" / "vi-lac-thuy-village-cells.html", "--format", "json")
    data = json.loads(told.out)
    assert told.status == 0
    assert data["article"]["title"] == "Lạc Thủy: Chi bộ xóm giữ nếp sinh hoạt"
    assert data["article"]["published"].startswith("2024-07-16")
    assert 4652 in values(told.out) and 126 not in values(told.out)


def test_url_says_where_a_saved_page_came_from(chibo: Run, article: Path) -> None:
    told = chibo("extract", article, "--url", "https://example.org/1", "--format", "json")
    assert json.loads(told.out)["article"]["url"] == "https://example.org/1"
    assert chibo("extract", article, article, "--url", "https://example.org/1").status == 2


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://172.16.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://localhost/",
        "http://0x7f000001/",
        "http://0.0.0.0/",
    ],
)
def test_private_addresses_are_refused_in_one_line(chibo: Run, address: str) -> None:
    told = chibo("extract", address)
    assert (told.status, told.out) == (1, "")
    assert len(told.err.splitlines()) == 1


@pytest.mark.parametrize(
    "address", ["ftp://example.org/a.txt", "https://", "http://127.0.0.1:99999/", "file:///etc/passwd"]
)
def test_what_is_no_address_is_refused_in_one_line(chibo: Run, address: str) -> None:
    told = chibo("extract", address, "--allow-private")
    assert (told.status, told.out) == (1, "")
    assert len(told.err.splitlines()) == 1


class Pages(BaseHTTPRequestHandler):
    """A site of one page, one text, and nothing else."""

    def do_GET(self) -> None:
        page = (ROOT / "corpus" / "samples" / "vi-lac-thuy-village-cells.html").read_bytes()
        found: dict[str, tuple[str, bytes]] = {
            "/page": ("text/html; charset=utf-8", page),
            "/text": ("text/plain", VIETNAMESE.encode()),
        }
        kind, body = found.get(self.path, ("", b""))
        self.send_response(200 if kind else 404)
        self.send_header("Content-Type", kind or "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_an_address_is_fetched_and_read(chibo: Run, site: str) -> None:
    told = chibo("extract", f"{site}/page", "--allow-private", "--format", "json")
    data = json.loads(told.out)
    assert (told.status, told.err) == (0, "")
    assert data["article"]["url"] == f"{site}/page" and data["article"]["fetched"]
    assert 4652 in values(told.out)
    jsonschema.Draft202012Validator(SCHEMA).validate(data)


def test_an_address_that_does_not_answer_is_one_line(chibo: Run, site: str) -> None:
    told = chibo("extract", f"{site}/gone", "--allow-private")
    assert (told.status, told.out, len(told.err.splitlines())) == (1, "", 1)
    assert "404" in told.err


def test_results_stream_line_by_line(article: Path, tmp_path: Path) -> None:
    later = tmp_path / "later.txt"
    os.mkfifo(later)
    with subprocess.Popen(
        command("extract", article, later, "--format", "jsonl"), stdout=subprocess.PIPE, cwd=ROOT
    ) as running:
        assert running.stdout is not None
        first = json.loads(running.stdout.readline())
        assert first["article"]["text"] == VIETNAMESE
        later.write_text("Có 7 đảng viên.", encoding="utf-8")
        assert json.loads(running.stdout.readline())["article"]["text"] == "Có 7 đảng viên."
    assert running.returncode == 0


@pytest.mark.parametrize("format", ["jsonl", "json", "table", "html"])
def test_a_closed_pipe_is_no_error(tmp_path: Path, format: str) -> None:
    for number in range(60):
        (tmp_path / f"{number}.txt").write_text(VIETNAMESE * 40, encoding="utf-8")
    with subprocess.Popen(
        command("extract", tmp_path, "--format", format), stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    ) as running:
        assert running.stdout is not None and running.stderr is not None
        running.stdout.read(10)
        running.stdout.close()
        told = running.stderr.read()
    assert (running.returncode, told) == (0, b"")


def test_an_interrupt_is_quiet(article: Path, tmp_path: Path) -> None:
    never = tmp_path / "never.txt"
    os.mkfifo(never)
    with subprocess.Popen(
        command("extract", article, never, "--format", "jsonl"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    ) as running:
        assert running.stdout is not None and running.stderr is not None
        running.stdout.readline()
        running.send_signal(signal.SIGINT)
        told = running.stderr.read()
    assert (running.returncode, told) == (130, b"")


@pytest.mark.parametrize("target", ["/proc/nothing/out.json", "{article}/out.json"])
def test_output_that_cannot_be_written_is_one_line(chibo: Run, article: Path, target: str) -> None:
    told = chibo("extract", article, "--format", "json", "--output", target.format(article=article))
    assert (told.status, told.out, len(told.err.splitlines())) == (1, "", 1)


def test_a_full_disk_is_one_line(article: Path) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = subprocess.run(command("extract", article), stdout=full, stderr=subprocess.PIPE, check=False, cwd=ROOT)
    assert done.returncode == 1 and len(done.stderr.splitlines()) == 1


HEAVY = (
    "spacy",
    "pandas",
    "pyarrow",
    "trafilatura",
    "dateparser",
    "requests",
    "lxml",
    "sqlalchemy",
    "py3langid",
    "numpy",
)


@pytest.mark.parametrize(("format", "also"), [("json", ("rich",)), ("table", ())])
def test_one_article_imports_nothing_heavy(article: Path, format: str, also: tuple[str, ...]) -> None:
    arguments = command("extract", article, "--format", format, options=("-X", "importtime"))
    told = subprocess.run(arguments, capture_output=True, text=True, check=True, cwd=ROOT).stderr
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in told.splitlines() if "|" in line}
    assert "pipeline" in imported
    assert not imported & {*HEAVY, *also}


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
