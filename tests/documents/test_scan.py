"""Scans: cells cut along the rules, and no number believed that is not sure."""

import csv
import random
from collections import defaultdict
from pathlib import Path

import pytest

from pipeline.batch.reading import read_bytes
from pipeline.documents.pdf.shapes import UNREADABLE
from pipeline.documents.recognition import engine_version
from pipeline.extract.label import Vocabulary
from tests.building.pdf_file import Mark, Page, Stroke, pdf_file
from tests.evidence.count import count

if not engine_version():
    pytest.skip("the extra ocr is not installed: make ocr", allow_module_level=True)

from pipeline.documents.scan.read import read_scan
from tests.building.scanner import Scanner

SCANS = Path(__file__).parents[1] / "cases/scans"
ROWS, COLUMNS, WIDE, HIGH = 16, 7, 68.0, 26.0
LEFT, TOP = 50.0, 780.0

Numbers = list[list[str]]


def table(numbers: Numbers, *, with_rules: bool = True) -> Page:
    marks: list[Mark | Stroke] = []
    for at, row in enumerate(numbers):
        for col, text in enumerate(row):
            marks.append(Mark(LEFT + col * WIDE + 12, TOP - at * HIGH - 17, text, 10.5, font="F2"))
    if with_rules:
        low, right = TOP - HIGH * len(numbers), LEFT + WIDE * len(numbers[0])
        marks += [Stroke(LEFT + WIDE * at, low, LEFT + WIDE * at, TOP) for at in range(COLUMNS + 1)]
        marks += [
            Stroke(LEFT, TOP - HIGH * at, right, TOP - HIGH * at) for at in range(len(numbers) + 1)
        ]
    return Page(marks)


def drawn(seed: int) -> Numbers:
    rng = random.Random(seed)  # noqa: S311  # tests
    return [
        [str(rng.choice((0, 1, 7, 11, rng.randrange(10 ** rng.randint(1, 6))))) for _ in range(7)]
        for _ in range(ROWS)
    ]


def cells(data: bytes) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in read_scan(data).rows if row.grid_no]


@pytest.mark.parametrize(
    "scanner",
    [
        Scanner(300),
        Scanner(200, skew=0.7, dust=8, blur=0.5),
        Scanner(200, skew=-1.4, dust=4),
        Scanner(150, skew=0.2, dust=6, blur=0.4),
        Scanner(150, skew=1.4, dust=12, blur=1.0),
    ],
    ids=lambda scanner: f"{scanner.dpi}dpi{scanner.skew:+}",
)
def test_number_is_read_as_printed_or_not_at_all(scanner: Scanner) -> None:
    numbers = drawn(scanner.dpi)

    found = cells(scanner.scan(pdf_file([table(numbers)])))

    assert [len(row) for row in found] == [COLUMNS] * ROWS
    pairs = [
        (one, other)
        for row, read in zip(numbers, found, strict=True)
        for one, other in zip(row, read, strict=True)
    ]
    assert [pair for pair in pairs if pair[0] != pair[1] and UNREADABLE not in pair[1]] == []
    if scanner.blur < 1:
        assert sum(one == other for one, other in pairs) >= 0.8 * len(pairs)


def test_digits_that_touch_each_other_are_no_dash() -> None:
    page = table([[""] * COLUMNS] * 2)
    page.marks += [
        Mark(LEFT + 12 + at * 4.6, TOP - 17, digit, 10.5, font="F2")
        for at, digit in enumerate("95660")
    ]

    ((first, *_), _) = cells(Scanner(150, blur=1.4).scan(pdf_file([page])))

    assert first == "95660" or UNREADABLE in first


def test_coarse_scan_is_not_read() -> None:
    document = read_scan(Scanner(125).scan(pdf_file([table(drawn(1))])))

    assert document.rows == ()
    assert [one.figures["found"] for one in document.told if one.rule_id == "pages_unread"] == ["1"]


