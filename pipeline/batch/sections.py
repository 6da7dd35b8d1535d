"""The sections of a report as rows: what is kept of its prose.

Belongs here: the columns. Does not belong here: reading (pipeline.extract.narrative).
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from pipeline.batch.reading import ReadReport

_NO_LETTER: Final = re.compile(r"[\W_]+")


def section_rows(report_id: str, report: ReadReport) -> Iterator[dict[str, Any]]:
    """Yield a row a section of a report, see schemas.section.ReportSection."""
    both = zip(report.sections, report.signatures, strict=True)
    for number, (section, signature) in enumerate(both):
        text = "".join(passage.text for passage in section.passages)
        yield {
            "report_id": report_id,
            "section_no": number,
            "section_id": section.section_id,
            "number": section.number,
            "heading": section.heading,
            "place": section.place,
            "character_count": len(_NO_LETTER.sub("", text)),
            "text_signature": list(signature),
        }
