"""Two readings of the same reports compared, cell by cell and identity by identity.

Belongs here: what the later reading gained, lost and changed. Does not belong here: where either
comes from (pipeline.batch.replay), how it is shown (pipeline.cli).
"""

from typing import Final

import polars as pl
from pandera.typing.polars import DataFrame

from schemas.frames import CellChange, VerdictChange, enforce

CELL: Final = ("report_id", "table_id", "row_code", "col_code")
IDENTITY: Final = ("report_id", "rule_id", "instance")
CELL_KINDS: Final = ("gained", "lost", "changed", "restated")
VERDICT_KINDS: Final = ("newly_holding", "newly_broken", "newly_undecided")
_SAID: Final = ("unit", "status", "method", "printed", "place")
_ABSENT: Final = "missing"


def cell_changes(before: pl.DataFrame, after: pl.DataFrame) -> DataFrame[CellChange]:
    """Return the cells that the two readings do not give alike.

    Args:
        before: report_id, form_id, table_id, row_code, col_code, value, unit, status, method,
            printed, place of one reading.
        after: the same of the other.

    Returns:
        One row a cell that differs: `gained` a number, `lost` it, `changed` in number, unit or
        status, or only `restated`: the same by another method, text, place or form. A cell that is
        not there is as one that is missing.
    """
    both = _aligned(before, after)
    was, now = pl.col("value").is_not_null(), pl.col("value_after").is_not_null()
    differs = (
        pl.col("value").ne_missing(pl.col("value_after"))
        | (pl.col("unit") != pl.col("unit_after")) & was & now
        | (pl.col("status") != pl.col("status_after"))
    )
    retold = pl.any_horizontal(
        *(pl.col(name) != pl.col(f"{name}_after") for name in ("method", "printed", "place")),
        pl.col("form_id").ne_missing(pl.col("form_id_after")),
    ) & ((pl.col("status") != _ABSENT) | (pl.col("status_after") != _ABSENT))
    kind = (
        pl.when(~was & now)
        .then(pl.lit("gained"))
        .when(was & ~now)
        .then(pl.lit("lost"))
        .when(differs)
        .then(pl.lit("changed"))
        .when(retold)
        .then(pl.lit("restated"))
    )
    found = (
        both.with_columns(kind=kind)
        .drop_nulls("kind")
        .select(
            *CELL,
            "kind",
            form_id=pl.coalesce("form_id_after", "form_id"),
            method=pl.when(now).then("method_after").otherwise("method"),
            before=_shown(""),
            after=_shown("_after"),
        )
    )
    return enforce(CellChange, found.select(list(CellChange.to_schema().columns)), *CELL)


def verdict_changes(before: pl.DataFrame, after: pl.DataFrame) -> DataFrame[VerdictChange]:
    """Return the identities that come out otherwise.

    Args:
        before: report_id, rule_id, instance, verdict of one reading.
        after: the same of the other.

    Returns:
        One row an identity whose verdict differs; one that is not there is undecided.
    """
    names = [*IDENTITY, "verdict"]
    both = before.select(names).join(
        after.select(names), on=list(IDENTITY), how="full", coalesce=True, suffix="_after"
    )
    both = both.with_columns(pl.col("verdict", "verdict_after").fill_null("undecidable"))
    kind = (
        pl.when(pl.col("verdict_after") == "holds")
        .then(pl.lit("newly_holding"))
        .when(pl.col("verdict_after") == "broken")
        .then(pl.lit("newly_broken"))
        .otherwise(pl.lit("newly_undecided"))
    )
    found = both.filter(pl.col("verdict") != pl.col("verdict_after")).select(
        *IDENTITY, kind=kind, before="verdict", after="verdict_after"
    )
    return enforce(VerdictChange, found, *IDENTITY)


def _aligned(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    names = [*CELL, "form_id", "value", *_SAID]
    both = before.select(names).join(
        after.select(names), on=list(CELL), how="full", coalesce=True, suffix="_after"
    )
    ends = ("", "_after")
    return both.with_columns(
        *(pl.col(f"status{end}").fill_null(_ABSENT) for end in ends),
        *(
            pl.col(f"{name}{end}").fill_null("")
            for name in _SAID
            if name != "status"
            for end in ends
        ),
    )


def _shown(end: str) -> pl.Expr:
    """Show a cell: its number as printed in its unit, else its status and what is printed."""
    number = pl.col(f"value{end}").cast(pl.String)
    plain = (
        pl.when(number.str.contains(".", literal=True))
        .then(number.str.strip_chars_end("0").str.strip_chars_end("."))
        .otherwise(number)
    )
    status, printed = pl.col(f"status{end}"), pl.col(f"printed{end}").str.strip_chars()
    words = pl.when(printed == "").then(status).otherwise(status + " " + printed)
    return pl.when(number.is_not_null()).then(plain + pl.col(f"unit{end}")).otherwise(words)
