"""The six sections: each there, in order, under its title; five and six say something.

Belongs here: what headings and the amount of prose prove. Does not belong here: what the prose says
of figures.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from pipeline.extract.headings import MAIN
from pipeline.extract.narrative import Section
from pipeline.quality.judged import Judged
from schemas.finding import Finding
from schemas.narrative import load_wording

_NONE: Final = "—"
_OPENING: Final = 2  # paragraphs before the first section: more of them may be a section's prose
_NUMBERED: Final = 2  # characters of a heading: its number and the mark behind it
_PICTURE: Final = re.compile("<img|<svg|<canvas|<object|<embed|<iframe", re.IGNORECASE)
_COUNTED: Final = re.compile(r"[\W_]+")


def section_findings(judged: Judged) -> Iterator[Finding]:
    """Yield what is wrong with the sections of a report."""
    sections = _without_contents(judged.sections)
    yield from _superfluous(judged, sections)
    counts = Counter(one.section_id for one in sections if one.section_id)
    if not judged.is_whole or max(counts.values(), default=0) > 1:
        return  # a section that is printed twice: which one counts, nobody knows
    found = {one.section_id: one for one in sections if one.section_id}
    if judged.document.is_page and len(found) >= load_wording().prescribed.least_found:
        yield from _missing(judged, sections)
        yield from _disordered(judged, sections)
    yield from _empty(judged, sections)
    yield from _without_fees(judged, found)


def _without_contents(sections: Sequence[Section]) -> list[Section]:
    """Leave out titles of a table of contents: empty ones that come again."""
    last = {one.section_id: at for at, one in enumerate(sections)}
    return [
        one
        for at, one in enumerate(sections)
        if not one.section_id or one.passages or one.left_out or last[one.section_id] == at
    ]


def _superfluous(judged: Judged, sections: Sequence[Section]) -> Iterator[Finding]:
    """Tell of a numbered section behind the last one of the form."""
    last = judged.form.sections[-1]
    for before, one in pairwise(sections):
        is_next = one.number == len(judged.form.sections) + 1 and one.style == MAIN
        if is_next and not one.section_id and before.section_id == last.id:
            yield _said(f"{one.number}", one.place, one.heading, _NONE, "warning")


def _missing(judged: Judged, sections: Sequence[Section]) -> Iterator[Finding]:
    """Tell of sections without a heading, where nothing may have been one."""
    found = {one.section_id for one in sections}
    hints = {hint for one in sections for hint in one.hints}
    numbers = {one.number: one for one in sections if one.style == MAIN}
    is_due = judged.year >= load_wording().prescribed.from_year
    for number, section in enumerate(judged.form.sections, 1):
        if section.id in found:
            continue
        other = numbers.get(number)
        if other is not None and not other.section_id and _is_between(number, other, sections):
            yield _said(section.id, other.place, other.heading, section.title, "warning")
        elif other is None and number not in hints and not _may_hide(judged, number, sections):
            severity = "error" if is_due else "warning"
            yield _said(section.id, "", _NONE, section.title, severity)


def _is_between(number: int, heading: Section, sections: Sequence[Section]) -> bool:
    """Tell whether a heading of another title stands between its two neighbours."""
    at = sections.index(heading)
    before = sections[at - 1].number if at else 0
    after = sections[at + 1].number if at + 1 < len(sections) else number + 1
    return (before, after) == (number - 1, number + 1)


def _may_hide(judged: Judged, number: int, sections: Sequence[Section]) -> bool:
    """Tell whether a section may be there without a heading that we could read."""
    ids = [section.id for section in judged.form.sections]
    before = next(
        (one for one in sections if number > 1 and one.section_id == ids[number - 2]), None
    )
    if number == 1:
        return len(sections[0].passages) > _OPENING or sections[0].left_out > 0
    if before is None or before.left_out:
        return True
    is_unsure = any(not passage.section_id for passage in before.passages)
    return is_unsure or _prints_table(judged, ids[number - 1])


def _prints_table(judged: Judged, section_id: str) -> bool:
    """Tell whether the table of a section is there, so that only its heading is not."""
    tables = {table.id for table in judged.form.tables if table.section == section_id}
    return any(cell.reading for cell in judged.found.cells if cell.table_id in tables)


def _disordered(judged: Judged, sections: Sequence[Section]) -> Iterator[Finding]:
    """Tell of sections in another order, where the order of reading is sure."""
    if judged.document.format in load_wording().prescribed.unordered:
        return
    titles = {section.id: section.title for section in judged.form.sections}
    known = [one for one in sections if one.section_id]
    order = [one.section_id for one in known]
    wanted = [section_id for section_id in titles if section_id in order]
    is_sure = all(one.style == MAIN for one in known)
    if is_sure and order != wanted:
        printed = "；".join(one.heading for one in known)
        expected = "；".join(titles[section_id] for section_id in wanted)
        yield _said("*", known[0].place, printed, expected, "")


def _empty(judged: Judged, sections: Sequence[Section]) -> Iterator[Finding]:
    """Tell of a section that must name problems and says nothing."""
    wording = load_wording().problems
    following = dict(pairwise(section.id for section in judged.form.sections))
    for one, after in pairwise(sections):
        is_bounded = after.section_id == following.get(one.section_id)  # nothing went astray
        is_meant = one.section_id == wording.section and is_bounded
        if not is_meant or one.left_out or one.hints or _is_pictured(judged, one, after):
            continue
        text = "".join(passage.text for passage in one.passages)
        if len(_COUNTED.sub("", text)) < wording.least and not _said_elsewhere(judged):
            figures = {"label": one.heading, "count": str(wording.least)}
            figures |= {"none": "" if text else _NONE}
            yield Finding("D.S5", one.section_id, one.place, text or _NONE, figures=figures)


def _is_pictured(judged: Judged, one: Section, after: Section) -> bool:
    """Tell whether a page shows a picture between two headings: it may hold the text."""
    source = judged.document.source
    start, stop = (source.rfind(each.heading[:_NUMBERED]) for each in (one, after))
    return 0 <= start < stop and _PICTURE.search(source, start, stop) is not None


def _said_elsewhere(judged: Judged) -> bool:
    """Tell whether paragraphs went astray that may be the prose of any section."""
    return any(not passage.section_id for one in judged.sections[1:] for passage in one.passages)


def _without_fees(judged: Judged, found: dict[str, Section]) -> Iterator[Finding]:
    """Tell of a last section that is silent on charges."""
    wording = load_wording().fees
    one = found.get(wording.section)
    if one is None or one.left_out or one.hints or judged.year < wording.from_year:
        return
    text = re.sub(r"\s+", "", "".join(passage.text for passage in one.passages))
    is_told = any(word in text for word in wording.words) or re.search(wording.none, text)
    if text and not is_told:
        quote = one.passages[0].quote
        yield Finding(
            "D.S6",
            one.section_id,
            one.place,
            quote,
            wording.expected,
            figures={"label": one.heading},
        )


def _said(instance: str, place: str, printed: str, expected: str, severity: str) -> Finding:
    figures = {"none": _NONE if _NONE in {printed, expected} else ""}
    return Finding("D.SEC6", instance, place, printed, expected, severity=severity, figures=figures)
