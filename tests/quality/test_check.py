"""The rules: each fires where it must, names cell and figures, and is silent elsewhere."""

import random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import ContractError
from pipeline.extract.label import Vocabulary
from pipeline.quality.check import check
from pipeline.quality.identities import _enforce_identities
from schemas.form import Form, load_forms, tabled
from schemas.identity import instances
from schemas.rule import load_rules
from tests.builders import Report, random_cells, verdicts, write, zero_cells
from tests.extent import extent
from tests.reading import findings_of, read_files

Cells = dict[tuple[str, str, str], str]
FORMS = {form.id: form for form in tabled(load_forms())}
YEARS = {"f2019": 2020, "f2021": 2022}


def findings(form: Form, cells: Cells, vocabulary: Vocabulary) -> set[tuple[str, str, str, str]]:
    return findings_of(read_files({"a.html": page(form, cells)}, vocabulary))


def page(form: Form, cells: Cells) -> bytes:
    report = Report(form=form, cells=cells, agency="示例县财政局", year=YEARS[form.id])
    return write(report, "html_plain")


@pytest.mark.parametrize("form_id", FORMS)
def test_a_report_whose_figures_agree_has_no_finding(form_id: str, vocabulary: Vocabulary) -> None:
    form = FORMS[form_id]
    cells = random_cells(form, random.Random(1))  # noqa: S311  # figures, no secrets

    frames = read_files({"a.html": page(form, cells)}, vocabulary)

    assert frames["findings"].is_empty()
    assert set(frames["identity_results"]["verdict"]) == {"holds"}
    assert frames["identity_results"].height == len(instances(form))


def test_a_wrong_leaf_breaks_its_row_and_its_column(
    vocabulary: Vocabulary, form_2021: Form
) -> None:
    cells = zero_cells(form_2021) | {("t3", "disclosed", "natural_person"): "2"}

    found = findings(form_2021, cells, vocabulary)

    assert found == {
        ("T3.ROW", "t3/disclosed", "error", "broken"),
        ("T3.SUM7", "t3/*/natural_person", "error", "broken"),
    }


def test_a_finding_names_place_printed_and_expected(
    vocabulary: Vocabulary, form_2021: Form
) -> None:
    cells = zero_cells(form_2021) | {
        ("t4", "review", "upheld"): "2",
        ("t4", "review", "corrected"): "1",
        ("t4", "review", "total"): "4",
    }

    frames = read_files({"a.html": page(form_2021, cells)}, vocabulary)

    found = frames["findings"].row(0, named=True)
    total = frames["cells"].filter(table_id="t4", row_code="review", col_code="total")
    assert found["rule_id"] == "T4.SUM"
    assert (found["printed"], found["expected"]) == ("4", "2+1+0+0=3")
    assert found["place"] == total["place"].item()
    assert "行政复议" in found["message_zh"]
    assert all(word in found["message_en"] for word in ("2+1+0+0=3", "4", "-1"))


def test_blank_is_not_zero(vocabulary: Vocabulary, form_2021: Form) -> None:
    held = zero_cells(form_2021) | {("t4", "review", "upheld"): ""}
    open_ = held | {("t4", "review", "total"): "3"}

    assert findings(form_2021, held, vocabulary) == {
        ("T4.SUM", "t4/review", "info", "holds_if_blank_is_zero")
    }
    assert findings(form_2021, open_, vocabulary) == {
        ("T4.SUM", "t4/review", "warning", "undecidable")
    }


def test_an_unfilled_total_column_is_one_finding(vocabulary: Vocabulary, form_2021: Form) -> None:
    cells = random_cells(form_2021, random.Random(4))  # noqa: S311  # figures, no secrets
    rows = ["disclosed", "denied_state_secret", "other_remaining"]
    cells |= {("t3", row, "total"): "" for row in rows}

    found = findings(form_2021, cells, vocabulary)

    instance = ";".join(f"t3/{row}" for row in rows)
    assert {one for one in found if one[2] != "info"} == {
        ("T3.FULL", instance, "warning", "undecidable")
    }


