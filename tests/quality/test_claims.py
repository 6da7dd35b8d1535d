"""Text against table: what must be found, and what must not, over whole reports."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from pandera.typing.polars import DataFrame

from pipeline.extract.label import Vocabulary
from pipeline.quality.claims import claim_findings, growth_findings
from pipeline.transforms.claims import claim_frame
from schemas.claimed import Claim
from schemas.form import load_forms, tabled
from schemas.frames import Cell
from tests.builders import Report, write, zero_cells
from tests.reading import read_files

CASES_FILE = Path(__file__).parents[1] / "cases/claims/judged.toml"
CASES: list[dict[str, Any]] = tomllib.loads(CASES_FILE.read_text(encoding="utf-8"))["cases"]
CORPUS = Path(__file__).parents[3] / "shared/corpus/raw"
FORMS = {form.id: form for form in tabled(load_forms())}
YEARS = {"f2019": 2019, "f2021": 2022}
RULES = {
    *("X.NEW", "X.ZERO", "X.IN", "X.OUT", "X.DONE", "X.CAT", "X.PCT", "X.CHAN", "X.REV", "X.LIT"),
    *("X.OUTCOME", "X.NORM", "X.LIC", "X.BREAK", "X.SELF", "C.OTH2"),
}
IS_OURS = pl.col("rule_id").is_in(RULES)


def report(case: dict[str, Any]) -> Report:
    form = FORMS[case.get("form", "f2021")]
    printed: dict[tuple[str, str, str], str] = {}
    for cell, value in case["cells"].items():
        table, row, column = cell.split(".")
        printed[table, row, column] = str(value)
    alternatives = {row.code for table in form.tables for row in table.rows if row.replaces}
    cells = zero_cells(form, frozenset(alternatives & {row for _, row, _ in printed})) | printed
    sections = {"s1": tuple(case["s1"])}
    return Report(
        form=form, cells=cells, agency="示例县财政局", year=YEARS[form.id], sections=sections
    )


@pytest.fixture(scope="module")
def found(vocabulary: Vocabulary) -> dict[str, list[dict[str, Any]]]:
    """Return the findings of text against table of every case, read as one batch."""
    files = {case["name"]: write(report(case), "html_plain") for case in CASES}
    frames = read_files(files, vocabulary)
    names = dict(frames["reports"].select("report_id", "source_path").iter_rows())
    by_name: dict[str, list[dict[str, Any]]] = {name: [] for name in files}
    for row in frames["findings"].filter(IS_OURS).iter_rows(named=True):
        by_name[names[row["report_id"]]].append(row)
    return by_name


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_text_is_held_against_every_cell_that_it_may_mean(
    found: dict[str, list[dict[str, Any]]], case: dict[str, Any]
) -> None:
    said = [
        f"{one['rule_id']} {one['instance']} {one['printed']} vs {one['expected']}"
        for one in found[case["name"]]
    ]

    assert sorted(said) == sorted(case.get("findings", []))


def test_a_finding_quotes_the_sentence_and_names_the_cells(
    found: dict[str, list[dict[str, Any]]],
) -> None:
    (one,) = found["received is neither"]

    assert one["severity"] == "warning"
    assert one["origin"] == "report"
    assert "“2022年，我局收到政府信息公开申请21件，上年结转2件”" in one["message_zh"]
    assert "表三“本年新收”总计为 20" in one["message_zh"]
    assert "表三“本年新收”总计与表三“上年结转”总计为 20+2=22" in one["message_zh"]
    assert "table 3, received: 20" in one["message_en"]
    assert one["place"]


def test_every_rule_has_a_case_in_which_it_fires() -> None:
    fired = {said.split()[0] for case in CASES for said in case.get("findings", [])}

    assert fired == RULES


def test_a_recognised_figure_makes_it_a_matter_of_our_reading(vocabulary: Vocabulary) -> None:
    case = next(one for one in CASES if one["name"] == "received is neither")
    frames = read_files({"a.html": write(report(case), "html_plain")}, vocabulary)
    method = pl.when(pl.col("method") == "cell").then(pl.lit("ocr")).otherwise("method")
    cells = frames["cells"].with_columns(method=method)

    said = claim_findings(
        DataFrame[Claim](frames["claims"]), DataFrame[Cell](cells), vocabulary.forms
    )

    assert [one.origin for _, one in said] == ["extraction"]


def claim(rule_id: str, quantity: str, value: str, **more: object) -> tuple[object, ...]:
    fields: dict[str, object] = {
        "rule_id": rule_id,
        "quantity": quantity,
        "value": Decimal(value),
        "tolerance": Decimal("0.1"),
        "unit": "%",
        "stated": "",
        "is_scoped": False,
        "section_id": "s1",
        "sentence_no": 1,
        "quote": "申请量较上年增长",
        "place": "1,1",
    }
    return ("r1", *(fields | more).values())


def grown(now: int | None, last: int | None) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "report_id": ["r1"],
            "t3__received__total": [now],
            "t3__received__total?": [0 if now is not None else 1],
            "last__t3__received__total": [last],
            "last__t3__received__total?": [0 if last is not None else 1],
        },
        schema_overrides={
            "t3__received__total": pl.Decimal(38, 6),
            "last__t3__received__total": pl.Decimal(38, 6),
        },
    )


@pytest.mark.parametrize(
    ("value", "now", "last", "fires"),
    [
        ("12.5", 90, 80, False),
        ("13", 90, 80, False),  # reckoned from rounded figures
        ("20", 90, 80, True),
        ("-12.3", 859, 979, False),
        ("-12.3", 859, 700, True),
        ("12.3", 979, None, False),
        ("12.3", 10, 0, False),
    ],
)
def test_growth_is_held_against_two_years(
    value: str, now: int, last: int | None, *, fires: bool
) -> None:
    claims = claim_frame([claim("X.GROW", "received", value)])

    said = list(growth_findings(claims, grown(now, last)))

    assert [one.rule_id for _, one in said] == (["X.GROW"] if fires else [])


def test_growth_of_a_whole_region_is_left_alone() -> None:
    claims = claim_frame([claim("X.GROW", "received", "50", is_scoped=True)])

    assert not list(growth_findings(claims, grown(90, 80)))


@pytest.mark.skipif(not CORPUS.exists(), reason="the real reports are not at hand")
def test_real_reports_are_accused_of_what_they_say_wrong_and_nothing_else(
    vocabulary: Vocabulary,
) -> None:
    files = {path.name: path.read_bytes() for path in sorted(CORPUS.iterdir())}

    frames = read_files(files, vocabulary)

    names = dict(frames["reports"].select("report_id", "source_path").iter_rows())
    told = frames["findings"].filter(IS_OURS)
    said = {
        (names[row["report_id"]][:3], row["rule_id"], row["instance"], row["printed"])
        for row in told.iter_rows(named=True)
    }
    assert said == {
        ("017", "X.CAT", "s1/open_and_part", "258"),
        ("017", "X.CAT", "s1/unavailable", "265"),
        ("017", "X.PCT", "s1/open_and_part", "33.9%"),
        ("017", "X.OUTCOME", "s1/upheld_only.review", "0"),
        ("017", "X.OUTCOME", "s1/upheld_only.lawsuit", "0"),
    }
    expected = dict(told.select("instance", "expected").iter_rows())
    assert expected["s1/unavailable"] == "265+47+25=337"
