"""Figures of table 2 that ran together, and prose that repeats one of them."""

import pytest

from tests.builders import Key, Report, zero_cells
from tests.building.prose import squeezed
from tests.extract.readings import F2021, found, read, read_cells, rule_ids

RUN = ("77", "132", "470")
MADE: Key = ("t2", "normative_document", "made")
ROW = [("t2", "normative_document", code) for code in ("made", "repealed", "in_force")]


def _read(*sentences: str, run: tuple[str, ...] = RUN) -> dict[Key, str]:
    """Return the cells that are read of the row whose digits ran together."""
    cells = zero_cells(F2021) | dict(zip(ROW, run, strict=True))
    report = Report(
        form=F2021,
        cells=cells,
        agency="示例县财政局",
        year=2023,
        sections={"s1": sentences},
    )
    extraction = read(squeezed(report))
    read_of_row = {key: text for key, text in read_cells(extraction).items() if key in ROW}
    if read_of_row:
        (told,) = found(extraction, "cells_told")
        assert told.instance == "t2/normative_document"
        assert told.row("r1")["severity"] == "warning"
    assert "cells_fused" in rule_ids(extraction)
    return read_of_row


@pytest.mark.parametrize(
    "sentence",
    [
        "本年度制发的规范性文件77件。",
        "2023年，示例县制发规范性文件共77件，公开信息9条。",
        "全年制定行政规范性文件77件。",
        "现行有效行政规范性文件393件，本年制发規範性文件77件。",
    ],
)
def test_first_figure_that_prose_repeats_is_read_and_said_to_be(sentence: str) -> None:
    assert _read(sentence) == {MADE: "77"}


@pytest.mark.parametrize(
    "sentences",
    [
        (),
        ("本年度规范性文件77件。",),  # nothing says which
        ("公开情况如下。制发的规范性文件77件。",),  # of which year?
        ("2022年制发的规范性文件77件。",),
        ("本年废止2010年制发的规范性文件77件。",),
        ("本年废止以前制发的规范性文件77件。",),
        ("自2019年以来，截至本年累计制发规范性文件77件。",),
        ("本年制发规范性文件77余件。",),
        ("本年制发规范性文件77.5件。",),
        ("本年制发规范性文件77条。",),
        ("本年制发规范性文件78件。",),  # no cut begins so
        ("本年制发规范性文件7件。",),  # one digit is found by chance
        ("本年制发规范性文件77件。", "全年制定规范性文件13件。"),  # they differ
        ("本年制发规范性文件77件。", "去年制发规范性文件77件。"),
        ("本年清理现行有效规范性文件77件。",),
        ("本年制发规范性文件情况77件。",),
    ],
)
def test_prose_that_may_mean_something_else_decides_nothing(sentences: tuple[str, ...]) -> None:
    assert _read(*sentences) == {}


def test_prose_decides_nothing_where_empty_cells_left_no_trace() -> None:
    cells = zero_cells(F2021) | dict(zip(ROW, RUN, strict=True))
    emptied = {key: "" for key in cells if key[:2] == ("t3", "received")}
    report = Report(
        form=F2021,
        cells=cells | emptied,
        agency="示例县财政局",
        year=2023,
        sections={"s1": ("本年度制发的规范性文件77件。",)},
    )

    assert not read_cells(read(squeezed(report))).keys() & set(ROW)
