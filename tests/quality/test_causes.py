"""What is said beside a broken sum: the likely cause, in words, and never more than is known."""

import tomllib
from pathlib import Path
from random import Random
from typing import get_args

import polars as pl
import pytest

from pipeline.errors import FormError
from pipeline.extract.label import Vocabulary
from pipeline.quality.locate.causes import digit_cause
from pipeline.quality.locate.locate import Change
from schemas.cause import CAUSES, Cause, Phrase, load_words
from schemas.form import Form, load_forms
from tests.builders import Report, random_cells, write, zero_cells
from tests.building.report import Key
from tests.reading import read_files

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus" / "raw"
YEARS = {"f2019": 2020, "f2021": 2022}
FORM = next(form for form in load_forms() if form.id == "f2021")
ROWS = {row.code: row.label for row in FORM.table("t3").rows}


def told(cells: dict[Key, str], vocabulary: Vocabulary, form: Form = FORM) -> pl.DataFrame:
    report = Report(form=form, cells=cells, agency="示例县财政局", year=YEARS[form.id])
    return read_files({"a.html": write(report, "html_plain")}, vocabulary)["findings"]


def table(**figures: int) -> dict[Key, str]:
    """Return a table that holds: figures of natural persons by row, all handled ones received."""
    cells = zero_cells(FORM)
    handled = sum(figures.values())
    for row, figure in (figures | {"received": handled, "handled_total": handled}).items():
        for column in ("natural_person", "total"):
            cells["t3", row, column] = str(figure)
    return cells


def sentence(found: pl.DataFrame) -> tuple[str, str]:
    (zh,), (en,) = found["message_zh"].head(1), found["message_en"].head(1)
    return zh, en


@pytest.mark.parametrize(
    ("printed", "should", "is_total", "cause"),
    [
        (37, 327, False, "dropped"),
        (32, 327, False, "dropped"),
        (3327, 327, False, "doubled"),
        (3287, 327, False, None),  # one digit too many, and not a doubled one
        (372, 327, False, "swapped"),
        (330, 327, False, None),  # two digits differ
        (320, 327, False, "mistyped"),
        (5, 7, False, None),  # any digit would be a slip of any other
        (0, 7, True, "unfilled"),
        (0, 7, False, None),
        (0, 40, False, "dropped"),
        (723, 327, False, None),
    ],
)
def test_a_slip_of_a_digit_is_named(
    printed: int,
    should: int,
    is_total: bool,  # noqa: FBT001
    cause: str | None,
) -> None:
    change = Change(("t3", "received", "total"), printed, should)

    assert digit_cause(change, is_total=is_total) == cause


def test_all_findings_of_a_table_carry_the_broken_sum_and_then_the_suggestion(
    vocabulary: Vocabulary,
) -> None:
    cells = table(disclosed=327, unavailable_not_held=40)
    cells["t3", "disclosed", "natural_person"] = "330"

    found = told(cells, vocabulary)

    assert found["rule_id"].to_list() == ["T3.ROW", "T3.SUM7"]
    assert set(found["suggestion"]) == {"t3/disclosed/natural_person 330→327"}
    assert found["expected"].to_list() == ["330+0+0+0+0+0=330", "330+40=370"]
    zh, en = sentence(found)
    assert zh.index("330+0+0+0+0+0=330") < zh.index("由 330 改为 327")
    assert en.index("330+0+0+0+0+0=330") < en.index("330 → 327")
    assert ROWS["disclosed"] in zh


def test_a_suggestion_changes_no_fact(vocabulary: Vocabulary) -> None:
    cells = table(disclosed=327)
    cells["t3", "disclosed", "total"] = "372"
    report = Report(form=FORM, cells=cells, agency="示例县财政局", year=2022)

    frames = read_files({"a.html": write(report, "html_plain")}, vocabulary)

    fact = frames["requests"].filter(row_code="disclosed", col_code="total")
    assert int(fact["value"].item()) == 372
    assert "相邻两位数字颠倒" in frames["findings"]["message_zh"][0]


def test_equally_small_changes_are_all_named_and_the_exchange_first(
    vocabulary: Vocabulary,
) -> None:
    cells = table(disclosed=12, denied_state_secret=20, unprocessed_petition=15)
    cells["t3", "disclosed", "natural_person"] = "0"
    cells["t3", "disclosed", "commercial_enterprise"] = "12"

    found = told(cells, vocabulary)

    first, *others = found["suggestion"][0].split(" | ")
    assert first == ("t3/disclosed/natural_person 0→12; t3/disclosed/commercial_enterprise 12→0")
    assert others == []  # no other row has twelve to give back

    cells["t3", "denied_state_secret", "commercial_enterprise"] = "12"
    cells["t3", "denied_state_secret", "natural_person"] = "8"
    cells["t3", "handled_total", "commercial_enterprise"] = "12"
    cells["t3", "handled_total", "natural_person"] = "35"
    cells["t3", "received", "commercial_enterprise"] = "12"
    cells["t3", "received", "natural_person"] = "35"

    found = told(cells, vocabulary)

    sets = found["suggestion"][0].split(" | ")
    zh, en = sentence(found)
    assert len(sets) == 2
    assert sets[0] == first
    assert "以下之一" in zh
    assert "错填在相邻一列" in zh
    assert "one of these" in en


