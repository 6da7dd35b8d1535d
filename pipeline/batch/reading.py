"""One file: bytes to document to raw cells.

Belongs here: the boundary that a bad report does not cross, and what crosses it: plain values, few
and packed, because they may come from another process (pipeline.batch.executor). Does not belong
here: where the bytes come from (pipeline.batch.opening).
"""

import hashlib
import logging
from dataclasses import replace
from typing import Any, NamedTuple, Self

from pipeline.documents.document import Document
from pipeline.documents.read import read_documents
from pipeline.extract.annex import with_annex
from pipeline.extract.claims.narrative import FoundClaim, claims_of
from pipeline.extract.extract import Extraction, extract
from pipeline.extract.label import Vocabulary
from pipeline.extract.narrative import Section, passages
from pipeline.extract.rivals import told_apart
from pipeline.quality.document import document_findings
from pipeline.quality.signature import section_signature
from schemas.finding import Finding

_log = logging.getLogger(__name__)
TOO_LARGE = "refused_too_large"


class ReadReport(NamedTuple):
    """One report: what it stands in, whose it is, its cells and what is to be said of it.

    `cells` are the fields of pipeline.extract.assemble.RawCell, all cells of one field together:
    most reports share most of them. `sections` is its prose, `signatures` one a section, `claims`
    what the prose says of figures.
    """

    format: str
    charset: str
    charset_declared: str
    member: str
    agency_name: str
    report_year: int | None
    title: str
    form_id: str | None
    cells: tuple[tuple[Any, ...], ...]
    findings: tuple[Finding, ...]
    sections: tuple[Section, ...] = ()
    signatures: tuple[tuple[int, ...], ...] = ()
    claims: tuple[FoundClaim, ...] = ()

    @classmethod
    def of(cls, document: Document, found: Extraction, report_year: int | None) -> Self:
        """Pack what was extracted from a document."""
        whence = (document.format, document.charset, document.charset_declared, document.member)
        subject = found.subject
        columns = tuple(zip(*found.cells, strict=True))
        about = (subject.agency_name, subject.report_year, subject.title, found.form_id)
        signed = tuple(map(section_signature, found.sections))
        year = report_year or subject.report_year
        claims = claims_of(passages(found.sections), year, subject.agency_name)
        return cls(*whence, *about, columns, found.findings, found.sections, signed, claims)


class Reading(NamedTuple):
    """What one file holds: its reports in order."""

    reports: tuple[ReadReport, ...]


def report_id(sha256: str, report_no: int) -> str:
    """Return the id of a report: it depends on the bytes and its number in the file only."""
    return hashlib.sha256(f"{sha256} {report_no}".encode()).hexdigest()[:16]


def read_bytes(
    data: bytes,
    vocabulary: Vocabulary,
    report_year: int | None = None,
    *,
    recognise: bool = False,
) -> Reading:
    """Read one file.

    Args:
        data: the bytes of the file.
        vocabulary: the labels of all forms.
        report_year: what the manifest says.
        recognise: read scans too, where the extra for it is installed.

    Raises:
        Exception: whatever it does to the reader.
    """
    documents = read_documents(data, vocabulary.words, recognise=recognise)
    return _packed(documents, vocabulary, report_year)


def read_file(data: bytes, vocabulary: Vocabulary, report_year: int | None = None) -> Reading:
    """Read one file, whatever it does to the reader short of killing it."""
    try:
        return read_bytes(data, vocabulary, report_year)
    except MemoryError:
        return refuse(TOO_LARGE, "more memory than there is", vocabulary, report_year)
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
    return _packed((refused,), vocabulary, report_year)


def _packed(
    documents: tuple[Document, ...], vocabulary: Vocabulary, report_year: int | None
) -> Reading:
    found = [
        (document, one)
        for document in documents
        for one in with_annex(
            extract(document, vocabulary, report_year), document, vocabulary, report_year
        )
    ]
    told = told_apart([one for _, one in found])
    return Reading(
        tuple(
            ReadReport.of(
                document, _with_judgement(document, one, vocabulary, report_year), report_year
            )
            for (document, _), one in zip(found, told, strict=True)
            if one is not None
        )
    )


def _with_judgement(
    document: Document, found: Extraction, vocabulary: Vocabulary, report_year: int | None
) -> Extraction:
    """Add what is wrong with a report as a whole, while its text is at hand."""
    said = document_findings(found, document, vocabulary, report_year)
    return replace(found, findings=(*found.findings, *said))
