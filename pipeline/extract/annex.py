"""A list of indicators in the same file as a report with the statutory tables.

Belongs here: that there is one, which is told: only the tables of such a file are read. Does not
belong here: reading lists (pipeline.extract.indicators), other reports in the file
(pipeline.extract.rivals).
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from pipeline.documents.document import Document
from pipeline.extract.extract import Extraction
from pipeline.extract.indicators.listing import listings
from pipeline.extract.indicators.lists import read_lists
from pipeline.extract.label import Vocabulary
from schemas.finding import Finding

_LEAST: Final = 4  # characters of a caption: shorter ones, such as 单位, stand in many tables


def with_annex(
    found: Sequence[Extraction],
    document: Document,
    vocabulary: Vocabulary,
    report_year: int | None,
) -> Sequence[Extraction]:
    """Return the reports of a document; the first says that a list stands beside them.

    Args:
        found: what was read of the document.
        document: its rows.
        vocabulary: the labels of all forms.
        report_year: what the manifest says.
    """
    lists = {listing.form.id for listing in listings(vocabulary)}
    first = next((one for one in found if one.form_id not in {None, *lists}), None)
    if first is None or not _may_hold_list(document, vocabulary):
        return found
    listed = read_lists(document.rows, vocabulary, report_year or first.subject.report_year)
    if listed is None or listed.is_blank:
        return found
    count = sum(bool(cell.printed.strip()) for cell in listed.cells)
    told = Finding("list_unread", figures={"form": listed.form.id, "count": str(count)})
    with_told = replace(first, findings=(*first.findings, told))
    return [with_told if one is first else one for one in found]


def _may_hold_list(document: Document, vocabulary: Vocabulary) -> bool:
    """Tell whether a document shows a caption of lists; of a page, its source is at hand."""
    text = document.source or "".join(cell.text for row in document.rows for cell in row.cells)
    return any(caption in text for caption in _captions(vocabulary))


@cache
def _captions(vocabulary: Vocabulary) -> frozenset[str]:
    captions = (caption for one in listings(vocabulary) for caption in one.captions)
    return frozenset(caption for caption in captions if len(caption) >= _LEAST)
