"""Reading a file from bytes to labelled cells, for tests."""

from pipeline.documents.read import read_document
from pipeline.extract.assemble import RawCell
from pipeline.extract.extract import Extraction, extract
from pipeline.extract.label import Vocabulary
from schemas.finding import Finding
from schemas.form import Form, load_forms, tabled
from tests.builders import Key

ALL_FORMS = load_forms()
FORMS = tabled(ALL_FORMS)
F2019, F2021 = FORMS
VOCABULARY = Vocabulary(ALL_FORMS)


def read(data: bytes | str, report_year: int | None = None) -> Extraction:
    """Read one file; every finding of the reading must be sayable."""
    content = data.encode() if isinstance(data, str) else data
    (extraction,) = read_all(content, report_year)
    return extraction


def read_all(data: bytes | str, report_year: int | None = None) -> tuple[Extraction, ...]:
    """Read every report of one file; every finding of the reading must be sayable."""
    content = data.encode() if isinstance(data, str) else data
    extractions = extract(read_document(content, VOCABULARY.words), VOCABULARY, report_year)
    for extraction in extractions:
        for finding in extraction.findings:
            finding.row("r1")
    return extractions


def form_of(extraction: Extraction) -> Form:
    """Return the form that a reading chose."""
    return next(form for form in ALL_FORMS if form.id == extraction.form_id)


def key(cell: RawCell) -> Key:
    """Return table, row and column of a cell."""
    return cell.table_id, cell.row_code, cell.col_code


def read_cells(extraction: Extraction) -> dict[Key, str]:
    """Return the printed text of every cell that is there and not ambiguous."""
    return {
        key(cell): cell.printed
        for cell in extraction.cells
        if cell.reading and not cell.is_ambiguous
    }


def ambiguous(extraction: Extraction) -> set[Key]:
    """Return the cells whose digits are there but not whose they are."""
    return {key(cell) for cell in extraction.cells if cell.is_ambiguous}


def missing(extraction: Extraction) -> set[Key]:
    """Return the cells that are not in the document."""
    return {key(cell) for cell in extraction.cells if not cell.reading}


def found(extraction: Extraction, rule_id: str) -> list[Finding]:
    """Return the findings of one rule."""
    return [finding for finding in extraction.findings if finding.rule_id == rule_id]


def rule_ids(extraction: Extraction) -> set[str]:
    """Return the ids of all findings."""
    return {finding.rule_id for finding in extraction.findings}
