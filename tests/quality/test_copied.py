"""Reports that repeat last year's, and copies of one report that contradict each other."""

from dataclasses import replace
from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.batch.batch import check_batch
from pipeline.extract.label import Vocabulary, own_vocabulary
from pipeline.quality.copied import copied_tables, copied_text
from pipeline.quality.revised import attached, changed
from pipeline.quality.signature import SIZE, likeness, signature
from schemas.finding import Finding
from schemas.form import load_forms, tabled
from tests.builders import Key, Report, random_cells, write, zero_cells
from tests.reading import read_files

FORM = tabled(load_forms())[-1]
LETTERS = "政府信息公开工作年度报告总体情况主动依申请平台建设监督保障问题措施培训检查内容及时群众"
FIRST = (
    "2022年，本机关收到政府信息公开申请3件，均已答复，没有行政复议和行政诉讼。",
    "门户专栏运行平稳，新增手机端页面，老年人可以使用大字版，专人值守留言并定期检查账号安全。",
    "文件起草时一并确定公开属性，由专人核对后再上网，保密审查留有记录，年末逐项讲评。",
)
OTHER = (
    "2023年，围绕民生事项发布图文说明，办事指南放在首屏，窗口人员现场指导查阅。",
    "修订内部流程，明确起草、审核、发布三个环节的责任人，过期内容加注标识，做到有据可查。",
)
texts = st.text(alphabet=LETTERS, min_size=3, max_size=400)


def shared(one: str, other: str) -> float:
    """Return the share of runs of three that two texts have in common, counted one by one."""
    runs = [{text[at : at + 3] for at in range(len(text) - 2)} for text in (one, other)]
    return 2 * len(runs[0] & runs[1]) / (len(runs[0]) + len(runs[1]))


@given(texts, texts)
def test_short_texts_are_compared_exactly(one: str, other: str) -> None:
    one, other = one[: SIZE // 2], other[: SIZE // 2]

    assert likeness(signature(one), signature(other)) == pytest.approx(shared(one, other))


@given(texts, st.integers(0, 99999))
def test_figures_and_marks_do_not_count(text: str, figure: int) -> None:
    half = len(text) // 2

    assert signature(f"{text[:half]} {figure}，“{text[half:]}”。") == signature(text)


@settings(deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 12))
def test_likeness_of_long_texts_is_near_the_truth(seed: int, percent: int) -> None:
    rng = Random(seed)  # noqa: S311  # letters, no secrets
    alphabet = [chr(code) for code in range(0x4E00, 0x4E00 + 800)]
    one = "".join(rng.choices(alphabet, k=1500))
    other = "".join(rng.choice(alphabet) if rng.random() * 100 < percent else a for a in one)

    found = likeness(signature(one), signature(other))

    assert found == pytest.approx(shared(one, other), abs=0.2)
    assert likeness(signature(other), signature(one)) == found
    assert likeness(signature(one), signature(one)) == 1


def test_a_signature_is_the_same_on_every_machine() -> None:
    assert signature("政府信息公开") == (564780586, 615586887, 1566943171, 1601878194)


def report(year: int, cells: dict[Key, str], *said: str) -> Report:
    sections = {"s1": said, "s5": ("存在不足。",), "s6": ("未收取信息处理费。",)}
    return Report(form=FORM, cells=cells, agency="青禾县教育局", year=year, sections=sections)


def cells_of(seed: int) -> dict[Key, str]:
    return random_cells(FORM, Random(seed))  # noqa: S311  # figures, no secrets


def frames_of(now: Report, last: Report, shape: str = "html_plain") -> dict[str, pl.DataFrame]:
    files = {"now.html": write(now, shape), "last.html": write(last, shape)}  # type: ignore[arg-type]  # a shape
    return read_files(files, own_vocabulary())


def pairs_of(frames: dict[str, pl.DataFrame]) -> pl.DataFrame:
    ids = dict(frames["reports"].select("source_path", "report_id").iter_rows())
    return pl.DataFrame({"report_id": [ids["now.html"]], "other_report_id": [ids["last.html"]]})


def text_findings(now: tuple[str, ...], last: tuple[str, ...]) -> list[Finding]:
    frames = frames_of(report(2023, cells_of(1), *now), report(2022, cells_of(2), *last))
    return [one for _, one in copied_text(frames["sections"], pairs_of(frames))]


@pytest.mark.parametrize(
    ("now", "last", "is_copied"),
    [
        pytest.param([*FIRST], FIRST, True, id="the-same"),
        pytest.param(
            [FIRST[0].replace("2022", "2023").replace("3件", "5件"), *FIRST[1:]],
            FIRST,
            True,
            id="other-figures",
        ),
        pytest.param([*FIRST, "今年新设查阅点。"], FIRST, True, id="a-few-words-more"),
        pytest.param([*FIRST[:2], *OTHER], FIRST, False, id="half-new"),
        pytest.param([*OTHER], FIRST, False, id="new"),
        pytest.param(["工作平稳。"], ["工作平稳。"], False, id="too-short-to-tell"),
    ],
)
def test_text_of_last_year_is_told(now: list[str], last: list[str], *, is_copied: bool) -> None:
    found = text_findings(tuple(now), tuple(last))

    assert [(one.rule_id, one.instance) for one in found] == [("Y.COPY", "s1")] * is_copied


