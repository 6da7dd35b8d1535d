"""One file to its documents, whatever it is.

Belongs here: the choice of the reader, by content. The stage before is intake, the one after
extract. Does not belong here: reading of any one format.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from pipeline.documents import archive, docx, html, plain, xlsx
from pipeline.documents.document import Document, Loose
from pipeline.documents.package import Package
from pipeline.documents.refuse import RefusedError
from pipeline.documents.sniff import binary_format, text_format
from pipeline.text.decode import decode

_PACKAGES: Final[Mapping[str, Callable[[Package], html.Page]]] = {
    "docx": docx.read,
    "xlsx": xlsx.read,
}
_DEEPEST: Final = 2  # an archive within an archive, and no further


def read_document(data: bytes, words: re.Pattern[str]) -> Document:
    """Read the bytes of a file that is one document; of an archive, its first.

    Args:
        data: the bytes.
        words: matches the statutory words, by which the charset is chosen.

    Returns:
        A document; one with a `complaint` where nothing can be read.
    """
    return read_documents(data, words)[0]


def read_documents(data: bytes, words: re.Pattern[str]) -> tuple[Document, ...]:
    """Read the bytes of one file.

    Args:
        data: the bytes.
        words: matches the statutory words, by which the charset is chosen.

    Returns:
        Its documents, at least one: several for an archive, in the order of their names.
    """
    return _Reader(words).read(data, 0)


class _Reader:
    """Reads a file and what it contains."""

    def __init__(self, words: re.Pattern[str]) -> None:
        self._words = words

    def read(self, data: bytes, depth: int) -> tuple[Document, ...]:
        """Read bytes that stand `depth` archives deep."""
        if not data.strip(b"\x00 \t\r\n"):
            found = f"{len(data)} bytes without text"
            return (Document("empty", complaint="not_a_report", found=found),)
        kind = binary_format(data)
        try:
            if kind == "zip":
                return self._package(Package(data), depth)
            return (self._binary(kind) if kind else self._text(data),)
        except RefusedError as exc:
            return (Document(kind or "text", complaint=exc.rule_id, found=exc.found),)

    def _package(self, package: Package, depth: int) -> tuple[Document, ...]:
        kind = package.kind
        if kind == "zip":
            return self._archive(package, depth)
        reader = _PACKAGES.get(kind)
        if reader is None:
            return (self._binary(kind),)
        try:
            page = reader(package)
        except RefusedError as exc:
            return (Document(kind, complaint=exc.rule_id, found=exc.found),)
        except html.TooLargeError as exc:
            return (Document(kind, complaint="refused_too_large", found=str(exc)),)
        return (Document(kind, page.blocks, page.titles, struck=page.struck),)

    def _archive(self, package: Package, depth: int) -> tuple[Document, ...]:
        """Read the members of an archive; a bad one spoils none of the others."""
        if depth >= _DEEPEST:
            raise RefusedError("refused_too_large", f"archives {depth + 1} deep")
        documents: list[Document] = []
        for name, info in archive.members(package):
            try:
                found = self.read(package.read(info), depth + 1)
            except RefusedError as exc:
                found = (Document("unknown", complaint=exc.rule_id, found=exc.found),)
            documents += (replace(one, member=archive.path(name, one.member)) for one in found)
        if not documents:
            raise RefusedError("not_a_report", "archive without documents")
        return tuple(documents)

    def _binary(self, kind: str) -> Document:
        complaint = "undecodable" if kind == "binary" else "format_unsupported"
        return Document(kind, complaint=complaint, found=kind)

    def _text(self, data: bytes) -> Document:
        decoded = decode(data, self._words)
        kind = text_format(decoded.text)
        try:
            page = _page(kind, decoded.text)
        except html.TooLargeError as exc:
            return Document(kind, complaint="refused_too_large", found=str(exc))
        return Document(
            format=kind,
            blocks=page.blocks,
            titles=page.titles,
            charset=decoded.charset,
            charset_declared=decoded.declared,
            replaced=decoded.replaced,
            struck=page.struck,
        )


def _page(kind: str, text: str) -> html.Page:
    if kind == "html":
        return html.read_page(text)
    return html.Page((Loose(tuple(plain.rows(text))),), plain.headings(text), 0)
