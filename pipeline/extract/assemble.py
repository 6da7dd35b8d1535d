"""From a scanned sheet to the raw cells of one form.

Belongs here: the choice of the form, every cell of it once, and what is missing, repeated, torn
or out of order. Does not belong here: the value of a cell (transforms).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.extract.align import Aligned, align, hints
from pipeline.extract.columns import columns_unexpected, header_units, misplaced
from pipeline.extract.label import label_key
from pipeline.extract.sheet import RowRecord, Sheet, Value
from pipeline.text.canonical import clean
from schemas.finding import Finding
from schemas.form import Block, Form, Row, Table
from schemas.identity import rows_in_force


@dataclass(frozen=True, slots=True)
class RawCell:
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

    def __init__(self, form: Form, sheet: Sheet) -> None:
        """Put every record of the sheet in its place."""
        self.form = form
        self.findings: list[Finding] = []
        self._sheet = sheet
        self._read: dict[tuple[str, str], Aligned] = {}
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
        """At least one table has half of its rows: less is no report but a mention of one."""
        return any(
            2 * sum((table.id, row.code) in self._read for row in rows) >= len(rows)
            for table in self.form.tables
            for rows in [rows_in_force(table, self.alternatives)]
        )

    def _cells(self) -> Iterator[RawCell]:
        for table in self.form.tables:
            for block in table.blocks:
                units = header_units(self._sheet.headers, table, block)
                in_force = rows_in_force(table, self.alternatives)
                for row in block.rows:
                    if row.replaces and row not in in_force:
                        continue
                    yield from self._row_cells(table, block, row, units)

    def _row_cells(
        self, table: Table, block: Block, row: Row, units: list[str]
    ) -> Iterator[RawCell]:
        read = self._read.get((table.id, row.code), Aligned())
        for at, column in enumerate(block.columns):
            value = read.values[at] if read.values else Value("", "")
            yield RawCell(
                table.id,
                row.code,
                column.code,
                value.text,
                units[at],
                read.reading,
                read.is_ambiguous,
                value.place,
            )

    # One table

    def _read_table(self, table: Table) -> None:
        records = [record for record in self._sheet.records if record.table_id == table.id]
        records = [record for record in records if _counts(record, records)]
        if table.layout == "line":
            records = [part for record in records for part in _side_by_side(table, record)]
        widths = {row.code: len(block.columns) for block in table.blocks for row in block.rows}
        by_grid: dict[int, list[tuple[RowRecord, int]]] = defaultdict(list)
        for record in records:
            if record.row_code in widths:
                by_grid[record.grid].append((record, widths[record.row_code]))
        agreed = {grid: hints(rows) for grid, rows in by_grid.items()}
        for block in table.blocks:
            self._read_block(table, block, records, agreed)
        self._drop_doubled_alternatives(table)
        self._report_missing(table)
        self._report_fused(table)
        self._check_headers(table)

    def _read_block(
        self,
        table: Table,
        block: Block,
        records: list[RowRecord],
        agreed: dict[int, dict[int, int]],
    ) -> None:
        width = len(block.columns)
        codes = {row.code for row in block.rows}
        by_row: dict[str, list[RowRecord]] = defaultdict(list)
        for record in records:
            if record.row_code in codes:
                by_row[record.row_code].append(record)
        for code, rows in by_row.items():
            filled = [row for row in rows if any(v.text.strip() for v in row.values)] or rows[:1]
            read = [align(row, width, agreed[row.grid].get(row.start)) for row in filled]
            one = self._read[table.id, code] = self._one_of(table, code, read)
            if one.is_ambiguous and one.reading != "fused" and len(read) == 1:
                self._complain("row_torn", table, code, one.values[0], expected=str(width))

    def _one_of(self, table: Table, code: str, read: list[Aligned]) -> Aligned:
        """Reduce a row that is printed several times to one; contradictions are ambiguous."""
        if len(read) == 1:
            return read[0]
        first = read[0]
        if len({tuple(value.text.strip() for value in one.values) for one in read}) == 1:
            self._complain("row_repeated", table, code, first.values[0], severity="info")
            return first
        self._complain("row_repeated", table, code, first.values[0])
        values = tuple(
            Value(" ≠ ".join(dict.fromkeys(each.text.strip() for each in column)), column[0].place)
            for column in zip(*(one.values for one in read), strict=True)
        )
        return Aligned(values, first.reading, is_ambiguous=True)

    def _drop_doubled_alternatives(self, table: Table) -> None:
        """An alternative beside the rows it stands for is a heading row with figures."""
        for row in table.rows:
            if not row.replaces or (table.id, row.code) not in self._read:
                continue
            if any((table.id, code) in self._read for code in row.replaces):
                values = self._read.pop((table.id, row.code)).values
                if any(value.text.strip() for value in values):
                    self._complain("row_unknown", table, row.code, values[0])
            else:
                values = self._read[table.id, row.code].values
                self._complain("row_alternative", table, row.code, values[0])

    def _complain(  # noqa: PLR0913  # what a finding needs
        self,
        rule: str,
        table: Table,
        code: str,
        value: Value,
        *,
        expected: str = "",
        severity: str = "",
    ) -> None:
        label = next(row.label for row in table.rows if row.code == code)
        self.findings.append(
            Finding(
                rule,
                f"{table.id}/{code}",
                value.place,
                value.text,
                expected,
                severity=severity,
                figures={"label": label, "table": table.id},
            )
        )

    def _report_missing(self, table: Table) -> None:
        alternatives = frozenset(r.code for r in table.rows if (table.id, r.code) in self._read)
        rows = rows_in_force(table, alternatives)
        missing = [row for row in rows if (table.id, row.code) not in self._read]
        if not missing:
            return
        rule = "table_missing" if len(missing) == len(rows) else "row_missing"
        instance = table.id if rule == "table_missing" else _join(table, missing)
        labels = "、".join(row.label for row in missing)
        figures = {"label": labels, "table": table.id, "title": table.title}
        self.findings.append(Finding(rule, instance, expected=labels, figures=figures))

    def _report_fused(self, table: Table) -> None:
        fused = [
            row
            for row in table.rows
            for read in [self._read.get((table.id, row.code), Aligned())]
            if read.is_ambiguous and read.reading == "fused"
        ]
        if fused:
            values = self._read[table.id, fused[0].code].values
            figures = {"table": table.id, "count": str(len(fused))}
            self.findings.append(
                Finding(
                    "cells_fused",
                    _join(table, fused),
                    values[0].place,
                    values[0].text,
                    figures=figures,
                )
            )

    def _check_headers(self, table: Table) -> None:
        """Columns are read by position: under a header in another order they are ambiguous."""
        for block in table.blocks:
            header = misplaced(self._sheet.headers, table, block)
            if header is None:
                continue
            self.findings.append(columns_unexpected(table, block, header))
            for row in block.rows:
                read = self._read.get((table.id, row.code))
                if read:
                    self._read[table.id, row.code] = replace(read, is_ambiguous=True)


def candidates(forms: tuple[Form, ...], sheet: Sheet) -> list[Form]:
    """Return the forms whose detector labels the sheet shows; all of them if it shows none."""
    found = [
        form
        for form in forms
        if any(
            label_key(clean(label, plain_notes=False))[1] in sheet.labels for label in form.detector
        )
    ]
    return found or list(forms)


def _counts(record: RowRecord, records: list[RowRecord]) -> bool:
    """A run of digits counts only where no bordered row of the same label stands."""
    return record.shape != "fused" or not any(
        other.row_code == record.row_code and other.shape != "fused" for other in records
    )


def _side_by_side(table: Table, record: RowRecord) -> Iterator[RowRecord]:
    """Divide the values of a `line` table among its rows; a wrong count leaves it whole."""
    rows = table.rows
    width = len(table.columns)
    if record.row_code:
        yield record
        return
    texts = [value.text.strip() for value in record.values]
    values = record.values
    while len(values) > width * len(rows) and not texts[len(values) - 1]:
        values = values[:-1]
    for at, row in enumerate(rows):
        whole = len(values) == width * len(rows) and record.shape != "fused"
        part = values[at * width : (at + 1) * width] if whole else (_run(record),)
        shape = record.shape if whole or record.shape == "fused" else "grid"
        yield RowRecord(record.table_id, row.code, part, shape, record.grid, record.place)


def _run(record: RowRecord) -> Value:
    printed = " ".join(value.text.strip() for value in record.values if value.text.strip())
    return Value(printed, record.place)


def _join(table: Table, rows: list[Row]) -> str:
    return ";".join(f"{table.id}/{row.code}" for row in rows)
