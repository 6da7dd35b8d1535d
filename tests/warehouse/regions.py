"""Writes small regions: a county, the agencies below it, their reports with some figures."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from pipeline.warehouse import query
from tests.warehouse.batches import FACTS, ON_MONDAY, File, agency, batch

Figures = Mapping[str, int | str]
COUNTY, OFFICE, FINANCE, TOWN = "county", "office", "finance", "town"
REGISTER = pl.concat(
    [
        agency(COUNTY, "青禾县人民政府", level="县级政府", scope="consolidated"),
        agency(OFFICE, "青禾县政府办公室", level="县级部门", parent_id=COUNTY),
        agency(FINANCE, "青禾县财政局", level="县级部门", parent_id=COUNTY),
        agency(TOWN, "青禾县东镇", level="乡镇街道", parent_id=COUNTY),
    ]
)


def changed(agency_id: str, **columns: object) -> pl.DataFrame:
    """Return the register with other columns of one agency."""
    rows = REGISTER.to_dicts()
    told = [row | columns if row["agency_id"] == agency_id else row for row in rows]
    return pl.DataFrame(told, schema=REGISTER.schema)


def report(agency_id: str, year: int = 2022, *, revision: int = 1, **columns: object) -> File:
    """Return a report in which every figure is 0."""
    form_id = "f2021" if year > 2020 else "f2019"
    file = File(f"{agency_id}/{year}.html", f"{agency_id}{year}v{revision}", agency_id, year)
    seen_at = ON_MONDAY + timedelta(hours=revision)
    silent: dict[str, Any] = {"form_id": form_id, "value": 0, "error": "", "seen_at": seen_at}
    return replace(file, **(silent | columns))


def figures(told: Mapping[File, Figures]) -> dict[str, pl.DataFrame]:
    """Return the fact frames of reports; a figure by `t3/received/total`, a text is no number."""
    frames = batch(*told)
    if not told:
        return {name: frames[name] for name in FACTS.values()}
    for table, name in FACTS.items():
        frames[name] = pl.concat(
            [_printed(frames[name], table, file, cells) for file, cells in told.items()]
        )
    return {name: frames[name] for name in FACTS.values()}


def findings(folder: Path, *rules: str) -> list[tuple[object, ...]]:
    """Return agency, year, rule, instance, severity, state and status of findings over series."""
    rows = query(
        folder,
        """
        select agency_id, report_year, rule_id, instance, severity, state, status
        from finding where scope = 'series' order by all
        """,
    ).rows()
    return [
        row
        for row in rows
        if not rules or row[2] in rules or str(row[2]).startswith(_groups(rules))
    ]


def _groups(rules: tuple[str, ...]) -> tuple[str, ...]:
    """Return what stands for all rules that begin so."""
    return tuple(rule for rule in rules if rule.endswith(("R.", "R.T", "R.T2", "D.DUE")))


def judged(folder: Path) -> dict[tuple[str, int], str]:
    """Return the run that judged each series last."""
    rows = query(folder, "select agency_id, report_year, run_id from series_judged").rows()
    return {(agency_id, year): run_id for agency_id, year, run_id in rows}


def _printed(frame: pl.DataFrame, table: str, file: File, cells: Figures) -> pl.DataFrame:
    mine = frame.filter(report_id=file.report_id)
    for key, figure in cells.items():
        if key.startswith(f"{table}/"):
            _, row, column = key.split("/")
            mine = mine.update(_cell(mine, figure, row, column), on=["row_code", "col_code"])
            if isinstance(figure, str):
                here = (pl.col("row_code") == row) & (pl.col("col_code") == column)
                mine = mine.with_columns(value=pl.when(here).then(None).otherwise(pl.col("value")))
    return mine


def _cell(mine: pl.DataFrame, figure: int | str, row: str, column: str) -> pl.DataFrame:
    status = "blank" if figure == "" else "text" if isinstance(figure, str) else "number"
    value = None if isinstance(figure, str) else Decimal(figure)
    told = {"row_code": row, "col_code": column, "value": value, "status": status}
    assert mine.filter(row_code=row, col_code=column).height == 1
    schema = {name: mine.schema[name] for name in (*told, "printed")}
    return pl.DataFrame([told | {"printed": str(figure)}], schema=schema)
