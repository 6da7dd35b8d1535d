"""Whether scans can be read here, and the way to it.

Belongs here: the extra `ocr`, looked for and loaded only when it is needed. Does not belong here:
recognition itself (pipeline.documents.scan).
"""

from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from pipeline.documents.document import Document

NEEDED = "needs_ocr"
"""The complaint of a document that only recognition can read."""
_PACKAGES = ("rapidocr", "onnxruntime")


@cache
def engine_version() -> str:
    """Return what reads scans here; empty where nothing does."""
    if any(find_spec(name) is None for name in _PACKAGES):
        return ""
    try:
        return " ".join(f"{name} {version(name)}" for name in _PACKAGES)
    except PackageNotFoundError:
        return ""


def recognised(data: bytes, document: Document) -> Document:
    """Read a PDF again, by recognition.

    Args:
        data: its bytes.
        document: what it says without: the answer where nothing reads scans.
    """
    if not engine_version():
        return document
    from pipeline.documents.scan.read import read_scan  # noqa: PLC0415  # slow to load

    return read_scan(data)
