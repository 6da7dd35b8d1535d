"""Sentences between the heading of a section and its table: they name rows, and print none."""

import pytest

from pipeline.batch.reading import read_file
from pipeline.extract.label import Vocabulary
from schemas.form import load_forms
from tests.builders import SHAPES, Report, Shape, write, zero_cells
from tests.building.county.history import form_of
from tests.evidence.count import count

VOCABULARY = Vocabulary(load_forms())
SENTENCES = (
    "政府信息公开行政诉讼22件。",
    "全年政府信息公开行政诉讼共３件。",
    "被提起行政诉讼2件，被申请行政复议1件。",
    "复议后起诉1件，未经复议直接起诉2件，行政复议3件。",
    "行政诉讼结果维持1件、尚未审结2件。",
)


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("shape", [shape for shape in SHAPES if shape != "squeezed"])
def test_a_sentence_about_disputes_leaves_their_table_as_it_is(sentence: str, shape: Shape) -> None:
    form = form_of(2022)
    cells = zero_cells(form) | {("t4", "review", "upheld"): "3", ("t4", "review", "total"): "3"}
    report = Report(
        form=form, cells=cells, agency="示例县教育局", year=2022, sections={"s4": (sentence,)}
    )
    reading = read_file(write(report, shape), VOCABULARY)
    counted = count(reading, form, cells)
    assert (counted.read, counted.wrong, counted.invented) == (counted.printed, 0, 0)
