"""Verdicts to findings: every broken identity named, one cause told once.

Belongs here: what is said of identities and of columns that must be filled. Does not belong here:
the arithmetic (pipeline.quality.identities).
"""

from collections import defaultdict
from collections.abc import Iterator

import polars as pl
from pandera.typing.polars import DataFrame

from pipeline.quality.identities import BROKEN, HOLDS, HOLDS_IF_BLANK, UNDECIDABLE, Layout
from pipeline.quality.locate.advice import Advice
from pipeline.quality.locate.mender import Mender
from pipeline.transforms.wide import BLANK
from schemas.finding import Finding, listed
from schemas.form import Form
from schemas.frames import Cell, IdentityResult
from schemas.identity import Instance

_MOST_TERMS = 7  # a longer sum is told without its zeros

_KEY = ("report_id", "table_id", "row_code", "col_code")
_SHOWN = ("figure", "status", "method", "trouble", "place")
_RECOGNISED = ("ocr", "repaired")

CellKey = tuple[str, str, str]
Printed = dict[str, dict[CellKey, dict[str, str]]]


def identity_findings(
    layout: Layout, results: DataFrame[IdentityResult], cells: DataFrame[Cell]
) -> Iterator[tuple[str, Finding]]:
    """Yield (report_id, finding) for everything in a layout that does not simply hold.

    Args:
        layout: reports of one form that print the same rows.
        results: their identity results.
        cells: the typed cells of the batch.
    """
    troubled = results.filter(pl.col("verdict") != HOLDS)
    ids = troubled["report_id"].unique().to_list()
    printed = _printed(cells.filter(pl.col("report_id").is_in(ids)))
    by_name = {one.name: one for one in layout.instances}
    verdicts: dict[str, list[tuple[Instance, str]]] = defaultdict(list)
    for row in troubled.iter_rows(named=True):
        one = by_name[f"{row['rule_id']} {row['instance']}"]
        verdicts[row["report_id"]].append((one, row["verdict"]))
    order = {one.name: at for at, one in enumerate(layout.instances)}
    mender = Mender(layout.form, layout.instances)
    for report_id, judged in verdicts.items():
        judged.sort(key=lambda item: order[item[0].name])
        for finding in _report_findings(mender, judged, printed[report_id]):
            yield report_id, finding


def _printed(cells: pl.DataFrame) -> Printed:
    printed: Printed = defaultdict(dict)
    for cell in cells.select(*_KEY, *_SHOWN).iter_rows(named=True):
        key = cell["table_id"], cell["row_code"], cell["col_code"]
        printed[cell["report_id"]][key] = {name: cell[name] for name in _SHOWN}
    return printed


def _report_findings(
    mender: Mender, judged: list[tuple[Instance, str]], printed: dict[CellKey, dict[str, str]]
) -> Iterator[Finding]:
    form = mender.form
    unfilled: set[CellKey] = set()
    for finding, cells in _unfilled(form, printed):
        unfilled |= cells
        yield finding
    grouped: dict[tuple[str, str], list[Instance]] = defaultdict(list)
    yield from _broken_sums(mender, [one for one, said in judged if said == BROKEN], printed)
    for one, verdict in judged:
        is_explained = verdict == UNDECIDABLE and _explained(one, unfilled, printed)
        if verdict != BROKEN and not is_explained:
            grouped[verdict, one.rule].append(one)
    for (verdict, _), group in grouped.items():
        yield _undecided(form, verdict, group, printed)


def _unfilled(
    form: Form, printed: dict[CellKey, dict[str, str]]
) -> Iterator[tuple[Finding, set[CellKey]]]:
    """Find the columns that are filled in some rows and empty in others."""
    for duty in form.duties:
        table = form.table(duty.table)
        column = [(duty.table, row.code, duty.column) for row in table.rows]
        cells = [cell for cell in column if cell in printed]
        empty = [cell for cell in cells if printed[cell]["status"] in BLANK]
        if not empty or not any(printed[cell]["status"] == "number" for cell in cells):
            continue
        labels = [row.label for row in table.rows if (duty.table, row.code, duty.column) in empty]
        is_ours = any(printed[cell]["method"] in _RECOGNISED for cell in empty)
        finding = Finding(
            duty.rule,
            ";".join(f"{table_id}/{row}" for table_id, row, _ in empty),
            printed[empty[0]]["place"],
            state=UNDECIDABLE,
            origin="extraction" if is_ours else "",
            figures={"count": str(len(empty))} | listed("label", labels),
        )
        yield finding, set(empty)


