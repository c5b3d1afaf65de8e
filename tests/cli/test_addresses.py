"""``chibo extract`` on addresses."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jsonschema
import pytest

from tests.cli.conftest import ROOT, SCHEMA, VIETNAMESE, Run, values


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
