"""Zip files, opened in memory and within limits: archives, and the packages of Office.

Belongs here: the limits, counted while bytes are inflated, because what a zip declares may lie; the
names of members. Nothing is ever written to disk. Does not belong here: what a member holds.
"""

import lzma
import re
import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Final
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from pipeline.documents.refuse import RefusedError

MOST_ENTRIES: Final = 2_000
MOST_BYTES: Final = 200_000_000
MOST_ENTRY_BYTES: Final = 50_000_000
MOST_RATIO: Final = 200
_SMALL: Final = 1_000_000  # bytes: an entry so small hurts nobody, and may well be all blanks
_BROKEN: Final = (  # what zipfile raises on broken files
    BadZipFile, LargeZipFile, ValueError, OSError, OverflowError, NotImplementedError, EOFError,
    IndexError, RuntimeError, zlib.error, struct.error, lzma.LZMAError,
)  # fmt: skip
_CHUNK: Final = 1 << 20
_ENCRYPTED: Final = 0x1
_UTF8: Final = 0x800
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_LONGEST_NAME: Final = 300
_KINDS: Final = (  # the main part of a package, by its content type
    (re.compile(rb"wordprocessingml\.|ms-word\.document\.|ms-word\.template\."), "docx"),
    (re.compile(rb"spreadsheetml\.|ms-excel\.(?:sheet|template|addin)\.macro"), "xlsx"),
    (re.compile(rb"ms-excel\.sheet\.binary"), "xlsb"),
    (re.compile(rb"presentationml\.|ms-powerpoint\."), "pptx"),
)
_MAIN = re.compile(rb'ContentType\s*=\s*["\']([^"\']*?(?:\.main|[mM]ain)\+xml)["\']')
_USUAL: Final = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
_OPEN_DOCUMENT: Final = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}


@dataclass(slots=True)
class Account:
    """What one delivered file has cost so far, archives within it included."""

    entries: int = 0
    inflated: int = 0


class Package:
    """An opened zip; what was inflated of it counts against the limits."""

    def __init__(self, data: bytes, account: Account) -> None:
        """Open a zip.

        Args:
            data: its bytes.
            account: of the file that it is, or stands in.

        Raises:
            RefusedError: it is damaged, or has too many entries.
        """
        try:
            self._zip = ZipFile(BytesIO(data))
        except _BROKEN as exc:
            raise RefusedError("file_damaged", f"zip: {exc}") from exc
        self._account = account
        self.infos = [info for info in self._zip.infolist() if info.filename and not info.is_dir()]
        if len({info.header_offset for info in self.infos}) < len(self.infos):
            raise RefusedError("refused_unsafe", "zip: entries that overlap")
        account.entries += len(self._zip.infolist())
        if account.entries > MOST_ENTRIES:
            raise RefusedError("refused_too_large", f"{account.entries} entries")
        self._by_name = {info.filename.lstrip("/").casefold(): info for info in self.infos}

    @property
    def kind(self) -> str:
        """Name the format: `docx`, `xlsx`, `xlsb`, `pptx`, `odt`, `ods`, else `zip`."""
        types = self.find("[Content_Types].xml")
        if types is not None:
            declared = _MAIN.findall(types) or [types]
            for pattern, kind in _KINDS:
                if any(pattern.search(one) for one in declared):
                    return kind
        if "ofd.xml" in self._by_name:
            return "ofd"
        mimetype = self.find("mimetype")
        if mimetype is not None:
            return _OPEN_DOCUMENT.get(mimetype.strip(), "zip")
        return next((kind for part, kind in _USUAL.items() if part in self._by_name), "zip")

    def find(self, name: str) -> bytes | None:
        """Return the bytes of a part, None if there is none of that name.

        Args:
            name: its path; the case of letters does not count, as in Office.

        Raises:
            RefusedError: as `read`.
        """
        info = self._by_name.get(name.lstrip("/").casefold())
        return None if info is None else self.read(info)

    def read(self, info: ZipInfo) -> bytes:
        """Inflate one entry.

        Raises:
            RefusedError: it is encrypted, damaged, or larger than the limits.
        """
        if info.flag_bits & _ENCRYPTED:
            raise RefusedError("file_encrypted", member_name(info))
        try:
            with self._zip.open(info) as stream:
                return self._inflate(stream, info)
        except _BROKEN as exc:
            raise RefusedError("file_damaged", f"zip: {exc}") from exc

    def _inflate(self, stream: IO[bytes], info: ZipInfo) -> bytes:
        chunks: list[bytes] = []
        size = 0
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            self._account.inflated += len(chunk)
            is_bomb = size > _SMALL and size > MOST_RATIO * max(info.compress_size, 1)
            if is_bomb or size > MOST_ENTRY_BYTES or self._account.inflated > MOST_BYTES:
                raise RefusedError("refused_too_large", f"{member_name(info)}: {size} bytes")
            chunks.append(chunk)
        return b"".join(chunks)


def member_name(info: ZipInfo) -> str:
    """Return the name of an entry as its author saw it; it is data and no path.

    A name that does not say that it is UTF-8 is UTF-8 if it can be, else GB 18030, as Chinese
    systems write it.
    """
    name = info.filename
    if not info.flag_bits & _UTF8:
        raw = name.encode("cp437", "replace")
        for charset in ("utf-8", "gb18030"):
            try:
                name = raw.decode(charset)
            except UnicodeDecodeError:
                continue
            break
    return _CONTROL.sub("", name.encode("utf-8", "replace").decode())[:_LONGEST_NAME]
