"""WARC in and out: what is written can be read by others, and a torn record is never read."""

from __future__ import annotations

import gzip
import io
import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from scrapers.archive import Archive, Torn, articles, payload_digest, recover
from scrapers.net.messages import Exchange, Prior
from scrapers.warc.reading import records, whole_length
from tests.newsite import prose

NIGHT = datetime(2025, 11, 20, 1, 2, 3, tzinfo=UTC)
BODY = "".join(f"<p>{text}</p>" for text in prose.paragraphs(1, "vi"))
HTML = f"<html><body><article><h1>{prose.title(1, 'vi')}</h1>{BODY}</article></body></html>"


def exchange(
    url: str, body: bytes = HTML.encode(), status: int = 200, prior: Prior | None = None, **headers: str
) -> Exchange:
    told = {"Content-Type": "text/html; charset=utf-8", **{k.replace("_", "-"): v for k, v in headers.items()}}
    return Exchange(
        url=url, fetched=NIGHT, request_headers=[("Host", "news.example"), ("User-Agent", "Chibo/0")], status=status,
        status_text="OK", headers=list(told.items()), body=body, ip="192.0.2.7", prior=prior,
    )  # fmt: skip


def write(folder: Path, *exchanges: Exchange, rotate: int = 10**9, night: datetime = NIGHT) -> list[Path]:
    archive = Archive(folder, "vi-paper", night, rotate)
    for one in exchanges:
        archive.write(one)
    archive.close()
    return sorted((folder / "vi-paper").iterdir())


def test_what_is_written_is_what_was_on_the_wire(tmp_path: Path) -> None:
    packed = gzip.compress(HTML.encode(), mtime=0)
    url = "https://news.example/a?b=1"
    [path] = write(tmp_path, exchange(url, packed, Content_Encoding="gzip", Transfer_Encoding="chunked"))
    assert path.name == "vi-paper-20251120-00000.warc.gz"
    with path.open("rb") as file:
        found = []
        for record in ArchiveIterator(file, check_digests="raise"):
            found.append((record.rec_type, record.rec_headers, record.http_headers, record.content_stream().read()))
    assert [kind for kind, *_ in found] == ["warcinfo", "response", "request"]
    _, rec, http, content = found[1]
    assert content == HTML.encode()
    assert rec.get_header("WARC-Target-URI") == url and rec.get_header("WARC-Date") == "2025-11-20T01:02:03Z"
    assert rec.get_header("WARC-IP-Address") == "192.0.2.7"
    assert rec.get_header("WARC-Payload-Digest") == payload_digest(packed)
    assert http.get_header("X-Archive-Orig-Transfer-Encoding") == "chunked" and not http.get_header("Transfer-Encoding")
    assert found[2][2].statusline == "/a?b=1 HTTP/1.1" and found[2][1].get_header("WARC-Concurrent-To")


def test_unchanged_payloads_give_revisits(tmp_path: Path) -> None:
    url, digest = "http://news.example/a", payload_digest(HTML.encode())
    prior = Prior(etag='"1"', payload_digest=digest, fetched=NIGHT - timedelta(days=1))
    [path] = write(
        tmp_path,
        exchange(url, prior=prior),
        exchange(url, b"", 304, prior),
        exchange(url, b"<html>other</html>", 200, prior),
    )
    with path.open("rb") as file:
        found = [(r.rec_type, r.rec_headers) for r in ArchiveIterator(file) if r.rec_type in ("response", "revisit")]
    assert [kind for kind, _ in found] == ["revisit", "revisit", "response"]
    assert found[0][1].get_header("WARC-Profile").endswith("identical-payload-digest")
    assert found[1][1].get_header("WARC-Profile").endswith("server-not-modified")
    assert {head.get_header("WARC-Payload-Digest") for _, head in found[:2]} == {digest}
    assert found[0][1].get_header("WARC-Refers-To-Date") == "2025-11-19T01:02:03Z"


def test_files_rotate_and_a_night_goes_on_in_its_last_file(tmp_path: Path) -> None:
    some = [exchange(f"http://news.example/{i}", bytes(str(i), "ascii") * 50) for i in range(9)]
    first = write(tmp_path, *some[:3])
    assert write(tmp_path, *some[3:6]) == first
    several = write(tmp_path, *some[6:], rotate=first[0].stat().st_size + 100)
    assert [p.name[-13:] for p in several] == ["00000.warc.gz", "00001.warc.gz"] or len(several) > 2
    assert {r.url for path in several for r in records(path) if r.type == "response"} == {e.url for e in some}
    other = write(tmp_path, some[0], night=NIGHT + timedelta(days=1))
    assert other[-1].name == "vi-paper-20251121-00000.warc.gz"


