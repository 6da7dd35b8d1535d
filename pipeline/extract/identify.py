"""Whose report it is, and of which year.

Belongs here: title, period, signature. Does not belong here: the register of agencies (intake).
Patterns run on Simplified text, names are cut from the text as printed: a conversion must never
spell a name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from pipeline.documents.document import Document
from pipeline.text.canonical import canonical

_YEAR = r"(?P<year>(?:19|20)[0-9]{2}|二[〇零○]{1}[一二三四五六七八九〇零○]{2})"
_REPORT = r"(?:(?<!人民)政府)?信息公开(?:工作)?(?:情况)?(?:的)?(?:年度)?(?:工作)?(?:报告|年报)"
_DATED_TITLE = re.compile(
    rf"^(?P<before>[^。;]*?)\s*{_YEAR}\s*年?度?\s*(?P<after>[^。;0-9]*?)\s*{_REPORT}"
)
_TITLE = re.compile(rf"^(?P<before>[^。;0-9]*?)\s*{_REPORT}")
_PERIOD = re.compile(
    r"((?:19|20)[0-9]{2})\s*年\s*1\s*月\s*1\s*日.{0,4}[至到—–~-].{0,9}12\s*月\s*31\s*日"
)
_CLOSING = re.compile(r"截[止至]到?((?:19|20)[0-9]{2})\s*年\s*12\s*月\s*31\s*日")
_BODY = (
    "街道|街道办事处|镇|乡|局|委|委员会|办|办公室|办公厅|厅|院|部|政府|管委会"
    "|中心|处|队|区|县|市|省"
)
_SENTENCE = re.compile(
    rf"(?:^|[。;,\n])\s*(?P<name>[\u4e00-\u9fff]{{2,24}}?(?:{_BODY}))\s*((?:19|20)[0-9]{{2}})\s*年度?"
    r"(?:全年)?(?:共|未|没有|累计)*(?:收到|受理|接到)"
)
_SIGNATURE = re.compile(rf"[\u4e00-\u9fff]{{2,24}}(?:{_BODY})")
_DATE = re.compile(r"[(]?(?:19|20)[0-9]{2}\s*年\s*[0-9]{1,2}\s*月\s*[0-9]{1,2}\s*日[)]?")
_EDGE = re.compile(r"^(?:.*[:》]|关于(?:印发|发布|公布)?)|(?:关于|的)$|[\s《》“”\"'()\[\]【】—_-]+")
_NAME = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff·A-Za-z0-9()（）]{2,40}")
_NO_NAME = re.compile("[信讯]息|条例|條例|报告|報告|根据|根據|按照|编制|編製|年度")
_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_LEAD = re.compile(r"^[^:]{1,6}:\s*")  # 标题: and the like
_LONGEST_TITLE = 90
_TITLE_LINES = 40
_CLOSING_LINES = 12


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose report it is: empty name and None where the document does not say."""

    agency_name: str
    report_year: int | None
    title: str


def identify(document: Document) -> Subject:
    """Find agency and report year in title, period, body and signature, in this order."""
    lines = [row.cells[0].text for row in document.rows if len(row.cells) == 1]
    name, year, title = _from_title(document, lines)
    if name and year:
        return Subject(name, year, title)
    text = _Line("\n".join(lines))
    sentence = _SENTENCE.search(text.simple)
    year = year or _first_year(text.simple, sentence)
    if not name and sentence:
        name = text.printed[sentence.start("name") : sentence.end("name")]
    return Subject(name or _signature(lines[-_CLOSING_LINES:]), year, title)


class _Line:
    """A line twice, character for character: as printed and in Simplified script."""

    def __init__(self, source: str) -> None:
        self.printed = canonical(source, script=False).text
        self.simple = canonical(source).text


def _from_title(document: Document, lines: list[str]) -> tuple[str, int | None, str]:
    undated = ("", None, "")
    for source in _title_candidates(document, lines):
        line = _Line(" ".join(source[:_LONGEST_TITLE].split()))
        dated = _DATED_TITLE.search(line.simple)
        if dated:
            name = _name(line, dated, "before") or _name(line, dated, "after")
            return name, _as_year(dated["year"]), _LEAD.sub("", line.printed)
        plain = _TITLE.search(line.simple)
        if plain and not undated[0]:
            undated = (_name(line, plain, "before"), None, line.printed)
    return undated


def _title_candidates(document: Document, lines: list[str]) -> Iterator[str]:
    yield from document.titles
    head = lines[:_TITLE_LINES]
    yield from head
    yield from (one + other for one, other in pairwise(head))


def _name(line: _Line, found: re.Match[str], group: str) -> str:
    name = line.printed[found.start(group) : found.end(group)]
    previous = None
    while name != previous:
        previous, name = name, _EDGE.sub("", name)
    return name if _NAME.fullmatch(name) and not _NO_NAME.search(name) else ""


def _as_year(digits: str) -> int:
    return int(digits.translate(_DIGITS))


def _first_year(text: str, sentence: re.Match[str] | None) -> int | None:
    found = _PERIOD.search(text) or _CLOSING.search(text)
    if found:
        return int(found[1])
    return int(sentence[2]) if sentence else None


def _signature(lines: list[str]) -> str:
    """Return the name that stands above the closing date."""
    prose = [_Line(line) for line in lines]
    for above, below in zip(reversed(prose[:-1]), reversed(prose[1:]), strict=True):
        name = above.printed.replace(" ", "")
        if _DATE.fullmatch(below.simple.strip()) and _SIGNATURE.fullmatch(
            above.simple.replace(" ", "")
        ):
            return name
    return ""
