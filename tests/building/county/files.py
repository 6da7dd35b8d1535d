"""The files of the example data, by their path: reports, the manifest, and the truth about them."""

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from tests.builders import Report, Shape, Verdict, verdicts, write, zero_cells
from tests.building.county.agencies import CHILDREN, GOVERNMENT, STREET, YEARS, Agency
from tests.building.county.history import Figures, form_of, history, rolled_up
from tests.building.county.narrative import intro, sections
from tests.building.county.planting import printed

_TURNS: Final[tuple[Shape, ...]] = (
    "pipe",
    "html_inline",
    "markdown",
    "html_plain",
    "html_messy",
)
_SUFFIXES: Final = {"pipe": ".txt", "markdown": ".md"}
_CHARGED: Final = {("ziranziyuan", 2022): 300, ("zhujian", 2023): 200}
_NAMED_IN_MANIFEST: Final = {"yunkou": "example-county-yunkou"}
_STREET_YEAR: Final = 2020


class ExampleFile(NamedTuple):
    """One delivered file; `agency_id` is what the manifest says, empty if it leaves it open."""

    path: str
    content: bytes
    report: Report
    published: date
    agency_id: str = ""


def example_files() -> list[ExampleFile]:
    """Return every report file of the example, sorted by path."""
    years = {agency.code: history(agency) for agency in CHILDREN}
    files = [_street()]
    for year in YEARS:
        children = [years[agency.code][year] for agency in CHILDREN]
        files.append(_file(0, GOVERNMENT, year, rolled_up(children)))
        for number, agency in enumerate(CHILDREN, start=1):
            files.append(_file(number, agency, year, years[agency.code][year]))
    return sorted(files)


def manifest(files: list[ExampleFile]) -> bytes:
    """Return the manifest.csv that lies beside the files."""
    head = ("file", "agency_id", "report_year", "source_url", "published_on")
    return _csv(
        head,
        (
            (
                file.path,
                file.agency_id,
                str(file.report.year) if file.agency_id else "",
                f"https://example.invalid/{file.path}",
                file.published.isoformat(),
            )
            for file in files
        ),
    )


def truth(files: list[ExampleFile]) -> bytes:
    """Return the findings above info that each file alone must yield, as CSV."""
    return _csv(
        ("file", *Verdict._fields),
        (
            (file.path, *verdict)
            for file in files
            for verdict in verdicts(file.report.form, file.report.cells, file.report.alternatives)
        ),
    )


def _file(number: int, agency: Agency, year: int, figures: Figures) -> ExampleFile:
    form = form_of(year)
    cells = printed(agency.code, year, form, figures)
    shape = _TURNS[(number + year) % len(_TURNS)]
    published = _published(number, agency, year)
    report = Report(
        form=form,
        cells=cells,
        agency=agency.name,
        year=year,
        intro=intro(agency, year),
        sections=sections(agency, year, cells, charged=_CHARGED.get((agency.code, year), 0)),
        published=None if shape == "pipe" else published,
    )
    mirrored = shape == "pipe" and number % 3 == 0
    content = write(report, shape, traditional=mirrored, pinyin=mirrored)
    path = f"{year}/{agency.code}{_SUFFIXES.get(shape, '.html')}"
    return ExampleFile(path, content, report, published, _NAMED_IN_MANIFEST.get(agency.code, ""))


def _published(number: int, agency: Agency, year: int) -> date:
    if agency.kind == "county":
        return date(year + 1, 2, 6) + timedelta(days=year % 7)
    return date(year + 1, 1, 8) + timedelta(days=(number * 5 + year) % 20)


def _street() -> ExampleFile:
    """A street office without a title: only a sentence names it and only one tells the year."""
    form = form_of(_STREET_YEAR)
    bought = {"projects": "2", "amount": "145540.00"}
    procured = {("t2", "central_procurement", column): text for column, text in bought.items()}
    report = Report(
        form=form,
        cells=zero_cells(form) | procured,
        agency=STREET,
        year=_STREET_YEAR,
        title="",
        sections={
            "s1": (
                "（一）主动公开情况",
                f"截至{_STREET_YEAR}年12月31日，共公开办事指南、工作动态等信息28条。",
                "（二）依申请公开情况",
                f"{STREET}{_STREET_YEAR}年未收到政府信息公开申请。",
            ),
            "s5": ("专职人员偏少，更新有时不够及时；今后将增加一名兼职人员，按月检查栏目。",),
            "s6": ("本年度未收取信息处理费，无其他事项。",),
        },
    )
    content = write(report, "pipe", traditional=True, pinyin=True)
    return ExampleFile(f"{_STREET_YEAR}/jiedao.txt", content, report, date(2021, 1, 19))


def _csv(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue().encode()
