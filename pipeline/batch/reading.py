"""One file: bytes to document to raw cells.

Belongs here: the boundary that a bad report does not cross. A later executor runs this function in
sandboxed workers; it takes and returns plain values.
"""

import hashlib
import logging
from dataclasses import dataclass

from pipeline.documents.document import Document
from pipeline.documents.read import read_documents
from pipeline.extract.extract import Extraction, extract
from pipeline.extract.label import Vocabulary

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file holds: its reports in order, each with the document that it stands in."""

    reports: tuple[tuple[Document, Extraction], ...]


def report_id(sha256: str, report_no: int) -> str:
    """Return the id of a report: it depends on the bytes and its number in the file only."""
    return hashlib.sha256(f"{sha256} {report_no}".encode()).hexdigest()[:16]


def read_file(data: bytes, vocabulary: Vocabulary, report_year: int | None = None) -> Reading:
    """Read one file, whatever it does to the reader.

    Args:
        data: the bytes of the file.
        vocabulary: the labels of all forms.
        report_year: what the manifest says.
    """
    try:
        documents = read_documents(data, vocabulary.words)
        found = [(one, extract(one, vocabulary, report_year)) for one in documents]
        return Reading(tuple((one, report) for one, reports in found for report in reports))
    except Exception as exc:  # noqa: BLE001  # a report that breaks the reader must not stop a night
        _log.warning("reader crashed: %s", type(exc).__name__, exc_info=exc)
        return refuse("parse_crash", f"{type(exc).__name__}: {exc}", vocabulary, report_year)


def refuse(
    rule_id: str, found: str, vocabulary: Vocabulary, report_year: int | None = None
) -> Reading:
    """Answer for a file that cannot be read: one report with a fatal finding.

    Args:
        rule_id: the fatal rule.
        found: what was found.
        vocabulary: the labels of all forms.
        report_year: what the manifest says.
    """
    refused = Document("unknown", complaint=rule_id, found=found)
    (extraction,) = extract(refused, vocabulary, report_year)
    return Reading(((refused, extraction),))
