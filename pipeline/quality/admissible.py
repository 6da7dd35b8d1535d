"""The sums of cells that a claim may mean, with their values.

Belongs here: cells to sums, by the entries of schemas/claims.toml. Does not belong here: the
judgement (pipeline.quality.claims).
An empty total whose row holds numbers is their sum, if the table says so as a whole: reading its
empty cells as 0 makes a sum down the totals hold. A row that is all empty stays so.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

import polars as pl
from pandera.typing.polars import DataFrame

from pipeline.transforms.wide import BLANK
from schemas.claim import load_claims
from schemas.form import Form
from schemas.frames import Cell

_CLAIM: Final = ("report_id", "claim_no")
_OURS: Final = ("ocr", "repaired")
_TERM: Final = re.compile(r"([+-]?)\s*([a-z0-9_.]+)")
_NONE: Final = "=0"


class _Term(NamedTuple):
    form_id: str
    quantity: str
    sum_no: int
    sum_text: str
    term: str
    cell: str
    weight: int


def claimed_sums(
    claims: pl.DataFrame, cells: DataFrame[Cell], forms: tuple[Form, ...]
) -> pl.DataFrame:
    """Return the sums that each claim may mean.

    Args:
        claims: one row a claim of a count.
        cells: one row a report and cell.
        forms: all forms.

    Returns:
        One row a claim and sum: report_id, claim_no, sum_text (its terms), total (empty cells as
        0), blanks and unread (how many are empty, or no number), is_plain (all is added), is_ours
        (a cell is recognised from a picture), shown (its figures), nonzero (its terms
        that are not 0). A sum of which no cell is in the
        document is left out.
    """
    terms = _terms(forms)
    none = pl.concat_str("quantity", pl.lit(_NONE))
    of_none = terms.filter(pl.col("quantity").str.ends_with(_NONE))["quantity"].unique()
    meant = claims.with_columns(
        quantity=pl.when((pl.col("value") == 0) & none.is_in(of_none.to_list()))
        .then(none)
        .otherwise("quantity")
    )
    return _sums(meant, terms, _figures(claims, cells, forms))


def share_sums(
    shares: pl.DataFrame, cells: DataFrame[Cell], forms: tuple[Form, ...]
) -> pl.DataFrame:
    """Return the sums that each share may mean, each with every whole that it may be of (`whole`).

    Args:
        shares: one row a claim of a share.
        cells: one row a report and cell.
        forms: all forms.
    """
    terms, figures = _terms(forms), _figures(shares, cells, forms)
    parts = _sums(shares, terms, figures)
    wholes = _sums(shares.with_columns(quantity=pl.lit("")), terms, figures)
    wholes = wholes.select(
        *_CLAIM,
        whole="total",
        gaps=pl.col("blanks") + pl.col("unread"),
        of_ours="is_ours",
        of_shown="shown",
    )
    return parts.join(wholes, on=_CLAIM).with_columns(
        unread=pl.col("unread") + pl.col("gaps"), is_ours=pl.col("is_ours") | pl.col("of_ours")
    )


def _sums(claims: pl.DataFrame, terms: pl.DataFrame, figures: pl.DataFrame) -> pl.DataFrame:
    forms = figures.select("report_id", "form_id").unique()
    needed = claims.select(*_CLAIM, "quantity").join(forms, on="report_id")
    needed = needed.join(terms, on=["form_id", "quantity"])
    filled = needed.join(figures, on=["report_id", "cell"], how="left")
    signed = pl.col("value").fill_null(0) * pl.col("weight")
    gap = pl.col("gap").fill_null(2)
    sign = pl.when(pl.col("weight") < 0).then(pl.lit("-")).otherwise(pl.lit("+"))
    number = sign + pl.col("value").cast(pl.Int64).cast(pl.String)
    return (
        filled.group_by(*_CLAIM, "sum_no", "sum_text", maintain_order=True)
        .agg(
            total=signed.sum(),
            blanks=(gap == 1).sum(),
            unread=(gap >= 2).sum(),  # noqa: PLR2004
            is_there=(gap < 3).any(),  # noqa: PLR2004
            is_plain=(pl.col("weight") > 0).all(),
            is_ours=pl.col("is_ours").fill_null(value=False).any(),
            shown=number.filter(pl.col("value") != 0).str.join(""),
            nonzero=pl.col("term")
            .filter(pl.col("value") != 0)
            .unique(maintain_order=True)
            .str.join(" + "),
        )
        .filter("is_there")
        .drop("is_there")
        .sort(*_CLAIM, "sum_no")
    )


def _figures(claims: pl.DataFrame, cells: DataFrame[Cell], forms: tuple[Form, ...]) -> pl.DataFrame:
    """Return the figures of reports that claim something.

    Returns:
        One row a report and cell: value, gap (0 a number, 1 empty, 2 no number, 3 not in the
        document), is_ours; empty totals filled where the table allows it.
    """
    gap = (
        pl.when(pl.col("status") == "number")
        .then(0)
        .when(pl.col("status").is_in(BLANK))
        .then(1)
        .when(pl.col("status") == "missing")
        .then(3)
        .otherwise(2)
    )
    figures = (
        cells.join(claims.select("report_id").unique(), on="report_id", how="semi")
        .filter(pl.col("table_id") != "ind")
        .with_columns(
            gap=gap,
            is_ours=pl.col("method").is_in(_OURS),
            cell=pl.concat_str("table_id", "row_code", "col_code", separator="."),
        )
        .select("report_id", "form_id", "table_id", "row_code", "col_code", "cell", "value", "gap",
                "is_ours")
    )  # fmt: skip
    parts = [_filled(figures.filter(pl.col("form_id") == form.id), form) for form in forms]
    return pl.concat(parts).select("report_id", "form_id", "cell", "value", "gap", "is_ours")


def _filled(figures: pl.DataFrame, form: Form) -> pl.DataFrame:
    """Fill empty totals of a form with the sums of their rows."""
    for across in (one for one in form.identities if one.each == "row" and len(one.right) == 1):
        down = [
            one for one in form.identities if one.each == "column" and one.table == across.table
        ]
        table = pl.col("table_id") == across.table
        is_total = table & (pl.col("col_code") == across.right[0])
        if not down or figures.filter(is_total & (pl.col("gap") == 1)).is_empty():
            continue
        rows = (
            figures.filter(table & pl.col("col_code").is_in(across.left))
            .group_by("report_id", "row_code")
            .agg(row_sum=pl.col("value").fill_null(0).sum(), is_read=(pl.col("gap") < 2).all(),  # noqa: PLR2004
                 row_ours=pl.col("is_ours").any(), has_number=(pl.col("gap") == 0).any())
        )  # fmt: skip
        fill = is_total & (pl.col("gap") == 1) & pl.col("is_read")
        told = figures.join(rows, on=["report_id", "row_code"], how="left").with_columns(
            could=pl.when(fill).then("row_sum").otherwise("value"), fill=fill
        )
        sure = pl.concat([_bearing_out(told.filter(is_total), one.left, one.right) for one in down])
        keys = ["report_id", "row_code"]
        told = told.join(
            sure.unique().with_columns(is_sure=pl.lit(value=True)), on=keys, how="left"
        )
        takes = pl.all_horizontal(pl.col("fill", "is_sure", "has_number").fill_null(value=False))
        figures = told.with_columns(
            value=pl.when(takes).then("could").otherwise("value"),
            gap=pl.when(takes).then(0).otherwise("gap"),
            is_ours=pl.col("is_ours") | (takes & pl.col("row_ours")),
        ).select(figures.columns)
    return figures


def _bearing_out(
    totals: pl.DataFrame, left: tuple[str, ...], right: tuple[str, ...]
) -> pl.DataFrame:
    """Return report_id and row_code of the rows of a sum that holds with filled totals."""
    in_sum = pl.col("row_code").is_in((*left, *right))
    weight = pl.when(pl.col("row_code").is_in(left)).then(1).otherwise(-1)
    own = totals.filter(in_sum)
    known = pl.col("could").is_not_null() & ((pl.col("gap") == 0) | pl.col("fill"))
    is_right = pl.col("row_code").is_in(right) & (pl.col("gap") == 0)
    holds = own.group_by("report_id").agg(
        holds=((pl.col("could") * weight).sum() == 0) & known.all() & is_right.any()
    )
    return own.join(holds.filter("holds"), on="report_id", how="semi").select(
        "report_id", "row_code"
    )


@cache
def _terms(forms: tuple[Form, ...]) -> pl.DataFrame:
    """Return the terms of every sum, groups as their rows; wholes of shares have no quantity."""
    words = load_claims()
    sums = [(one.id, one.sums) for one in words.quantities]
    sums += [(f"{one.id}{_NONE}", one.zero) for one in words.quantities if one.zero]
    sums.append(("", words.share.of))
    rows = [term for form in forms for code, texts in sums for term in _of(form, code, texts)]
    return pl.DataFrame(rows, schema=list(_Term._fields), orient="row")


def _of(form: Form, quantity: str, texts: tuple[str, ...]) -> Iterator[_Term]:
    known = {".".join(spec.key) for spec in form.cells()}
    members: dict[str, list[str]] = {}
    for spec in form.cells():
        if spec.row.group and not spec.row.replaces:
            group = f"{spec.table.id}.{spec.row.group}.{spec.column.code}"
            members.setdefault(group, []).append(".".join(spec.key))
    for number, text in enumerate(texts):
        terms = [(sign, code) for sign, code in _TERM.findall(text)]
        cells = [
            (code, cell, -1 if sign == "-" else 1)
            for sign, code in terms
            for cell in ([code] if code in known else members.get(code, [""]))
        ]
        if all(cell for _, cell, _ in cells):
            for code, cell, weight in cells:
                yield _Term(form.id, quantity, number, text, code, cell, weight)
