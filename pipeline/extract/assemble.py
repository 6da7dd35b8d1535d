"""From a scanned sheet to the raw cells of one form.

Belongs here: every cell of the form once, and what is missing, repeated, torn or out of order.
Does not belong here: the value of a cell (transforms), the choice of the form (extract).
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from pipeline.extract.align import Aligned, agreement, align, contradicted
from pipeline.extract.columns import (
    Columns,
    columns_of,
    header_finding,
)
from pipeline.extract.complaints import Complaints
from pipeline.extract.digits.decode import decoded, has_sums, unproved
from pipeline.extract.merge import CONTRADICTS, OUTWEIGHED, SAME, Merged, is_a_trace, merge
from pipeline.extract.near import matched
from pipeline.extract.padding import Padding
from pipeline.extract.pages import Pages
from pipeline.extract.sheet import FUSED, Header, RowRecord, Sheet, Value
from pipeline.extract.sides import Doubts, side_by_side
from pipeline.extract.units import UNKNOWN_UNIT, foreign_unit, header_text
from pipeline.extract.unlabelled import in_order
from schemas.finding import Finding
from schemas.form import Block, Column, Form, Row, Table
from schemas.identity import rows_in_force

_SEVERITIES = {SAME: "info", OUTWEIGHED: "warning", CONTRADICTS: "error"}


class RawCell(NamedTuple):
    """One cell of the form, printed or not: the columns of the frame RawCell."""

    table_id: str
    row_code: str
    col_code: str
    printed: str
    header_unit: str
    reading: str
    is_ambiguous: bool
    place: str


class Assembly:
    """The cells of one sheet under one form, and the findings of putting them there."""

    def __init__(self, form: Form, sheet: Sheet, *, is_page: bool, is_detected: bool) -> None:
        """Put every record of the sheet in its place.

        Args:
            form: the chosen form.
            sheet: what the scan found.
            is_page: the document is a page, whose tables have borders.
            is_detected: the tables print labels of this form alone; otherwise the year chose it,
                and a block without a header may have other columns.
        """
        self.form = form
        self.findings: list[Finding] = []
        self._sheet = sheet
        self._is_page = is_page
        self._is_detected = is_detected
        self._read: dict[tuple[str, str], Aligned] = {}
        self._labels: dict[tuple[str, str], str] = {}
        self._doubted: set[tuple[str, str]] = set()
        self._pages = Pages(form, sheet)
        self._padding = Padding(form, sheet)
        self._complaints = Complaints(self._read, self.findings)
        for table in form.tables:
            self._read_table(table)
        self.alternatives = frozenset(
            row.code
            for table in form.tables
            for row in table.rows
            if row.replaces and (table.id, row.code) in self._read
        )
        self._decode()
        for table in form.tables:
            self._complaints.missing(table)
            self._complaints.unplaced(table)
        self.cells = tuple(self._cells())

    @property
    def is_report(self) -> bool:
        """Tell a report from a page that merely has some of its labels.

        Half of the rows of a long table, or half of a short one under the titles of its blocks.
        """
        for table in self.form.tables:
            rows = rows_in_force(table, self.alternatives)
            found = sum((table.id, row.code) in self._read for row in rows)
            titles = sum(block.id in self._sheet.block_titles for block in table.blocks)
            if 2 * found >= len(rows) and (len(table.blocks) == 1 or titles > 1):
                return True
        return False

    @property
    def is_blank(self) -> bool:
        """No cell holds a digit or a word for zero: the form as issued, not a report."""
        return not any(cell.printed.strip(" \u00a0\u3000-—/×X") for cell in self.cells)

    def _cells(self) -> Iterator[RawCell]:
        for table in self.form.tables:
            in_force = {row.code for row in rows_in_force(table, self.alternatives)}
            for block in table.blocks:
                for row in block.rows:
                    if row.code in in_force or not row.replaces:
                        yield from self._row_cells(table, block, row)

    def _row_cells(self, table: Table, block: Block, row: Row) -> Iterator[RawCell]:
        read = self._read.get((table.id, row.code), Aligned())
        for at, column in enumerate(block.columns):
            value = read.values[at] if read.values else Value("", "")
            yield RawCell(
                table.id,
                row.code,
                column.code,
                value.text,
                self._unit(table, block, row, column) if read.values else "",
                read.reading,
                read.is_ambiguous or at in read.open,
                value.place,
            )

    def _unit(self, table: Table, block: Block, row: Row, column: Column) -> str:
        """Return the unit that header, row label or block title print for an amount."""
        if column.type != "decimal":
            return ""
        headers = self._headers(table)
        if self._read[table.id, row.code].reading != "fused":
            headers = [header for header in headers if header.grid != FUSED]
        header = header_text(headers, block, column)
        label = self._labels.get((table.id, row.code), "")
        unit = foreign_unit(header, label, self._sheet.block_titles.get(block.id, ""))
        if unit == UNKNOWN_UNIT:
            printed = " ".join(filter(None, (header, label)))
            instance = f"{table.id}/{row.code}/{column.code}"
            self.findings.append(Finding("unit_unknown", instance, printed=printed))
        return unit

    def _headers(self, table: Table) -> list[Header]:
        return [header for header in self._sheet.headers if header.table_id == table.id]

    # One table

    def _read_table(self, table: Table) -> None:
        records = [record for record in self._sheet.records if record.table_id == table.id]
        records += self._matched(table, [record.row_code for record in records])
        records += in_order(table, self._sheet) if table.layout == "rows" else ()
        if table.layout == "line":
            records = self._divided(table, records)
        blocks = {row.code: block.id for block in table.blocks for row in block.rows}
        merged = merge(
            [record for record in records if record.row_code in blocks],
            is_page=self._is_page,
            blocks=blocks,
        )
        if is_a_trace(table, merged):
            for record in merged.chosen.values():
                self._tell_label("row_unknown", table, record)
            merged = Merged()
        for block in table.blocks:
            self._read_block(table, block, merged)
        self._report_repeated(table, merged)
        self._drop_doubled_alternatives(table)

    def _matched(self, table: Table, printed: list[str]) -> list[RowRecord]:
        """Return the rows that nearness gives a label; the others are told as unknown."""
        unknown = [record for record in self._sheet.unknown if record.table_id == table.id]
        found = list(matched(unknown, table, printed))
        places = {record.place for record in found}
        for record in unknown:
            rule = "label_near" if record.place in places else "row_unknown"
            self._tell_label(rule, table, record)
        return found

    def _tell_label(self, rule: str, table: Table, record: RowRecord) -> None:
        figures = {"label": "".join(record.label.split()), "table": table.id}
        instance = f"{table.id}@{record.place}"
        printed = record.run.text
        self.findings.append(Finding(rule, instance, record.place, printed, figures=figures))

    def _read_block(self, table: Table, block: Block, merged: Merged) -> None:
        rows = {
            row.code: merged.chosen[row.code] for row in block.rows if row.code in merged.chosen
        }
        columns = {grid: self._columns(table, block, grid) for grid in _grids(rows)}
        agreed = {grid: agreement(_of_grid(table, merged, grid)) for grid in columns}
        may_be_page_number = len(table.blocks) > 1 and self._lost_blanks(table, merged)
        may_be_others = not self._is_detected and len(table.blocks) > 1 and len(block.columns) > 1
        for code, record in rows.items():
            read = align(record, block, columns[record.grid], agreed[record.grid])
            if code in merged.rivals:
                read = contradicted(read, merged.rivals[code])
            elif (record.shape == "lines" and may_be_page_number) or may_be_others:
                read = replace(read, is_ambiguous=True)
            elif record.shape == "lines" and self._may_hold_page(table, read):
                read = replace(read, is_ambiguous=True, torn=read.values, may_hold_page=True)
            if (
                code in merged.rivals
                or may_be_others
                or self._is_disordered(table, record, columns)
            ):
                self._doubted.add((table.id, code))
            self._read[table.id, code] = read
            self._labels[table.id, code] = record.label
        own = {code: self._read[table.id, code] for code in rows}
        padded = self._padding.doubted(own, rows, has_sums=has_sums(self.form, table))
        self._read |= {(table.id, code): read for code, read in padded.items()}
        if not has_sums(self.form, table):
            hidden = [code for code, record in rows.items() if self._pages.may_hide(record)]
            hidden = [code for code in hidden if not self._read[table.id, code].is_ambiguous]
            if hidden:
                self._complaints.say_of("page_number_possible", table, hidden)
        found = filter(None, (header_finding(table, block, one) for one in columns.values()))
        self.findings += list(found)[:1]

    def _may_hold_page(self, table: Table, read: Aligned) -> bool:
        """Tell whether a page number may stand for a cell that was empty."""
        is_whole = has_sums(self.form, table) and not read.is_ambiguous
        return is_whole and self._pages.may_break_sums(read.values, len(read.values))

    def _is_disordered(self, table: Table, record: RowRecord, columns: dict[int, Columns]) -> bool:
        """Tell whether columns, or rows side by side, are printed in an order of their own."""
        in_order = record.side_rows in {(), tuple(row.code for row in table.rows)}
        header = columns[record.grid]
        has_strange = record.shape == "fused" and len(table.blocks) > 1 and bool(header.unread)
        return header.misplaced is not None or has_strange or not in_order

    def _decode(self) -> None:
        """Read the rows whose digits ran together."""
        known = {place: read for place, read in self._read.items() if place not in self._doubted}
        self._read |= decoded(self.form, known, self.alternatives, self._sheet.told)
        for place in unproved(self.form, self._read, self.alternatives):
            del self._read[place]
        self._complaints.unlabelled(self._sheet.unlabelled)

    def _lost_blanks(self, table: Table, merged: Merged) -> bool:
        """Tell whether lines lost empty cells, so that a page number may stand for a figure."""
        widths = {row.code: len(block.columns) for block in table.blocks for row in block.rows}
        return (
            table.id in self._sheet.empty_lines
            or self._sheet.has_stray_numbers
            or self._pages.has_short_rows
            or any(
                record.shape == "lines" and len(record.values) != widths[code]
                for code, record in merged.chosen.items()
            )
        )

    def _columns(self, table: Table, block: Block, grid: int) -> Columns:
        headers = [header for header in self._headers(table) if header.grid == grid]
        return columns_of(headers, table, block)

    def _divided(self, table: Table, records: list[RowRecord]) -> list[RowRecord]:
        """Divide the values of rows that stand side by side."""
        filled = {record.grid for record in records if record.texts}
        divided: list[RowRecord] = []
        for record in records:
            if record.row_code:
                divided.append(record)
            elif record.texts or record.label or record.grid not in filled:
                columns = self._columns(table, table.blocks[0], record.grid)
                pages = self._pages if has_sums(self.form, table) else None
                divided += side_by_side(table, record, columns, Doubts(self._padding, pages))
        return divided

    # What is to be said

    def _report_repeated(self, table: Table, merged: Merged) -> None:
        for how, codes in merged.repeated.items():
            if codes:
                self._complaints.say_of(
                    "row_repeated", table, [*dict.fromkeys(codes)], severity=_SEVERITIES[how]
                )

    def _drop_doubled_alternatives(self, table: Table) -> None:
        """An alternative beside the rows it stands for is a heading row, perhaps with figures."""
        for row in table.rows:
            if not row.replaces or (table.id, row.code) not in self._read:
                continue
            if not any((table.id, code) in self._read for code in row.replaces):
                self._complaints.say_of("row_alternative", table, [row.code])
                continue
            if any(value.is_filled for value in self._read[table.id, row.code].values):
                self._complaints.say_of("row_unknown", table, [row.code])
            del self._read[table.id, row.code]


def _grids(rows: dict[str, RowRecord]) -> list[int]:
    return list(dict.fromkeys(record.grid for record in rows.values()))


def _of_grid(table: Table, merged: Merged, grid: int) -> list[tuple[RowRecord, int]]:
    """Return the chosen rows of a grid, each with the number of its cells."""
    widths = {row.code: len(block.columns) for block in table.blocks for row in block.rows}
    return [(record, widths[code]) for code, record in merged.chosen.items() if record.grid == grid]
