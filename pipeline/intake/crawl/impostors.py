"""Pages that stand in the place of what was asked for: errors, logins, captchas, the home page.

Belongs here: what they say. Does not belong here: pages that carry a form, which are none of these.
"""

from urllib.parse import urlsplit

from pipeline.intake.crawl.answer import Answer, levelled
from pipeline.intake.crawl.href import same
from pipeline.intake.crawl.source import Source
from schemas.site_kind import load_sites


def impostor(got: Answer, *, is_article: bool) -> tuple[str, str]:
    """Return why a page is not what was asked for and the words that tell; empty if nothing does.

    Args:
        got: an answer with the status of success, without a form.
        is_article: it has headings of a report or hands out files, so that only its titles can
            tell: a report says that information does not exist.
    """
    sites = load_sites()
    lines = [line for line in map(levelled, got.shown.split("\n")) if line]
    heads = [levelled(title) for title in got.titles]
    text = "".join(lines)
    is_short = len(text) <= sites.short.characters
    messages = [line for line in lines if len(line) <= sites.short.line]
    for one in sites.impostors:
        texts = [*messages, text] if is_short else messages if one.anywhere else []
        for shown in heads if is_article else (*heads, *texts):
            found = one.words.search(shown)
            if found:
                return one.reason, found[0]
    return "", ""


def is_home(source: Source, url: str) -> bool:
    """Tell whether an address is that of a home page."""
    path = load_sites().home.path
    return same(url, source.home) or path.fullmatch(urlsplit(url).path) is not None
