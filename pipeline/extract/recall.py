"""Reports like one that was read before: the same outline, other figures.

Belongs here: what of an extraction follows from the outline alone, and filling in the figures.
Does not belong here: reading anything for the first time (pipeline.extract.extract). A plan is
made only from an extraction whose every cell is copied from one place, and whose findings about
the tables quote no figure; so what it gives is what reading again would give.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import Any, Final

from pipeline.documents.document import Document, Grid
from pipeline.extract.assemble import RawCell
from schemas.finding import Finding

# Findings that depend on labels, headers and the year, never on a figure.
_OF_LABELS: Final = frozenset(
    {
        *("form_from_year", "form_year_mismatch", "table_missing", "row_missing"),
        *("unit_unknown", "header_unread", "columns_unexpected"),
    }
)


@dataclass(frozen=True, slots=True)
class Plan:
    """The cells of a report without their figures.

    `pick` takes the printed text of every cell from the constants followed by the figures;
    `columns` are the fields of the cells, all cells of one field together.
    """

    form_id: str
    findings: tuple[Finding, ...]
    constants: tuple[str, ...]
    pick: "itemgetter[Any]"
    columns: tuple[tuple[Any, ...], ...]

    def cells(self, figures: Sequence[str]) -> tuple[RawCell, ...]:
        """Return the cells of a report with these figures."""
        printed = self.pick((*self.constants, *figures))
        table, row, column, _, *others = self.columns
        return tuple(map(_raw_cell, zip(table, row, column, printed, *others, strict=True)))


_raw_cell = partial(tuple.__new__, RawCell)


def plan_of(
    document: Document, form_id: str, cells: Sequence[RawCell], findings: Sequence[Finding]
) -> Plan | None:
    """Make a plan of what was read, None if it does not follow from the outline alone.

    Args:
        document: what was read.
        form_id: the form that was chosen.
        cells: the cells of the only report in it.
        findings: the findings about its tables.
    """
    if any(finding.rule_id not in _OF_LABELS for finding in findings):
        return None
    printed = _printed(document)
    constants: list[str] = []
    picks: list[tuple[bool, int]] = []
    for cell in cells:
        source = printed.get(cell.place) if cell.reading else ("", None)
        is_copied = source is not None and source[0] == cell.printed and not cell.is_ambiguous
        if source is None or not is_copied or cell.reading not in {"", "cell"}:
            return None
        text, ordinal = source
        picks.append((ordinal is None, len(constants) if ordinal is None else ordinal))
        constants += [text] if ordinal is None else []
    ordinals = [at if is_constant else len(constants) + at for is_constant, at in picks]
    return Plan(
        form_id,
        tuple(findings),
        tuple(constants),
        itemgetter(*ordinals),
        tuple(zip(*cells, strict=True)),
    )


def _printed(document: Document) -> dict[str, tuple[str, int | None]]:
    """Return the text at every place of the tables, with the ordinal of the figure that it is."""
    printed: dict[str, tuple[str, int | None]] = {}
    before = 0
    for block in document.blocks:
        if not isinstance(block, Grid):
            continue
        for row, (_, cells) in zip(block.rows(), block.shape.rows, strict=True):
            for at, (text, _, _) in enumerate(cells):
                ordinal = before + text if isinstance(text, int) else None
                printed[row.place(at)] = (row.cells[at].text, ordinal)
        before += len(block.figures)
    return printed
