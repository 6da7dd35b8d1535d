"""All sites together, and what their editors do later: publish anew, withdraw, add.

Belongs here: where every report and every decoy stands. Does not belong here: which agencies
publish on which site (`places`), addresses of a kind (`kinds`), sockets.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final
from urllib.parse import quote

from tests.builders import Key
from tests.site.decoys import Decoy
from tests.site.host import Host, normal
from tests.site.kinds import KINDS
from tests.site.markup import Frame, Shown, attached
from tests.site.page import HTML, Page, Validators, html, refusal
from tests.site.places import Place
from tests.site.publication import Publication

Who = tuple[str, int]
_FIRST: Final = 100001
_TYPES: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "zip": "application/octet-stream",
    "messy": "text/html",  # its charset stands in the page alone
}
_VALIDATORS: Final = tuple(Validators)


@dataclass(frozen=True, slots=True)
class Address:
    """Where something stands; `page`: the path of the page that it is attached to, if it is."""

    host: str
    path: str
    page: str = ""


class World:
    """The hosts by name; where every report and every decoy stands; what robots must not see."""

    def __init__(self, port: int, places: Mapping[str, Place]) -> None:
        self.port = port
        self.places = places
        self.hosts: dict[str, Host] = {}
        self.reports: dict[Who, tuple[Publication, Address]] = {}
        self.decoys: dict[Address, Decoy] = {}
        self._shown: dict[str, list[Shown]] = {name: [] for name in places}
        for name, place in places.items():
            self.hosts[name] = Host(name, manners=place.manners)
            for number, entry in enumerate(place.entries, start=_FIRST):
                self._put(name, entry, number)
            self._list(name)

    def origin(self, host: str) -> str:
        return f"http://{host}:{self.port}"

    def url(self, address: Address) -> str:
        return self.origin(address.host) + address.path

    def standing(self, who: Who) -> Page:
        """Return what stands at the address of a report."""
        _, address = self.reports[who]
        return self.hosts[address.host].pages[normal(address.path)]

    def publish_anew(self, who: Who, changes: Mapping[Key, str]) -> None:
        """Put other figures at the address of a report, and say nothing of it."""
        before, address = self.reports[who]
        changed, known = before.changed(changes), self.standing(who)
        page = _document(changed, self.places[address.host].frame)
        fresh = replace(
            page,
            headers=known.headers,
            validators=known.validators,
            moment=known.moment + timedelta(days=30),
        )
        self.hosts[address.host].pages[normal(address.path)] = fresh
        self.reports[who] = changed, address

    def withdraw(self, who: Who) -> None:
        """Take a report off its site; the list still names it."""
        _, address = self.reports[who]
        gone = refusal(404, "<html><body><h1>404</h1></body></html>")
        self.hosts[address.host].pages[normal(address.path)] = gone

    def publish(self, host: str, publication: Publication) -> None:
        """Put one report more on a site, on top of its list."""
        self._put(host, publication, _FIRST + len(self._shown[host]))
        self._shown[host].insert(0, self._shown[host].pop())
        self._list(host)

    def _put(self, name: str, entry: Publication | Decoy, number: int) -> None:
        host, place = self.hosts[name], self.places[name]
        kind = KINDS[place.kind]
        path, file = kind.article(number, entry.day), kind.attachment(number, entry.day, "pdf")
        if isinstance(entry, Publication):
            path = _moved(path, entry, place)
            file = kind.attachment(number, entry.day, entry.format)
        standing = list(self._standing(name, entry, path, file))
        self._shown[name].append(Shown(standing[0][0], entry.title, entry.day))
        for address, page in standing:
            manner = _VALIDATORS[number % len(_VALIDATORS)]
            sends = manner if page.status == 200 and page.validators.value else Validators.NONE
            host.pages[normal(address)] = replace(page, validators=sends)

    def _list(self, name: str) -> None:
        host, place, shown = self.hosts[name], self.places[name], self._shown[name]
        pinned = [*shown, shown[0]]  # one stays on top of the last page as well
        lists = KINDS[place.kind].lists(place.frame, self.origin(name), pinned)
        host.pages |= {**lists.pages, **place.pages}
        host.scripts = lists.scripts

    def _standing(
        self, host: str, entry: Publication | Decoy, path: str, file: str
    ) -> Iterator[tuple[str, Page]]:
        """Note where an entry stands, and yield its pages by path, the one that is listed first."""
        place = self.places[host]
        frame = place.frame
        if isinstance(entry, Decoy):
            yield path, entry.page(frame, file)
            if entry.file:
                yield file, entry.file
            self.decoys[Address(host, file, path) if entry.file else Address(host, path)] = entry
            return
        if entry.is_page:
            yield path, _document(entry, frame)
        else:
            name = f"{entry.title}.{entry.format}"
            if not place.lists_files:
                text = frame.article(entry.title, entry.day, attached(file, name))
                yield path, html(text, charset=frame.charset)
            told = f"attachment; filename*=UTF-8''{quote(name)}"
            sent = {} if file.endswith(entry.format) else {"Content-Disposition": told}
            yield file, replace(_document(entry, frame), headers=sent)
        if not entry.folder:
            page = "" if place.lists_files else path
            address = Address(host, path) if entry.is_page else Address(host, file, page)
            self.reports[entry.key] = entry, address


def _moved(path: str, entry: Publication, place: Place) -> str:
    if entry.folder:
        return entry.folder + path.rpartition("/")[2]
    return place.branches.get(entry.agency.name, "") + path


def _document(publication: Publication, frame: Frame) -> Page:
    if publication.format != "inline":
        return Page(publication.file, _TYPES.get(publication.format, HTML))

    def write() -> bytes:
        text = frame.article(publication.title, publication.day, publication.fragment())
        return text.encode(frame.charset, "xmlcharrefreplace")

    return Page(write, html("", charset=frame.charset).content_type)
