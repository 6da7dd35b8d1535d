"""The statutory forms as data: sections, tables, rows, columns, labels, units and identities.

Belongs here: the shape of a form and the reader of `schemas/forms/*.toml`, which refuses an
incoherent file. Does not belong here: how a label is looked up in a document (pipeline.extract)
and how an identity is evaluated (pipeline.quality). A new form year is a new TOML.
"""

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.errors import FormError

FORMS = Path(__file__).parent / "forms"
PHRASES = Path(__file__).parent / "phrases.toml"


class _Declaration(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Labelled(_Declaration):
    """Something printed with a label: its code, the statutory label and other spellings."""

    code: str
    label: str
    aliases: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """The statutory label first, then the aliases."""
        return (self.label, *self.aliases)


class Column(Labelled):
    """A column of a block; `unit` is empty where the form states none."""

    type: Literal["integer", "decimal"]
    unit: str = ""
    signed: bool = False


class Row(Labelled):
    """A row of a block; `replaces` marks an alternative that agencies print for other rows."""

    group: str = ""
    replaces: tuple[str, ...] = ()


class Group(Labelled):
    """A merged heading cell that stands before rows and has no figures of its own."""


class Block(_Declaration):
    """Rows that share their columns; `title` is the heading line above them, if any."""

    id: str
    title: str = ""
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    groups: tuple[Group, ...] = ()


class Table(_Declaration):
    """A statutory table. Layout `line`: all rows stand side by side in one printed row.

    `integer_rule` is the rule that its counts are whole and not negative.
    """

    id: str
    section: str
    title: str
    layout: Literal["rows", "line"]
    captions: tuple[str, ...] = ()
    integer_rule: str
    blocks: tuple[Block, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows in statutory order, alternatives included."""
        return tuple(row for block in self.blocks for row in block.rows)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The distinct columns in printed order."""
        columns = {column.code: column for block in self.blocks for column in block.columns}
        return tuple(columns.values())


class Section(_Declaration):
    """A section heading of the report."""

    id: str
    title: str
    aliases: tuple[str, ...] = ()


class Identity(_Declaration):
    """A printed identity: the sum of `left` equals the sum of `right`, over each row or column."""

    rule: str
    table: str
    each: Literal["row", "column"]
    left: tuple[str, ...]
    right: tuple[str, ...]
    quote: str
    source: str


class Duty(_Declaration):
    """A column that must be filled in every row."""

    rule: str
    table: str
    column: str


class CellSpec(NamedTuple):
    """One cell of a form."""

    table: Table
    block: Block
    row: Row
    column: Column

    @property
    def key(self) -> tuple[str, str, str]:
        """table_id, row_code, col_code."""
        return self.table.id, self.row.code, self.column.code


class Form(_Declaration):
    """One statutory form and the report years it is in force for (`last_year` None: still)."""

    id: str
    scope: str
    title: str
    source: str
    first_year: int
    last_year: int | None = None
    detector: tuple[str, ...]
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    identities: tuple[Identity, ...] = ()
    duties: tuple[Duty, ...] = ()

    def covers(self, year: int) -> bool:
        """Tell whether the form is in force for a report year."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)

    def cells(self) -> Iterator[CellSpec]:
        """Yield every cell in statutory order, alternative rows included."""
        for table in self.tables:
            for block in table.blocks:
                for row in block.rows:
                    for column in block.columns:
                        yield CellSpec(table, block, row, column)

    def table(self, table_id: str) -> Table:
        """Return the table of that id."""
        return next(table for table in self.tables if table.id == table_id)


@cache
def load_forms(folder: Path = FORMS) -> tuple[Form, ...]:
    """Read and check every form of a folder, oldest first.

    Raises:
        FormError: a file is no form, or the forms are incoherent; the message names what is wrong.
    """
    forms = tuple(_read(path) for path in sorted(folder.glob("*.toml")))
    for form in forms:
        for trouble in _troubles(form):
            raise FormError(f"form {form.id}: {trouble}")
    _refuse_overlaps(forms)
    return tuple(sorted(forms, key=lambda form: (form.first_year, form.id)))


@cache
def load_phrases(path: Path = PHRASES) -> dict[str, str]:
    """Read the words of other regions, each with the statutory word of the same length.

    Raises:
        FormError: a word and its statutory word differ in length.
    """
    phrases: dict[str, str] = tomllib.loads(path.read_text(encoding="utf-8"))["phrases"]
    for phrase, word in phrases.items():
        if len(phrase) != len(word):
            raise FormError(f"{path.name}: {phrase!r} and {word!r} differ in length")
    return phrases


def _read(path: Path) -> Form:
    try:
        form = Form.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, ValidationError) as exc:
        raise FormError(f"{path.name} is not a form: {exc}") from exc
    if form.id != path.stem:
        raise FormError(f"{path.name}: expected id {path.stem!r}, found {form.id!r}")
    return form


def _troubles(form: Form) -> Iterator[str]:
    sections = {section.id for section in form.sections}
    yield from _duplicates("section id", (section.id for section in form.sections))
    yield from _duplicates("table id", (table.id for table in form.tables))
    if form.last_year is not None and form.last_year < form.first_year:
        yield f"last_year {form.last_year} is before first_year {form.first_year}"
    for table in form.tables:
        if table.section not in sections:
            yield f"table {table.id}: unknown section {table.section!r}"
        yield from _table_troubles(table)
    yield from _reference_troubles(form)


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


def _refuse_overlaps(forms: tuple[Form, ...]) -> None:
    for number, one in enumerate(forms):
        for other in forms[number + 1 :]:
            shared = set(one.detector) & set(other.detector)
            if one.scope == other.scope and shared and _overlap(one, other):
                raise FormError(
                    f"forms {one.id} and {other.id} of scope {one.scope!r} are in force in the "
                    f"same years and share the detector label {min(shared)!r}"
                )


def _overlap(one: Form, other: Form) -> bool:
    latest = max(one.first_year, other.first_year)
    return one.covers(latest) and other.covers(latest)
