"""A report as its agency drafted it, before it takes the shape of a file.

Belongs here: the draft and the order of its parts. Does not belong here: any markup.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, NamedTuple

from schemas.form import Form, Table

Key = tuple[str, str, str]
Part = Literal["title", "published", "paragraph", "heading"]


ORDINARY: Final = {
    "s5": ("公开不够及时，今后加强培训，定期检查。",),
    "s6": ("未收取信息处理费。",),
}


class Text(NamedTuple):
    """A line of prose and the part it plays."""

    part: Part
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one agency reports for one year.

    `cells` holds the printed text by table, row and column; a cell that is not there prints
    blank. `sections` holds the paragraphs by section id, by default the least that a report must
    say. `title` None: the usual one; "": none.
    """

    form: Form
    cells: Mapping[Key, str]
    agency: str
    year: int
    title: str | None = None
    intro: tuple[str, ...] = ()
    sections: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: dict(ORDINARY))
    published: date | None = None

    @property
    def headline(self) -> str:
        """The title as printed; empty if the report has none."""
        if self.title is None:
            return f"{self.agency}{self.year}年政府信息公开工作年度报告"
        return self.title

    @property
    def alternatives(self) -> frozenset[str]:
        """Codes of the alternative rows that the cells hold."""
        printed = {row for _, row, _ in self.cells}
        rows = (row for table in self.form.tables for row in table.rows)
        return frozenset(row.code for row in rows if row.replaces and row.code in printed)

    def parts(self) -> Iterator[Text | Table]:
        """Yield title, date, prose, section headings and tables in printed order."""
        if self.headline:
            yield Text("title", self.headline)
        if self.published is not None:
            yield Text("published", f"发布时间：{self.published.isoformat()}")
        yield from (Text("paragraph", paragraph) for paragraph in self.intro)
        for section in self.form.sections:
            yield Text("heading", section.title)
            yield from (Text("paragraph", text) for text in self.sections.get(section.id, ()))
            yield from (table for table in self.form.tables if table.section == section.id)
