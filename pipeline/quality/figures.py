"""The wide figures that formulas are computed on: one row a report, one column a figure.

Belongs here: cells to wide figures, with the sums of groups, those of the year before and what the
register says of the agency. Does not belong here: any rule. The stage before is transforms, the
one after pipeline.quality.formulas.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

import polars as pl

from pipeline.transforms.money import YUAN
from pipeline.transforms.wide import BLANK, column_name
from schemas.form import Form
from schemas.statement import CellKey, Term, term

NUMBER: Final = pl.Decimal(
    38, 6
)  # no sum of cells and no product with a formula's number overflows
READ, EMPTY, UNREAD = 0, 1, 2
_CELL: Final = ("report_id", "form_id", "table_id", "row_code", "col_code")
_SHOWN: Final = ("value", "status", "method", "trouble", "place")


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of some reports.

    `frame`: one row a report: report_id, form_id; a figure `<table>__<row or group>__<column>` as
    NUMBER, null unless it is a number (empty rows of a group count 0), money in the unit that the
    form states, else as printed;
    `<name>?` Int8: 0 a number, 1 empty, 2 anything else that is no number, null where the report's
    form has no such figure; `last__<name>` and `last__<name>?`, the same of the year before, null
    where there is no such report; `agency__level`, `agency__is_reorganised`, null where unknown.

    `cells`: one row a report and cell: report_id, name (that of the wide column), and what a
    message needs: value as printed, status, method, trouble, place.
    """

    frame: pl.DataFrame
    cells: pl.DataFrame


def figures_of(
    cells: pl.DataFrame, forms: tuple[Form, ...], keys: Iterable[CellKey] | None = None
) -> Figures:
    """Turn cells into figures, without year before and register.

    Args:
        cells: one row a report and cell: report_id, form_id, table_id, row_code, col_code, value,
            unit, status, method, place and, if known, trouble (schemas.frames.Cell, or facts).
        forms: all forms.
        keys: table, row or group, column of the figures that are wanted; None: every cell.
    """
    wanted = None if keys is None else tuple(dict.fromkeys(keys))
    parts = [_of_form(cells, form, wanted) for form in forms]
    frames, narrows = zip(*parts, strict=True)
    frame = pl.concat(frames, how="diagonal").sort("report_id")
    missing = [name for key in wanted or () for name in _columns(key) if name not in frame.columns]
    return Figures(
        frame.with_columns(
            pl.lit(None, pl.Int8 if name.endswith("?") else NUMBER).alias(name) for name in missing
        ),
        pl.concat(narrows),
    )


def with_last(figures: Figures, last: Figures, pairs: pl.DataFrame) -> Figures:
    """Add the figures of the year before.

    Args:
        figures: those of the reports.
        last: those of reports of the year before.
        pairs: report_id, last_report_id; a report without a pair has no report of the year before.
    """
    names = [name for name in last.frame.columns if "__" in name]
    earlier = last.frame.select(
        pl.col("report_id").alias("last_report_id"),
        *(pl.col(name).alias(f"last__{name}") for name in names),
    )
    placed = pairs.select("report_id", "last_report_id")
    frame = figures.frame.join(placed, on="report_id", how="left").join(
        earlier, on="last_report_id", how="left"
    )
    cells = last.cells.rename({"report_id": "last_report_id"}).join(placed, on="last_report_id")
    mine = cells.select("report_id", pl.format("last__{}", "name").alias("name"), *_SHOWN)
    return replace(
        figures,
        frame=frame.drop("last_report_id").sort("report_id"),
        cells=pl.concat([figures.cells, mine]),
    )


def with_agencies(figures: Figures, agencies: pl.DataFrame) -> Figures:
    """Add what the register says.

    Args:
        figures: those of the reports.
        agencies: report_id, level, is_reorganised; null where the register does not say.
    """
    said = agencies.select(
        "report_id", agency__level="level", agency__is_reorganised="is_reorganised"
    )
    joined = figures.frame.join(said, on="report_id", how="left").sort("report_id")
    return replace(figures, frame=joined)


