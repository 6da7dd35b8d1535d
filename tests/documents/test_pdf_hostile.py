"""PDF files that mean harm, and files that are locked."""

import hashlib
import re
from collections.abc import Callable
from time import monotonic

import pytest

from pipeline.documents.pdf.read import read_pdf
from tests.building.pdf_file import Mark, Page, pdf_file
from tests.hostile.pdf import HOSTILE, ordinary

_PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
_SECONDS = 20


@pytest.mark.parametrize("build", HOSTILE.values(), ids=HOSTILE)
def test_hostile_file_is_answered_soon(build: Callable[[], bytes]) -> None:
    data = build()
    start = monotonic()

    document = read_pdf(data)

    assert monotonic() - start < _SECONDS
    assert document.complaint or {"规章", "12"} <= {
        cell.text for row in document.rows for cell in row.cells
    }


def test_ordinary_file_is_read() -> None:
    assert [[cell.text for cell in row.cells] for row in read_pdf(ordinary()).rows] == [
        ["规章", "12"],
        ["行政许可", ""],
    ]


def test_file_without_its_end_mark_is_read_and_said() -> None:
    document = read_pdf(ordinary().replace(b"%%EOF", b""))

    assert document.rows
    assert [finding.rule_id for finding in document.told] == ["file_cut_off"]


def test_too_complex_page_is_named_and_the_others_are_read() -> None:
    text = Mark(60, 700, "说明")
    mesh = "\n".join(
        f"{at % 600} {at % 811} m {at % 600 + 9} {at % 811} l S" for at in range(70_000)
    )

    document = read_pdf(pdf_file([Page([text]), Page([text], before=mesh), Page([text])]))

    (finding,) = document.told
    assert (finding.rule_id, finding.figures) == ("pages_unread", {"found": "2"})
    assert len(document.rows) == 2


def test_file_with_a_password_is_locked() -> None:
    assert read_pdf(_locked(ordinary(), b"secret")).complaint == "file_encrypted"


def test_file_that_only_forbids_printing_is_read() -> None:
    document = read_pdf(_locked(ordinary(), b""))

    assert [cell.text for cell in document.rows[0].cells] == ["规章", "12"]


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    out = bytearray()
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def _locked(data: bytes, password: bytes) -> bytes:
    """Lock a file as the oldest way does (RC4, 40 bits), with one password for all."""
    padded = (password + _PADDING)[:32]
    owner = _rc4(hashlib.md5(padded).digest()[:5], padded)  # noqa: S324
    number = b"0123456789abcdef"
    seed = padded + owner + (0xFFFFFFC0).to_bytes(4, "little") + number
    key = hashlib.md5(seed).digest()[:5]  # noqa: S324
    user = _rc4(key, _PADDING)

    def lock(found: re.Match[bytes]) -> bytes:
        salt = int(found[1]).to_bytes(3, "little") + b"\0\0"
        own = hashlib.md5(key + salt).digest()[:10]  # noqa: S324
        return found[0].replace(found[2], _rc4(own, found[2]))

    stream = re.compile(
        rb"(\d+) 0 obj\n<< /Length \d+ /Filter /FlateDecode >>\nstream\n(.*?)\nendstream", re.DOTALL
    )
    locked = stream.sub(lock, data)
    entry = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -64 /O <%b> /U <%b> >> /ID [<%b> <%b>]" % (
        owner.hex().encode(),
        user.hex().encode(),
        number.hex().encode(),
        number.hex().encode(),
    )
    return locked.replace(b"/Root 1 0 R", b"/Root 1 0 R " + entry)