def test_neighbours_are_not_one_number_and_nothing_is_nothing() -> None:
    numbers = [["12", "0", "3", "15", "", "1", ""]] * 3

    assert cells(Scanner().scan(pdf_file([table(numbers)]))) == numbers


def test_two_numbers_in_one_cell_are_none() -> None:
    page = table([["1", "2", "3", "4", "5", "6", "7"]] * 3)
    page.marks.append(Mark(LEFT + 34, TOP - 17, "8", 10.5, font="F2"))

    assert cells(Scanner().scan(pdf_file([page])))[0][0] != "18"


def test_point_is_seen() -> None:
    numbers = [["1455.40", "0.5", "16.14", "3.0", "444.27", "1.1", "70.7"]] * 3

    found = cells(Scanner().scan(pdf_file([table(numbers)])))

    assert [[a for a in row if UNREADABLE not in a] for row in found] != [[]] * 3
    for row in found:
        assert [(a, b) for a, b in zip(numbers[0], row, strict=True) if b not in {a, a + UNREADABLE}
                and UNREADABLE not in b] == []  # fmt: skip


def test_slash_and_dash_are_no_digits() -> None:
    numbers = [["/", "-", "1", "7", "/", "0", "-8"]] * 3

    for row in cells(Scanner(300).scan(pdf_file([table(numbers)]))):
        assert row[2:4] == ["1", "7"]
        assert all(text in {"/", "—"} or UNREADABLE in text for text in (*row[:2], row[4]))
        assert row[6] == "-8" or UNREADABLE in row[6]


@pytest.mark.parametrize("dpi", [200, 300])
def test_thin_minus_beside_a_border_is_not_overlooked(dpi: int) -> None:
    lifts = (2.4, 2.7, 3.0, 3.4)
    page = table([[""] * COLUMNS] * len(lifts))
    for at, lift in enumerate(lifts):
        base = TOP - at * HIGH - 17
        for col, figure in enumerate(("11030", "16890", "5", "7", "0", "250", "3")):
            left = LEFT + col * WIDE
            page.marks.append(Mark(left + 4.6, base, figure, 10.5, font="F2"))
            page.marks.append(Mark(left + 0.5, base + lift, width=2.9, height=0.7))

    for row in cells(Scanner(dpi).scan(pdf_file([page]))):
        assert all(text.startswith("-") or UNREADABLE in text for text in row)


@pytest.mark.parametrize("size", [0.6, 0.8, 1.0])
def test_minus_of_which_a_dot_is_left_is_not_overlooked(size: float) -> None:
    page = table([["", "5", "", "", "", "", ""]] * 3)
    for at, number in enumerate(("1", "3", "27")):
        base = TOP - at * HIGH - 17
        page.marks.append(Mark(LEFT + 14, base, number, 10.5, font="F2"))
        page.marks.append(Mark(LEFT + 9, base + 3.2, width=size, height=size))

    for number, row in zip(("1", "3", "27"), cells(Scanner().scan(pdf_file([page]))), strict=True):
        assert row[0] != number
        assert row[1] == "5"


def test_what_is_left_of_a_border_is_no_dash() -> None:
    page = table([["1", "2", "3", "4", "5", "6", ""]] * 2)
    page.marks.append(Mark(LEFT + 6 * WIDE + 20, TOP - 13, width=10, height=0.2))

    (first, _) = cells(Scanner(300).scan(pdf_file([page])))

    assert first[:6] == ["1", "2", "3", "4", "5", "6"]
    assert first[6] not in {"-", "—", "–"}


@pytest.mark.parametrize("reach", [30.0, 70.0, 140.0])
def test_number_that_something_is_drawn_across_is_not_believed(reach: float) -> None:
    numbers = [["1234", "567", "89012", "3", "77", "0", "46"]] * 6
    page = table(numbers)
    low = TOP - HIGH * 5 - 20
    page.marks.append(Stroke(LEFT + 3, low, LEFT + 3 + reach * 2, low + reach * 0.9))

    found = cells(Scanner(200, blur=0.4).scan(pdf_file([page])))

    pairs = [pair for row in found for pair in zip(numbers[0], row, strict=True)]
    assert [pair for pair in pairs if pair[0] != pair[1] and pair[1].isdecimal()] == []
    assert [row[6] for row in found] == ["46"] * 6


