"""One document to the raw cells of its form.

Belongs here: the order of the steps and the verdict that there is no report. The stage before is
documents, the one after transforms.
"""

from dataclasses import dataclass

from pipeline.documents.document import Document
from pipeline.extract.assemble import Assembly, RawCell, candidates
from pipeline.extract.identify import Subject, identify
from pipeline.extract.label import Vocabulary
from pipeline.extract.scan import scan
from pipeline.extract.sheet import Sheet
from schemas.finding import Finding
from schemas.form import Form


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one document holds; no form and no cells where a finding is fatal."""

    subject: Subject
    form_id: str | None
    cells: tuple[RawCell, ...]
    findings: tuple[Finding, ...]


def extract(
    document: Document, vocabulary: Vocabulary, report_year: int | None = None
) -> Extraction:
    """Extract the statutory cells of one document.

    Args:
        document: the rows of one file.
        vocabulary: the labels of all forms.
        report_year: what the manifest says, which counts before the document's own words.

    Returns:
        One cell for every cell of the chosen form, or a fatal finding.
    """
    if document.complaint:
        fatal = Finding(document.complaint, figures={"found": document.found})
        return Extraction(Subject("", report_year, ""), None, (), (fatal,))
    sheet = scan(document, vocabulary)
    subject = identify(document)
    findings = list(_subject_findings(document, subject, report_year))
    year = report_year or subject.report_year
    form, why = _choose_form(vocabulary, sheet, year)
    assembly = Assembly(form, sheet) if form else None
    if form is None or assembly is None or not assembly.is_report:
        return Extraction(subject, None, (), (*findings, _no_report(sheet, subject)))
    findings += [*why, *sheet.findings, *assembly.findings]
    return Extraction(subject, form.id, assembly.cells, tuple(findings))


def _choose_form(
    vocabulary: Vocabulary, sheet: Sheet, year: int | None
) -> tuple[Form | None, list[Finding]]:
    """Choose by what the tables print; the year decides only between forms that fit."""
    if not sheet.records:
        return None, []
    fitting = candidates(vocabulary.forms, sheet)
    in_force = [form for form in fitting if year is not None and form.covers(year)]
    if len(fitting) == 1:
        form = fitting[0]
        figures = {"form": form.id, "year": str(year)}
        mismatch = [Finding("form_year_mismatch", figures=figures)]
        return form, [] if year is None or in_force else mismatch
    if len(in_force) == 1:
        figures = {"form": in_force[0].id, "year": str(year)}
        return in_force[0], [Finding("form_from_year", figures=figures)]
    return None, []


def _subject_findings(
    document: Document, subject: Subject, report_year: int | None
) -> list[Finding]:
    findings = []
    if document.replaced:
        figures = {"charset": document.charset, "count": str(document.replaced)}
        findings.append(Finding("decoded_with_replacement", figures=figures))
    if not subject.agency_name:
        findings.append(Finding("agency_unknown"))
    if report_year is None and subject.report_year is None:
        findings.append(Finding("year_unknown"))
    if report_year and subject.report_year and report_year != subject.report_year:
        printed, expected = str(subject.report_year), str(report_year)
        findings.append(Finding("year_conflict", printed=printed, expected=expected))
    return findings


def _no_report(sheet: Sheet, subject: Subject) -> Finding:
    looks_like_one = bool(subject.title or sheet.sections)
    rows = len({(record.table_id, record.row_code) for record in sheet.records})
    found = f"{len(sheet.sections)} sections, {rows} rows"
    return Finding("form_unknown" if looks_like_one else "not_a_report", figures={"found": found})
