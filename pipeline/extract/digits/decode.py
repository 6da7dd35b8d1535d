"""The runs of a report, read where the identities of its form leave one reading.

Belongs here: which rows are runs, what else of the table is known, and what is said of it. Does not
belong here: the arithmetic (`fused`), labels and lines (pipeline.extract.lines). Roles, order and
sums come from the form; a table without sums is read only where a run can be cut in a single way.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.extract.align import Aligned
from pipeline.extract.digits.fused import agree, decode, divide
from pipeline.extract.digits.joint import Equation
from pipeline.extract.digits.riddle import Reading, agreed
from pipeline.extract.digits.runs import PrintedRun, printed_run
from pipeline.extract.digits.splits import Split, any_splits
from pipeline.extract.sheet import Value
from pipeline.extract.torn import line_of, placed, torn_rows
from schemas.form import Form, Table
from schemas.identity import instances, rows_in_force

_MOST_TOLD = 9  # candidates that a finding shows
_MOST_SPLITS = 400  # of a run that prose decides
_LEAST_TOLD = 10  # a figure of one digit is found by chance in any run

Place = tuple[str, str]  # table_id, row_code
Cell = tuple[str, str, str]  # table_id, row_code, col_code
Readings = Mapping[Place, Aligned]


def decoded(
    form: Form, read: Readings, alternatives: frozenset[str], told: Mapping[Cell, int]
) -> dict[Place, Aligned]:
    """Return what becomes of the rows whose digits ran together.

    Args:
        form: the form of the report.
        read: all rows of the report as they were aligned.
        alternatives: codes of the alternative rows that the report prints.
        told: the figures that the prose of the report repeats.
    """
    found: dict[Place, Aligned] = {}
    doubtful = {table_id for (table_id, _), one in read.items() if one.is_ambiguous}
    for table in form.tables:
        if table.id in doubtful and has_sums(form, table):
            found |= _summed(form, table, read, alternatives)
    for table in form.tables:
        if table.id in doubtful and not has_sums(form, table):
            found |= _unsummed(table, read, _evidence(table, read, found), told)
    return found


def has_sums(form: Form, table: Table) -> bool:
    """Tell whether each row of a table ends with the sum of its other cells."""
    order = tuple(column.code for column in table.columns)
    return any(
        identity.table == table.id
        and identity.each == "row"
        and (*identity.left, *identity.right) == order
        and len(identity.right) == 1
        for identity in form.identities
    )


def equations_of(
    form: Form, table: Table, alternatives: frozenset[str]
) -> tuple[tuple[str, ...], list[Equation]]:
    """Return the rows in force and the column identities over them.

    Args:
        form: the form of the report.
        table: one of its tables.
        alternatives: codes of the alternative rows that the report prints.
    """
    rows = tuple(row.code for row in rows_in_force(table, alternatives))
    columns = [column.code for column in table.columns]
    found = []
    for one in instances(form, alternatives):
        if one.identity.table == table.id and one.identity.each == "column":
            left = tuple((rows.index(code), 1) for _, code, _ in one.left)
            right = tuple((rows.index(code), -1) for _, code, _ in one.right)
            found.append(Equation(columns.index(one.left[0][2]), left + right))
    return rows, found


def _runs(table: Table, read: Readings) -> dict[str, PrintedRun]:
    """Return the rows of a table that are runs."""
    found = {}
    for row in table.rows:
        aligned = read.get((table.id, row.code), Aligned())
        if aligned.reading == "fused" and aligned.is_ambiguous:
            run = printed_run(aligned.values[0])
            if run is not None:
                found[row.code] = run
    return found


# Tables with sums


def unproved(form: Form, read: Readings, alternatives: frozenset[str]) -> list[Place]:
    """Return the rows that only their order placed, where the identities do not all agree.

    Args:
        form: the form of the report.
        read: all rows of the report.
        alternatives: codes of the alternative rows that the report prints.
    """
    found: list[Place] = []
    in_question = {table_id for (table_id, _), one in read.items() if _is_by_order(one)}
    for table in (table for table in form.tables if table.id in in_question):
        rows, equations = equations_of(form, table, alternatives)
        by_order = [at for at, code in enumerate(rows) if _is_by_order(read.get((table.id, code)))]
        lines = [line_of(table, read.get((table.id, code)), None, None) for code in rows]
        if not has_sums(form, table) or not agree(lines, equations, by_order):
            found += [(table.id, rows[at]) for at in by_order]
    return found


def _is_by_order(read: Aligned | None) -> bool:
    return read is not None and read.reading == "placed" and not read.torn


def _summed(
    form: Form, table: Table, read: Readings, alternatives: frozenset[str]
) -> dict[Place, Aligned]:
    rows, equations = equations_of(form, table, alternatives)
    runs = {code: run for code, run in _runs(table, read).items() if code in rows}
    found: dict[Place, Aligned] = {}
    for codes in _sharing(runs):
        found |= _divided(table, codes, runs[codes[0]])
        runs = {code: run for code, run in runs.items() if code not in codes}
    own = {code: read[table.id, code] for code in rows if (table.id, code) in read}
    torn = torn_rows(table, own, equations)
    if not runs and not torn:
        return found
    lines = [line_of(table, own.get(code), runs.get(code), torn.get(code)) for code in rows]
    loses_blanks = any(code not in own for code in rows)  # empty cells leave nothing, nor their row
    for at, read_so_far in decode(lines, len(table.columns), equations).items():
        code, reading = rows[at], read_so_far
        if code in runs and loses_blanks and reading.is_inferred:
            reading = Reading((None,) * len(table.columns), reading.candidates)
        if code in runs:
            found[table.id, code] = _aligned(runs[code], reading)
        elif reading.candidates:
            found[table.id, code] = placed(own[code], reading, torn[code])
    return found


def _sharing(runs: Mapping[str, PrintedRun]) -> list[list[str]]:
    """Return the rows that share one run."""
    shared: dict[tuple[str, str], list[str]] = defaultdict(list)
    for code, run in runs.items():
        shared[run.value.place, run.value.text].append(code)
    return [codes for codes in shared.values() if len(codes) > 1]


def _divided(table: Table, codes: Sequence[str], run: PrintedRun) -> dict[Place, Aligned]:
    """Divide a run among the rows that share it."""
    found = {}
    start: int | None = 0
    readings = divide(run.run, [len(table.columns)] * len(codes))
    for code, reading in zip(codes, readings, strict=bool(readings)):
        found[table.id, code] = _aligned(run, reading, start)
        lengths = {sum(map(len, map(str, split))) for split in reading.candidates}
        start = start + lengths.pop() if start is not None and len(lengths) == 1 else None
    return found


def _aligned(run: PrintedRun, reading: Reading, start: int | None = 0) -> Aligned:
    """Return the cells of a run that was read, in part or not at all."""
    told = " | ".join(" ".join(map(str, split)) for split in reading.candidates[:_MOST_TOLD])
    told += " | …" if len(reading.candidates) > _MOST_TOLD else ""
    cells = run.cells(reading.numbers, start)
    return Aligned(
        cells,
        "fused",
        is_ambiguous=not any(number is not None for number in reading.numbers),
        open=frozenset(at for at, number in enumerate(reading.numbers) if number is None),
        candidates="" if reading.is_whole else told,
        is_inferred=reading.is_inferred,
    )


# Tables without sums


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What the runs of a report tell of it: are empty cells lost, are blanks borders?"""

    loses_blanks: bool
    is_parted: bool


