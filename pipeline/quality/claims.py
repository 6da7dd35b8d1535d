"""Text against table: what the narrative claims, held against every cell that it may mean.

Belongs here: which claims no cell bears out, and what is said of them. Does not belong here: what a
sentence claims (pipeline.extract.claims), the figures themselves (pipeline.quality.told).
A claim is broken only if all that it may mean is a number, and none of that is its number.
"""

from collections.abc import Iterator
from typing import Final

import polars as pl
from pandera.typing.polars import DataFrame

from pipeline.quality.admissible import claimed_sums, needed_cells, share_sums
from pipeline.quality.filled import figures_of_reports
from pipeline.quality.told import sentences
from schemas import finding
from schemas.claimed import Claim
from schemas.form import Form
from schemas.frames import Cell

_CLAIM: Final = ("report_id", "claim_no")
_SHARE, _PARTS, _CHANNELS, _TWICE, _GROWTH = "X.PCT", "X.BREAK", "X.CHAN", "X.SELF", "X.GROW"
_SIMPLE: Final = ("X.IN", "X.OUT")  # one sum of cells: two numbers cannot both be meant
_OF_ITSELF: Final = (_PARTS, _TWICE, _GROWTH)  # no cell of this report bears these out
_HUNDRED: Final = 100
_NEAR: Final = 10  # a tenth of the total
_SURE: Final = 3  # parts from which a list that falls short is taken for whole
_POINTS: Final = 0.6  # percentage points: growth is often reckoned from rounded figures
# Two channels that fall short of what was received may not be all.
_IS_FEW: Final = (
    (pl.col("rule_id") == _CHANNELS)
    & (pl.col("stated").str.count_matches("+", literal=True) < _SURE - 1)
    & (pl.col("value") < pl.col("most"))
)
HELD, BROKEN, OPEN = "held", "broken", "open"


def claim_findings(
    claims: DataFrame[Claim], cells: DataFrame[Cell], forms: tuple[Form, ...]
) -> Iterator[tuple[str, finding.Finding]]:
    """Yield (report_id, finding) for every claim that the figures of its report contradict.

    Args:
        claims: one row a claim.
        cells: one row a report and cell.
        forms: all forms.
    """
    if claims.is_empty():
        return
    counts = claims.filter(~pl.col("rule_id").is_in((*_OF_ITSELF, _SHARE)))
    figures = figures_of_reports(claims["report_id"], cells, needed_cells(forms), forms)
    sums = claimed_sums(counts, figures, forms)
    judged = _without_doubt(_judged(counts, sums))
    shares = claims.filter(pl.col("rule_id") == _SHARE)
    bases = share_sums(shares, figures, forms)
    broken = [
        (judged.filter(pl.col("verdict") == BROKEN), sums),
        (_broken_shares(shares, bases), bases),
        (_broken_parts(claims), sums.clear()),
        (_told_twice(claims, judged), sums.clear()),
    ]
    for found, options in broken:
        yield from sentences(found, options)


def _judged(claims: pl.DataFrame, sums: pl.DataFrame) -> pl.DataFrame:
    """Return claims with `verdict`.

    A sum that has blank cells bears a claim out if they are 0, and never contradicts it, but that
    there is nothing at all is contradicted by any cell that is not 0.
    """
    near = (pl.col("total") - pl.col("value")).abs() <= pl.col("tolerance")
    is_known = (pl.col("blanks") == 0) & (pl.col("unread") == 0)
    is_none_denied = (pl.col("value") == 0) & (pl.col("total") > 0) & pl.col("is_plain")
    by_claim = (
        sums.join(claims.select(*_CLAIM, "value", "tolerance"), on=_CLAIM)
        .group_by(_CLAIM)
        .agg(
            held=(near & (pl.col("unread") == 0)).any(),
            broken=(is_known | is_none_denied).all(),
            most=pl.col("total").max(),
        )
    )
    verdict = (
        pl.when(pl.col("held"))
        .then(pl.lit(HELD))
        .when(pl.col("broken") & ~_IS_FEW)
        .then(pl.lit(BROKEN))
        .otherwise(pl.lit(OPEN))
    )
    return (
        claims.join(by_claim, on=_CLAIM, how="left")
        .with_columns(verdict=verdict)
        .drop("held", "broken", "most")
        .sort(_CLAIM)
    )


