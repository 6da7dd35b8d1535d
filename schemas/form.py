"""The statutory forms as data: sections, tables, rows, columns, labels, units and identities.

Belongs here: the shape of a form and the reader of `schemas/forms/*.toml`, which refuses an
incoherent file (schemas.coherence). Does not belong here: how a label is looked up in a document
(pipeline.extract) and how an identity is evaluated (pipeline.quality). A new form year is a new
TOML.
"""

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import ValidationError

from pipeline.errors import FormError
from schemas.coherence import overlaps, troubles
from schemas.relation import Bound, Declaration, Duty, Identity, Told

FORMS = Path(__file__).parent / "forms"
PHRASES = Path(__file__).parent / "phrases.toml"


class Labelled(Declaration):
    """Something printed with a label: its code, the statutory label and other spellings."""

    code: str
    label: str
    aliases: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """The statutory label first, then the aliases."""
        return (self.label, *self.aliases)


Kind = Literal["integer", "decimal"]


class Column(Labelled):
    """A column of a block; `unit` is empty where the form states none."""

    type: Kind
    unit: str = ""
    signed: bool = False


class Row(Labelled):
    """A row of a block; `replaces` marks an alternative that agencies print for other rows.

    `type` and `unit`, in a list of indicators, count before those of its columns.
    """

    type: Kind | None = None
    unit: str = ""
    group: str = ""
    replaces: tuple[str, ...] = ()


class Group(Labelled):
    """A merged heading cell that stands before rows and has no figures of its own."""


class Block(Declaration):
    """Rows that share their columns; `title` is the heading line above them, if any."""

    id: str
    title: str = ""
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    groups: tuple[Group, ...] = ()


class Table(Declaration):
    """A statutory table.

    Layout `line`: all rows stand side by side in one printed row. Layout `list`: an indicator, its
    unit and its figures a row; `captions` head the indicators and their units, and such a form
    knows no other table.
    `integer_rule` is the rule that its counts are whole and not negative.
    """

    id: str
    section: str
    title: str
    layout: Literal["rows", "line", "list"]
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


class Section(Declaration):
    """A section heading of the report."""

    id: str
    title: str
    aliases: tuple[str, ...] = ()


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

    @property
    def type(self) -> Kind:
        """What the cell holds: a count, or money."""
        return self.row.type or self.column.type

    @property
    def unit(self) -> str:
        """The unit that the form states, empty if none."""
        return self.row.unit or self.column.unit


class Form(Declaration):
    """One statutory form and the report years it is in force for (`last_year` None: still).

    `unverified`: written from memory; no report of this form has been seen.
    """

    id: str
    scope: str
    title: str
    source: str
    first_year: int
    last_year: int | None = None
    unverified: bool = False
    detector: tuple[str, ...]
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    identities: tuple[Identity, ...] = ()
    duties: tuple[Duty, ...] = ()
    bounds: tuple[Bound, ...] = ()
    told: tuple[Told, ...] = ()

    @property
    def is_list(self) -> bool:
        """It is a list of indicators, as before the three statutory tables."""
        return any(table.layout == "list" for table in self.tables)

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
        for trouble in troubles(form):
            raise FormError(f"form {form.id}: {trouble}")
    for trouble in overlaps(forms):
        raise FormError(trouble)
    return tuple(sorted(forms, key=lambda form: (form.first_year, form.id)))


def tabled(forms: Iterable[Form]) -> tuple[Form, ...]:
    """Return the forms of statutory tables, without lists of indicators."""
    return tuple(form for form in forms if not form.is_list)


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
