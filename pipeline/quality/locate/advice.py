"""A suggestion beside a broken sum: which cells to look at, in words.

Belongs here: the sentence, and the short form of it. Does not belong here: what may have caused an
error (pipeline.quality.locate.causes), the words themselves (schemas/causes.toml).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.quality.locate.causes import Caused, ranked
from pipeline.quality.locate.locate import Change, Located
from schemas.cause import Cause, Phrase, load_words
from schemas.form import Group, Row, Table
from schemas.rule import Language

MOST_SETS = 20
_MOST_SAID = {1: 3, 2: 3, 3: 2}  # changes in a sentence, by the number of their cells
_LANGUAGES: tuple[Language, Language] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Advice:
    """`suggestion` is the short form, equally small changes joined by ` | `; `hint` by language."""

    suggestion: str = ""
    hint: dict[Language, str] = field(default_factory=dict)


def advice(table: Table, located: Located, headings: Sequence[Group]) -> Advice:
    """Say what would mend a group of sums; nothing, if nothing was found.

    Args:
        table: the table of the located error.
        located: its smallest changes.
        headings: those that may hold the figures that their rows lack.
    """
    sets = ranked(table, located)
    short = " | ".join("; ".join(map(str, one.changes)) for one in sets[:MOST_SETS])
    if headings and len(sets) != 1:
        return Advice(short, {language: _headings(headings, language) for language in _LANGUAGES})
    if not sets:
        return Advice()
    speeches = (_Speech(table, language) for language in _LANGUAGES)
    return Advice(short, {one.language: one.sentence(sets, located) for one in speeches})


def _headings(headings: Sequence[Group], language: Language) -> str:
    words = load_words()
    names = [words.say(language, "quoted", label=group.label) for group in headings]
    return words.say(language, "heading", groups=words.say(language, "heading_or").join(names))


def _short(row: Row) -> str:
    """Return the label without the remark in brackets at its end, if it is spelt so, too."""
    bare = [one for one in row.aliases if row.label.startswith(f"{one}（")]
    return min([row.label, *bare], key=len)


class _Speech:
    def __init__(self, table: Table, language: Language) -> None:
        self._rows = {row.code: _short(row) for row in table.rows}
        self._columns = {column.code: column.label for column in table.columns}
        self.language = language

    def sentence(self, sets: Sequence[Caused], located: Located) -> str:
        hint = self._sets(sets, is_group=located.is_group)
        if not located.unknown:
            return hint
        return self._phrase("unknown", hint=hint, count=str(located.unknown))

    def _sets(self, sets: Sequence[Caused], *, is_group: bool) -> str:
        most = len(sets) if is_group else _MOST_SAID[len(sets[0].changes)]
        said = [self._set(one) for one in sets[:most]]
        if is_group:
            return self._phrase("group", sets=self._numbered(said))
        if len(sets) == 1:
            return self._phrase("one", sets=said[0])
        further = len(sets) - len(said)
        phrase: Phrase = "many" if further else "several"
        hint = self._phrase(phrase, sets=self._numbered(said), further=str(further))
        shared = [one for one in sets[0].changes if all(one in other.changes for other in sets)]
        if not shared:
            return hint
        cells = self._cells([(one, None) for one in shared])
        return self._phrase("shared", hint=hint, changes=cells)

    def _numbered(self, said: Sequence[str]) -> str:
        if len(said) == 1:
            return said[0]
        return self._phrase("or").join(
            self._phrase("numbered", number=str(number), changes=one)
            for number, one in enumerate(said, start=1)
        )

    def _set(self, one: Caused) -> str:
        said = []
        if one.pair:
            cells = self._cells([(change, None) for change in one.pair])
            said.append(self._caused(cells, one.of_pair))
        if one.others:
            said.append(self._cells(one.others))
        return self._phrase("and").join(said)

    def _cells(self, changes: Sequence[tuple[Change, Cause | None]]) -> str:
        by_row: dict[str, list[str]] = {}
        for change, cause in changes:
            _, row, column = change.cell
            printed, should = str(change.printed), str(change.should)
            label = self._columns[column]
            cell = self._phrase("cell", column=label, printed=printed, should=should)
            by_row.setdefault(self._rows[row], []).append(self._caused(cell, cause))
        return self._phrase("and").join(
            self._phrase("row", row=row, cells=self._phrase("comma").join(cells))
            for row, cells in by_row.items()
        )

    def _caused(self, changes: str, cause: Cause | None) -> str:
        if cause is None:
            return changes
        named = load_words().cause(self.language, cause)
        return self._phrase("with_cause", changes=changes, cause=named)

    def _phrase(self, phrase: Phrase, **figures: str) -> str:
        return load_words().say(self.language, phrase, **figures)