def _without_doubt(judged: pl.DataFrame) -> pl.DataFrame:
    """Leave claims open that may speak of another body, or of a part.

    A region or an office is meant where another number of it is in the tables, and where nothing
    else of the report gives the same quantity rightly. Beside a right number another one of a
    sentence is of a part (收到 and 受理), as are words that there is none where the report counts
    some.
    """
    held = pl.col("verdict") == HELD
    same = ("report_id", "quantity")
    is_witness = held & pl.col("is_scoped") & (pl.col("value") > 0)
    doubted = judged.with_columns(
        has_witness=is_witness.any().over("report_id"),
        has_right=held.any().over(same),
        has_right_scoped=(held & pl.col("is_scoped")).any().over(same),
        has_right_beside=held.any().over(*same, "sentence_no"),
        counts_some=(pl.col("value") > 0).any().over(same),
    )
    is_doubtful = (
        (pl.col("is_scoped") & (~pl.col("has_witness") | pl.col("has_right")))
        | pl.col("has_right_scoped")
        | pl.col("has_right_beside")
        | ((pl.col("unit") == "") & (pl.col("value") == 0) & pl.col("counts_some"))
    )
    verdict = pl.when((pl.col("verdict") == BROKEN) & is_doubtful).then(pl.lit(OPEN))
    return doubted.select(*judged.columns[:-1], verdict=verdict.otherwise(pl.col("verdict")))