def test_a_torn_end_is_set_aside_wherever_it_was_torn(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    [path] = write(
        tmp_path / "whole", exchange("http://news.example/1"), exchange("http://news.example/2", b"<html>2</html>")
    )
    whole = path.read_bytes()
    assert whole_length(path) == len(whole)
    ends = [i for i in range(len(whole) + 1) if whole_length_of(whole[:i], tmp_path) == i]
    assert len(ends) == 6  # nothing, warcinfo, and two exchanges of two records
    for cut in range(ends[3] + 1, len(whole), 7):
        folder = tmp_path / str(cut) / "vi-paper"
        folder.mkdir(parents=True)
        (folder / (path.name + ".open")).write_bytes(whole[:cut])
        kept = max(end for end in ends if end <= cut)
        torn = recover(tmp_path / str(cut))
        assert [p.name for p in torn] == ([path.name] if kept < cut else [])
        assert (folder / path.name).read_bytes() == whole[:kept]
        if kept < cut:
            assert (folder / f"{path.name}.{kept}.torn").read_bytes() == whole[kept:cut]
        assert {r.url for r in records(folder / path.name) if r.type == "response"} >= {"http://news.example/1"}
        # others' torn files are read as far as they are whole, and that is said
        rest = tmp_path / f"{cut}.warc.gz"
        rest.write_bytes(whole[:cut])
        caplog.clear()
        with caplog.at_level(logging.WARNING):
            given = [r for r in records(rest) if r.type != "warcinfo"]
        assert all(r.payload in (HTML.encode(), b"<html>2</html>", b"") for r in given)
        assert bool(caplog.records) is (kept < cut)
        assert 2 <= len(given) <= 4
    assert not list((tmp_path / "whole").glob("**/*.open"))


def whole_length_of(data: bytes, folder: Path) -> int:
    path = folder / "part.gz"
    path.write_bytes(data)
    return whole_length(path)


def foreign(path: Path, *, gzipped: bool) -> None:
    """An archive as others write them: chunked bodies, resources, revisits, records without HTTP, angle brackets."""
    body = HTML.encode("utf-8")
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=gzipped)

        def put(url: str, payload: bytes, kind: str = "text/html", status: str = "200 OK", **more: str) -> None:
            headers = [("Content-Type", kind), *((k.replace("_", "-"), v) for k, v in more.items())]
            http = StatusAndHeaders(status, headers, protocol="HTTP/1.1")
            record = writer.create_warc_record(url, "response", io.BytesIO(payload), len(payload), http_headers=http)
            writer.write_record(record)

        writer.write_record(writer.create_warcinfo_record("x.warc", {"software": "other"}))
        put("http://a.example/1", body)
        put("<http://a.example/2>", chunked, Transfer_Encoding="chunked")
        put("http://a.example/3", gzip.compress(body), Content_Encoding="gzip")
        put("http://a.example/404", body, status="404 Not Found")
        put("http://a.example/feed", b"<rss/>", "application/rss+xml")
        put("http://a.example/bomb", gzip.compress(bytes(30_000_000)), Content_Encoding="gzip")
        put("http://a.example/lie", body, Content_Encoding="br")
        put("http://a.example/picture", b"\x89PNG", "image/png")
        put("http://a.example/empty", b"")
        put("http://a.example/4", HTML.encode("utf-16"), "text/html; charset=utf-16")


@pytest.mark.parametrize("gzipped", [True, False])
def test_articles_of_anybodys_archive(tmp_path: Path, gzipped: bool) -> None:
    path = tmp_path / ("CC-NEWS.warc.gz" if gzipped else "other.warc")
    foreign(path, gzipped=gzipped)
    found = list(articles(path))
    assert [a.url for a in found] == [f"http://a.example/{n}" for n in (1, 2, 3, 4)]
    for article in found:
        assert article.title == prose.title(1, "vi")
        assert " ".join(prose.paragraphs(1, "vi")) in " ".join(article.text.split())
        assert article.fetched is not None and article.fetched.tzinfo is not None


@pytest.mark.parametrize("content", [b"", b"plain text, no archive", gzip.compress(b"no archive"), b"\x1f\x8b broken"])
def test_what_is_no_archive_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(content)
    if not content:
        assert list(articles(path)) == []
        return
    with pytest.raises(Torn, match=r"x\.warc\.gz: not a WARC file"):
        list(articles(path))


def test_a_torn_plain_file_is_read_as_far_as_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "other.warc"
    foreign(path, gzipped=False)
    whole = path.read_bytes()
    every = [(r.url, r.payload) for r in records(path)]
    for cut in range(700, len(whole), 211):
        path.write_bytes(whole[:cut])
        given = [(r.url, r.payload) for r in records(path)]
        assert given == every[: len(given)]


def test_headers_of_any_bytes_are_archived_and_read(tmp_path: Path) -> None:
    odd = exchange(
        "http://news.example/%E1%BA%A1/ạ b?q=%00", X_Odd="\xe1\xba\xa1 \x81 \r\nInjected: 1", Location="/\xe9\u1ea1"
    )
    odd.status_text = "Được\r\nX: 1"
    [path] = write(tmp_path, odd)
    assert whole_length(path) == path.stat().st_size
    [found] = [r for r in records(path) if r.type == "response"]
    assert found.payload == HTML.encode() and found.status == 200
    assert "injected" not in found.headers and "x" not in found.headers
