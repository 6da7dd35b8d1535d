"""From the prints of a list of indicators to the raw cells of its form.

Belongs here: every cell of the form once, and what is missing, repeated, fused or inferred. Does
not belong here: the choice of the form (pipeline.extract.indicators.lists), the cutting of runs
(pipeline.extract.indicators.pairs).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from pipeline.extract.align import Aligned
from pipeline.extract.assemble import RawCell
from pipeline.extract.indicators.cuts import Cut, Run
from pipeline.extract.indicators.listing import Listing
from pipeline.extract.indicators.pairs import SUMS, Decision, Said, decide
from pipeline.extract.indicators.roll import ListRow, Roll
from pipeline.extract.near import matched
from pipeline.extract.sheet import Value
from pipeline.extract.units import foreign_unit
from schemas.finding import Finding
from schemas.form import Row
from schemas.identity import rows_in_force

_BORDERED: Final = 3  # rows with borders for each row without: then blanks are borders
_MOST_NEAR: Final = 100  # unknown rows of one list: more are no damaged labels
_SHOWN: Final = 8  # ways to cut a run
Told = Mapping[tuple[str, str], Said]


class Listed:
    """The cells of a list under its form, and the findings of putting them there."""

    def __init__(self, listing: Listing, rolls: Sequence[Roll], told: Told) -> None:
        """Read every print of the list.

        Args:
            listing: the chosen form.
            rolls: the prints of the list, at least one.
            told: the figures that prose repeats.
        """
        self.form = listing.form
        self.findings: list[Finding] = []
        self._listing = listing
        self._table = listing.table
        self._told = told
        self._rows = {row.code: row for row in self._table.rows}
        self._prints: dict[str, list[Aligned]] = defaultdict(list)
        self._units: dict[str, str] = {}
        self._inferred: list[str] = []
        for roll in rolls:
            self._read(roll)
        self._read_near(rolls)
        self.read = {code: self._merged(code, prints) for code, prints in self._prints.items()}
        self._settle_alternatives()
        self._say_missing()
        self.cells = tuple(self._cells())

    # One print

    def _read(self, roll: Roll) -> None:
        """Read one print: cells with borders, or runs that are cut together."""
        if roll.head is None and self._listing.width > 1:
            labels = " | ".join(column.label for column in self._table.columns)
            figures = {"table": self._table.id}
            instance = f"{self._table.id}/{self._table.blocks[0].id}"
            finding = Finding("header_unread", instance, roll.place, "", labels, figures=figures)
            self.findings.append(finding)
        filled = [row for row in roll.rows if row.values]
        bordered = sum(row.has_borders for row in filled)
        is_bordered = bordered >= _BORDERED * (len(filled) - bordered)
        runs = [] if is_bordered or self._listing.width == 1 else filled
        decisions = self._decide(roll, [row for row in runs if row.is_clear])
        for row in roll.rows:
            self._prints[row.code].append(
                self._aligned(row, roll, decisions, is_bordered=is_bordered)
            )
            self._units.setdefault(row.code, row.unit)

    def _decide(self, roll: Roll, rows: Sequence[ListRow]) -> dict[str, Decision]:
        printed = [row.code for row in roll.rows]
        runs = {
            row.code: Run(row.digits, is_whole=len(row.values) == 1)
            for row in rows
            if printed.count(row.code) == 1
        }
        alternatives = frozenset(code for code in printed if self._rows[code].replaces)
        width = self._listing.width
        has_gaps = any(len(row.digits) < width for row in roll.rows)
        if roll.head is None or not runs:
            return {}
        order = [roll.head.columns.index(column.code) for column in self._table.columns]
        if order != sorted(order):
            return {}  # runs print the columns in another order than the sums know them
        return decide(self.form, runs, self._told, alternatives=alternatives, has_gaps=has_gaps)

    def _aligned(
        self, row: ListRow, roll: Roll, decisions: Mapping[str, Decision], *, is_bordered: bool
    ) -> Aligned:
        """Return the cells of a row in the order of the form."""
        width = self._listing.width
        reading = "label" if row.is_near else "cell"
        if not row.values and row.is_clear:
            return Aligned((Value("", row.place),) * width, reading)
        if row.has_borders and (is_bordered or width == 1) and (roll.head or width == 1):
            return Aligned(self._in_order(row.values, roll), reading)
        if width == 1 and len(row.values) == 1 and row.is_clear:
            return Aligned(row.values, "fused")
        decision = decisions.get(row.code)
        if decision is not None and decision.cut is not None:
            if decision.by != SUMS:
                self._infer(row, decision)
            return Aligned(tuple(_parts(row, decision.cut)), "fused")
        self._say_fused(row, decision)
        run = Value(row.printed, row.place)
        return Aligned((run,) * width, reading if row.has_borders else "fused", is_ambiguous=True)

    def _in_order(self, values: Sequence[Value], roll: Roll) -> tuple[Value, ...]:
        columns = roll.head.columns if roll.head else [one.code for one in self._table.columns]
        by_code = dict(zip(columns, values, strict=True))
        return tuple(by_code[column.code] for column in self._table.columns)

    def _read_near(self, rolls: Sequence[Roll]) -> None:
        """Read rows whose label only resembles that of a missing row; tell the other strangers."""
        for roll in rolls:
            strange = [one for one in roll.unknown if any(map(str.isdigit, one.run.text))]
            whole = [one for one in strange if one.shape == "grid"]
            near = {}
            if len(self._table.rows) > 1 and len(whole) <= _MOST_NEAR:
                near = {
                    record.place: record.row_code
                    for record in matched(whole, self._table, tuple(self._prints))
                }
            for record in strange:
                rule = "label_near" if record.place in near else "row_unknown"
                figures = {"label": "".join(record.label.split()), "table": self._table.id}
                instance = f"{self._table.id}@{record.place}"
                said = Finding(rule, instance, record.place, record.run.text, figures=figures)
                self.findings.append(said)
                if record.place in near:
                    code = near[record.place]
                    row = ListRow(code, "", record.values, record.place, True, is_near=True)  # noqa: FBT003
                    self._prints[code].append(self._aligned(row, roll, {}, is_bordered=True))

    # What the prints say together

    def _merged(self, code: str, prints: Sequence[Aligned]) -> Aligned:
        """Return the print that counts: prints of other figures contradict each other."""
        said = {tuple(value.text.strip() for value in one.values) for one in prints}
        read = [one for one in prints if not one.is_ambiguous]
        known = {tuple(value.text.strip() for value in one.values) for one in read}
        if len(said) == 1 or (len(known) == 1 and len(read) == len(prints)):
            return prints[0]
        values = tuple(
            Value(
                " ≠ ".join(dict.fromkeys(one.values[at].text.strip() for one in prints)),
                first.place,
            )
            for at, first in enumerate(prints[0].values)
        )
        figures = {"label": self._rows[code].label, "table": self._table.id, "count": "1"}
        self.findings.append(
            Finding(
                "row_repeated",
                f"{self._table.id}/{code}",
                values[0].place,
                values[0].text,
                severity="error",
                figures=figures,
            )
        )
        return replace(prints[0], values=values, is_ambiguous=True)

    def _settle_alternatives(self) -> None:
        """An alternative beside the rows it stands for is not known."""
        for row in self._table.rows:
            if not row.replaces or row.code not in self.read:
                continue
            if any(code in self.read for code in row.replaces):
                self._say("row_unknown", [row], self.read.pop(row.code).values[0].text)
            else:
                self._say("row_alternative", [row])

    def _say_missing(self) -> None:
        printed = frozenset(code for code in self.read if self._rows[code].replaces)
        missing = [row for row in rows_in_force(self._table, printed) if row.code not in self.read]
        if missing:
            self._say("row_missing", missing, expected="、".join(row.label for row in missing))

    def _cells(self) -> Iterator[RawCell]:
        for row in self._table.rows:
            if row.replaces and row.code not in self.read:
                continue
            found = self.read.get(row.code, Aligned())
            for at, column in enumerate(self._table.columns):
                value = found.values[at] if found.values else Value("", "")
                unit = self._unit(row) if found.values else ""
                key = self._table.id, row.code, column.code
                told = found.reading, found.is_ambiguous, value.place
                yield RawCell(*key, value.text, unit, *told)

    def _unit(self, row: Row) -> str:
        """Return the unit that stands beside a row, empty if none does."""
        printed = self._units.get(row.code, "")
        return foreign_unit(printed) or (printed if any(map(str.isalpha, printed)) else "")

    # What is to be said

    def _infer(self, row: ListRow, decision: Decision) -> None:
        cut = "|".join(map(str, decision.cut or ()))
        others = [one for one in decision.candidates if one != decision.cut]
        figures = {
            "label": self._rows[row.code].label,
            "table": self._table.id,
            "others": _shown(others) or "–",
        }
        instance = f"{self._table.id}/{row.code}"
        self.findings.append(
            Finding("list_inferred", instance, row.place, row.printed, cut, figures=figures)
        )

    def _say_fused(self, row: ListRow, decision: Decision | None) -> None:
        ways = _shown(decision.candidates) if decision else ""
        self._say(
            "cells_fused", [self._rows[row.code]], row.printed, place=row.place, expected=ways
        )

    def _say(
        self,
        rule: str,
        rows: Sequence[Row],
        printed: str = "",
        *,
        place: str = "",
        expected: str = "",
    ) -> None:
        labels = "、".join(row.label for row in rows)
        figures = {"label": labels, "table": self._table.id, "count": str(len(rows))}
        instance = ";".join(f"{self._table.id}/{row.code}" for row in rows)
        self.findings.append(Finding(rule, instance, place, printed, expected, figures=figures))


def _parts(row: ListRow, cut: Cut) -> Iterator[Value]:
    """Yield the figures of a cut run, each with its place in a run of one piece."""
    at = 0
    for figure in map(str, cut):
        place = row.place
        if len(row.values) == 1 and place.count(",") == 1:
            line, position = place.split(",")
            place = f"{line},{int(position) + at}"
        yield Value(figure, place)
        at += len(figure)


def _shown(ways: Sequence[Cut]) -> str:
    shown = ["|".join(map(str, cut)) for cut in ways[:_SHOWN]]
    return ", ".join([*shown, *(["…"] if len(ways) > _SHOWN else [])])
