"""A night in which a site suddenly reads badly: the slice waits, the rest is published."""

from pathlib import Path
from random import Random

from typer.testing import CliRunner

from pipeline import warehouse
from pipeline.cli.commands import app
from pipeline.defs.night import run_night
from pipeline.intake.project import Project
from schemas.form import Form
from tests.builders import Report, random_cells, render

SITE = "https://www.jia.gov.cn/zwgk/{n}.html"


def page(form: Form, number: int, *, lost_table: bool) -> str:
    """Return the report of one agency, as it is or without its last table."""
    cells = random_cells(form, Random(number))  # noqa: S311  # drawn figures
    report = Report(form=form, cells=cells, agency=f"甲县{'一二三四五六'[number]}局", year=2022)
    text = render(report, "html_plain")
    if not lost_table:
        return text
    start = text.rindex("<table")
    return text[:start] + text[text.index("</table>", start) + len("</table>") :]


def deliver(project: Project, form: Form, *, lost_table: bool) -> None:
    folder = project.production.reports / "jia"
    folder.mkdir(exist_ok=True)
    lines = ["file,source_url"]
    for number in range(4):
        text = page(form, number, lost_table=lost_table)
        (folder / f"{number}.html").write_text(text, encoding="utf-8")
        lines.append(f"{number}.html,{SITE.format(n=number)}")
    (folder / "manifest.csv").write_text("\n".join(lines), encoding="utf-8")


def published(folder: Path) -> list[str]:
    paths = warehouse.query(folder, "select source_path from report_source order by 1")
    return paths["source_path"].to_list()


def test_a_slice_that_reads_badly_waits_for_its_release(project: Project, form_2021: Form) -> None:
    (project.config / "holding.toml").write_text("reports_at_least = 3\n", encoding="utf-8")
    project.production.reports.joinpath("yi.html").write_text(
        page(form_2021, 5, lost_table=False), encoding="utf-8"
    )
    deliver(project, form_2021, lost_table=True)

    night = run_night(project, example=False, release=["www.jia.gov.cn/f2019"])

    folder = project.production.warehouse
    assert night.idle_releases == ("www.jia.gov.cn/f2019",)
    assert published(folder) == ["yi.html"]
    (held,) = warehouse.status(folder).held
    assert (held["source"], held["form_id"], held["reports"]) == ("www.jia.gov.cn", "f2021", 4)
    queue = warehouse.query(folder, "from v_queue_operator where rule_id = 'slice_held'")
    assert queue["message_zh"].to_list() == [held["message_zh"]]
    shown = CliRunner().invoke(app, ["status"], env={"OGI_HOME": str(project.home)})
    assert "HELD BACK" in shown.stdout

    night = run_night(project, example=False, release=["www.jia.gov.cn/f2021"])

    assert night.idle_releases == ()
    assert published(folder) == [f"jia/{n}.html" for n in range(4)] + ["yi.html"]
    assert warehouse.status(folder).held == []


def test_a_held_slice_goes_in_by_itself_once_it_reads_well(
    project: Project, form_2021: Form
) -> None:
    (project.config / "holding.toml").write_text("reports_at_least = 3\n", encoding="utf-8")
    deliver(project, form_2021, lost_table=True)
    run_night(project, example=False)
    assert warehouse.status(project.production.warehouse).counts["reports"] == 0

    deliver(project, form_2021, lost_table=False)
    run_night(project, example=False)

    counts = warehouse.status(project.production.warehouse).counts
    assert (counts["reports"], counts["reports_held"]) == (8, 0)
    current = "select count(*) filter (where is_current) from dim_report"
    assert warehouse.query(project.production.warehouse, current).item() == 4
