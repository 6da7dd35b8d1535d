"""A report as an agency publishes it: drafted, set in some format, on some day.

Belongs here: the draft and its bytes. Does not belong here: the page around it (`markup`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Final, Literal

from tests.builders import Key, Report, Shape, render, write
from tests.building.county.agencies import CHILDREN, GOVERNMENT, YEARS, Agency
from tests.building.county.history import Figures, form_of, history, rolled_up
from tests.building.county.narrative import intro, sections
from tests.building.county.planting import printed
from tests.building.pdf import write_pdf
from tests.site.agencies import COUNTY_YEAR

Format = Literal["inline", "plain", "messy", "docx", "pdf", "xlsx", "zip"]
TURNS: Final[tuple[Format, ...]] = (
    *("inline", "plain", "inline", "docx", "messy"),
    *("inline", "pdf", "plain", "xlsx", "inline", "zip"),
)
PAGES: Final[Mapping[Format, Shape]] = {
    "inline": "html_inline",
    "plain": "html_plain",
    "messy": "html_messy",
}
_FILES: Final[Mapping[Format, Shape]] = {"docx": "docx", "xlsx": "xlsx", "zip": "zip"}
_YEARS: Final = range(YEARS.start, COUNTY_YEAR + 1)
_FIRST_DAY: Final = (1, 8)


@dataclass(frozen=True, slots=True)
class Publication:
    """A report; `changes` are cells printed otherwise than drafted.

    `folder`: where robots.txt of its site forbids to look, empty for what is meant to be found.
    """

    agency: Agency
    year: int
    format: Format
    day: date
    changes: tuple[tuple[Key, str], ...] = ()
    folder: str = ""

    @property
    def key(self) -> tuple[str, int]:
        return self.agency.name, self.year

    @property
    def title(self) -> str:
        return f"{self.agency.name}{self.year}年政府信息公开工作年度报告"

    @property
    def is_page(self) -> bool:
        """Tell whether the page itself is the report; else it is attached to one."""
        return self.format in PAGES

    @property
    def report(self) -> Report:
        form = form_of(self.year)
        figures = _figures(self.agency)[self.year]
        cells = printed(self.agency.code, self.year, form, figures)
        return Report(
            form=form,
            cells=cells | dict(self.changes),
            agency=self.agency.name,
            year=self.year,
            intro=intro(self.agency, self.year),
            sections=sections(self.agency, self.year, cells),
            published=self.day,
        )

    def fragment(self) -> str:
        """Return the report as the content of a page."""
        return render(self.report, "html_inline")

    def file(self) -> bytes:
        """Return the report as a whole page or as an attachment."""
        if self.format == "pdf":
            return write_pdf(self.report)
        return write(self.report, {**PAGES, **_FILES}[self.format])

    def changed(self, changes: Mapping[Key, str]) -> "Publication":
        """Return it as published anew with other figures."""
        return replace(self, changes=(*self.changes, *changes.items()))


def publications(agencies: Sequence[Agency], years: Sequence[int]) -> list[Publication]:
    """Return what agencies publish, the newest first, in the formats of the web by turns."""
    drafts = [(year, number) for year in sorted(years, reverse=True) for number in _of(agencies)]
    return [
        Publication(
            agencies[number],
            year,
            TURNS[(turn + year) % len(TURNS)],
            date(year + 1, *_FIRST_DAY) + timedelta(days=number * 2),
        )
        for turn, (year, number) in enumerate(drafts)
    ]


def _of(agencies: Sequence[Agency]) -> range:
    return range(len(agencies))


@cache
def _figures(agency: Agency) -> dict[int, Figures]:
    if agency == GOVERNMENT:
        children = [_figures(child) for child in CHILDREN]
        return {year: rolled_up([child[year] for child in children]) for year in _YEARS}
    return history(agency, _YEARS)
