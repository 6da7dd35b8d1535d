"""What a printed label means: the statutory vocabulary of all forms, looked up by a levelled key.

Belongs here: the key of a label and the memoised look-up. Does not belong here: where in the
document it stands and what follows from that (pipeline.extract.scan).
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TypeVar

from pipeline.text.canonical import clean, traditional
from schemas.form import Block, Form, Labelled, load_forms, load_phrases, tabled

_Item = TypeVar("_Item")
_Labelled = TypeVar("_Labelled", bound=Labelled)

_ORDINAL = re.compile(
    r"(?:\(?([一二三四五六七八九十]{1,3})[)、.,:]|\(([0-9]{1,2})\)|([0-9]{1,2})[、.,)](?![0-9])"
    r"|([①-⑨])[、.]?)+"
)
_CIRCLED = str.maketrans("①②③④⑤⑥⑦⑧⑨", "123456789")
_NOTE = re.compile(r"⁽[^⁾]*⁾|[①-⑳¹²³⁰⁴-⁹*※]+$")
_TAIL = re.compile(r"\((?:单位:?)?(?:件|项|条|个|宗|次|元|万元|人民币元|(?:指|如|注)[^()]*)\)$")
_JOINT = re.compile(r"\s*[-—_·/:(]\s*")
_CUT = re.compile(  # a joint, or the ordinal of what follows
    r"(?<=[\u4e00-\u9fff)])(?:[-—_·/:、,]+|(?=\(?[0-9一二三四五六七八九十]{1,2}[)、.]))"
)
_LEAST_GROUP = 3  # characters of a group that lost its last one
_PARTS = 2
_MEMO_SIZE = 200_000
_LONGEST_LABEL = 80  # characters, pinyin notes apart


@dataclass(frozen=True, slots=True)
class RowLabel:
    """A row of a table; `is_shared`: the bare word is a column label too and proves nothing."""

    table_id: str
    row_code: str
    group: str
    is_shared: bool = False


@dataclass(slots=True)
class Meaning:
    """Everything that a label can be, over all forms."""

    rows: list[RowLabel] = field(default_factory=list)
    groups: list[tuple[str, str]] = field(default_factory=list)  # table_id, group code
    columns: list[tuple[str, str, str]] = field(default_factory=list)  # table_id, block, column
    block: tuple[str, str] | None = None  # table_id, block id
    section: str = ""  # section id
    caption: str = ""  # table_id
    sides: list[RowLabel] = field(default_factory=list)  # of a header such as 行政复议-结果维持

    @property
    def is_header(self) -> bool:
        """It heads columns and cannot be a row."""
        return bool(self.columns or self.caption) and not self.rows


def label_key(text: str) -> tuple[str, str]:
    """Return ordinal and levelled words of a label, given clean text."""
    squeezed = _NOTE.sub("", re.sub(r"\s+", "", text))
    ordinal = _ORDINAL.match(squeezed)
    words = squeezed[ordinal.end() :] if ordinal else squeezed
    number = next(filter(None, ordinal.groups()), "") if ordinal else ""
    return number.translate(_CIRCLED), re.sub(r"[\W_]+", "", words)


class Vocabulary:
    """The labels of all forms; one a process, because it remembers what it looked up."""

    def __init__(self, forms: Iterable[Form], phrases: Mapping[str, str] | None = None) -> None:
        """Index the labels of the forms.

        Args:
            forms: all forms.
            phrases: words of other regions and the statutory word of the same length for each.
        """
        self.forms = tuple(forms)
        # Lists of indicators have labels of their own (pipeline.extract.indicators): half of them
        # are words that prose and the statutory tables use for something else.
        self.tabled = tabled(self.forms)
        self.phrases = load_phrases() if phrases is None else dict(phrases)
        self.section_tables = {
            table.section: table.id for form in self.tabled for table in form.tables
        }
        self.line_tables = {  # of layout `line`: its rows in order, and the cells of a row
            table.id: (tuple(row.code for row in table.rows), len(table.columns))
            for form in self.tabled
            for table in form.tables
            if table.layout == "line"
        }
        self.totals = {
            code
            for form in self.tabled
            for identity in form.identities
            if identity.each == "column"
            for code in identity.right
        }
        self._exact: dict[tuple[str, str], Meaning] = {}
        self._bare: dict[str, Meaning] = {}
        self._groups: dict[str, set[tuple[str, str]]] = {}  # words: table_id, group code
        self._memo: dict[tuple[str, bool], Meaning | None] = {}
        for form in self.tabled:
            self._index(form)
        self.words = _words(self.tabled)

    def look_up(self, text: str, *, plain_notes: bool = False) -> Meaning | None:
        """Return what a printed label means, None for no statutory label."""
        memo_key = (text, plain_notes)
        if memo_key not in self._memo:
            if len(self._memo) > _MEMO_SIZE:
                self._memo.clear()
            self._memo[memo_key] = self._look_up(self.level(text, plain_notes=plain_notes).strip())
        return self._memo[memo_key]

    def level(self, text: str, *, plain_notes: bool) -> str:
        """Return canonical text with the statutory words for those of other regions."""
        levelled = clean(text, plain_notes=plain_notes)
        for phrase, word in self.phrases.items():
            levelled = levelled.replace(phrase, word)
        return levelled

    def labels(self) -> set[str]:
        """Return every label of every form, as the forms spell them."""
        found: set[str] = set()
        for form in self.tabled:
            for section in form.sections:
                found |= {section.title, *section.aliases}
            for table in form.tables:
                found |= set(table.captions)
                for block in table.blocks:
                    found |= {block.title} if block.title else set()
                    for item in (*block.columns, *block.groups, *block.rows):
                        found |= set(item.labels)
        return found

    def key_words(self) -> set[str]:
        """Return the levelled words of every label that a look-up knows."""
        return {words for _, words in self._exact} | set(self._bare)

    def forget(self) -> None:
        """Forget what was looked up."""
        self._memo.clear()

    def _look_up(self, text: str) -> Meaning | None:
        if len(text) > _LONGEST_LABEL:
            return None
        for spelling in (text, _TAIL.sub("", re.sub(r"\s+", "", text))):
            ordinal, words = label_key(spelling)
            meaning = self._exact.get((ordinal, words)) or self._bare.get(words)
            if meaning is not None:
                return meaning
        return self._composite(text) or self._grouped(re.sub(r"\s+", "", text))

    def _grouped(self, text: str) -> Meaning | None:
        """Look up a row that its group shares a cell with: （三）不予公开1.属于国家秘密.

        The group may have lost its last character, as where a narrow column covers it.
        """
        for cut in _CUT.finditer(text):
            group, row = text[: cut.start()], text[cut.end() :]
            meaning = self._exact.get(label_key(row)) or self._bare.get(label_key(row)[1])
            words = label_key(group)[1]
            if meaning is None or not words:
                continue
            own = {
                place
                for label, places in self._groups.items()
                if label == words or (label[:-1] == words and len(words) >= _LEAST_GROUP)
                for place in places
            }
            rows = [one for one in meaning.rows if (one.table_id, one.group) in own]
            if rows:
                return Meaning(rows=rows)
        return None

    def _composite(self, text: str) -> Meaning | None:
        """Look up a header that names group and column in one: 法人或其他组织-科研机构."""
        parts = _JOINT.split(text.strip(") "))
        if len(parts) != _PARTS:
            return None
        group, column = (self._bare.get(label_key(part)[1]) for part in parts)
        if group is None or column is None or not column.columns or group.columns:
            return None
        return Meaning(columns=column.columns, sides=group.rows)

    def _index(self, form: Form) -> None:
        for section in form.sections:
            for label in (section.title, *section.aliases):
                for meaning in self._meanings(label):
                    meaning.section = section.id
        for table in form.tables:
            for label in table.captions:
                for meaning in self._meanings(label):
                    meaning.caption = table.id
            for block in table.blocks:
                self._index_block(table.id, block)

    def _index_block(self, table_id: str, block: Block) -> None:
        for meaning in self._meanings(block.title) if block.title else ():
            meaning.block = (table_id, block.id)
        for column, label in _spellings(block.columns):
            for meaning in self._meanings(label):
                _add(meaning.columns, (table_id, block.id, column.code))
        shared = {_key(label)[1] for _, label in _spellings(block.columns)}
        for group, label in _spellings(block.groups):
            self._groups.setdefault(_key(label)[1], set()).add((table_id, group.code))
            for meaning in self._meanings(label, shared):
                _add(meaning.groups, (table_id, group.code))
        for row, label in _spellings(block.rows):
            ordinal, words = _key(label)
            is_shared = not ordinal and words in shared
            entry = RowLabel(table_id, row.code, row.group, is_shared=is_shared)
            for meaning in self._meanings(label, shared):
                _add(meaning.rows, entry)

    def _meanings(self, label: str, shared: Container[str] = ()) -> Iterator[Meaning]:
        """Yield the entries of a label: as printed, and without its ordinal.

        Words that head a column too (其他, 总计) name a row only with their ordinal, unless the
        form lists them bare.
        """
        ordinal, words = _key(label)
        if ordinal:
            yield self._exact.setdefault((ordinal, words), Meaning())
        if not ordinal or words not in shared:
            yield self._bare.setdefault(words, Meaning())


@cache
def own_vocabulary() -> Vocabulary:
    """Return the labels of all forms under schemas/, indexed once a process."""
    return Vocabulary(load_forms())


def _key(label: str) -> tuple[str, str]:
    return label_key(clean(label, plain_notes=False))


def _spellings(items: Iterable[_Labelled]) -> Iterator[tuple[_Labelled, str]]:
    return ((item, label) for item in items for label in item.labels)


def _add(items: list[_Item], item: _Item) -> None:
    if item not in items:
        items.append(item)


def _words(forms: Iterable[Form]) -> re.Pattern[str]:
    """Return a pattern of the pairs of characters in section titles, in both scripts."""
    titles = [_key(section.title)[1] for form in forms for section in form.sections]
    titles += [traditional(title) for title in titles]
    pairs = {title[at : at + 2] for title in titles for at in range(len(title) - 1)}
    return re.compile("|".join(sorted(map(re.escape, pairs))) or "(?!)")