def test_number_that_runs_over_the_border_of_its_cell_is_not_two() -> None:
    figures = ("12368", "47730", "0", "341636", "11197")
    page = table([[""] * COLUMNS] * 4)
    for at in range(4):
        for col, figure in enumerate(figures):
            over = 1.5 + 3.1 * at  # points beyond the border; a digit has 5.8
            left = LEFT + (col + 1) * WIDE + over - 5.84 * len(figure)
            page.marks.append(Mark(left, TOP - at * HIGH - 17, figure, 10.5, font="F2"))

    for row in cells(Scanner().scan(pdf_file([page]))):
        for text, figure in zip(row, (*figures, "", ""), strict=True):
            assert UNREADABLE in text or text == figure, row


def test_letters_are_no_words_of_a_cell() -> None:
    numbers = [["a", "O", "B", "1", "l", "D", "8"]]

    (row,) = cells(Scanner().scan(pdf_file([table(numbers)])))

    assert row[3] == "1"
    assert all(UNREADABLE in text or text.isdecimal() for text in row), row


def test_empty_cell_without_an_outer_border_may_have_lost_its_figure() -> None:
    page = table([["1", "2", "3", "4", "5", "6", ""]] * 3)
    border = LEFT + 7 * WIDE
    page.marks = [m for m in page.marks if not (isinstance(m, Stroke) and m.x0 == m.x1 == border)]

    for row in cells(Scanner().scan(pdf_file([page]))):
        assert row[:6] == ["1", "2", "3", "4", "5", "6"]
        assert UNREADABLE in row[6]


def test_numbers_without_rules_are_not_believed() -> None:
    numbers = drawn(3)[:6]

    document = read_scan(Scanner().scan(pdf_file([table(numbers, with_rules=False)])))

    texts = [cell.text for row in document.rows for cell in row.cells]
    assert texts
    assert all(UNREADABLE in text for text in texts)


def test_table_cut_off_by_the_edge_of_the_paper_is_not_believed() -> None:
    page = table([["1", "2", "3", "4", "5", "6", "700"]] * 3)
    page.width = LEFT + 6 * WIDE + 20

    for row in cells(Scanner().scan(pdf_file([page]))):
        assert row[:6] == ["1", "2", "3", "4", "5", "6"]
        assert UNREADABLE in row[6]


def golden() -> dict[str, tuple[str, dict[tuple[str, str, str], str]]]:
    found: dict[str, tuple[str, dict[tuple[str, str, str], str]]] = {}
    printed: dict[str, dict[tuple[str, str, str], str]] = defaultdict(dict)
    with (SCANS / "cells.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            key = row["table_id"], row["row_code"], row["col_code"]
            printed[row["file"]][key] = row["printed"]
            found[row["file"]] = row["form_id"], printed[row["file"]]
    return found


@pytest.mark.parametrize("file", sorted(golden()))
def test_scanned_report(file: str, vocabulary: Vocabulary) -> None:
    form_id, printed = golden()[file]
    form = next(one for one in vocabulary.forms if one.id == form_id)

    reading = read_bytes((SCANS / file).read_bytes(), vocabulary, recognise=True)

    counted = count(reading, form, printed)
    assert (counted.wrong, counted.invented) == (0, 0)
    assert counted.share > 0.9
    (report,) = reading.reports
    assert report.form_id == form_id
    assert set(report.cells[5]) <= {"ocr", "repaired", ""}
    assert "text_recognised" in {finding.rule_id for finding in report.findings}


def test_scan_is_not_recognised_unless_asked(vocabulary: Vocabulary) -> None:
    (report,) = read_bytes((SCANS / "township_2021.pdf").read_bytes(), vocabulary).reports

    assert [finding.rule_id for finding in report.findings] == ["needs_ocr"]