def _broken_shares(shares: pl.DataFrame, bases: pl.DataFrame) -> pl.DataFrame:
    """Return shares that no count and no whole make; `stated` are count and totals of the text."""
    told = shares.select(
        *_CLAIM, "value", "tolerance",
        count=pl.col("stated").str.split("/").list.first().cast(pl.Float64),
        wholes=pl.col("stated").str.split("/").list.slice(1).cast(pl.List(pl.Float64)),
    )  # fmt: skip
    pairs = bases.join(told, on=_CLAIM).with_columns(pl.col("total", "whole").cast(pl.Float64))
    value, room = pl.col("value").cast(pl.Float64), pl.col("tolerance").cast(pl.Float64)

    def fits(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
        return (whole > 0) & ((part / whole * _HUNDRED - value).abs() <= room + 1e-9)

    own = pl.any_horizontal(fits(pl.col(part), pl.col("whole")) for part in ("total", "count"))
    of_text = (
        told.explode("wholes", empty_as_null=True)
        .group_by(_CLAIM)
        .agg(in_text=fits(pl.col("count"), pl.col("wholes")).fill_null(value=False).any())
    )
    is_known = (pl.col("blanks") == 0) & (pl.col("unread") == 0) & (pl.col("whole") > 0)
    by_claim = pairs.group_by(_CLAIM).agg(held=own.any(), known=is_known.all())
    return (
        shares.join(by_claim, on=_CLAIM)
        .join(of_text, on=_CLAIM)
        .filter(~pl.col("held") & pl.col("known") & ~pl.col("in_text"))
        .drop("held", "known", "in_text")
        .sort(_CLAIM)
    )


def _broken_parts(claims: pl.DataFrame) -> pl.DataFrame:
    """Return totals that their parts exceed, or barely miss where they are all.

    Two parts that exceed it by far may overlap.

    A list may go on with the parts of another division: where its beginning makes the total, that
    is what was meant. A list that falls far short names examples.
    """
    totals = claims.filter(pl.col("rule_id") == _PARTS)
    parts = pl.col("stated").str.split("+").list.eval(pl.element().cast(pl.Float64, strict=False))
    total, count = pl.col("value").cast(pl.Float64), pl.col("parts").list.drop_nulls().list.len()
    told = totals.with_columns(parts=parts).with_columns(
        so_far=pl.col("parts").list.drop_nulls().list.eval(pl.element().cum_sum()),
        is_whole=~pl.col("parts").list.contains(None),
        largest=pl.col("parts").list.max(),
    )
    whole_sum = pl.col("so_far").list.last()
    is_met = pl.col("so_far").list.contains(total)
    is_near = (total - whole_sum).abs() * _NEAR <= total
    is_over = (whole_sum > total) & (pl.col("largest") <= total) & (is_near | (count >= _SURE))
    is_short = (whole_sum < total) & pl.col("is_whole") & is_near & (count >= _SURE)
    is_broken = ~is_met & (is_over | is_short)
    return told.filter(is_broken).select(claims.columns)


def _told_twice(claims: pl.DataFrame, judged: pl.DataFrame) -> pl.DataFrame:
    """Return claims of a quantity that a report gives twice and differently.

    Either a cell bears the other one out, or no cell decides: then the first counts as the other.
    """
    own = ~pl.col("is_scoped") & (pl.col("unit") != "")
    same = ("report_id", "quantity")
    right = pl.col("value").filter(pl.col("verdict") == HELD).first().over(same)
    refuted = (
        judged.filter(own)
        .with_columns(other=right)
        .filter((pl.col("verdict") == BROKEN) & pl.col("other").is_not_null())
    )
    first = pl.col("value").first().over(same, order_by="claim_no")
    undecided = judged.filter(own, pl.col("verdict") == OPEN, pl.col("rule_id").is_in(_SIMPLE))
    unjudged = claims.filter(own, pl.col("rule_id") == _TWICE)
    columns = [*claims.columns, "other"]
    told = [refuted, *(part.with_columns(other=first) for part in (undecided, unjudged))]
    return (
        pl.concat([part.select(columns) for part in told])
        .filter(pl.col("value") != pl.col("other"))
        .with_columns(stated=pl.col("other").cast(pl.Int64).cast(pl.String), rule_id=pl.lit(_TWICE))
        .select(claims.columns)
    )


def growth_findings(
    claims: DataFrame[Claim], figures: pl.DataFrame
) -> Iterator[tuple[str, finding.Finding]]:
    """Yield (report_id, finding) for growth of requests that two years' figures do not make.

    Args:
        claims: one row a claim.
        figures: one row a report: report_id, t3__received__total, last__t3__received__total and the
            columns with `?` that say whether these are numbers (pipeline.quality.figures).
    """
    now, last = "t3__received__total", "last__t3__received__total"
    known = figures.filter((pl.col(f"{now}?") == 0) & (pl.col(f"{last}?") == 0))
    known = known.filter(pl.col(last) > 0).select(
        "report_id", now=pl.col(now).cast(pl.Float64), last=pl.col(last).cast(pl.Float64)
    )
    grown = (
        claims.filter(pl.col("rule_id") == _GROWTH)
        .join(known, on="report_id")
        .with_columns(percent=(pl.col("now") / pl.col("last") - 1) * _HUNDRED)
    )
    room = pl.max_horizontal(pl.lit(_POINTS), pl.col("tolerance").cast(pl.Float64))
    off = (pl.col("percent") - pl.col("value").cast(pl.Float64)).abs() > room
    shown = pl.format("{}→{}", pl.col("last").cast(pl.Int64), pl.col("now").cast(pl.Int64))
    broken = grown.filter(off & ~pl.col("is_scoped")).with_columns(
        stated=pl.format("{} ({}%)", shown, pl.col("percent").round(1))
    )
    yield from sentences(broken.select(claims.columns), None)
