"""One document to the raw cells of its reports.

Belongs here: the order of the steps, the choice of the form and the verdict that there is no
report. The stage before is documents, the one after transforms.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from pipeline.documents.document import Document, Loose, Row
from pipeline.documents.page.links import attachments
from pipeline.extract.assemble import Assembly, RawCell
from pipeline.extract.choice import choose_form, detects
from pipeline.extract.identify import Subject, identify
from pipeline.extract.identify import forget as forget_titles
from pipeline.extract.indicators.lists import read_lists
from pipeline.extract.label import Vocabulary
from pipeline.extract.mend import recognised
from pipeline.extract.narrative import Section, narrative
from pipeline.extract.outline import Item, Outliner
from pipeline.extract.prose import told_figures
from pipeline.extract.recall import Plan, plan_of
from pipeline.extract.scan import scan
from pipeline.extract.segment import segments
from pipeline.extract.sheet import Sheet
from pipeline.text.gloss import has_plain_notes
from pipeline.text.number import read_figure
from schemas.finding import Finding

_Key = tuple[tuple[Item, ...], int | None]
_MOST_PLANS = 500
_FOLLOW_FROM_FATAL = frozenset({"agency_unknown", "year_unknown"})


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one report holds; no form and no cells where a finding is fatal.

    `sections` is its prose, of a report with statutory tables.
    """

    subject: Subject
    form_id: str | None
    cells: tuple[RawCell, ...]
    findings: tuple[Finding, ...]
    sections: tuple[Section, ...] = ()


def extract(
    document: Document, vocabulary: Vocabulary, report_year: int | None = None
) -> tuple[Extraction, ...]:
    """Extract the statutory cells of every report of a document.

    Args:
        document: the rows of one file.
        vocabulary: the labels of all forms.
        report_year: what the manifest says, which counts before the document's own words.

    Returns:
        One extraction a report, at least one: without any report it carries a fatal finding.
    """
    if document.complaint:
        fatal = Finding(document.complaint, figures={"found": document.found})
        return (Extraction(Subject("", report_year, ""), None, (), (fatal,)),)
    found = _extract_tables(document, vocabulary, report_year)
    return _or_list(found, document, vocabulary, report_year)


def _with_method(
    found: tuple[Extraction, ...], document: Document, vocabulary: Vocabulary
) -> tuple[Extraction, ...]:
    """Mark what was recognised from pictures, and mend what the sums allow."""
    if not document.is_recognised:
        return found
    forms = {form.id: form for form in vocabulary.forms}
    marked = []
    for one in found:
        if one.form_id is None:
            marked.append(one)
            continue
        cells, told = recognised(forms[one.form_id], one.cells)
        marked.append(replace(one, cells=cells, findings=(*one.findings, *told)))
    return tuple(marked)


def _extract_tables(
    document: Document, vocabulary: Vocabulary, report_year: int | None
) -> tuple[Extraction, ...]:
    """Extract the statutory tables of every report of a document, the swift way if there is one."""
    memory = _memory(vocabulary)
    outline = memory.outliner.outline(document)
    reader = _Reader(document, vocabulary, report_year)
    if outline is None:
        return reader.read_all()
    subject = identify(
        outline.lines, document.titles, vocabulary, plain_notes=False, opening=outline.opening
    )
    key = (tuple(outline.key), report_year or subject.report_year)
    plan = memory.plans.get(key)
    told = reader.subject_findings(subject)
    if plan is not None:
        findings = (*told, *plan.findings)
        cells = plan.cells(outline.figures)
        prose = narrative(document.blocks, vocabulary, plain_notes=False)
        return (Extraction(subject, plan.form_id, cells, findings, prose),)
    rows = tuple(row for block in outline.telling for row in block.rows())
    if len(tuple(segments(rows, vocabulary, plain_notes=False))) > 1:
        return reader.read_all()
    found = reader.read(rows, subject=subject)
    if found.form_id is not None:
        prose = narrative(document.blocks, vocabulary, plain_notes=False)
        about_tables = found.findings[len(told) :]
        memory.learn(key, plan_of(document, found.form_id, found.cells, about_tables))
        found = replace(found, sections=prose)
    return (found,)


def extract_carefully(
    document: Document, vocabulary: Vocabulary, report_year: int | None = None
) -> tuple[Extraction, ...]:
    """Extract row by row, without what was learned from other documents: the same, only slower.

    Args:
        document: the rows of one file, without a complaint.
        vocabulary: the labels of all forms.
        report_year: what the manifest says.
    """
    found = _Reader(document, vocabulary, report_year).read_all()
    return _or_list(found, document, vocabulary, report_year)


def _or_list(
    found: tuple[Extraction, ...],
    document: Document,
    vocabulary: Vocabulary,
    report_year: int | None,
) -> tuple[Extraction, ...]:
    """Return the list of indicators of a document that has no statutory table, if it has one."""
    if any(one.form_id is not None for one in found):
        return _with_method(found, document, vocabulary)
    subject = found[0].subject
    listed = read_lists(document.rows, vocabulary, report_year or subject.report_year)
    if listed is None:
        return found
    told = _Reader(document, vocabulary, report_year).subject_findings(subject)
    if listed.is_blank:
        told = [one for one in told if one.rule_id not in _FOLLOW_FROM_FATAL]
        return (Extraction(subject, None, (), (*told, Finding("form_blank"))),)
    found = (Extraction(subject, listed.form.id, listed.cells, (*told, *listed.findings)),)
    return _with_method(found, document, vocabulary)


