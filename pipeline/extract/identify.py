"""Whose report it is, and of which year.

Belongs here: title, period, signature. Does not belong here: the register of agencies (intake).
Patterns run on levelled text, names are cut from the text as printed: a conversion must never
spell a name.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.extract.label import Vocabulary
from pipeline.text.canonical import clean
from schemas.narrative import load_wording

_YEAR = r"(?P<year>(?:19|20)[0-9]{2}|二[〇零○oO0][一二三四五六七八九〇零○oO0]{2})"
_REPORT = r"(?:(?<!人民)政府)?信息公开(?:工作)?(?:情况)?的?(?:年度)?(?:工作)?(?:报告|年报)"
_DATED_TITLE = re.compile(
    rf"^(?P<before>[^。;!?]*?)(?<![0-9—–~-]){_YEAR}年?度?(?P<after>[^。;!?0-9]*?){_REPORT}(?P<rest>.*)$"
)
_YEAR_INSIDE = re.compile(
    rf"^(?P<before>[^。;!?0-9]*?)(?:(?<!人民)政府)?信息公开(?:工作)?{_YEAR}年?度?(?:工作)?(?:报告|年报)(?P<rest>.*)$"
)
_TITLE = re.compile(rf"^(?P<before>[^。;!?0-9]*?){_REPORT}(?P<rest>.*)$")
_YEAR_BEHIND = re.compile(rf"^\(?{_YEAR}年?度?\)?$")
_ELSEWHERE = re.compile(r"上一篇|下一篇|上一条|下一条|相关|推荐|链接|更多|附件|>|»|当前位置")
_PERIOD = re.compile(
    r"(?P<year>(?:19|20)[0-9]{2})年1月1日(?:起)?(?:至|到|[-—–~])+(?:(?P=year)年|本年|当年)?12月31日"
)
_CLOSING = re.compile(
    r"(?:^|[。;,\n])(?:本报告|报告|所列|所用|数据|统计|的|日期|均)*截[止至]到?((?:19|20)[0-9]{2})年12月31日"
)
_BODY = (
    "街道|街道办事处|镇|乡|局|委|委员会|办|办公室|办公厅|厅|院|部|政府|管委会"
    "|中心|处|队|区|县|市|省"
)
_SENTENCE = re.compile(
    rf"(?:^|[。;,\n])(?P<name>[\u4e00-\u9fff]{{2,24}}?(?:{_BODY}))(?P<year>(?:19|20)[0-9]{{2}})年度?"
    r"(?:全年)?(?:共|未|没有|累计)*(?:收到|受理|接到)"
)
_SIGNATURE = re.compile(rf"[\u4e00-\u9fff]{{2,24}}(?:{_BODY})")
_DATE = re.compile(r"\(?(?:19|20)[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日\)?")
_ABOUT = "|".join(load_wording().title.about)
_DEEDS = "|".join(load_wording().title.deeds)
_LEAD = re.compile(
    r"^(?:[^:]{1,6}:|〔[^〕]*〕|【[^】]*】|\d{4}[-/年]\d{1,2}[-/月]\d{1,2}日?|.*[》_|]"
    rf"|(?:{_ABOUT})(?:{_DEEDS})?)"
)
_PASSED_ON = re.compile(rf"^.*(?:{_ABOUT})(?:{_DEEDS})(?=.)")  # by another: its own name is behind
_TRAIL = re.compile(rf"(?:(?:{_ABOUT})(?:{_DEEDS})?|的|年度|[《（(—-])$")
_NAME = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff·A-Za-z()（）]{2,40}")
_NO_NAME = re.compile("政府信息|信息公[开開]|条例|條例|报告|報告|根据|根據|按照|编制|編製|公布|月")
_DIGITS = str.maketrans("〇零○oO一二三四五六七八九", "00000123456789")
# Cheap looks at the source, before it is levelled: most lines of a page are neither.
_MAY_BE_TITLE = re.compile("公.*[报報]", re.DOTALL)
_TELLING = re.compile("12|收到|受理|接到")
_LONGEST_TITLE = 90
_CLOSING_LINES = 12


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose report it is: empty name and None where the document does not say.

    `doubts` are ids of findings: what was taken from the body, or contradicts itself; `others`
    what else the document names.
    """

    agency_name: str
    report_year: int | None
    title: str
    doubts: tuple[str, ...] = ()
    others: str = ""


