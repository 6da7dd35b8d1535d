"""Raw cells to typed cells: printed text to value and status.

Belongs here: the grammar applied to a batch, each distinct text once. Does not belong here: the
grammar itself (pipeline.text.number). The stage before is extract, the one after the fact tables.
"""

import polars as pl
from pandera.typing.polars import DataFrame

from pipeline.extract.units import UNKNOWN_UNIT
from pipeline.text.number import read_figure
from pipeline.transforms.codebook import KEY, codebook
from schemas.form import Form
from schemas.frames import MONEY, Cell, RawCell, enforce

CELL_KEY = ("report_id", "table_id", "row_code", "col_code")


def type_cells(raw: DataFrame[RawCell], forms: tuple[Form, ...]) -> DataFrame[Cell]:
    """Read the printed text of every cell.

    Args:
        raw: one row for every cell of a report's form, printed or not.
        forms: all forms.

    Returns:
        The same cells with value, figure, unit, status and method. The unit is the one in the
        cell, else in its header, else the form's.
    """
    cells = raw.join(codebook(forms), on=list(KEY), how="left", maintain_order="left")
    cells = cells.join(
        _figures(cells), on=["printed", "kind", "signed"], how="left", maintain_order="left"
    )
    is_read = (pl.col("reading") != "") & ~pl.col("is_ambiguous")
    typed = cells.with_columns(
        status=pl.when(pl.col("reading") == "")
        .then(pl.lit("missing"))
        .when("is_ambiguous")
        .then(pl.lit("ambiguous"))
        .otherwise("status"),
        figure=pl.when(is_read).then("figure").otherwise(pl.lit("")),
        trouble=pl.when(is_read).then("trouble").otherwise(pl.lit("")),
        unit=pl.when(is_read & (pl.col("cell_unit") != ""))
        .then("cell_unit")
        .when(pl.col("header_unit") == UNKNOWN_UNIT)
        .then(pl.lit(""))
        .when(pl.col("header_unit") != "")
        .then("header_unit")
        .otherwise("default_unit"),
        method=pl.when((pl.col("reading") == "cell") & (pl.col("method") == "word") & is_read)
        .then(pl.lit("word"))
        .otherwise("reading"),
    ).with_columns(value=pl.col("figure").replace("", None).cast(MONEY))
    return enforce(Cell, typed.select(list(Cell.to_schema().columns)), *CELL_KEY)


def _figures(cells: pl.DataFrame) -> pl.DataFrame:
    """Read each distinct printed text once for each kind of cell."""
    distinct = cells.select("printed", "kind", "signed").unique().sort("printed", "kind", "signed")
    read = [read_figure(text, kind, signed=signed) for text, kind, signed in distinct.iter_rows()]
    return distinct.with_columns(
        pl.Series("status", [figure.status for figure in read], pl.String),
        pl.Series("figure", [figure.figure for figure in read], pl.String),
        pl.Series("cell_unit", [figure.unit for figure in read], pl.String),
        pl.Series("method", [figure.method for figure in read], pl.String),
        pl.Series("trouble", [figure.trouble for figure in read], pl.String),
    )