def test_a_copied_text_is_said_in_sentences() -> None:
    (finding,) = text_findings(FIRST, FIRST)
    row = finding.row("r")

    assert row["severity"] == "warning"
    assert "一、总体情况" in row["message_zh"]
    assert "100%" in row["message_zh"]


def table_findings(now: dict[Key, str], last: dict[Key, str]) -> list[Finding]:
    frames = frames_of(report(2023, now), report(2022, last))
    return [one for _, one in copied_tables(frames["cells"], pairs_of(frames))]


def few(**figures: str) -> dict[Key, str]:
    """Return a report of one application, and nothing else but what is given by `row__column`."""
    cells = zero_cells(FORM)
    for row in ("received", "disclosed", "handled_total"):
        cells |= {("t3", row, "natural_person"): "1", ("t3", row, "total"): "1"}
    for name, figure in figures.items():
        table, row, column = name.split("__")
        cells[table, row, column] = figure
    return cells


LICENCES = {"t2__licence__decisions": "371"}


@pytest.mark.parametrize(
    ("now", "last", "is_copied"),
    [
        pytest.param(cells_of(1), cells_of(1), True, id="the-same"),
        pytest.param(few(**LICENCES), few(**LICENCES), True, id="few-but-large"),
        pytest.param(cells_of(1), cells_of(2), False, id="other"),
        pytest.param(few(**LICENCES), few(t2__licence__decisions="372"), False, id="one-other"),
        pytest.param(
            few(**LICENCES),
            few(**LICENCES) | {("t4", "review", "total"): "/"},
            False,
            id="not-filled",
        ),
        pytest.param(zero_cells(FORM), zero_cells(FORM), False, id="nothing-happened"),
        pytest.param(few(), few(), False, id="one-application-each"),
        pytest.param(
            few(t2__normative_document__in_force="64"),
            few(t2__normative_document__in_force="64"),
            False,
            id="only-the-stock",
        ),
    ],
)
def test_figures_of_last_year_are_told(
    now: dict[Key, str], last: dict[Key, str], *, is_copied: bool
) -> None:
    found = table_findings(now, last)

    assert [(one.rule_id, one.instance) for one in found] == [("Y.COPY", "tables")] * is_copied


def test_figures_that_were_inferred_are_no_evidence() -> None:
    frames = frames_of(report(2023, cells_of(1)), report(2022, cells_of(1)))
    inferred = frames["cells"].with_columns(
        method=pl.when(pl.int_range(pl.len()) == 5).then(pl.lit("ocr")).otherwise("method")
    )

    assert list(copied_tables(inferred, pairs_of(frames))) == []


@pytest.mark.parametrize(("differing", "rule_id"), [(changed, "D.CHANGED"), (attached, "D.ATTACH")])
def test_copies_of_one_report_that_differ_are_told_in_one_finding(
    differing: object, rule_id: str
) -> None:
    before, after = few(**LICENCES), few(**LICENCES)
    after["t2", "licence", "decisions"] = "372"
    after["t2", "penalty", "decisions"] = "4"
    frames = frames_of(report(2022, after), report(2022, before))

    found = list(differing(frames["cells"], pairs_of(frames)))  # type: ignore[operator]  # of the two

    ((report_id, finding),) = found
    assert report_id == pairs_of(frames)["report_id"].item()
    assert finding.rule_id == rule_id
    assert finding.instance == "t2/licence/decisions;t2/penalty/decisions"
    assert (finding.printed, finding.expected) == ("372、4", "371、0")
    assert "行政许可·本年处理决定数量" in finding.row(report_id)["message_zh"]


@pytest.mark.parametrize("differing", [changed, attached])
def test_copies_that_agree_or_leave_a_cell_open_are_silent(differing: object) -> None:
    before = few(**LICENCES)
    frames = frames_of(
        report(2022, before | {("t2", "penalty", "decisions"): "—"}), report(2022, before)
    )

    assert list(differing(frames["cells"], pairs_of(frames))) == []  # type: ignore[operator]


def test_sections_are_rows_with_their_length_and_a_signature_where_one_is_compared() -> None:
    frames = frames_of(report(2023, few(), *FIRST), report(2022, few(), "平稳。"))
    now = frames["sections"].filter(pl.col("report_id") == pairs_of(frames)["report_id"].item())

    assert now["section_id"].to_list() == ["", "s1", "s2", "s3", "s4", "s5", "s6"]
    assert now["section_no"].to_list() == list(range(7))
    assert now["number"].to_list() == list(range(7))
    assert now.filter(pl.col("text_signature").list.len() > 0)["section_id"].to_list() == [
        "s1",
        "s5",
    ]
    assert now.filter(section_id="s5")["character_count"].item() == len("存在不足")
    assert set(check_batch(frames, own_vocabulary().forms)["findings"]["rule_id"]) <= {
        "D.S5",
        "X.YEAR",
    }


def test_a_report_without_its_year_before_says_nothing(vocabulary: Vocabulary) -> None:
    files = {"now.html": write(replace(report(2023, few(), *FIRST)), "html_plain")}
    frames = read_files(files, vocabulary)
    nobody = pl.DataFrame(
        {"report_id": [], "other_report_id": []},
        schema={"report_id": pl.String, "other_report_id": pl.String},
    )

    assert list(copied_text(frames["sections"], nobody)) == []
    assert list(copied_tables(frames["cells"], nobody)) == []
    assert list(changed(frames["cells"], nobody)) == []
