"""One file to its documents, whatever it is.

Belongs here: the choice of the reader, by content. The stage before is intake, the one after
extract. Does not belong here: reading of any one format.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, TypeVar

from pipeline.documents import plain
from pipeline.documents.container import archive, gzipped, mht
from pipeline.documents.container.package import Account, Package
from pipeline.documents.cut import mended_page, mended_text
from pipeline.documents.document import Document, Loose
from pipeline.documents.page import html
from pipeline.documents.pdf.read import read_pdf
from pipeline.documents.recognition import NEEDED, recognised
from pipeline.documents.refuse import RefusedError
from pipeline.documents.sniff import binary_format, text_format
from pipeline.documents.word import doc, docx, rtf
from pipeline.documents.workbook import spreadsheet_xml, xls, xlsx
from pipeline.text.decode import decode
from schemas.finding import Finding

_Opened = TypeVar("_Opened", bytes, Package)
_PACKAGES: Final[Mapping[str, Callable[[Package], html.Page]]] = {
    "docx": docx.read,
    "xlsx": xlsx.read,
}
_FILES: Final[Mapping[str, Callable[[bytes], html.Page]]] = {
    "doc": doc.read,
    "word-xml": docx.read_single,
    "excel-xml": spreadsheet_xml.read,
    "rtf": rtf.read,
    "xls": xls.read,
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


def read_documents(
    data: bytes, words: re.Pattern[str], *, recognise: bool = False
) -> tuple[Document, ...]:
    """Read the bytes of one file.

    Args:
        data: the bytes.
        words: matches the statutory words, by which the charset is chosen.
        recognise: read scans too, which takes seconds a page, where the extra is installed.

    Returns:
        Its documents, at least one: several for an archive, in the order of their names.
    """
    return _Reader(words, recognise=recognise).read(data, 0)


class _Reader:
    """Reads a file and what it contains."""

    def __init__(self, words: re.Pattern[str], *, recognise: bool) -> None:
        self._words = words
        self._recognises = recognise
        self._account = Account()

    def read(self, data: bytes, depth: int) -> tuple[Document, ...]:
        """Read bytes that stand `depth` archives deep."""
        if not data.strip(b"\x00 \t\r\n"):
            found = f"{len(data)} bytes without text"
            return (Document("empty", complaint="not_a_report", found=found),)
        kind = binary_format(data)
        try:
            return self._read(kind, data, depth)
        except RefusedError as exc:
            refused = Document(kind or "text", complaint=exc.rule_id, found=exc.found)
        except html.TooLargeError as exc:
            refused = Document(kind or "text", complaint="refused_too_large", found=str(exc))
        return (refused,)

    def _read(self, kind: str, data: bytes, depth: int) -> tuple[Document, ...]:
        if not kind:
            return (self._text(data),)
        if kind == "gzip":
            return self._inner(gzipped.unpack(data), depth)
        if kind == "pdf":
            document = read_pdf(data)
            is_scan = document.complaint == NEEDED and self._recognises
            return (recognised(data, document) if is_scan else document,)
        if kind == "mht":
            return (replace(self._text(mht.main_part(data)), format="mht"),)
        if kind == "zip":
            return self._package(Package(data, self._account), depth)
        return (_office(kind, _FILES.get(kind), data),)

    def _package(self, package: Package, depth: int) -> tuple[Document, ...]:
        if package.kind == "zip":
            return self._archive(package, depth)
        return (_office(package.kind, _PACKAGES.get(package.kind), package),)

    def _inner(self, data: bytes, depth: int) -> tuple[Document, ...]:
        if depth >= _DEEPEST:
            raise RefusedError("refused_too_large", f"archives {depth + 1} deep")
        return self.read(data, depth + 1)

    def _archive(self, package: Package, depth: int) -> tuple[Document, ...]:
        """Read the members of an archive; a bad one spoils none of the others."""
        if depth >= _DEEPEST:
            raise RefusedError("refused_too_large", f"archives {depth + 1} deep")
        documents: list[Document] = []
        for name, info in archive.members(package):
            try:
                found = self._inner(package.read(info), depth)
            except RefusedError as exc:
                found = (Document("unknown", complaint=exc.rule_id, found=exc.found),)
            documents += (replace(one, member=archive.path(name, one.member)) for one in found)
        if not documents:
            raise RefusedError("not_a_report", "archive without documents")
        return tuple(documents)

    def _text(self, data: bytes) -> Document:
        decoded = decode(data, self._words)
        kind = text_format(decoded.text)
        text, is_cut = (mended_page if kind == "html" else mended_text)(decoded.text)
        page = _page(kind, text)
        return Document(
            format=kind,
            blocks=page.blocks,
            titles=page.titles,
            charset=decoded.charset,
            charset_declared=decoded.declared,
            replaced=decoded.replaced,
            struck=page.struck,
            told=((Finding("file_cut_off"),) if is_cut else ()) + _hidden(page),
            source=decoded.text if kind == "html" else "",
        )


def _office(kind: str, reader: Callable[[_Opened], html.Page] | None, file: _Opened) -> Document:
    """Read a file of Office, or say why not."""
    if kind == "encrypted":
        raise RefusedError("file_encrypted", "Office")
    if reader is None:
        complaint = "undecodable" if kind == "binary" else "format_unsupported"
        return Document(kind, complaint=complaint, found=kind)
    try:
        page = reader(file)
    except RefusedError as exc:
        return Document(kind, complaint=exc.rule_id, found=exc.found)
    except html.TooLargeError as exc:
        return Document(kind, complaint="refused_too_large", found=str(exc))
    return Document(kind, page.blocks, page.titles, struck=page.struck, told=_hidden(page))


def _hidden(page: html.Page) -> tuple[Finding, ...]:
    """Tell the characters that cannot be seen."""
    figures = {"count": str(page.hidden)}
    return (Finding("text_hidden", figures=figures),) if page.hidden else ()


def _page(kind: str, text: str) -> html.Page:
    if kind == "html":
        return html.read_page(text)
    return html.Page((Loose(tuple(plain.rows(text))),), plain.headings(text), 0)
