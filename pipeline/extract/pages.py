"""Page numbers among cells that stand one a line, where a cell that was empty left no line.

Belongs here: what tells that a number may be a page and no figure. Does not belong here: page
numbers that say what they are (pipeline.extract.lines drops them).
A page number in the place of an empty cell makes a row of the right length. Where the row has a
sum, that breaks; where it has none, nothing shows it unless other rows of the report are short.
"""

from collections.abc import Sequence

from pipeline.extract.sheet import RowRecord, Sheet, Value
from pipeline.text.number import read_figure
from schemas.form import Form

_PAGES = range(1, 100)


class Pages:
    """What the lines of one report tell of lost cells and page numbers."""

    def __init__(self, form: Form, sheet: Sheet) -> None:
        """Compare the rows on lines with the form."""
        widths = {
            (table.id, row.code): len(block.columns)
            for table in form.tables
            for block in table.blocks
            for row in block.rows
        }
        widths |= {(table.id, ""): len(table.columns) * len(table.rows) for table in form.tables}
        lines = [one for one in sheet.records if one.shape == "lines"]
        spare = [
            len(one.values) - widths.get((one.table_id, one.row_code), len(one.values))
            for one in lines
        ]
        self.has_short_rows = any(number < 0 for number in spare)
        self._is_lossy = any(spare) or sheet.has_stray_numbers
        self._are_marked = sheet.has_page_marks

    def may_break_sums(self, values: Sequence[Value], width: int) -> bool:
        """Tell whether a page number may be why rows that stand side by side do not sum up.

        Args:
            values: the values of the rows, one a line.
            width: the cells of a row, of which the last is the sum of the others.
        """
        numbers = [_number(value) for value in values]
        known = [number for number in numbers if number is not None]
        if len(known) < len(numbers):
            return self._is_lossy
        rows = [known[at : at + width] for at in range(0, len(known), width)]
        if all(row[-1] == sum(row[:-1]) for row in rows):
            return False
        return self._is_lossy or any(number in _PAGES for number in known)

    def may_hide(self, record: RowRecord) -> bool:
        """Tell whether a row without a sum may hold a page number, and nothing would show it."""
        is_marked = self._are_marked  # who marks pages prints no bare numbers
        numbers = [_number(value) for value in record.values]
        return record.shape == "lines" and not is_marked and any(one in _PAGES for one in numbers)


def _number(value: Value) -> int | None:
    figure = read_figure(value.text)
    if figure.status in {"dash", "not_applicable"}:
        return 0
    return int(figure.figure) if figure.status == "number" else None
