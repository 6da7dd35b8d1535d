"""Several reports of one agency and year in one file."""

import io
import zipfile

from pipeline.batch.reading import read_file
from tests.builders import Report, render, zero_cells
from tests.extract.readings import F2021, VOCABULARY


def _text(first: str, agency: str = "示例县财政局", year: int = 2023) -> str:
    cells = zero_cells(F2021) | {("t2", "licence", "decisions"): first}
    return render(Report(form=F2021, cells=cells, agency=agency, year=year), "markdown")


def _zip(*texts: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number, text in enumerate(texts):
            archive.writestr(f"{number}.md", text)
    return packed.getvalue()


def _rules(data: bytes) -> list[set[str]]:
    reading = read_file(data, VOCABULARY)
    return [{finding.rule_id for finding in report.findings} for report in reading.reports]


def test_draft_and_final_in_one_file_contradict_each_other() -> None:
    data = (_text("4") + "\n" + _text("5")).encode()

    assert _rules(data) == [{"report_contradicted"}, {"report_contradicted"}]


def test_page_and_annex_that_differ_contradict_each_other() -> None:
    assert _rules(_zip(_text("4"), _text("5"))) == [{"report_contradicted"}] * 2


def test_page_and_annex_that_agree_are_one_report() -> None:
    assert _rules(_zip(_text("4"), _text("4"))) == [{"report_repeated"}]


def test_reports_of_other_agencies_and_years_contradict_nothing() -> None:
    data = _zip(_text("4"), _text("5", agency="示例县教育局"), _text("6", year=2022))

    assert _rules(data) == [set(), set(), set()]
