"""What makes a form incoherent: references to nothing, names that stand twice.

Belongs here: these checks, each a sentence of what is wrong. Does not belong here: the shape of a
form and reading its file (schemas.form).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from schemas.form import Form, Table
    from schemas.relation import Identity


def troubles(form: Form) -> Iterator[str]:
    """Yield what is wrong with a form by itself."""
    sections = {section.id for section in form.sections}
    yield from _duplicates("section id", (section.id for section in form.sections))
    yield from _duplicates("table id", (table.id for table in form.tables))
    if form.last_year is not None and form.last_year < form.first_year:
        yield f"last_year {form.last_year} is before first_year {form.first_year}"
    for table in form.tables:
        if table.section not in sections:
            yield f"table {table.id}: unknown section {table.section!r}"
        yield from _table_troubles(table)
    if form.is_list and len(form.tables) > 1:
        yield "a list of indicators knows no other table"
    yield from _reference_troubles(form)


def overlaps(forms: Sequence[Form]) -> Iterator[str]:
    """Yield the forms that nothing tells apart."""
    for number, one in enumerate(forms):
        for other in forms[number + 1 :]:
            shared = set(one.detector) & set(other.detector)
            if one.scope == other.scope and shared and _overlap(one, other):
                yield (
                    f"forms {one.id} and {other.id} of scope {one.scope!r} are in force in the "
                    f"same years and share the detector label {min(shared)!r}"
                )


def _reference_troubles(form: Form) -> Iterator[str]:
    """Find identities, duties and detector labels that point to nothing."""
    for identity in form.identities:
        yield from _identity_troubles(form, identity)
    cells = list(form.cells())
    for duty in form.duties:
        if not any(spec.key[::2] == (duty.table, duty.column) for spec in cells):
            yield f"duty {duty.rule}: column {duty.column!r} is not on table {duty.table}"
    labels = {label for spec in cells for label in (*spec.row.labels, *spec.column.labels)}
    for label in form.detector:
        if label not in labels:
            yield f"detector: label {label!r} is on no row or column of the form"
    yield from _inference_troubles(form)


def _inference_troubles(form: Form) -> Iterator[str]:
    """Find bounds and told cells that point to nothing."""
    keys = {spec.key for spec in form.cells()}
    for told in form.told:
        if (told.table, told.row, told.column) not in keys:
            yield f"told: no cell {told.table}/{told.row}/{told.column}"
        elif not form.is_list and not told.unit:
            yield f"told: {told.table}/{told.row}/{told.column} has no unit"
        elif not form.is_list and not any(
            told.column == block.columns[0].code
            for table in form.tables
            if table.id == told.table
            for block in table.blocks
            if any(row.code == told.row for row in block.rows)
        ):
            yield f"told: {told.table}/{told.row}/{told.column} is not the first cell of its row"
    for bound in form.bounds:
        for code in (*bound.parts, bound.whole):
            at = 2 if bound.each == "row" else 1
            if not any(key[0] == bound.table and key[at] == code for key in keys):
                yield f"bound: {code!r} is not on table {bound.table}"


def _table_troubles(table: Table) -> Iterator[str]:
    where = f"table {table.id}"
    rows = {row.code for row in table.rows}
    yield from _duplicates(f"{where}: row code", (row.code for row in table.rows))
    yield from _duplicates(
        f"{where}: label",
        (f"{row.group}/{label}" for row in table.rows for label in row.labels),
    )
    for block in table.blocks:
        inside = f"{where}, block {block.id}"
        groups = {group.code for group in block.groups}
        yield from _duplicates(f"{inside}: column code", (c.code for c in block.columns))
        yield from _duplicates(f"{inside}: group code", (g.code for g in block.groups))
        yield from _duplicates(f"{inside}: column label", (c.label for c in block.columns))
        for row in block.rows:
            if row.group and row.group not in groups:
                yield f"{inside}, row {row.code}: unknown group code {row.group!r}"
            for code in row.replaces:
                if code not in rows:
                    yield f"{inside}, row {row.code}: replaces unknown row code {code!r}"


def _identity_troubles(form: Form, identity: Identity) -> Iterator[str]:
    tables = {table.id: table for table in form.tables}
    table = tables.get(identity.table)
    if table is None:
        yield f"identity {identity.rule}: unknown table {identity.table!r}"
        return
    items = table.columns if identity.each == "row" else table.rows
    codes = {item.code for item in items}
    for term in (*identity.left, *identity.right):
        if term not in codes:
            yield f"identity {identity.rule}: term {term!r} is not on table {table.id}"
    yield from _duplicates(f"identity {identity.rule}: term", (*identity.left, *identity.right))


def _duplicates(what: str, items: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for item in items:
        if item in seen:
            yield f"duplicate {what} {item!r}"
        seen.add(item)


def _overlap(one: Form, other: Form) -> bool:
    latest = max(one.first_year, other.first_year)
    return one.covers(latest) and other.covers(latest)
