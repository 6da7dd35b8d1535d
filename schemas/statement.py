"""The formula of a rule over each row, column or cell that it is stated for.

Belongs here: from a rule to its statements, from a figure that one names to the cells of a form,
what makes a formula incoherent. Does not belong here: the language (schemas.formula), the
evaluation (pipeline.quality.formulas).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING

from pipeline.errors import FormError
from schemas.formula import Figure, Node, figures, has_attribute, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from schemas.form import Form, Table
    from schemas.rule import Rule

_NAME = re.compile(r"(?:last\.)?(?:[\w{}]+\.[\w{}]+\.[\w{}]+|\{\w+\})")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_FULL_NAME = re.compile(r"(?:last\.)?\w+\.\w+\.\w+")

CellKey = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Term:
    """The cells whose sum a figure is.

    `stand_ins` are cells of alternative rows, each with the cells in whose place it is printed.
    """

    cells: tuple[CellKey, ...]
    stand_ins: tuple[tuple[CellKey, tuple[CellKey, ...]], ...] = ()

    @property
    def every_cell(self) -> tuple[CellKey, ...]:
        """All of them, printed or not."""
        return self.cells + tuple(cell for cell, _ in self.stand_ins)


@dataclass(frozen=True, slots=True)
class Statement:
    """A rule's formula with the codes of one of its bindings; `called` names figures in messages.

    `holds` must hold, except where `unless` does; where `warns_if` does, it only warns.
    """

    rule: Rule
    holds: Node
    unless: Node | None
    warns_if: Node | None
    called: tuple[tuple[str, Figure], ...]

    @property
    def tolerance(self) -> Decimal:
        """The rule's, in the unit of the formula."""
        return Decimal(self.rule.tolerance)

    @property
    def claimed(self) -> tuple[Figure, ...]:
        """The figures of the formula, each once, in the order of the text."""
        return tuple(dict.fromkeys(figures(self.holds)))

    @property
    def named(self) -> tuple[Figure, ...]:
        """The figures of formula and exception, each once, in the order of the text."""
        unless = figures(self.unless) if self.unless else ()
        return tuple(dict.fromkeys((*figures(self.holds), *unless)))

    def applies_to(self, form: Form) -> bool:
        """Tell whether the rule is stated for a form, and the form has every figure of it."""
        if self.rule.forms and form.id not in self.rule.forms:
            return False
        return all(one.is_last or term(form, one.key) for one in self.named)


def statements(rule: Rule) -> tuple[Statement, ...]:
    """Spell a rule's formula out over all its bindings; none if it is judged by code.

    Raises:
        FormError: a formula of the rule is none; the message names the rule.
    """
    try:
        return tuple(_statement(rule, binding) for binding in _bindings(rule))
    except (FormError, KeyError) as exc:
        raise FormError(f"rule {rule.id}: {exc}") from exc


def is_of_series(rule: Rule) -> bool:
    """Tell whether a rule needs the register or the report of the year before."""
    return bool(rule.levels) or any(
        has_attribute(node) or any(figure.is_last for figure in figures(node))
        for one in statements(rule)
        for node in (one.holds, one.unless, one.warns_if)
        if node
    )


def term(form: Form, key: CellKey) -> Term | None:
    """Return the cells of a form that a row or group and a column name, None if it has no such."""
    table_id, code, column = key
    table = next((table for table in form.tables if table.id == table_id), None)
    if table is None:
        return None
    rows = {
        row.code: row
        for block in table.blocks
        if any(one.code == column for one in block.columns)
        for row in block.rows
    }
    if code in rows and not rows[code].replaces:
        return Term((key,))
    members = rows[code].replaces if code in rows else _children(form, table, code)
    if not members or not set(members) <= rows.keys():
        return None
    stand_ins = tuple(
        ((table_id, row.code, column), tuple((table_id, one, column) for one in row.replaces))
        for row in rows.values()
        if row.replaces and set(row.replaces) <= set(members)
    )
    return Term(tuple((table_id, member, column) for member in members), stand_ins)


def troubles(rule: Rule, forms: Iterable[Form]) -> Iterator[str]:
    """Yield what is wrong with a rule's formula, held against the forms."""
    known = {form.id: form for form in forms}
    yield from (f"unknown form {form_id!r}" for form_id in rule.forms if form_id not in known)
    if not rule.formula and (rule.unless or rule.over or rule.warns_if):
        yield "unless, over or warns_if without a formula"
    named = [known[form_id] for form_id in rule.forms if form_id in known]
    for one in statements(rule):
        if one.warns_if and any(figures(one.warns_if)):
            yield "warns_if names a figure; only the register may soften a rule"
        if not named and not any(one.applies_to(form) for form in known.values()):
            yield f"no form has all of {', '.join(sorted(item.name for item in one.named))}"
        for figure in one.named:
            mine = known.values() if figure.is_last else named
            holders = [form.id for form in mine if term(form, figure.key)]
            if (figure.is_last and not holders) or (
                not figure.is_last and len(holders) < len(named)
            ):
                yield f"no cell {'.'.join(figure.key)} in its forms"


def _children(form: Form, table: Table, code: str) -> tuple[str, ...]:
    """Return the rows of a group; none where one of them is itself a printed sum of others."""
    sums = {row for one in form.identities if one.table == table.id for row in one.right}
    rows = [row.code for row in table.rows if row.group == code and not row.replaces]
    return () if sums & set(rows) else tuple(rows)


def _bindings(rule: Rule) -> Iterator[dict[str, str]]:
    if rule.formula:
        for codes in product(*rule.over.values()):
            yield dict(zip(rule.over, codes, strict=True))


def _statement(rule: Rule, binding: dict[str, str]) -> Statement:
    holds, unless, warns_if = (
        parse(text.format(**binding)) if text else None
        for text in (rule.formula, rule.unless, rule.warns_if)
    )
    if holds is None:
        raise FormError("no formula")
    return Statement(rule, holds, unless, warns_if, tuple(_called(rule, binding)))


def _called(rule: Rule, binding: dict[str, str]) -> Iterator[tuple[str, Figure]]:
    """Yield each figure as messages call it: `last.t3.{row}.total` is `last_t3_row_total`."""
    for name in dict.fromkeys(_NAME.findall(_QUOTED.sub("", f"{rule.formula} {rule.unless}"))):
        node = parse(f"{name.format(**binding)} == 0") if _is_name(name, binding) else None
        if node:
            yield re.sub(r"[{}]", "", name).replace(".", "_"), next(figures(node))


def _is_name(name: str, binding: dict[str, str]) -> bool:
    return _FULL_NAME.fullmatch(name.format(**binding)) is not None
