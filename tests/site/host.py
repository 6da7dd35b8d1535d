"""One site: its addresses and its manners.

Belongs here: what a name answers. Does not belong here: sockets (`server`), its content (`places`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, urlencode

from tests.site.page import Page, refusal

_NOT_FOUND = "<html><head><title>404</title></head><body><h1>404 Not Found</h1></body></html>"

Script = Callable[[Mapping[str, str]], Page | None]
"""Answers a query; nothing if it asks for something that is not there."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How a site behaves.

    `forbidden` are the prefixes of its robots.txt, `rules` further lines there. `late`: seconds
    before an answer; `drip`: seconds between the eight pieces of its body. `busy`: paths that once
    answer 503, and the seconds that they ask for.
    """

    forbidden: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    late: float = 0.0
    drip: float = 0.0
    busy: Mapping[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Host:
    """A site of one name; pages are by path with the query in order of names, scripts by path."""

    name: str
    manners: Manners = field(default_factory=Manners)
    pages: dict[str, Page] = field(default_factory=dict)
    scripts: Mapping[str, Script] = field(default_factory=dict)
    was_busy: set[str] = field(default_factory=set)

    def page(self, target: str) -> Page:
        """Return what stands at a path with query; robots.txt and errors as well."""
        address = normal(target)
        if address == "/robots.txt":
            return self._robots()
        if address in self.manners.busy and address not in self.was_busy:
            self.was_busy.add(address)
            wait = {"Retry-After": str(self.manners.busy[address])}
            return replace(refusal(503, "busy"), headers=wait)
        path, _, query = address.partition("?")
        script = self.scripts.get(path)
        found = script(dict(parse_qsl(query))) if script else self.pages.get(address)
        return found or refusal(404, _NOT_FOUND)

    def _robots(self) -> Page:
        manners = self.manners
        rules = [*manners.rules, *(f"Disallow: {prefix}" for prefix in manners.forbidden)]
        text = "\n".join(["User-agent: *", *(rules or ["Disallow:"])]) + "\n"
        return Page(text.encode, "text/plain")


def normal(target: str) -> str:
    """Return a path with its query in the order of names: clients write it in any."""
    path, mark, query = target.partition("?")
    return path + mark + urlencode(sorted(parse_qsl(query, keep_blank_values=True)))
