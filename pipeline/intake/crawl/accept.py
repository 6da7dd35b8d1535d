"""What of an answer is a report: accepted, or rejected with a reason that an operator can read.

Belongs here: the order of the looks. Does not belong here: any one of them (`marks`, `impostors`,
`attached`), the words of a reason (schemas/sites.toml).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Final

from pipeline.documents.sniff import binary_format
from pipeline.extract.label import own_vocabulary
from pipeline.intake.crawl.answer import Answer, answer, squeezed
from pipeline.intake.crawl.attached import attachments, no_file
from pipeline.intake.crawl.days import address_day, published_day, written_day
from pipeline.intake.crawl.href import path_of
from pipeline.intake.crawl.impostors import impostor, is_home
from pipeline.intake.crawl.links import listed, suffix_of
from pipeline.intake.crawl.marks import Marks, marks_of
from pipeline.intake.crawl.source import Source
from pipeline.intake.crawl.titles import read_title
from pipeline.intake.crawl.visit import Link
from schemas.site_kind import load_sites

_FIRST_LINES: Final = 30
_LONGEST_TITLE: Final = 60  # characters of a line that is one


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was made of an answer.

    `reason` is empty for a report, else the id of why it is none, `detail` what was found instead.
    `title` and `published_on` are what the answer itself says, else what its link said. `charset`
    is the declared one. `attachments` are to be asked for where the page is a report, and where its
    reason is `only_attachments`.
    """

    reason: str = ""
    detail: str = ""
    title: str = ""
    published_on: date | None = None
    charset: str = ""
    attachments: tuple[Link, ...] = ()


def judge_page(  # noqa: PLR0913, PLR0917  # an answer is as much
    source: Source, link: Link, url: str, body: bytes, charset: str, content_type: str
) -> Verdict:
    """Judge the answer to a link of a list.

    Args:
        source: the site.
        link: what the list says of it.
        url: where the answer came from in the end.
        body: the answer.
        charset: what its header declares.
        content_type: what its header says that it is.
    """
    told = Verdict(title=link.title, published_on=link.published_on)
    if not body.strip(b"\x00 \t\r\n"):
        return replace(told, reason="empty", detail=f"{len(body)} bytes")
    if binary_format(body):  # a list that leads straight to a file
        return judge_attachment(Link(url, link.title, link.published_on), body, content_type, "")
    if len(body) > load_sites().form.longest_file:
        return replace(told, reason="too_large", detail=f"{len(body)} bytes")
    return _judge_text(source, link, answer(url, body, charset))


def judge_attachment(link: Link, body: bytes, content_type: str, filename: str) -> Verdict:
    """Judge the answer to a link to a file: whether it is of a kind that may hold a report.

    Args:
        link: the link, with title and day of its page.
        body: the answer.
        content_type: what its header says that it is.
        filename: the name under which the header hands it out, empty for none.
    """
    told = Verdict(title=link.title, published_on=link.published_on)
    if not body.strip(b"\x00 \t\r\n"):
        return replace(told, reason="empty", detail=f"{len(body)} bytes")
    found = no_file(body, suffix_of(filename, path_of(link.url), link.title))
    if found:
        detail = f"{found}; {content_type}" if content_type else found
        return replace(told, reason="not_that_kind", detail=detail)
    return told


def _judge_text(source: Source, link: Link, got: Answer) -> Verdict:
    sites = load_sites()
    marks = marks_of(got.shown, own_vocabulary(), sites.form)
    title, day = _title(link, got), _published_on(link, got)
    verdict = Verdict(
        title=title,
        published_on=day,
        charset=got.declared,
        attachments=attachments(source, got, title, day) if got.is_page else (),
    )
    has_begun = marks.are_enough(sites.form.tables_if_cut)
    if marks.is_form or (has_begun and got.is_cut):
        other = _other_year(source, got)
        return replace(verdict, reason="another_year" if other else "", detail=other)
    reason, detail = _no_report(source, link, got, marks, verdict.attachments)
    return replace(verdict, reason=reason, detail=detail)


def _no_report(
    source: Source, link: Link, got: Answer, marks: Marks, files: tuple[Link, ...]
) -> tuple[str, str]:
    """Return why a page without a form is no report, and what tells."""
    if is_home(source, got.url) and not is_home(source, link.url):
        return "home_page", got.url
    found = impostor(got, is_article=bool(marks.headings or files))
    if found[0]:
        return found
    other = next((title for title in got.titles if read_title(title).is_other), "")
    if other:
        return "other_document", other
    if files:
        return "only_attachments", "; ".join(file.title or file.url for file in files)
    return _no_form(got, marks)


def _no_form(got: Answer, marks: Marks) -> tuple[str, str]:
    """Return why a page with an ordinary text is no report."""
    sites = load_sites()
    reports = [one for one in listed(got) if read_title(one.title).says]
    dated = {one.url for one in reports if read_title(one.title).years}
    if len(dated) >= sites.index.links and not marks.headings:
        return "index_page", f"{len(dated)} links to reports"
    pictures = ((one.attr("src") or "").partition(",")[0] for one in got.root.find_all("img"))
    shown = sum(bool(one) and not sites.pictures.furniture.search(one) for one in pictures)
    if shown:
        return "pictures_only", f"{shown} pictures"
    if not got.shown.strip():
        return "empty", "no text"
    found = f"{marks.headings} headings, {marks.headers} headers, {marks.labels} labels"
    return "no_form_header", found


def _title(link: Link, got: Answer) -> str:
    """Return the title of a page: what heads it if that says report, else what its link said."""
    return next((squeezed(one) for one in _headings(got) if read_title(one).says), link.title)


def _headings(got: Answer) -> Iterator[str]:
    """Yield what heads a page in its markup; if none of that says report, its title as a line."""
    yield from got.titles
    if not any(read_title(title).says for title in got.titles):
        lines = islice(filter(None, map(squeezed, got.shown.split("\n"))), _FIRST_LINES)
        dated = [line for line in lines if _is_dated(line)]
        yield from dated if len(dated) == 1 else ()  # several are a menu


def _is_dated(line: str) -> bool:
    title = read_title(line) if len(line) <= _LONGEST_TITLE else None
    return title is not None and title.says and bool(title.years)


def _published_on(link: Link, got: Answer) -> date | None:
    days = load_sites().days
    said = [got.meta[name] for name in days.meta if name in got.meta]
    day = next(filter(None, (written_day(one, days) for one in said)), None)
    day = day or published_day(got.shown, days) or link.published_on
    return day or address_day(path_of(got.url), days)


def _other_year(source: Source, got: Answer) -> str:
    """Return the year that a page's titles tell, where it is none of those asked for."""
    titles = map(read_title, _headings(got))
    years = {year for title in titles if title.says for year in title.years}
    if not source.years or not years or years & source.years:
        return ""
    return ", ".join(map(str, sorted(years)))
