"""What is read of drawn reports: nothing wrong, nothing invented, next to nothing lost."""

import os

from pipeline.batch.reading import read_file
from pipeline.extract.label import Vocabulary
from schemas.form import tabled
from tests.evidence.count import Count, count
from tests.evidence.rendered import count_summed, draw

REPORTS = 5000 if os.environ.get("OGI_SOAK") else 168


def test_drawn_reports_come_back_equal_or_unread(vocabulary: Vocabulary) -> None:
    whole, squeezed = Count(), Count()
    for one in draw(tabled(vocabulary.forms), REPORTS, seed=2026):
        reading = read_file(one.data, vocabulary)
        counted = count(reading, one.report.form, one.cells)
        assert (counted.wrong, counted.invented) == (0, 0), (one.shape, one.report.form.id)
        assert counted.read + counted.said == counted.printed
        if one.shape == "squeezed":
            squeezed += count_summed(reading, one)
        else:
            whole += counted

    assert whole.reports > 0 < squeezed.reports
    assert whole.share >= 0.999
    assert squeezed.share >= 0.95