def test_what_equally_small_changes_share_is_told(vocabulary: Vocabulary) -> None:
    cells = table(disclosed=12, unprocessed_petition=15)
    cells["t3", "disclosed", "natural_person"] = "21"
    cells["t3", "disclosed", "total"] = "21"
    cells["t3", "carried_out", "total"] = "6"

    found = told(cells, vocabulary)

    sets = found["suggestion"][0].split(" | ")
    zh, en = sentence(found)
    assert len(sets) > 1
    assert all("t3/carried_out/total 6→0" in one for one in sets)
    assert f"各种改法都包括：“{ROWS['carried_out']}”一行“总计”由 6 改为 0" in zh
    assert "All of them change" in en


def test_a_pair_that_is_exchanged_is_seen_beside_another_error(vocabulary: Vocabulary) -> None:
    cells = table(disclosed=12, partly_disclosed=15)
    cells["t3", "disclosed", "natural_person"] = "0"
    cells["t3", "disclosed", "commercial_enterprise"] = "12"
    cells["t3", "partly_disclosed", "total"] = "51"

    found = told(cells, vocabulary)

    zh, en = sentence(found)
    assert "（疑似错填在相邻一列），同时“（二）部分公开”一行“总计”由 51 改为 15" in zh
    assert "one column off), together with row" in en


def test_a_message_names_few_of_many_changes_and_says_how_many_more(
    vocabulary: Vocabulary,
) -> None:
    rows = [row for row in ROWS if row.startswith(("denied", "unprocessed", "unavailable"))]
    cells = table(**dict.fromkeys(rows, 20))
    for column in ("natural_person", "total"):
        cells["t3", "denied_state_secret", column] = "29"

    found = told(cells, vocabulary)

    zh, en = sentence(found)
    assert found["suggestion"][0].count(" | ") == len(rows) - 1
    assert f"另有 {len(rows) - 3} 种" in zh
    assert f"and {len(rows) - 3} more" in en


def test_a_total_that_was_left_at_nothing_is_said_to_be_unfilled(vocabulary: Vocabulary) -> None:
    cells = table(disclosed=327)
    cells["t3", "disclosed", "total"] = "0"

    found = told(cells, vocabulary)

    assert found["suggestion"][0] == "t3/disclosed/total 0→327"
    assert "合计未填写" in found["message_zh"][0]


def test_figures_typed_on_the_heading_row_are_looked_for_there(vocabulary: Vocabulary) -> None:
    rows = dict.fromkeys((row for row in ROWS if "_" in row), 3)
    rows |= {row: 0 for row in rows if row.startswith("denied")}
    del rows["carried_in"], rows["carried_out"], rows["handled_total"]
    cells = table(**rows)
    for column in ("natural_person", "total"):
        for row in ("received", "handled_total"):
            cells["t3", row, column] = str(int(cells["t3", row, column]) + 9)

    found = told(cells, vocabulary)

    zh, en = sentence(found)
    assert set(found["rule_id"]) == {"T3.SUM7"}
    assert "“（三）不予公开”" in zh
    assert "（四）" not in zh
    assert "heading row" in en


def test_a_group_of_table_4_is_named_with_its_candidates_and_none_is_chosen(
    vocabulary: Vocabulary,
) -> None:
    cells = zero_cells(FORM) | {("t4", "review", "upheld"): "5", ("t4", "review", "total"): "4"}
    cells |= {("t4", "lawsuit_direct", "total"): "7"}

    found = told(cells, vocabulary)

    suggestions = dict(found.select("instance", "suggestion").rows())
    assert set(suggestions["t4/review"].split(" | ")) == {
        "t4/review/total 4→5",
        "t4/review/upheld 5→4",
    }
    assert suggestions["t4/lawsuit_direct"].count(" | ") == 4
    assert all("不能确定错在哪一格" in message for message in found["message_zh"])


def test_two_tables_broken_at_once_have_suggestions_of_their_own(vocabulary: Vocabulary) -> None:
    cells = table(disclosed=327) | {("t4", "review", "total"): "1"}
    cells["t3", "carried_out", "total"] = "6"

    found = told(cells, vocabulary)

    by_table = {
        table_id: set(found.filter(pl.col("instance").str.starts_with(table_id))["suggestion"])
        for table_id in ("t3", "t4")
    }
    assert by_table["t3"] == {"t3/carried_out/total 6→0"}
    assert len(by_table["t4"]) == 1
    assert all(one.startswith("t4/review/") for one in by_table["t4"])


def test_a_table_broken_in_many_places_is_told_sum_by_sum_and_nothing_else(
    vocabulary: Vocabulary,
) -> None:
    cells = random_cells(FORM, Random(3))  # noqa: S311  # figures, no secrets
    for at, (row, column) in enumerate(
        [("received", "natural_person"), ("disclosed", "total"),
         ("unprocessed_petition", "other_organisation"), ("carried_out", "research_institution"),
         ("denied_state_secret", "commercial_enterprise")]
    ):  # fmt: skip
        cells["t3", row, column] = str(int(cells["t3", row, column]) + 1000 + at)

    found = told(cells, vocabulary)

    assert set(found["suggestion"]) == {""}
    assert set(found["origin"]) == {"report"}
    assert not any("改动最少" in message for message in found["message_zh"])


