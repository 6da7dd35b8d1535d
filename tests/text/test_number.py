import csv
import re
from pathlib import Path
from typing import get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.number import Figure, read_figure
from schemas.frames import STATUSES

CASES = Path(__file__).parents[1] / "cases" / "cells.csv"
_ESCAPED = re.compile(r"<U\+([0-9A-F]{4})>")
_ALPHABET = (
    "0123456789０１２,，.。-－—+件项元万亿无零约余（）()①¹*※?<>≤/ \u00a0\u3000\u200bOoIl|减增"
)


def _cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _id(case: dict[str, str]) -> str:
    return f"{case['printed'] or 'nothing'}-{case['kind']}-{case['signed']}"


def _plain(printed: str) -> str:
    """Put in the characters that the file names because they cannot be seen."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), printed)


@pytest.mark.parametrize("case", _cases(), ids=_id)
def test_printed_cell_is_read_as_the_case_says(case: dict[str, str]) -> None:
    expected = Figure(**{name: case[name] for name in get_type_hints(Figure)})

    figure = read_figure(_plain(case["printed"]), case["kind"], signed=case["signed"] == "yes")

    assert figure == expected


def test_cases_are_many_and_each_stands_once() -> None:
    keys = [(case["printed"], case["kind"], case["signed"]) for case in _cases()]

    assert len(keys) >= 80
    assert len(set(keys)) == len(keys)


@given(
    printed=st.text(_ALPHABET, max_size=12),
    kind=st.sampled_from(["integer", "decimal"]),
    signed=st.booleans(),
)
def test_a_figure_goes_with_the_status_number_and_no_other(
    printed: str, kind: str, *, signed: bool
) -> None:
    figure = read_figure(printed, kind, signed=signed)

    assert figure.status in STATUSES
    assert bool(figure.figure) == (figure.status == "number")
    assert bool(figure.method) == (figure.status == "number")
    assert figure.trouble in {"", "footnote", "negative", "fraction", "damaged"}
    assert signed or not figure.figure.startswith("-")
    assert kind == "decimal" or "." not in figure.figure


@given(number=st.integers(0, 10**18 - 1))
@pytest.mark.parametrize("pattern", ["{}", "{:,}", "{}件", " {} ", "{}.0", "{}（含修订4件）"])
def test_whole_number_is_read_as_itself_however_it_is_dressed(number: int, pattern: str) -> None:
    assert read_figure(pattern.format(number)).figure == str(number)


@given(value=st.decimals(0, 10**12, places=6))
def test_money_keeps_its_printed_decimals(value: object) -> None:
    assert read_figure(str(value), "decimal").figure == str(value)


@given(number=st.integers(-(10**9), 10**9))
def test_change_against_last_year_may_be_negative(number: int) -> None:
    assert read_figure(str(number), signed=True).figure == str(number)


@given(printed=st.from_regex(r"[0-9]{1,9}([ ,.][0-9]{1,9}){1,6}", fullmatch=True))
def test_digits_never_vanish_from_a_figure(printed: str) -> None:
    figure = read_figure(printed, "decimal").figure

    assert figure in {"", re.sub("[ ,]", "", printed)}
