"""The identities of a form, spelt out cell by cell.

Belongs here: from a form to its identity instances and their terms. Does not belong here: their
evaluation (pipeline.quality).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from schemas.form import Form, Row, Table
from schemas.relation import Identity


@dataclass(frozen=True, slots=True)
class Instance:
    """One identity of one row or column; `left` and `right` hold cells (table, row, column)."""

    rule: str
    instance: str
    identity: Identity
    left: tuple[tuple[str, str, str], ...]
    right: tuple[tuple[str, str, str], ...]

    @property
    def name(self) -> str:
        """Rule and instance, unique in the form."""
        return f"{self.rule} {self.instance}"

    @property
    def cells(self) -> tuple[tuple[str, str, str], ...]:
        """Every cell that the identity needs."""
        return self.left + self.right


def rows_in_force(table: Table, alternatives: frozenset[str]) -> tuple[Row, ...]:
    """Return the rows of a table, alternatives in the place of what they replace if printed."""
    replaced = {code for row in table.rows if row.code in alternatives for code in row.replaces}
    return tuple(
        row
        for row in table.rows
        if row.code not in replaced and (not row.replaces or row.code in alternatives)
    )


def instances(form: Form, alternatives: frozenset[str] = frozenset()) -> tuple[Instance, ...]:
    """Expand the identities of a form.

    Args:
        form: the statutory form.
        alternatives: codes of the alternative rows that the report prints; each takes the place
            of the rows it replaces, in every sum.
    """
    return tuple(
        instance
        for identity in form.identities
        for instance in _expand(form.table(identity.table), identity, alternatives)
    )


def _expand(table: Table, identity: Identity, alternatives: frozenset[str]) -> Iterator[Instance]:
    rows = rows_in_force(table, alternatives)
    if identity.each == "row":
        for row in rows:
            yield Instance(
                identity.rule,
                f"{table.id}/{row.code}",
                identity,
                tuple((table.id, row.code, code) for code in identity.left),
                tuple((table.id, row.code, code) for code in identity.right),
            )
        return
    stand_in = {code: row.code for row in rows for code in row.replaces}
    left = tuple(dict.fromkeys(stand_in.get(code, code) for code in identity.left))
    right = tuple(dict.fromkeys(stand_in.get(code, code) for code in identity.right))
    for column in table.columns:
        yield Instance(
            identity.rule,
            f"{table.id}/*/{column.code}",
            identity,
            tuple((table.id, code, column.code) for code in left),
            tuple((table.id, code, column.code) for code in right),
        )
