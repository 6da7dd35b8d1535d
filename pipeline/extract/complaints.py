"""What is to be said of the rows of a table: missing, torn, run together, inferred.

Belongs here: findings about rows that stand or fall as a whole. Does not belong here: putting rows
in their place (pipeline.extract.assemble).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from pipeline.extract.align import Aligned
from pipeline.extract.sheet import RowRecord, Value
from schemas.finding import Finding
from schemas.form import Table
from schemas.identity import rows_in_force


class Complaints:
    """Adds findings about the rows of a report to its list."""

    def __init__(self, read: Mapping[tuple[str, str], Aligned], findings: list[Finding]) -> None:
        """Speak of rows that others read.

        Args:
            read: the rows by table and row code; they may change between two calls.
            findings: the list to add to.
        """
        self._read = read
        self._findings = findings

    def missing(self, table: Table) -> None:
        """Tell the rows that are not there."""
        alternatives = frozenset(r.code for r in table.rows if (table.id, r.code) in self._read)
        rows = rows_in_force(table, alternatives)
        missing = [row.code for row in rows if (table.id, row.code) not in self._read]
        if len(missing) == len(rows):
            figures = {"table": table.id, "title": table.title}
            self._findings.append(Finding("table_missing", table.id, figures=figures))
        elif missing:
            self.say_of("row_missing", table, missing)

    def unplaced(self, table: Table) -> None:
        """Tell rows whose digits cannot be assigned: run together, or a wrong number of cells."""
        told = {
            one
            for finding in self._findings
            if finding.rule_id == "row_repeated" and finding.severity == "error"
            for one in finding.instance.split(";")
        }
        misplaced = any(
            finding.rule_id == "columns_unexpected" and finding.figures["table"] == table.id
            for finding in self._findings
        )
        rows: dict[str, list[str]] = defaultdict(list)
        for row in table.rows:
            read = self._read.get((table.id, row.code), Aligned())
            if read.is_inferred and not read.is_ambiguous:
                rows["cells_inferred"].append(row.code)
            if read.is_told and not read.is_ambiguous:
                rows["cells_told"].append(row.code)
            if read.torn and read.reading == "placed" and not read.is_ambiguous:
                rows["cells_placed"].append(row.code)
            if read.is_open and f"{table.id}/{row.code}" not in told:
                rows["cells_fused" if read.reading == "fused" else "row_torn"].append(row.code)
        for rule, codes in rows.items():
            if rule != "row_torn" or not misplaced:
                self.say_of(rule, table, codes)

    def unlabelled(self, rows: Sequence[RowRecord]) -> None:
        """Tell the rows of figures without a label, whether their order gave them one or not."""
        taken = {read.values[0].place for read in self._read.values() if read.reading == "placed"}
        for record in rows:
            rule = "row_placed" if record.values[0].place in taken else "row_unlabelled"
            instance = f"{record.table_id}@{record.place}"
            figures = {"table": record.table_id}
            printed = record.run.text
            self._findings.append(Finding(rule, instance, record.place, printed, figures=figures))

    def say_of(self, rule: str, table: Table, codes: list[str], *, severity: str = "") -> None:
        """Add a finding about some rows of a table.

        Args:
            rule: its id.
            table: the table.
            codes: the rows, at least one.
            severity: if it is not the rule's own.
        """
        read = self._read.get((table.id, codes[0]), Aligned())
        first = read.values[min(read.open)] if read.open else next(iter(read.values), Value("", ""))
        printed = first.text if read.is_open else " ".join(v.text for v in read.values)
        labels = [row.label for row in table.rows if row.code in codes]
        width = next(len(b.columns) for b in table.blocks for r in b.rows if r.code == codes[0])
        figures = {"label": "、".join(labels), "table": table.id, "count": str(len(codes))}
        expected = {
            "row_torn": str(width),
            "row_missing": figures["label"],
            "cells_fused": self._candidates(table, codes),
        }
        self._findings.append(
            Finding(
                rule,
                ";".join(f"{table.id}/{row.code}" for row in table.rows if row.code in codes),
                first.place,
                printed.strip(),
                expected.get(rule, ""),
                severity=severity,
                figures=figures,
            )
        )

    def _candidates(self, table: Table, codes: list[str]) -> str:
        """Return what each of some rows may be, as far as that is known."""
        rows = [row for row in table.rows if row.code in codes]
        read = [self._read.get((table.id, row.code), Aligned()) for row in rows]
        told = [(row.label, one.candidates) for row, one in zip(rows, read, strict=True)]
        return "; ".join(f"{label}: {candidates}" for label, candidates in told if candidates)