def _unsummed(
    table: Table, read: Readings, evidence: _Evidence, told: Mapping[Cell, int]
) -> dict[Place, Aligned]:
    """Read the runs that can be cut in a single way, and cells whose figure prose repeats."""
    found = {}
    runs = _runs(table, read)
    for block in table.blocks:
        width = len(block.columns)
        for code in (row.code for row in block.rows if row.code in runs):
            run = runs[code]
            loose = run.run if evidence.is_parted else run.run.unbordered
            splits = any_splits(loose, width, _MOST_TOLD + 1)
            is_sure = len(splits) == 1 and (not any(splits[0]) or not evidence.loses_blanks)
            # A blank may be a border after all, and one figure then two.
            is_whole = not read[table.id, code].has_spare and splits == any_splits(
                run.run, width, _MOST_TOLD + 1
            )
            is_sure = is_sure and is_whole
            reading = agreed(splits, splits) if is_sure else Reading((None,) * width, splits)
            found[table.id, code] = _aligned(run, reading)
            first = told.get((table.id, code, block.columns[0].code))
            if not is_sure and is_whole and not evidence.loses_blanks and first is not None:
                found |= _told((table.id, code), run, any_splits(loose, width, _MOST_SPLITS), first)
    return found


def _told(
    place: Place, run: PrintedRun, splits: Sequence[Split], first: int
) -> dict[Place, Aligned]:
    """Read a run of which prose repeats the first figure; nothing if no cut begins with it.

    Only the first: where the others begin is not known, so that many cuts hold any figure.
    """
    kept = [split for split in splits if split[0] == first]
    if first < _LEAST_TOLD or not kept:
        return {}
    return {place: replace(_aligned(run, agreed(kept, kept)), is_told=True)}


def _evidence(table: Table, read: Readings, found: Readings) -> _Evidence:
    """Weigh all runs of a report; a row that is not there may be a row of empty cells."""
    codes = {code for table_id, code in read if table_id == table.id}
    is_complete = codes >= {row.code for row in table.rows}
    is_proved = not any(one.is_open or one.is_inferred for one in found.values())
    cells: dict[tuple[str, str], int] = defaultdict(int)  # of a run, which rows may share
    for one in read.values():
        if one.reading == "fused":
            cells[one.values[0].text, one.values[0].place] += len(one.values)
    runs = [(printed_run(Value(*value)), count) for value, count in cells.items() if count > 1]
    lengths = [(len(run.run.digits), count) for run, count in runs if run]
    return _Evidence(
        loses_blanks=not is_complete or not is_proved or any(n < count for n, count in lengths),
        is_parted=all(run is None or run.parts == count for run, count in runs),
    )
