"""One page of a list: the links to reports, what is passed over, where it goes on.

Belongs here: an answer to a column's address. Does not belong here: any one link (`links`), the way
from page to page (`paging`).
"""

from dataclasses import dataclass

from pipeline.extract.label import own_vocabulary
from pipeline.intake.crawl.answer import Answer, answer, levelled
from pipeline.intake.crawl.href import host_of, is_inside, same
from pipeline.intake.crawl.impostors import impostor, is_home
from pipeline.intake.crawl.links import anchors, listed, recorded, verdict_of
from pipeline.intake.crawl.marks import marks_of
from pipeline.intake.crawl.paging import elsewhere, pages_counted, pages_of
from pipeline.intake.crawl.source import Source
from pipeline.intake.crawl.visit import Link
from schemas.site_kind import load_sites


@dataclass(frozen=True, slots=True)
class Column:
    """What a page of a list leads to.

    `links` are reports of wanted years, `passed_over` other documents with the reason of each,
    `next_urls` the other pages of the list. `reason` is why this is no list, empty for one: a home
    page may still name reports.
    """

    links: tuple[Link, ...] = ()
    passed_over: tuple[tuple[Link, str], ...] = ()
    next_urls: tuple[str, ...] = ()
    reason: str = ""
    detail: str = ""


def read_column(source: Source, url: str, body: bytes, charset: str) -> Column:
    """Read a page of a list.

    Args:
        source: the site.
        url: where the answer came from in the end.
        body: the answer.
        charset: what its header declares.
    """
    if not body.strip():
        return Column(reason="empty", detail=f"{len(body)} bytes")
    got, kind = answer(url, body, charset), load_sites().kind(source.kind)
    counted = recorded(got, kind.records) if kind.records else None
    if kind.records and counted:
        said, links = counted
        further = pages_counted(got, source, kind.records, said)
    else:
        links, further = list(listed(got, kind)), pages_of(got, source, kind)
    first = {link.url: link for link in reversed(links)}  # of an address that is linked twice
    told = [(link, verdict_of(source, kind, link)) for link in reversed(first.values())]
    wanted = tuple(link for link, reason in told if reason == "")
    passed = tuple((link, reason) for link, reason in told if reason)
    if _is_home(source, got):
        return Column(wanted, passed, (), "home_page", got.url)
    has_reports = any(reason != "other_document" for _, reason in passed)
    if wanted or has_reports or further or counted:
        return Column(wanted, passed, further)
    return _without_reports(source, got, passed)


def moved_column(source: Source, url: str, body: bytes, charset: str) -> str | None:
    """Return where the home page says that the reports stand now.

    Args:
        source: the site, whose own columns are dead.
        url: the home page.
        body: the answer.
        charset: what its header declares.
    """
    names = {name: at for at, name in enumerate(load_sites().columns)}
    found = [
        (names[text], anchor.url)
        for anchor in anchors(answer(url, body, charset))
        if (text := levelled(anchor.text)) in names and is_inside(source, anchor.url)
    ]
    old = [*source.columns, url]
    new = [one for one in found if not any(same(one[1], other) for other in old)]
    return min(new, default=(0, None))[1]


def _is_home(source: Source, got: Answer) -> bool:
    """Tell whether a column that is no home page has led to one."""
    host = host_of(got.url)
    own = (one for one in source.columns if host_of(one) == host and is_home(source, one))
    is_own = any(same(got.url, one) for one in source.columns) or any(own)
    return is_home(source, got.url) and not is_own


def _without_reports(source: Source, got: Answer, passed: tuple[tuple[Link, str], ...]) -> Column:
    """Return what a page that names no report is: a report itself, a list elsewhere, or none."""
    form = load_sites().form
    if marks_of(got.shown, own_vocabulary(), form).is_form:
        return Column((Link(got.url, next(iter(got.titles), "")),))
    reason, detail = impostor(got, is_article=False)
    if reason:
        return Column((), passed, (), reason, detail)
    further = tuple(url for url in elsewhere(got, source) if not is_home(source, url))
    if passed or further or got.shown.strip():
        return Column((), passed, further)
    return Column(reason="empty", detail="no text")