@dataclass(frozen=True, slots=True)
class _Title:
    name: str
    year: int | None
    text: str
    is_whole: bool


def identify(
    lines: Sequence[str],
    heads: Iterable[str],
    vocabulary: Vocabulary,
    *,
    plain_notes: bool,
    opening: int | None = None,
) -> Subject:
    """Find agency and year in titles, period, body and signature.

    Args:
        lines: the lines of one report, and the rows of one cell.
        heads: texts that head the document, such as its title element.
        vocabulary: knows sections and the words of other regions.
        plain_notes: the document carries pinyin notes without tone marks.
        opening: how many lines stand before the first section; None: find it.
    """
    reader = _Reader(vocabulary, plain_notes=plain_notes)
    if opening is None:
        opening = next((at for at, line in enumerate(lines) if reader.is_section(line)), len(lines))
    titles = [*reader.titles(heads), *reader.titles(_candidates(lines[: max(opening, 1)]))]
    title = _best(titles)
    text = reader.line("\n".join(_telling(lines)))
    period, sentence = _PERIOD.search(text.level), _SENTENCE.search(text.level)
    closing = _CLOSING.search(text.level)
    year = title.year if title else None
    doubts = []
    if period and year and int(period["year"]) != year:
        doubts.append("year_conflict")
    year = year or _first(period and period["year"], closing and closing[1])
    name = title.name if title else ""
    if not name:
        name = _body_name(text, sentence) or reader.signature(lines[-_CLOSING_LINES:])
        doubts += ["agency_from_text"] if name else []
    year = year or _first(sentence and sentence["year"])
    rivals = {one.name for one in titles if one.is_whole and one.name} - {name}
    if rivals and not any(name in one or one in name for one in rivals):
        doubts.append("agency_conflict")
    others = "、".join([*sorted(rivals), *([f"{period['year']}"] if period else [])])
    return Subject(name, year, title.text if title else "", tuple(doubts), others)


def forget() -> None:
    """Forget the titles read before."""
    _title.cache_clear()


def is_dated_title(text: str, vocabulary: Vocabulary) -> bool:
    """Tell whether a line is the title of a report, year included."""
    if len(text) > _LONGEST_TITLE or not _MAY_BE_TITLE.search(text):
        return False
    (*found,) = _Reader(vocabulary, plain_notes=False).titles([text])
    return any(one.is_whole and one.year and one.name for one in found)


class _Line:
    """A line twice, character for character and without spaces: as printed and levelled."""

    def __init__(self, source: str, phrases: dict[str, str], *, plain_notes: bool) -> None:
        squeezed = "\n".join("".join(line.split()) for line in source.split("\n"))
        self.printed = clean(squeezed, plain_notes=plain_notes, script=False)
        level = clean(squeezed, plain_notes=plain_notes)
        for phrase, word in phrases.items():
            level = level.replace(phrase, word)
        self.level = level


