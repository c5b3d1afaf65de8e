"""Encodings of text files."""

from __future__ import annotations

import json
import os
import random
import unicodedata
from collections.abc import Callable

import pytest

from pipeline.resources import corpus
from scrapers.codepages import alphabets, code_page
from scrapers.sources.decode import BinaryError, decode
from tests.cli.conftest import ARABIC, PERSIAN, VIETNAMESE

TONES = "\u0300\u0301\u0303\u0309\u0323"


def windows_1258(text: str) -> bytes:
    """Vietnamese as that code page has it: letters composed but for the tone marks, which follow."""
    out = bytearray()
    for char in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", char)
        letter = unicodedata.normalize("NFC", "".join(c for c in parts if c not in TONES))
        for piece in (char,) if encodable(char) else (letter, *(c for c in parts if c in TONES)):
            out += piece.encode("windows-1258", "ignore")
    return bytes(out)


def encodable(char: str) -> bool:
    return bool(char.encode("windows-1258", "ignore"))


def windows_1256(text: str) -> bytes:
    return text.replace("ی", "ي").encode("windows-1256", "ignore")


@pytest.mark.parametrize("text", [ARABIC, PERSIAN, VIETNAMESE], ids=["ar", "fa", "vi"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_told_by_its_form(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.warning) == (text, None)


def test_utf_16_with_a_mark_in_either_order() -> None:
    assert decode(b"\xff\xfe" + ARABIC.encode("utf-16-le")).text == ARABIC
    assert decode(b"\xfe\xff" + ARABIC.encode("utf-16-be")).text == ARABIC


def test_a_code_page_is_told_by_its_letters() -> None:
    decoded = decode(windows_1258(VIETNAMESE * 3))
    assert (decoded.encoding, decoded.warning) == ("windows-1258", None)
    assert unicodedata.normalize("NFC", decoded.text) == VIETNAMESE * 3
    assert decoded.text != VIETNAMESE * 3, "the text stays as decoded, its tone marks apart"


@pytest.mark.parametrize("text", [ARABIC, PERSIAN.replace("ی", "ي").replace("ک", "ك")], ids=["ar", "fa"])
def test_an_arabic_code_page_is_told_by_its_letters(text: str) -> None:
    decoded = decode(text.encode("windows-1256"))
    assert (decoded.text, decoded.encoding, decoded.warning) == (text, "windows-1256", None)


#: Cuts of so many bytes of the corpus, and the share of them that must be read right. Measured with alphabets of half
#: of the corpus, for Arabic, Persian, Vietnamese: 1.00, 0.95, 0.95 at 50 bytes; 1.00, 0.98, 1.00 at 100; 1.00, 0.99,
#: 1.00 at 500; charset-normalizer 3.5.2 on the same cuts: 0.99, 0.82, 0.79; 1.00, 0.78, 1.00; 1.00, 0.84, 0.99.
CUTS = ((50, 0.93), (100, 0.97), (500, 0.98))


@pytest.mark.parametrize(("size", "floor"), CUTS)
@pytest.mark.parametrize(
    ("lang", "encode"), [("ar", windows_1256), ("fa", windows_1256), ("vi", windows_1258)], ids=["ar", "fa", "vi"]
)
def test_short_cuts_are_read_right(lang: str, encode: Callable[[str], bytes], size: int, floor: float) -> None:
    data = b"\n".join(
        encode(json.loads(p.read_text(encoding="utf-8"))["text"]) for p in sorted(corpus(lang).glob("*.json"))
    )
    right = "windows-1256" if encode is windows_1256 else "windows-1258"
    chosen = random.Random(size)
    starts = [chosen.randrange(len(data) - size) for _ in range(100)]
    cuts = [cut for start in starts if not (cut := data[start : start + size]).isascii()]
    good = 0
    for cut in cuts:
        page = code_page(cut, alphabets())
        good += page is not None and cut.decode(page, "replace") == cut.decode(right, "replace")
    assert good / len(cuts) >= floor, f"{good} of {len(cuts)}"


def test_broken_utf_8_is_read_with_a_warning() -> None:
    data = VIETNAMESE.encode()
    decoded = decode(data[:8] + b"\xff" + data[8:] + "đ".encode()[:1])
    assert decoded.warning is not None and "byte 8" in decoded.warning
    assert decoded.text.replace("\ufffd", "") == VIETNAMESE


def test_one_stray_byte_in_ascii_is_no_code_page() -> None:
    decoded = decode(b"260 members \xff in 2023")
    assert decoded.text == "260 members \ufffd in 2023"
    assert decoded.warning is not None


def test_a_lone_surrogate_is_kept() -> None:
    text = f"{VIETNAMESE}\ud800 75"
    assert decode(text.encode("utf-8", "surrogatepass")).text == text


@pytest.mark.parametrize(
    "text", ["", "\x00", f"{VIETNAMESE}\x00\x00 75", "\u202e75\u202c \u2066x", unicodedata.normalize("NFD", VIETNAMESE)]
)
def test_odd_texts_are_texts(text: str) -> None:
    decoded = decode(text.encode())
    assert (decoded.text, decoded.warning) == (text, None)


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 8,
        random.Random(1).randbytes(2000),
        b"\x7fELF\x02\x01\x01" + b"\x00" * 200,
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"PK\x03\x04\x14\x00\x00\x00",
        b"\x1f\x8b\x08\x00" + random.Random(2).randbytes(300),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    ],
    ids=["all bytes", "random", "elf", "pdf", "png", "zip", "gzip", "doc"],
)
def test_binary_files_are_refused(data: bytes) -> None:
    with pytest.raises(BinaryError, match="binary"):
        decode(data)


def test_this_interpreter_is_binary() -> None:
    with open(os.path.realpath("/proc/self/exe"), "rb") as file, pytest.raises(BinaryError):  # noqa: PTH123
        decode(file.read(100_000))


def test_random_bytes_are_never_an_error_of_another_kind() -> None:
    chosen = random.Random(3)
    for _ in range(300):
        data = chosen.randbytes(chosen.randrange(60))
        try:
            assert isinstance(decode(data).text, str)
        except BinaryError:
            continue
