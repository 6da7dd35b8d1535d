"""A document to the cells of a list of indicators, as reports had before the statutory tables.

Belongs here: finding lists, the choice among their forms, what prose repeats. Does not belong here:
the statutory tables, which are tried first (pipeline.extract.extract).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Final

from pipeline.documents.document import Row
from pipeline.extract.assemble import RawCell
from pipeline.extract.indicators.columned import grid_rolls, grids
from pipeline.extract.indicators.listed import Listed
from pipeline.extract.indicators.listing import Listing, listings, without_comments
from pipeline.extract.indicators.pairs import Said
from pipeline.extract.indicators.roll import Roll
from pipeline.extract.indicators.rolls import Stream, rolls
from pipeline.extract.label import Vocabulary
from pipeline.text.canonical import clean
from pipeline.text.gloss import has_plain_notes
from schemas.finding import Finding
from schemas.form import Form
from schemas.identity import rows_in_force

_SENTENCE_END: Final = re.compile("[。;；!?！？\n]")
_BLANK: Final = " \u00a0-—/×X"


@dataclass(frozen=True, slots=True)
class ListReading:
    """The cells of a list, and the findings about them; none of a form that was not filled in."""

    form: Form
    cells: tuple[RawCell, ...]
    findings: tuple[Finding, ...]
    is_blank: bool


def read_lists(
    rows: Sequence[Row], vocabulary: Vocabulary, report_year: int | None
) -> ListReading | None:
    """Read the list of a document, None if it holds none.

    Args:
        rows: the rows of one file.
        vocabulary: the labels of all forms.
        report_year: the year that is reported on, if it is known.
    """
    text = "\n".join(cell.text for row in rows for cell in row.cells)
    plain_notes = has_plain_notes(text)
    squeezed = "".join(clean(text, plain_notes=plain_notes).split())
    known = [
        one for one in listings(vocabulary) if any(caption in squeezed for caption in one.captions)
    ]
    if not known:
        return None

    @lru_cache(maxsize=10_000)
    def level(printed: str) -> str:
        return vocabulary.level(without_comments(printed), plain_notes=plain_notes)

    streams = list(_streams(rows, vocabulary, plain_notes=plain_notes))
    found = {one.form.id: (one, _prints(one, rows, streams, level)) for one in known}
    chosen, why = _choose([pair for pair in found.values() if _is_list(*pair)], report_year)
    if chosen is None:
        return None
    listing, prints = chosen
    listed = Listed(listing, prints, _told(listing.form, streams, report_year))
    is_blank = not any(cell.printed.strip(_BLANK) for cell in listed.cells)
    about = _about(listing.form, prints, report_year)
    return ListReading(listing.form, listed.cells, (*why, *about, *listed.findings), is_blank)


_Print = tuple[Listing, list[Roll]]


def _streams(rows: Sequence[Row], vocabulary: Vocabulary, *, plain_notes: bool) -> Iterator[Stream]:
    for is_line, run in groupby(rows, key=lambda row: len(row.cells) == 1):
        if is_line:
            yield Stream(list(run), vocabulary.phrases, plain_notes=plain_notes)


def _prints(
    listing: Listing,
    rows: Sequence[Row],
    streams: Sequence[Stream],
    level: Callable[[str], str],
) -> list[Roll]:
    found = list(grid_rolls(grids(rows), listing, level))
    return found + [roll for stream in streams for roll in rolls(stream, listing)]


def _is_list(listing: Listing, prints: Sequence[Roll]) -> bool:
    """Tell a list from a table that merely has some of its labels: half of the rows are there."""
    codes = {row.code for roll in prints for row in roll.rows}
    printed = frozenset(
        row.code for row in listing.table.rows if row.replaces and row.code in codes
    )
    force = {row.code for row in rows_in_force(listing.table, printed)}
    return 2 * len(codes & force) >= len(force)


def _choose(found: Sequence[_Print], year: int | None) -> tuple[_Print | None, list[Finding]]:
    """Choose by what the list prints; the year decides only between forms that fit."""
    detected = [one for one in found if any(one[0].detector & roll.words for roll in one[1])]
    fitting = detected or list(found)
    in_force = [one for one in fitting if year is not None and one[0].form.covers(year)]
    if len(fitting) == 1:
        form = fitting[0][0].form
        figures = {"form": form.id, "year": str(year)}
        mismatch = [Finding("form_year_mismatch", figures=figures)]
        return fitting[0], [] if year is None or in_force else mismatch
    if len(in_force) == 1:
        figures = {"form": in_force[0][0].form.id, "year": str(year)}
        return in_force[0], [Finding("form_from_year", figures=figures)]
    return None, []


def _about(form: Form, prints: Sequence[Roll], year: int | None) -> Iterator[Finding]:
    """Tell that a form is unverified, and that a list is headed by another year."""
    if form.unverified:
        yield Finding("form_unverified", figures={"form": form.id})
    years = {roll.head.year for roll in prints if roll.head and roll.head.year}
    if year is not None and years and years != {year}:
        printed = "、".join(map(str, sorted(years)))
        table = form.tables[0].id
        yield Finding("list_year", table, printed=printed, expected=str(year))


def _told(form: Form, streams: Sequence[Stream], year: int | None) -> dict[tuple[str, str], Said]:
    """Return the figures that prose gives for cells, of the year that is reported on.

    The first figure of a sentence that names the year counts; if sentences differ, none does.
    """
    found = {}
    text = "\n".join(stream.text for stream in streams)
    for told in form.told:
        phrase = "|".join(re.escape(one) for one in sorted(told.phrases, key=lambda o: -len(o)))
        figure = re.compile(rf"(?:{phrase})\s*[共为达计]*\s*([0-9]+)\s*(?:余|多)?[\u4e00-\u9fff]")
        firsts, every = set(), set()
        for sentence in _SENTENCE_END.split(text):
            figures = [(one.start(), int(one[1])) for one in figure.finditer(sentence)]
            every |= {one for _, one in figures}
            if figures and year is not None and f"{year}年" in sentence[: figures[0][0]]:
                firsts.add(figures[0][1])
        if len(firsts) == 1:
            found[told.row, told.column] = Said(firsts.pop(), frozenset(every))
    return found