def test_an_empty_total_column_is_left_to_its_identities(
    vocabulary: Vocabulary, form_2021: Form
) -> None:
    cells = random_cells(form_2021, random.Random(4))  # noqa: S311  # figures, no secrets
    cells |= {key: "" for key in cells if key[0] == "t3" and key[2] == "total"}

    found = {(rule, state) for rule, _, _, state in findings(form_2021, cells, vocabulary)}

    assert ("T3.FULL", "undecidable") not in found
    assert ("T3.ROW", "undecidable") in found


@pytest.mark.parametrize(
    ("cell", "printed", "rule"),
    [
        (("t2", "licence", "decisions"), "-3", "T2.INT"),
        (("t2", "penalty", "decisions"), "3.5", "T2.INT"),
        (("t3", "received", "natural_person"), "-1", "T3.INT"),
        (("t4", "review", "pending"), "0.5", "T4.INT"),
    ],
)
def test_a_count_is_whole_and_not_negative(
    cell: tuple[str, str, str], printed: str, rule: str, vocabulary: Vocabulary
) -> None:
    form = FORMS["f2021"]

    found = findings(form, zero_cells(form) | {cell: printed}, vocabulary)

    assert (rule, "/".join(cell), "error", "broken") in found


def test_a_single_row_for_other_handling_takes_the_place_of_its_three(
    vocabulary: Vocabulary, form_2021: Form
) -> None:
    other = frozenset({"other"})
    cells = random_cells(form_2021, random.Random(2), alternatives=other)  # noqa: S311  # figures

    frames = read_files({"a.html": page(form_2021, cells)}, vocabulary)

    missing = frames["cells"].filter(pl.col("status") == "missing")["row_code"].unique()
    assert set(missing) == {"other_not_corrected_in_time", "other_fee_not_paid", "other_remaining"}
    assert set(frames["identity_results"]["verdict"]) == {"holds"}
    assert frames["identity_results"].filter(pl.col("rule_id") != "T4.SUM").height == 37
    assert frames["findings"].select("rule_id", "severity").rows() == [("row_alternative", "info")]


@settings(max_examples=extent(40), deadline=None)
@given(
    form_id=st.sampled_from(sorted(FORMS)),
    seed=st.integers(0, 10_000),
    changes=st.integers(1, 6),
    printed=st.sampled_from(["", "7", "12", "-2"]),
)
def test_every_verdict_is_that_of_plain_arithmetic(
    vocabulary: Vocabulary, form_id: str, seed: int, changes: int, printed: str
) -> None:
    form = FORMS[form_id]
    rng = random.Random(seed)  # noqa: S311  # figures, no secrets
    cells = random_cells(form, rng)
    for key in rng.sample([key for key in cells if key[0] != "t2"], changes):
        cells[key] = printed

    found = findings(form, cells, vocabulary)

    expected = {
        (one.rule_id, one.instance, one.severity, one.state) for one in verdicts(form, cells)
    }
    sums = {one for one in found if one[2] != "info" and not load_rules()[one[0]].formula}
    assert sums == expected


def test_an_unread_cell_cannot_pass_the_contract() -> None:
    judged = pl.DataFrame({"T": ["holds", "undecidable"], "U": ["holds", "holds"]})

    _enforce_identities(judged)  # the two agree that T does not hold everywhere

    with pytest.raises(ContractError, match="pandera"):
        _enforce_identities(judged.with_columns(T=pl.lit(None, pl.String)))


def test_an_empty_batch_has_no_verdicts(vocabulary: Vocabulary) -> None:
    frames = read_files({}, vocabulary)

    verdict = check(frames["cells"], vocabulary.forms)  # type: ignore[arg-type]  # a plain frame

    assert verdict.findings.is_empty()
    assert verdict.identity_results.is_empty()
