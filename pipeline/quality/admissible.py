"""The sums of cells that a claim may mean, with their values.

Belongs here: cells to sums, by the entries of schemas/claims.toml. Does not belong here: the
judgement (pipeline.quality.claims).
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

import polars as pl

from pipeline.quality.filled import ABSENT, UNREAD
from schemas.claim import load_claims
from schemas.form import Form

_CLAIM: Final = ("report_id", "claim_no")
_CELL: Final = ("table_id", "row_code", "col_code")
_TERM: Final = re.compile(r"([+-]?)\s*([a-z0-9_.]+)")
_NONE: Final = "=0"


class _Term(NamedTuple):
    form_id: str
    quantity: str
    sum_no: int
    sum_text: str
    term: str
    table_id: str
    row_code: str
    col_code: str
    weight: int


def needed_cells(forms: tuple[Form, ...]) -> pl.DataFrame:
    """Return the cells that any claim may mean: form_id, table_id, row_code, col_code."""
    return _terms(forms).select("form_id", "table_id", "row_code", "col_code").unique()


def claimed_sums(
    claims: pl.DataFrame, figures: pl.DataFrame, forms: tuple[Form, ...]
) -> pl.DataFrame:
    """Return the sums that each claim may mean.

    Args:
        claims: one row a claim of a count.
        figures: one row a report and cell (pipeline.quality.filled).
        forms: all forms.

    Returns:
        One row a claim and sum: report_id, claim_no, sum_text (its terms), total (empty cells as
        0), blanks and unread (how many are empty, or no number), is_plain (all is added), is_ours
        (a cell is recognised from a picture), shown (its figures), nonzero (its terms that are not
        0). A sum of which no cell is in the document, or none that it subtracts, is left out.
    """
    terms = _terms(forms)
    none = pl.concat_str("quantity", pl.lit(_NONE))
    of_none = terms.filter(pl.col("quantity").str.ends_with(_NONE))["quantity"].unique()
    meant = claims.with_columns(
        quantity=pl.when((pl.col("value") == 0) & none.is_in(of_none.to_list()))
        .then(none)
        .otherwise("quantity")
    )
    return _sums(meant, terms, figures)


def share_sums(
    shares: pl.DataFrame, figures: pl.DataFrame, forms: tuple[Form, ...]
) -> pl.DataFrame:
    """Return the sums that each share may mean, each with every whole that it may be of (`whole`).

    Args:
        shares: one row a claim of a share.
        figures: one row a report and cell.
        forms: all forms.
    """
    terms = _terms(forms)
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
    filled = needed.join(figures, on=["report_id", *_CELL], how="left")
    signed = pl.col("value").fill_null(0) * pl.col("weight")
    gap = pl.col("gap").fill_null(ABSENT)
    is_there = gap < ABSENT
    sign = pl.when(pl.col("weight") < 0).then(pl.lit("-")).otherwise(pl.lit("+"))
    number = sign + pl.col("value").cast(pl.Int64).cast(pl.String)
    return (
        filled.group_by(*_CLAIM, "sum_no", "sum_text", maintain_order=True)
        .agg(
            total=signed.sum(),
            blanks=(gap == 1).sum(),
            unread=(gap >= UNREAD).sum(),
            is_there=is_there.filter(pl.col("weight") > 0).any() & _all_taken_off(is_there),
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


def _all_taken_off(is_there: pl.Expr) -> pl.Expr:
    """Tell whether what is subtracted is in the document, if anything is."""
    taken_off = is_there.filter(pl.col("weight") < 0)
    return taken_off.any() | (taken_off.len() == 0)


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
                table_id, row_code, col_code = cell.split(".")
                yield _Term(
                    form.id, quantity, number, text, code, table_id, row_code, col_code, weight
                )
