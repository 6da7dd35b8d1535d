"""One file to one Document, whatever it is.

Belongs here: the choice of the reader. The stage before is intake, the one after extract.
Does not belong here: reading of any one format.
"""

import re

from pipeline.documents import html, plain
from pipeline.documents.document import Document, Loose
from pipeline.documents.pdf import read_pdf
from pipeline.documents.sniff import binary_format, text_format
from pipeline.text.decode import decode


def read_document(data: bytes, words: re.Pattern[str]) -> Document:
    """Read the bytes of one file.

    Args:
        data: the bytes.
        words: matches the statutory words, by which the charset is chosen.

    Returns:
        A document; one with a `complaint` where nothing can be read.
    """
    if not data.strip(b"\x00 \t\r\n"):
        return Document("empty", complaint="not_a_report", found=f"{len(data)} bytes without text")
    binary = binary_format(data)
    if binary == "pdf":
        return read_pdf(data)
    if binary:
        complaint = "undecodable" if binary == "binary" else "format_unsupported"
        return Document(binary, complaint=complaint, found=binary)
    decoded = decode(data, words)
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