def forget(vocabulary: Vocabulary) -> None:
    """Forget everything that was learned from documents read before."""
    _memory.cache_clear()
    vocabulary.forget()
    read_figure.cache_clear()
    forget_titles()


class _Memory:
    """What one process remembers of the documents it read."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.outliner = Outliner(vocabulary)
        self.plans: dict[_Key, Plan] = {}

    def learn(self, key: _Key, plan: Plan | None) -> None:
        """Remember a plan, if there is one."""
        if plan is None:
            return
        if len(self.plans) >= _MOST_PLANS:
            self.plans.clear()
        self.plans[key] = plan


@cache
def _memory(vocabulary: Vocabulary) -> _Memory:
    return _Memory(vocabulary)


class _Reader:
    """Reads the parts of one document."""

    def __init__(self, document: Document, vocabulary: Vocabulary, report_year: int | None) -> None:
        self._document = document
        self._vocabulary = vocabulary
        self._report_year = report_year
        self.plain_notes = False

    def read_all(self) -> tuple[Extraction, ...]:
        """Read every report of the document."""
        document = self._document
        rows = document.rows
        text = "\n".join(cell.text for row in rows for cell in row.cells)
        self.plain_notes = has_plain_notes(text)
        parts: list[tuple[Row, ...]] = []
        for part in segments(rows, self._vocabulary, plain_notes=self.plain_notes):
            if parts and self.read_part(part).form_id is None:
                parts[-1] += part  # what follows a report and is none belongs to its page
            else:
                parts.append(part)
        found = [
            self._with_prose(self.read_part(part, heads=document.titles if at == 0 else ()), part)
            for at, part in enumerate(parts)
        ]
        return tuple(_without_repetition(found))

    def _with_prose(self, found: Extraction, rows: tuple[Row, ...]) -> Extraction:
        if found.form_id is None:
            return found
        prose = narrative((Loose(rows),), self._vocabulary, plain_notes=self.plain_notes)
        return replace(found, sections=prose)

    def read_part(self, rows: Sequence[Row], heads: Sequence[str] = ()) -> Extraction:
        """Read one part as a report."""
        lines = [row.cells[0].text for row in rows if len(row.cells) == 1]
        subject = identify(lines, heads, self._vocabulary, plain_notes=self.plain_notes)
        return self.read(rows, subject)

    def read(self, rows: Sequence[Row], subject: Subject) -> Extraction:
        """Read rows as a report, given whose it is."""
        sheet = scan(rows, self._vocabulary, plain_notes=self.plain_notes)
        year = self._report_year or subject.report_year
        form, why = choose_form(self._vocabulary, sheet, year)
        if form is not None and any(one.shape == "fused" for one in sheet.records):
            sheet.told = told_figures(
                form, rows, self._vocabulary, year=year, plain_notes=self.plain_notes
            )
        is_page = self._document.is_page
        is_detected = form is not None and detects(form, sheet)
        assembly = Assembly(form, sheet, is_page=is_page, is_detected=is_detected) if form else None
        findings = self.subject_findings(subject)
        if form is None or assembly is None or not assembly.is_report or assembly.is_blank:
            is_blank = assembly is not None and assembly.is_report
            fatal = _no_report(sheet, subject, self._document, is_blank=is_blank)
            told = [one for one in findings if one.rule_id not in _FOLLOW_FROM_FATAL]
            return Extraction(subject, None, (), (*told, fatal))
        findings += [*why, *sheet.findings, *assembly.findings]
        return Extraction(subject, form.id, assembly.cells, tuple(findings))

    def subject_findings(self, subject: Subject) -> list[Finding]:
        """Return what is to be said of whose report it is, and of its text."""
        document, wanted, found = self._document, self._report_year, subject.report_year
        findings = list(document.told)
        if document.replaced:
            figures = {"charset": document.charset, "count": str(document.replaced)}
            findings.append(Finding("decoded_with_replacement", figures=figures))
        if document.struck:
            findings.append(Finding("struck_out", figures={"count": str(document.struck)}))
        if not subject.agency_name:
            findings.append(Finding("agency_unknown"))
        if wanted is None and found is None:
            findings.append(Finding("year_unknown"))
        if wanted and found and wanted != found:
            findings.append(Finding("year_conflict", printed=str(found), expected=str(wanted)))
        figures = {"found": subject.others}
        for doubt in subject.doubts:
            printed = str(found) if doubt == "year_conflict" else subject.agency_name
            if doubt != "year_conflict" or wanted is None:
                findings.append(Finding(doubt, "", "", printed, subject.others, figures=figures))
        return findings


def _no_report(sheet: Sheet, subject: Subject, document: Document, *, is_blank: bool) -> Finding:
    if is_blank:
        return Finding("form_blank")
    looks_like_one = bool(subject.title or sheet.sections)
    links = attachments(document.source) if looks_like_one and not sheet.records else ()
    if links:
        return Finding("attachment_only", figures={"found": "; ".join(links)})
    rows = len({(record.table_id, record.row_code) for record in sheet.records})
    figures = {"found": str(rows)}
    return Finding("form_unknown" if looks_like_one else "not_a_report", figures=figures)


def _without_repetition(found: list[Extraction]) -> list[Extraction]:
    """Leave out a report that the same file prints again, figure for figure, and say so."""
    kept: dict[tuple[str, ...], Extraction] = {}
    for one in found:
        printed = tuple(cell.printed.strip() for cell in one.cells)
        first = kept.get(printed)
        if first is None or not printed:
            kept[printed] = one
        else:
            told = (*first.findings, Finding("report_repeated"))
            kept[printed] = replace(first, findings=told)
    return list(kept.values())