class _Reader:
    """Reads lines of one document."""

    def __init__(self, vocabulary: Vocabulary, *, plain_notes: bool) -> None:
        self._vocabulary = vocabulary
        self._plain_notes = plain_notes

    def line(self, source: str) -> _Line:
        """Return a line as printed and levelled."""
        return _Line(source, self._vocabulary.phrases, plain_notes=self._plain_notes)

    def titles(self, sources: Iterable[str]) -> Iterator[_Title]:
        """Yield what the titles among some lines say."""
        for source in filter(_MAY_BE_TITLE.search, sources):
            title = _title(source, self._vocabulary, plain_notes=self._plain_notes)
            if title is not None:
                yield title

    def signature(self, lines: Sequence[str]) -> str:
        """Return the name that stands above the closing date."""
        prose = [self.line(line) for line in lines]
        for above, below in zip(reversed(prose[:-1]), reversed(prose[1:]), strict=True):
            if _DATE.fullmatch(below.level) and _SIGNATURE.fullmatch(above.level):
                return above.printed
        return ""

    def is_section(self, line: str) -> bool:
        """Tell whether a line is the title of a section."""
        meaning = self._vocabulary.look_up(line, plain_notes=self._plain_notes)
        return meaning is not None and bool(meaning.section)


@lru_cache(maxsize=4096)  # every page of a site has the same entries in its menus
def _title(source: str, vocabulary: Vocabulary, *, plain_notes: bool) -> _Title | None:
    """Return what a title says, None for a line that is none."""
    printed = source[:_LONGEST_TITLE].replace("\n", "")
    line = _Line(printed, vocabulary.phrases, plain_notes=plain_notes)
    patterns = (_DATED_TITLE, _YEAR_INSIDE, _TITLE)
    found = next(filter(None, (one.search(line.level) for one in patterns)), None)
    if not found or _ELSEWHERE.search(line.level):
        return None
    groups = found.groupdict()
    name = _name(line, found, "before")
    if not name and "after" in groups:
        name = _name(line, found, "after")
    behind = _YEAR_BEHIND.search(groups["rest"])
    year = groups.get("year") or (behind["year"] if behind else None)
    is_whole = len(source) <= _LONGEST_TITLE and (not groups["rest"] or bool(behind))
    text = _LEAD.sub("", line.printed)
    return _Title(name, int(year.translate(_DIGITS)) if year else None, text, is_whole)


def _candidates(head: Sequence[str]) -> list[str]:
    """Return the lines that may hold a title, and each joined with the next.

    What does not say both 公 and 报 cannot be a title: most of a page.
    """
    at = [number for number, line in enumerate(head) if "公" in line]
    pairs = sorted({number for each in at for number in (each - 1, each)})
    found = [head[number] for number in at]
    found += [head[one] + head[one + 1] for one in pairs if 0 <= one < len(head) - 1]
    return [text for text in found if "报" in text or "報" in text]


def _telling(lines: Sequence[str]) -> list[str]:
    """Return the lines that may name a period or say what an agency received."""
    joined = "\n".join(lines)
    if joined.count("\n") >= len(lines):  # a cell of several lines
        return list(filter(_TELLING.search, lines))
    found: list[str] = []
    end = 0
    while (hit := _TELLING.search(joined, end)) is not None:
        start = joined.rfind("\n", 0, hit.start()) + 1
        end = joined.find("\n", hit.end())
        end = len(joined) if end < 0 else end
        found.append(joined[start:end])
    return found


def _best(titles: Sequence[_Title]) -> _Title | None:
    """Choose the title that says most and is said most often; the later of equals."""
    said = Counter((one.name, one.year) for one in titles)
    return max(
        titles,
        key=lambda one: (
            bool(one.name and one.year),
            one.is_whole,
            bool(one.year),
            said[one.name, one.year],
        ),
        default=None,
    )


def _name(line: _Line, found: re.Match[str], group: str) -> str:
    name = line.printed[found.start(group) : found.end(group)].strip("《》“”\"' ")
    previous = None
    while name != previous:
        own = _PASSED_ON.sub("", _LEAD.sub("", name))
        previous, name = name, _TRAIL.sub("", own).strip("《》“”\"' -—")
    return name if _NAME.fullmatch(name) and not _NO_NAME.search(name) else ""


def _body_name(text: _Line, sentence: re.Match[str] | None) -> str:
    return text.printed[sentence.start("name") : sentence.end("name")] if sentence else ""


def _first(*years: str | None) -> int | None:
    return next((int(year) for year in years if year), None)
