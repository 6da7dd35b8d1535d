"""Two readings compared: each kind of difference, and nothing where there is none."""

from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from pipeline.quality.difference import cell_changes, verdict_changes
from schemas.frames import Cell, empty

NUMBER = {"value": Decimal(3), "unit": "件", "status": "number", "method": "cell", "printed": "3"}
MISSING = {"value": None, "unit": "", "status": "missing", "method": "", "printed": "", "place": ""}
FUSED = {"value": None, "status": "ambiguous", "method": "fused", "printed": "3 4"}
COLUMNS = (
    "report_id", "form_id", "table_id", "row_code", "col_code", "value", "unit", "status",
    "method", "printed", "place",
)  # fmt: skip


def _cells(*rows: dict[str, Any]) -> pl.DataFrame:
    key = {"report_id": "r1", "form_id": "f2021", "table_id": "t3", "col_code": "total"}
    schema = {name: empty(Cell).schema[name] for name in COLUMNS}
    full = [
        key | {"row_code": f"row{at}", "place": "1,1,1"} | NUMBER | row
        for at, row in enumerate(rows)
    ]
    return pl.DataFrame(full, schema=schema)


def _kinds(before: pl.DataFrame, after: pl.DataFrame) -> list[str]:
    return cell_changes(before, after)["kind"].to_list()


@pytest.mark.parametrize(
    ("before", "after", "kind", "shown"),
    [
        pytest.param(MISSING, {}, "gained", ("missing", "3件"), id="gained"),
        pytest.param(FUSED, {}, "gained", ("ambiguous 3 4", "3件"), id="from-a-run"),
        pytest.param({}, FUSED, "lost", ("3件", "ambiguous 3 4"), id="lost"),
        pytest.param({}, {"value": Decimal("3.50")}, "changed", ("3件", "3.5件"), id="value"),
        pytest.param({}, {"unit": "项"}, "changed", ("3件", "3项"), id="unit"),
        pytest.param(FUSED, MISSING, "changed", ("ambiguous 3 4", "missing"), id="status"),
        pytest.param({}, {"method": "fused"}, "restated", ("3件", "3件"), id="method"),
        pytest.param({}, {"printed": "３"}, "restated", ("3件", "3件"), id="text"),
        pytest.param({}, {"place": "1,2,1"}, "restated", ("3件", "3件"), id="place"),
        pytest.param({}, {"form_id": "f2019"}, "restated", ("3件", "3件"), id="form"),
    ],
)
def test_a_difference_is_of_its_kind_and_shown(
    before: dict[str, Any], after: dict[str, Any], kind: str, shown: tuple[str, str]
) -> None:
    (change,) = cell_changes(_cells(before, {}), _cells(after, {})).iter_rows(named=True)

    assert (change["kind"], change["before"], change["after"]) == (kind, *shown)
    assert change["row_code"] == "row0"


def test_equal_readings_differ_in_nothing() -> None:
    cells = _cells({}, MISSING, FUSED)

    assert _kinds(cells, cells) == []


def test_a_cell_that_only_one_reading_has_is_as_one_that_is_missing() -> None:
    both, one = _cells({}, {}, MISSING), _cells({})

    assert _kinds(one, both) == ["gained"]
    assert _kinds(both, one) == ["lost"]


def test_method_of_a_change_is_that_of_the_figure() -> None:
    gained = cell_changes(_cells(FUSED), _cells({"method": "placed"}))
    lost = cell_changes(_cells({"method": "label"}), _cells(MISSING))

    assert (gained["method"].item(), lost["method"].item()) == ("placed", "label")


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("broken", "holds", "newly_holding"),
        (None, "holds", "newly_holding"),
        ("undecidable", "broken", "newly_broken"),
        ("holds", "undecidable", "newly_undecided"),
        ("holds", None, "newly_undecided"),
        ("holds", "holds_if_blank_is_zero", "newly_undecided"),
        ("holds", "holds", None),
        (None, "undecidable", None),
    ],
)
def test_an_identity_that_comes_out_otherwise_is_told(
    before: str | None, after: str | None, kind: str | None
) -> None:
    def verdicts(verdict: str | None) -> pl.DataFrame:
        row = {"report_id": "r1", "rule_id": "T3.ROW", "instance": "t3/received"}
        rows = [row | {"verdict": verdict}] if verdict else []
        return pl.DataFrame(rows, schema=dict.fromkeys((*row, "verdict"), pl.String))

    changes = verdict_changes(verdicts(before), verdicts(after))

    assert changes["kind"].to_list() == ([kind] if kind else [])
