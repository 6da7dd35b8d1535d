"""Rules that state a formula: one evaluator for all of them, over a whole batch.

Belongs here: a formula to columns of verdicts. Does not belong here: the formulas
(schemas/rules.toml), their language (schemas.formula), what is said of one that does not hold
(pipeline.quality.telling), the printed sums of a form (pipeline.quality.identities).
"""

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final

import polars as pl

from pipeline.quality.figures import EMPTY, NUMBER, UNREAD, Figures
from pipeline.quality.identities import BROKEN, HOLDS_IF_BLANK, UNDECIDABLE
from pipeline.quality.telling import Judged, told
from schemas.finding import Finding
from schemas.form import Form
from schemas.formula import (
    Arithmetic,
    Attribute,
    Call,
    Comparison,
    Denial,
    Figure,
    Logic,
    Node,
    Number,
    Text,
    kind,
    parts,
)
from schemas.rule import Rule, load_rules
from schemas.statement import CellKey, Statement, is_of_series, statements

_SIGNS: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "==": operator.eq,
    "!=": operator.ne,
}
_CALLS: Final[Mapping[str, Callable[[list[pl.Expr]], pl.Expr]]] = {
    "abs": lambda items: items[0].abs(),
    "min": pl.min_horizontal,
    "max": pl.max_horizontal,
}


@cache
def report_rules() -> tuple[Rule, ...]:
    """Return the rules whose formula is about one report by itself."""
    return tuple(rule for rule in load_rules().values() if rule.formula and not is_of_series(rule))


@cache
def series_rules() -> tuple[Rule, ...]:
    """Return the rules whose formula needs the year before, or the register."""
    return tuple(rule for rule in load_rules().values() if rule.formula and is_of_series(rule))


def needed(rules: Iterable[Rule]) -> tuple[CellKey, ...]:
    """Return table, row or group, column of every figure that the rules name."""
    named = (figure.key for rule in rules for one in statements(rule) for figure in one.named)
    return tuple(dict.fromkeys(named))


def formula_findings(
    figures: Figures, form: Form, rules: Iterable[Rule]
) -> Iterator[tuple[str, Finding]]:
    """Yield (report_id, finding) for every rule that a report does not simply keep.

    Args:
        figures: those of the reports; reports of other forms are passed over.
        form: the form.
        rules: rules with a formula; others are passed over.
    """
    frame = figures.frame.filter(pl.col("form_id") == form.id)
    if frame.is_empty():
        return
    stated = [one for rule in rules for one in statements(rule) if one.applies_to(form)]
    if not stated:
        return
    verdicts = [(_verdict(one).alias(f"{at}"), f"{at}") for at, one in enumerate(stated)]
    judged = frame.with_columns(expression for expression, _ in verdicts)
    failed = judged.filter(pl.any_horizontal(pl.col(name).is_not_null() for _, name in verdicts))
    softs = [_is_soft(one).alias(f"{at} soft") for at, one in enumerate(stated)]
    failed = failed.with_columns(softs)
    shown = figures.cells.join(failed.select("report_id"), on="report_id", how="semi")
    yield from told(form, _failures(stated, failed), shown)


def _failures(stated: list[Statement], failed: pl.DataFrame) -> Iterator[Judged]:
    for row in failed.iter_rows(named=True):
        for at, one in enumerate(stated):
            if row[f"{at}"] is not None:
                numbers = {figure.name: row[figure.name] for figure in one.named}
                is_soft = row[f"{at} soft"]
                yield Judged(row["report_id"], one, row[f"{at}"], numbers, is_soft=is_soft)


def _verdict(one: Statement) -> pl.Expr:
    """Judge a statement: null where it holds, is excepted, or has nothing to be judged by."""
    gaps = [pl.col(f"{figure.name}?") for figure in one.named]
    worst = pl.max_horizontal(gaps)
    holds, unless = _value(one.holds, one), _value(one.unless, one) if one.unless else pl.lit(False)  # noqa: FBT003
    out = pl.any_horizontal(gap.is_null() for gap in gaps) | unless.fill_null(True)  # noqa: FBT003
    if one.rule.levels:
        out |= ~pl.col("agency__level").is_in(one.rule.levels).fill_null(False)  # noqa: FBT003
    if one.rule.blanks == "silent":
        out |= worst > 0
    if one.rule.blanks == "zero":
        out |= worst == UNREAD
    is_told = one.rule.blanks == "undecidable"
    return (
        pl.when(out | holds.is_null())
        .then(pl.lit(None, pl.String))
        .when((worst == UNREAD) | ((worst == EMPTY) & ~holds & is_told))
        .then(pl.lit(UNDECIDABLE))
        .when((worst == EMPTY) & holds & is_told)
        .then(pl.lit(HOLDS_IF_BLANK))
        .when(~holds)
        .then(pl.lit(BROKEN))
    )


def _is_soft(one: Statement) -> pl.Expr:
    """Tell whether a broken rule only warns; what the register does not know is no ground."""
    if one.warns_if is None:
        return pl.lit(False)  # noqa: FBT003
    return _value(one.warns_if, one).fill_null(True)  # noqa: FBT003


def _value(node: Node, one: Statement) -> pl.Expr:
    """Turn a node into an expression; an empty figure counts 0."""
    match node:
        case Number(value):
            return pl.lit(value).cast(NUMBER)
        case Text(text):
            return pl.lit(text)
        case Figure():
            return pl.col(node.name).fill_null(0)
        case Attribute(name):
            return pl.col(f"agency__{name}")
        case Comparison():
            return _comparison(node, one)
        case _:
            return _composed(node, one)


def _composed(node: Arithmetic | Call | Logic | Denial, one: Statement) -> pl.Expr:
    items = [_value(part, one) for part in parts(node)]
    match node:
        case Arithmetic(sign):
            result: pl.Expr = _SIGNS[sign](*items)
            return result
        case Call(function):
            return _CALLS[function](items)
        case Logic(word):
            return (pl.all_horizontal if word == "and" else pl.any_horizontal)(items)
        case Denial():
            return ~items[0]


def _comparison(node: Comparison, one: Statement) -> pl.Expr:
    """Compare; numbers that differ by no more than the rule's tolerance are equal."""
    left, right = _value(node.left, one), _value(node.right, one)
    if kind(node.left) != "number":
        result: pl.Expr = _SIGNS[node.sign](left, right)
        return result
    above, allowed = left - right, pl.lit(one.tolerance).cast(NUMBER)
    compared: dict[str, pl.Expr] = {
        "==": above.abs() <= allowed,
        "!=": above.abs() > allowed,
        "<=": above <= allowed,
        "<": above < -allowed,
        ">=": above >= -allowed,
        ">": above > allowed,
    }
    return compared[node.sign]
