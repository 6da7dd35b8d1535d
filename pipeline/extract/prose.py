"""Figures of the statutory tables that the prose of the report repeats.

Belongs here: which sentence may speak of a cell. Does not belong here: what that decides
(pipeline.extract.digits.decode); the words, which the form holds.
Prose may mean something else by the same words: it counts only where the sentence is of the year
that is reported on, and where all that say the words say the same number.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.documents.document import Row
from pipeline.extract.label import Vocabulary
from schemas.form import Form
from schemas.relation import Told

_SENTENCE_END: Final = re.compile(r"[。;!?\n]")
_CLAUSE_END: Final = re.compile(r"[,、:]")
_THIS_YEAR: Final = re.compile("本年|全年|当年|年内")
_YEAR: Final = re.compile("((?:19|20)[0-9]{2})年")

_NEAR: Final = 40  # characters: what stands farther in front may be a title that has no full stop

Key = tuple[str, str, str]  # table, row, column


def told_figures(
    form: Form, rows: Sequence[Row], vocabulary: Vocabulary, *, year: int | None, plain_notes: bool
) -> dict[Key, int]:
    """Return the figures that prose gives for cells of a form.

    Args:
        form: the form of the report; its `told` are the cells in question.
        rows: the report.
        vocabulary: knows the words of other regions.
        year: the year that is reported on.
        plain_notes: the document carries pinyin notes without tone marks.
    """
    if not form.told:
        return {}
    lines = (row.cells[0].text for row in rows if len(row.cells) == 1 and not row.grid_no)
    text = "\n".join(vocabulary.level(line, plain_notes=plain_notes) for line in lines)
    found: dict[Key, int] = {}
    for told in form.told:
        said = list(_said(told, text, year))
        if said and None not in said and len(set(said)) == 1:
            found[told.table, told.row, told.column] = said[0] or 0
    return found


def _said(told: Told, text: str, year: int | None) -> Iterator[int | None]:
    """Yield the number of every sentence that has the words; None if it may mean another one."""
    phrase = "|".join(re.escape(one) for one in sorted(told.phrases, key=lambda o: -len(o)))
    figure = re.compile(rf"(?:{phrase})\s*[共为达计]{{0,2}}\s*([0-9]+)\s*([\u4e00-\u9fff])")
    for sentence in _SENTENCE_END.split(text):
        for one in figure.finditer(sentence):
            before = sentence[: one.start()]
            is_meant = one[2] == told.unit and _is_of(year, before)
            clause = _CLAUSE_END.split(before)[-1]
            is_meant = is_meant and not any(word in clause for word in told.never)
            yield int(one[1]) if is_meant else None


def _is_of(year: int | None, before: str) -> bool:
    """Tell whether what stands before a number names the year, and no other one."""
    years = {int(found) for found in _YEAR.findall(before)}
    near = before[-_NEAR:]
    return years <= {year} and bool(_YEAR.search(near) or _THIS_YEAR.search(near))
