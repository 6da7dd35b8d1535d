"""A report of which our reading lost a column: what operators and coordinators hear of it."""

import re
from random import Random

from pipeline.defs.night import run_night
from pipeline.intake.project import Project
from pipeline.warehouse import query
from schemas.form import Form
from tests.builders import Report, random_cells, render

COLUMNS = 7


def without_column(page: str, number: int) -> str:
    """Take the figures of one column out of table 3, as a copy does that loses it."""
    start = page.index("<table", page.index("三、"))
    stop = page.index("</table>", start)
    return (
        page[:start]
        + "\n".join(_row(line, number) for line in page[start:stop].split("\n"))
        + (page[stop:])
    )


def _row(line: str, number: int) -> str:
    figures = list(re.finditer(r"<td>\d+</td>", line))
    if len(figures) != COLUMNS:
        return line
    return line[: figures[number].start()] + line[figures[number].end() :]


def test_a_lost_column_is_one_matter_of_our_reading_and_none_of_the_publisher(
    project: Project, form_2021: Form
) -> None:
    cells = random_cells(form_2021, Random(8), size=40)  # noqa: S311  # drawn figures
    report = Report(form=form_2021, cells=cells, agency="示例县财政局", year=2022)
    page = render(report, "html_plain")
    (project.production.reports / "whole.html").write_text(
        page.replace("2022", "2021"), encoding="utf-8"
    )
    (project.production.reports / "lost.html").write_text(without_column(page, 2), encoding="utf-8")

    run_night(project, example=False)

    folder = project.production.warehouse
    sums = query(
        folder, "select distinct verdict from identity_result where instance like 't3/%' order by 1"
    )
    assert sums["verdict"].to_list() == ["holds", "undecidable"]
    mine = query(folder, "select rule_id from v_queue_coordinator where instance like 't3%'")
    assert mine.is_empty()
    ours = query(folder, "select rule_id from v_queue_operator where instance like 't3%'")
    assert ours["rule_id"].to_list() == ["row_torn"]