def _explained(
    one: Instance, unfilled: set[CellKey], printed: dict[CellKey, dict[str, str]]
) -> bool:
    """Tell whether an unfilled column is why an identity cannot be decided: all gaps are empty."""
    gaps = [cell for cell in one.cells if printed[cell]["status"] != "number"]
    return any(cell in unfilled for cell in gaps) and all(
        printed[cell]["status"] in BLANK for cell in gaps
    )


def _broken_sums(
    mender: Mender, broken: list[Instance], printed: dict[CellKey, dict[str, str]]
) -> Iterator[Finding]:
    """Tell each broken sum with what would mend it; a table that was read a line off, once."""
    if not broken:
        return
    figures = {
        cell: int(printed[cell]["figure"]) if printed[cell]["status"] == "number" else None
        for cell in mender.cells
    }
    mended = mender.mend(broken, figures)
    for one in broken:
        if one.name in mended.advice:
            yield _broken(mender.form, one, printed, mended.advice[one.name])
    for table_id, group in mended.shifted.items():
        table = mender.form.table(table_id)
        yield Finding(
            "figures_shifted",
            ";".join(one.instance for one in group),
            printed[group[0].cells[0]]["place"],
            figures={"table": table.title, "count": str(len(group))},
        )


def _broken(
    form: Form, one: Instance, printed: dict[CellKey, dict[str, str]], advice: Advice
) -> Finding:
    left, left_sum = _sum(one.left, printed)
    right, right_sum = _sum(one.right, printed)
    figures = {"label": _label(form, one), "difference": f"{left_sum - right_sum:+d}"}
    is_ours = any(printed[cell]["method"] in _RECOGNISED for cell in one.cells)
    return Finding(
        one.rule,
        one.instance,
        printed[one.right[0]]["place"],
        right,
        left,
        # What is known from memory only is never more than a warning.
        severity="warning" if form.unverified else "",
        origin="extraction" if is_ours else "",
        figures=figures,
        suggestion=advice.suggestion,
        hint=advice.hint,
    )


def _sum(cells: tuple[CellKey, ...], printed: dict[CellKey, dict[str, str]]) -> tuple[str, int]:
    """Return a sum as printed figures, and its value."""
    values = [int(printed[cell]["figure"]) for cell in cells]
    total = sum(values)
    if len(values) == 1:
        return str(total), total
    shown = values if len(values) <= _MOST_TERMS else [value for value in values if value] or [0]
    return f"{'+'.join(map(str, shown))}={total}", total


def _label(form: Form, one: Instance) -> str:
    table = form.table(one.identity.table)
    code = one.instance.rsplit("/", 1)[1]
    items = table.rows if one.identity.each == "row" else table.columns
    return next(item.label for item in items if item.code == code)


def _undecided(
    form: Form, verdict: str, group: list[Instance], printed: dict[CellKey, dict[str, str]]
) -> Finding:
    """Tell the identities of one rule that cannot be decided, or that hold if empty cells are 0."""
    gaps = [cell for one in group for cell in one.cells if printed[cell]["status"] != "number"]
    is_ours = any(_is_our_gap(printed[cell]) for cell in gaps)
    table = form.table(group[0].identity.table)
    is_decided = verdict == HOLDS_IF_BLANK
    return Finding(
        group[0].rule,
        ";".join(one.instance for one in group),
        printed[gaps[0]]["place"],
        state=verdict,
        severity="info" if is_decided else "warning",
        origin="extraction" if is_ours and not is_decided else "report",
        is_about_state=True,
        figures={"count": str(len(group)), "table": table.title}
        | listed("label", (_label(form, one) for one in group)),
    )


def _is_our_gap(cell: dict[str, str]) -> bool:
    """Tell whether the reading may be at fault: coordinators must not hear of it."""
    is_unread = cell["status"] in {"missing", "ambiguous"} or cell["trouble"] == "damaged"
    return is_unread or cell["method"] in _RECOGNISED
