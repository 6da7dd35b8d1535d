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


def _page(agency: str = "示例县财政局") -> str:
    title = f"<title>{agency}2023年政府信息公开工作年度报告</title>"
    return f"<html>{title}<body><div><p><a href='0.md'>年度报告全文.docx</a></p></div>"


def test_a_page_hands_over_to_its_attachment_beside_it() -> None:
    reading = read_file(_zip(_page(), _text("4")), VOCABULARY)

    (report,) = reading.reports
    assert report.member == "1.md"
    assert report.form_id == "f2021"
    assert {finding.rule_id for finding in report.findings} == {"report_attached"}


def test_a_page_without_its_attachment_goes_on_asking_for_it() -> None:
    """The report beside it is of another agency, or of another year."""
    for other in (_text("4", agency="示例县教育局"), _text("4", year=2022)):
        page, report = _rules(_zip(_page(), other))

        assert "attachment_only" in page
        assert report == set()


def test_two_attachments_of_a_page_still_contradict_each_other() -> None:
    first, second = _rules(_zip(_page(), _text("4"), _text("5")))

    assert first == {"report_attached", "report_contradicted"}
    assert second == {"report_contradicted"}


def test_reports_of_other_agencies_and_years_contradict_nothing() -> None:
    data = _zip(_text("4"), _text("5", agency="示例县教育局"), _text("6", year=2022))

    assert _rules(data) == [set(), set(), set()]