def _columns(key: CellKey) -> tuple[str, str]:
    name = column_name(key)
    return name, f"{name}?"


def _of_form(
    cells: pl.DataFrame, form: Form, wanted: tuple[CellKey, ...] | None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return frame and cells of the reports of one form."""
    keys = wanted if wanted is not None else tuple(spec.key for spec in form.cells())
    terms = {key: found for key in keys if (found := term(form, key))}
    held = dict.fromkeys(chain.from_iterable(one.every_cell for one in terms.values()))
    narrow = _narrow(cells.filter(pl.col("form_id") == form.id), form, list(held))
    reports = cells.filter(pl.col("form_id") == form.id).select("report_id", "form_id").unique()
    values = narrow.pivot("name", on_columns=_names(held), index="report_id", values="number")
    gaps = narrow.pivot("name", on_columns=_names(held), index="report_id", values="gap")
    gaps = gaps.rename({name: f"{name}?" for name in _names(held)})
    wide = reports.join(values, on="report_id", how="left").join(gaps, on="report_id", how="left")
    frame = wide.select("report_id", "form_id", *chain.from_iterable(map(_sum, terms.items())))
    return frame, narrow.select("report_id", "name", *_SHOWN)


def _names(keys: Iterable[CellKey]) -> list[str]:
    return [column_name(key) for key in keys]


def _narrow(cells: pl.DataFrame, form: Form, held: list[CellKey]) -> pl.DataFrame:
    """Return the wanted cells by name: what is shown, the number in the form's unit, its gap."""
    units = {column_name(spec.key): spec.unit for spec in form.cells() if spec.unit in YUAN}
    stated = pl.col("name").replace_strict(units, default=None, return_dtype=pl.String)
    printed_factor = pl.col("unit").replace_strict(YUAN, default=None, return_dtype=pl.Int64)
    stated_factor = stated.replace_strict(YUAN, default=None, return_dtype=pl.Int64)
    value = pl.col("value").cast(NUMBER)
    converted = value * printed_factor / stated_factor
    gap = (
        pl.when(pl.col("status") == "number")
        .then(READ)
        .when(pl.col("status").is_in(BLANK))
        .then(EMPTY)
        .otherwise(UNREAD)
    )
    known = cells if "trouble" in cells.columns else cells.with_columns(trouble=pl.lit(""))
    return (
        known.with_columns(name=pl.concat_str("table_id", "row_code", "col_code", separator="__"))
        .filter(pl.col("name").is_in(_names(held)))
        .select(
            "report_id",
            "name",
            *_SHOWN,
            number=pl.when(printed_factor != stated_factor).then(converted).otherwise(value),
            gap=gap.cast(pl.Int8),
        )
    )


def _sum(named: tuple[CellKey, Term]) -> Iterator[pl.Expr]:
    """Sum the cells of a figure; an alternative row that is printed takes their place."""
    key, figure = named
    name, gap = _columns(key)
    if figure.every_cell == (key,):
        yield from (pl.col(name), pl.col(gap))
        return
    weights = {cell: pl.lit(value=True) for cell in figure.cells}
    for stand_in, replaced in figure.stand_ins:
        is_printed = pl.col(_columns(stand_in)[1]).is_not_null()
        weights[stand_in] = is_printed
        weights |= {cell: weights[cell] & ~is_printed for cell in replaced}
    inside = {_columns(cell): weight for cell, weight in weights.items()}
    worst = pl.max_horizontal(pl.when(w).then(pl.col(columns[1])) for columns, w in inside.items())
    total = pl.sum_horizontal(
        pl.when(weight).then(pl.col(columns[0])).fill_null(0) for columns, weight in inside.items()
    )
    yield pl.when(worst != UNREAD).then(total).cast(NUMBER).alias(name)
    yield worst.alias(gap)
