"""What the prose says of itself: its years, the template's own words, words of another agency.

Belongs here: sentences that are wrong whatever the figures are. Does not belong here: figures in
sentences. Patterns are data (schemas/narrative.toml), and run on levelled text without spaces.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from pipeline.extract.label import Vocabulary
from pipeline.extract.narrative import Passage, passages
from pipeline.quality.judged import Judged
from schemas.finding import Finding
from schemas.narrative import load_wording

_SPACES: Final = re.compile(r"\s+")
_SENTENCE: Final = re.compile(r"[^。;]+[。;]?")
_FIRST, _LAST = (1, 1), (12, 31)


def said_findings(judged: Judged, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Yield what is wrong with the sentences and the title of a report."""
    told = [(one, _SPACES.sub("", one.text)) for one in passages(judged.sections)]
    yield from _period(judged, told)
    yield from _stale(judged, told)
    yield from _template_left(told)
    yield from _strangers(judged, told)
    yield from _title(judged, vocabulary)


def _period(judged: Judged, told: list[tuple[Passage, str]]) -> Iterator[Finding]:
    """Tell of a statistical period that is not the year of the report, if none in the text is."""
    wording, year = load_wording().period, judged.year
    expected = wording.expected.format(year=year)
    for _, text in told:
        for found in re.finditer(wording.span, text):
            years = {int(found["year"]), int(found["last_year"] or found["year"])}
            days = [int(found[name]) for name in ("month", "day", "last_month", "last_day")]
            if years == {year} and days == [*_FIRST, *_LAST]:
                return
    for passage, text in told:
        for found in re.finditer(f"{wording.lead}[^。;]{{0,10}}?{wording.span}", text):
            first = (int(found["month"]), int(found["day"]))
            last = (int(found["last_month"]), int(found["last_day"]))
            years = {int(found["year"]), int(found["last_year"] or found["year"])}
            if (first, last) == (_FIRST, _LAST) and years == {year}:
                continue
            if years != {year} and not (_is_titled(judged) or _is_of(judged, told)):
                continue  # the title may be another page's: year_conflict says so
            printed = found[0][found.start("year") - found.start() :]
            yield Finding("X.YEAR", "period", passage.place, printed, expected)
            return


def _is_titled(judged: Judged) -> bool:
    """Tell whether a title with the full name of the agency names the year."""
    subject = judged.found.subject
    is_named = bool(subject.agency_name) and subject.agency_name in subject.title
    return (
        is_named and str(judged.year) in subject.title and "agency_conflict" not in subject.doubts
    )


def _is_of(judged: Judged, told: list[tuple[Passage, str]]) -> bool:
    """Tell whether the text itself says that it is of the year."""
    mention = load_wording().stale.mention.format(year=judged.year)
    return any(mention in text for _, text in told)


def _stale(judged: Judged, told: list[tuple[Passage, str]]) -> Iterator[Finding]:
    """Tell of a text that names only the year before."""
    wording, year = load_wording().stale, judged.year
    if _is_of(judged, told) or not judged.is_whole:
        return
    now = re.compile(wording.now.replace("{year}", str(year - 1)))
    if any(now.search(text) for _, text in told):
        return
    pattern = re.compile(wording.sentence.replace("{year}", str(year - 1)))
    for passage, text in told:
        found = pattern.search(text) if passage.section_id == wording.section else None
        if found:
            printed = found[0].strip("。;")
            expected = wording.expected.format(year=year)
            yield Finding(
                "X.YEAR", passage.section_id, passage.place, printed, expected, severity="warning"
            )
            return


def _template_left(told: list[tuple[Passage, str]]) -> Iterator[Finding]:
    """Tell of words of the form's template, once a section; not of names left out of a case."""
    said = set()
    for passage, text in told:
        sentences = (one for one in _SENTENCE.findall(text) if not _case().search(one))
        found = next(filter(None, map(_template().search, sentences)), None)
        if found and passage.section_id not in said:
            said.add(passage.section_id)
            yield Finding("X.TPL", passage.section_id, passage.place, found[0])


def _strangers(judged: Judged, told: list[tuple[Passage, str]]) -> Iterator[Finding]:
    """Tell of a sentence that only another agency can say."""
    name = judged.found.subject.agency_name
    for passage, sentence in _elsewhere(judged, told):
        figures = {"found": name}
        yield Finding("X.ENTITY", passage.section_id, passage.place, sentence, figures=figures)
        return
    for stranger in load_wording().strangers:
        if not re.search(stranger.agency, name):
            continue
        for passage, text in told:
            found = re.search(stranger.sentence, text)
            if found:
                yield Finding(
                    "X.ENTITY", passage.section_id, passage.place, found[0], figures={"found": name}
                )
                return


def _elsewhere(judged: Judged, told: list[tuple[Passage, str]]) -> Iterator[tuple[Passage, str]]:
    """Yield sentences in which an agency of another place received applications."""
    wording, subject = load_wording().elsewhere, judged.found.subject
    own = subject.agency_name
    if not own or subject.doubts or re.search(wording.not_of, own):
        return
    for passage, text in told:
        for pattern in wording.patterns:
            found = re.search(pattern, text)
            if found and not _is_own(own, found["name"], found["place"]):
                yield passage, found[0].strip("。;,、")


def _is_own(own: str, name: str, place: str) -> bool:
    """Tell whether a name may be the agency's own, or one of its place, in other words."""
    return place in own or own in name or name in own or place[:-1] in own


def _title(judged: Judged, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Tell of a title that names the agency and no year."""
    subject = judged.found.subject
    title = vocabulary.level(subject.title, plain_notes=False)
    is_named = bool(subject.agency_name) and subject.agency_name in subject.title
    if is_named and judged.document.is_page and not re.search(load_wording().title.year, title):
        yield Finding("D.TITLE", printed=subject.title, expected=str(judged.year))


@cache
def _case() -> re.Pattern[str]:
    return re.compile(load_wording().template_left.cases)


@cache
def _template() -> re.Pattern[str]:
    return re.compile("|".join(load_wording().template_left.patterns))
