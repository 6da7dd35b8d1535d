"""A report as it is drafted, its figures and what it tells of them, and the file made of it.

Belongs here: the world of all reports, clean or with errors, and the shapes they are written in.
Does not belong here: the errors (errors, slips), what follows from them (truth).
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from schemas.form import Form
from tests.builders import Key, Report, Shape, write
from tests.building.county.history import form_of
from tests.building.office import docx
from tests.building.pdf import Style, write_pdf
from tests.planted import prose
from tests.planted.agencies import CITY, GOVERNMENT, Body, counties
from tests.planted.claims import Claim, told, truths
from tests.planted.years import Figures, rolled_up, years_of

_SHAPES: Final[tuple[Shape, ...]] = ("html_plain", "html_inline", "html_messy", "markdown")
_RARE: Final = 40  # of so many reports one is a Word file and one a PDF


@dataclass(slots=True, kw_only=True)
class Draft:
    """What one agency drafts for one year.

    `cells` are printed texts that stand in the place of true figures, `wrong` figures told in the
    place of true ones, `put` paragraphs in the place of a section's, `added` paragraphs at the end
    of a section. `is_published` False: the agency published nothing. `planted` names the errors.
    """

    body: Body
    year: int
    figures: Figures
    truth: dict[str, int | str]
    published: date
    charged: int = 0
    cells: dict[Key, str] = field(default_factory=dict)
    wrong: dict[str, int | str] = field(default_factory=dict)
    put: dict[str, tuple[str, ...]] = field(default_factory=dict)
    added: dict[str, str] = field(default_factory=dict)
    title: str | None = None
    intro: str | None = None
    lost_table: str = ""
    lost_section: str = ""
    is_published: bool = True
    copied: "Draft | None" = None
    planted: list[str] = field(default_factory=list)
    seed: int = 0

    @property
    def key(self) -> tuple[str, int]:
        """Agency and year."""
        return self.body.agency_id, self.year

    @property
    def form(self) -> Form:
        """The form of the year."""
        return form_of(self.year)

    @property
    def printed(self) -> dict[Key, str]:
        """The printed text of every cell that is printed."""
        texts = {key: _text(value) for key, value in self.figures.items()}
        return {
            key: text for key, text in (texts | self.cells).items() if key[0] != self.lost_table
        }

    @property
    def claims(self) -> list[Claim]:
        """What its prose tells."""
        rng = Random(f"told {self.seed} {self.key}")  # noqa: S311
        return told(self.body, self.year, self.truth, rng, self.wrong)

    def report(self) -> Report:
        """Return what is to be written."""
        sections = (
            prose.sections(self.body, self.year, self.claims, charged=self.charged) | self.put
        )
        if self.copied is not None:
            sections |= {key: self.copied.report().sections[key] for key in ("s1", "s5")}
        for section, text in self.added.items():
            sections[section] = (*sections.get(section, ()), text)
        return Report(
            form=_without(self.form, self.lost_table, self.lost_section),
            cells=self.printed,
            agency=self.body.name,
            year=self.year,
            title=self.title,
            intro=(self.intro or prose.intro(self.body, self.year),),
            sections=sections,
            published=self.published,
        )


def world(reports: int, seed: int, *, offices: int = 12) -> list[Draft]:
    """Draft about so many clean reports, whole counties and cities over all years."""
    drafts: list[Draft] = []
    for group in counties(1 + reports // 4 // offices, seed, offices):
        drafts += _group(group, seed)
        if len(drafts) >= reports:
            break
    return drafts


def file_of(draft: Draft) -> tuple[str, bytes]:
    """Write a report to a file: its path and bytes; the shape changes from one to the next."""
    mark = int(hashlib.sha256(f"{draft.seed} {draft.key}".encode()).hexdigest()[:8], 16)
    path = f"{draft.body.agency_id}/{draft.year}"
    report = draft.report()
    if mark % _RARE == 0:
        return f"{path}.docx", docx(report, str)
    if mark % _RARE == 1:
        return f"{path}.pdf", write_pdf(report, Style())
    shape = _SHAPES[mark % len(_SHAPES)]
    return f"{path}.{'md' if shape == 'markdown' else 'html'}", write(report, shape)


def _group(group: tuple[Body, ...], seed: int) -> Iterator[Draft]:
    own = {body.agency_id: years_of(body, seed) for body in group if body.level != GOVERNMENT}
    for body in group:
        years = own.get(body.agency_id)
        if years is None:
            parts = list(own.values())
            years = {year: rolled_up([each[year] for each in parts]) for year in parts[0]}
        yield from _drafts(body, years, seed)


def _drafts(body: Body, years: dict[int, Figures], seed: int) -> Iterator[Draft]:
    for year, figures in years.items():
        rng = Random(f"draft {seed} {body.agency_id} {year}")  # noqa: S311
        charges = body.charges or body.level == GOVERNMENT
        yield Draft(
            body=body,
            year=year,
            figures=figures,
            truth=truths(figures, years.get(year - 1), rng),
            published=_published(body, year, rng),
            charged=100 * (1 + int(rng.random() * 9)) if charges else 0,
            seed=seed,
        )


def _published(body: Body, year: int, rng: Random) -> date:
    """Draw a day in time: governments publish after their departments."""
    first = {GOVERNMENT: date(year + 1, 2, 3), CITY: date(year + 1, 2, 22)}
    return first.get(body.level, date(year + 1, 1, 6)) + timedelta(days=int(rng.random() * 15))


def _text(value: int | Decimal) -> str:
    return f"{value:f}" if value and isinstance(value, Decimal) else str(int(value))


def _without(form: Form, table: str, section: str) -> Form:
    if not table and not section:
        return form
    return form.model_copy(
        update={
            "tables": tuple(each for each in form.tables if each.id != table),
            "sections": tuple(each for each in form.sections if each.id != section),
        }
    )
