"""From a scanned sheet to the raw cells of one form.

Belongs here: every cell of the form once, and what is missing, repeated, torn or out of order.
Does not belong here: the value of a cell (transforms), the choice of the form (extract).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from pipeline.extract.align import Aligned, agreement, align, contradicted
from pipeline.extract.columns import (
    UNKNOWN_UNIT,
    Columns,
    columns_of,
    foreign_unit,
    header_finding,
    header_text,
)
from pipeline.extract.merge import CONTRADICTS, OUTWEIGHED, SAME, Merged, is_a_trace, merge
from pipeline.extract.near import matched
from pipeline.extract.sheet import Header, RowRecord, Sheet, Value
from pipeline.extract.sides import side_by_side
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
        for table in form.tables:
            self._read_table(table)
        self.alternatives = frozenset(
            row.code
            for table in form.tables
            for row in table.rows
            if row.replaces and (table.id, row.code) in self._read
        )
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
                read.is_ambiguous,
                value.place,
            )

    def _unit(self, table: Table, block: Block, row: Row, column: Column) -> str:
        """Return the unit that header, row label or block title print for an amount."""
        if column.type != "decimal":
            return ""
        header = header_text(self._headers(table), block, column)
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
        records += self._matched(table, {record.row_code for record in records})
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
        self._report_missing(table)
        self._report_unplaced(table)

    def _matched(self, table: Table, known: set[str]) -> list[RowRecord]:
        """Return the rows that nearness gives a label; the others are told as unknown."""
        unknown = [record for record in self._sheet.unknown if record.table_id == table.id]
        found = list(matched(unknown, table, known))
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
            self._read[table.id, code] = read
            self._labels[table.id, code] = record.label
        found = filter(None, (header_finding(table, block, one) for one in columns.values()))
        self.findings += list(found)[:1]

    def _lost_blanks(self, table: Table, merged: Merged) -> bool:
        """Tell whether lines lost empty cells, so that a page number may stand for a figure."""
        widths = {row.code: len(block.columns) for block in table.blocks for row in block.rows}
        return (
            table.id in self._sheet.empty_lines
            or self._sheet.has_stray_numbers
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
                divided += side_by_side(table, record, columns)
        return divided

    # What is to be said

    def _report_repeated(self, table: Table, merged: Merged) -> None:
        for how, codes in merged.repeated.items():
            if codes:
                self._say("row_repeated", table, [*dict.fromkeys(codes)], severity=_SEVERITIES[how])

    def _drop_doubled_alternatives(self, table: Table) -> None:
        """An alternative beside the rows it stands for is a heading row, perhaps with figures."""
        for row in table.rows:
            if not row.replaces or (table.id, row.code) not in self._read:
                continue
            if not any((table.id, code) in self._read for code in row.replaces):
                self._say("row_alternative", table, [row.code])
                continue
            if any(value.is_filled for value in self._read[table.id, row.code].values):
                self._say("row_unknown", table, [row.code])
            del self._read[table.id, row.code]

    def _report_missing(self, table: Table) -> None:
        alternatives = frozenset(r.code for r in table.rows if (table.id, r.code) in self._read)
        rows = rows_in_force(table, alternatives)
        missing = [row.code for row in rows if (table.id, row.code) not in self._read]
        if len(missing) == len(rows):
            figures = {"table": table.id, "title": table.title}
            self.findings.append(Finding("table_missing", table.id, figures=figures))
        elif missing:
            self._say("row_missing", table, missing)

    def _report_unplaced(self, table: Table) -> None:
        """Tell rows whose digits cannot be assigned: run together, or a wrong number of cells."""
        told = {
            one
            for finding in self.findings
            if finding.rule_id == "row_repeated" and finding.severity == "error"
            for one in finding.instance.split(";")
        }
        misplaced = any(
            finding.rule_id == "columns_unexpected" and finding.figures["table"] == table.id
            for finding in self.findings
        )
        rows: dict[str, list[str]] = defaultdict(list)
        for row in table.rows:
            read = self._read.get((table.id, row.code), Aligned())
            if read.is_ambiguous and f"{table.id}/{row.code}" not in told:
                rows["cells_fused" if read.reading == "fused" else "row_torn"].append(row.code)
        for rule, codes in rows.items():
            if rule != "row_torn" or not misplaced:
                self._say(rule, table, codes)

    def _say(self, rule: str, table: Table, codes: list[str], *, severity: str = "") -> None:
        """Add a finding about some rows of a table."""
        read = self._read.get((table.id, codes[0]), Aligned())
        first = read.values[0] if read.values else Value("", "")
        printed = first.text if read.is_ambiguous else " ".join(v.text for v in read.values)
        labels = [row.label for row in table.rows if row.code in codes]
        width = next(len(b.columns) for b in table.blocks for r in b.rows if r.code == codes[0])
        figures = {"label": "、".join(labels), "table": table.id, "count": str(len(codes))}
        self.findings.append(
            Finding(
                rule,
                ";".join(f"{table.id}/{row.code}" for row in table.rows if row.code in codes),
                first.place,
                printed.strip(),
                {"row_torn": str(width), "row_missing": figures["label"]}.get(rule, ""),
                severity=severity,
                figures=figures,
            )
        )


def _grids(rows: dict[str, RowRecord]) -> list[int]:
    return list(dict.fromkeys(record.grid for record in rows.values()))


def _of_grid(table: Table, merged: Merged, grid: int) -> list[tuple[RowRecord, int]]:
    """Return the chosen rows of a grid, each with the number of its cells."""
    widths = {row.code: len(block.columns) for block in table.blocks for row in block.rows}
    return [(record, widths[code]) for code, record in merged.chosen.items() if record.grid == grid]
