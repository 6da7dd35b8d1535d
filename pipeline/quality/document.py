"""The rules about a report as a whole: its sections, its title, its years, where its tables are.

Belongs here: which of them can be judged of this document. Does not belong here: any one rule
(pipeline.quality.section_rules, pipeline.quality.said_rules), figures (pipeline.quality.check).
What a copy may have lost is never held against its publisher: such rules are silent.
"""

from collections.abc import Iterator

from pipeline.documents.document import Document
from pipeline.extract.extract import Extraction
from pipeline.extract.label import Vocabulary
from pipeline.extract.narrative import narrative
from pipeline.quality.judged import Judged
from pipeline.quality.said_rules import said_findings
from pipeline.quality.section_rules import section_findings
from pipeline.text.gloss import has_plain_notes
from schemas.finding import Finding, listed

_ELSEWHERE = "attachment_only"
_PICTURED = "pages_pictured"
_LOST = "table_missing"
_PROSE_AT_LEAST = 3  # headings on the page itself


def document_findings(
    found: Extraction, document: Document, vocabulary: Vocabulary, year: int | None
) -> Iterator[Finding]:
    """Yield what is wrong with a report as a whole.

    Args:
        found: what was extracted of it.
        document: the file that it stands in.
        vocabulary: the labels of all forms.
        year: what the manifest says.
    """
    if document.is_recognised:
        return
    yield from _table_findings(found, document, vocabulary)
    form = next((one for one in vocabulary.tabled if one.id == found.form_id), None)
    reported = year or found.subject.report_year
    if form is None or reported is None:
        return
    judged = Judged(found, document, form, reported)
    yield from section_findings(judged)
    yield from said_findings(judged, vocabulary)


def _table_findings(
    found: Extraction, document: Document, vocabulary: Vocabulary
) -> Iterator[Finding]:
    """Tell of tables that the report does not print as tables: pictures, or only an attachment."""
    told = {one.rule_id: one for one in found.findings}
    if _ELSEWHERE in told:
        plain = has_plain_notes("\n".join(cell.text for row in document.rows for cell in row.cells))
        prose = narrative(document.blocks, vocabulary, plain_notes=plain)
        if len({one.section_id for one in prose if one.section_id}) >= _PROSE_AT_LEAST:
            printed = told[_ELSEWHERE].figures["found"]
            titles = [table.title for table in vocabulary.tabled[-1].tables]
            yield Finding("D.TABLES", printed=printed, figures=listed("label", titles))
    elif _PICTURED in told:
        lost = [one for one in found.findings if one.rule_id == _LOST]
        headed = {one.section_id for one in found.sections}
        tables = {table.id: table for form in vocabulary.tabled for table in form.tables}
        lost = [one for one in lost if tables[one.instance].section in headed]
        if lost:
            label = listed("label", (tables[one.instance].title for one in lost))
            instance = ";".join(one.instance for one in lost)
            printed = told[_PICTURED].figures["found"]
            yield Finding("D.TABLES", instance, "", printed, severity="warning", figures=label)