def test_a_suggestion_says_how_many_cells_took_no_part_in_it(vocabulary: Vocabulary) -> None:
    cells = table(disclosed=327, unavailable_not_held=40)
    cells["t3", "disclosed", "natural_person"] = "330"
    cells["t3", "unavailable_not_held", "research_institution"] = ""
    cells["t3", "unavailable_not_held", "other_organisation"] = "/"

    found = told(cells, vocabulary).filter(state="broken")

    zh, en = sentence(found)
    assert found["suggestion"][0] == "t3/disclosed/natural_person 330→327"
    assert "2 格不是数字" in zh
    assert "2 cells are no number" in en


def shifted(cells: dict[Key, str], *, across: bool) -> dict[Key, str]:
    """Move the figures of table 3 by one line, as if one before them had been lost."""
    rows = [row for row in ROWS if ("t3", row, "total") in cells]
    columns = [column.code for column in FORM.table("t3").columns]
    moved = dict(cells)
    for key in cells:
        if key[0] == "t3":
            row, column = rows.index(key[1]), columns.index(key[2])
            if across:
                from_row, from_column = row, column + 1
            else:
                from_row, from_column = row - 1, column
            is_there = from_column < len(columns) and from_row >= 0
            moved[key] = cells["t3", rows[from_row], columns[from_column]] if is_there else "0"
    return moved


@pytest.mark.parametrize("across", [True, False], ids=["column", "row"])
def test_a_table_read_one_line_off_is_one_finding_about_our_reading(
    across: bool,  # noqa: FBT001
    vocabulary: Vocabulary,
) -> None:
    cells = random_cells(FORM, Random(5), filled=0.8)  # noqa: S311  # figures, no secrets
    # What is lost at the edge must be nothing, or the sums could not be told.
    if across:
        for row in ROWS:
            if ("t3", row, "total") in cells:
                total = int(cells["t3", row, "total"]) - int(cells["t3", row, "natural_person"])
                cells |= {("t3", row, "natural_person"): "0", ("t3", row, "total"): str(total)}

    found = told(shifted(cells, across=across), vocabulary)

    assert found.filter(pl.col("rule_id") != "figures_shifted").is_empty()
    (one,) = found.iter_rows(named=True)
    assert (one["origin"], one["severity"]) == ("extraction", "error")
    assert one["instance"].count(";") > 3


def test_a_single_row_one_column_off_is_no_shift_of_the_table(vocabulary: Vocabulary) -> None:
    cells = random_cells(FORM, Random(5), filled=0.8)  # noqa: S311  # figures, no secrets
    columns = [column.code for column in FORM.table("t3").columns]
    row = [cells["t3", "disclosed", column] for column in columns]
    for column, text in zip(columns, [*row[1:], "0"], strict=True):
        cells["t3", "disclosed", column] = text

    found = told(cells, vocabulary)

    assert "figures_shifted" not in set(found["rule_id"])


def test_every_cause_and_phrase_has_its_words() -> None:
    words = load_words()

    assert set(words.causes) == set(get_args(Cause))
    assert set(words.phrases) == set(get_args(Phrase))


def test_words_of_no_known_cause_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "causes.toml"
    text = CAUSES.read_text(encoding="utf-8")
    assert tomllib.loads(text)
    path.write_text(text.replace("[causes.swapped]", "[causes.swopped]"), encoding="utf-8")

    with pytest.raises(FormError, match="swopped"):
        load_words(path)


def published(number: str, vocabulary: Vocabulary) -> pl.DataFrame:
    path = next(CORPUS.glob(f"{number}_*"))
    found = read_files({path.name: path.read_bytes()}, vocabulary)["findings"]
    return found.filter(
        (pl.col("origin") == "report") & pl.col("severity").is_in(["error", "warning"])
    )


@pytest.mark.skipif(not CORPUS.exists(), reason="the shared corpus is not here")
def test_groups_of_a_published_table_4_are_named_with_their_candidates(
    vocabulary: Vocabulary,
) -> None:
    found = published("003", vocabulary)

    assert dict(found.filter(rule_id="T4.SUM").select("instance", "suggestion").rows()) == {
        "t4/review": "t4/review/total 0→11",
        "t4/lawsuit_after_review": "t4/lawsuit_after_review/total 0→5"
        " | t4/lawsuit_after_review/upheld 5→0",
    }


@pytest.mark.skipif(not CORPUS.exists(), reason="the shared corpus is not here")
def test_published_totals_that_are_not_filled_in_are_one_finding(vocabulary: Vocabulary) -> None:
    found = published("017", vocabulary).filter(pl.col("rule_id").str.starts_with("T3."))

    assert found.select("rule_id", "state", "suggestion").rows() == [("T3.FULL", "undecidable", "")]
