"""One address of a site: what it answers.

Belongs here: bodies and their headers. Does not belong here: sockets (`server`), what stands where.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from enum import Enum
from functools import cached_property
from typing import Final

HTML: Final = "text/html; charset=utf-8"
_DAY: Final = datetime(2026, 3, 1, 8, tzinfo=UTC)


class Validators(Enum):
    """Which validators an address sends; real servers send one, both or none."""

    BOTH = ("etag", "last-modified")
    ETAG = ("etag",)
    MODIFIED = ("last-modified",)
    NONE = ()


@dataclass(frozen=True)
class Page:
    """An answer; `write` makes its body when it is first asked for.

    `moment` is when it was last modified.
    """

    write: Callable[[], bytes]
    content_type: str = HTML
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    validators: Validators = Validators.BOTH
    moment: datetime = _DAY

    @cached_property
    def body(self) -> bytes:
        return self.write()

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.body).hexdigest()

    @cached_property
    def sent(self) -> dict[str, str]:
        """All headers of the answer but the length."""
        told = {
            "etag": f'"{self.sha256[:16]}"',
            "last-modified": format_datetime(self.moment, usegmt=True),
        }
        chosen = {name: told[name] for name in self.validators.value}
        return {"Content-Type": self.content_type} | chosen | dict(self.headers)

    def is_known(self, none_match: str, modified_since: str) -> bool:
        """Tell whether a conditional request names what stands here."""
        if self.status != 200:
            return False
        if none_match and "etag" in self.sent:
            return none_match == self.sent["etag"]
        return bool(modified_since) and modified_since == self.sent.get("last-modified")


def html(text: str, *, charset: str = "utf-8") -> Page:
    """Return a page of text; `charset` is that of its bytes, declared as portals declare it."""
    declared = "gb2312" if charset == "gb18030" else charset
    return Page(lambda: text.encode(charset, "xmlcharrefreplace"), f"text/html; charset={declared}")


def redirect(to: str, status: int = 302) -> Page:
    return Page(bytes, status=status, headers={"Location": to}, validators=Validators.NONE)


def refusal(status: int, text: str) -> Page:
    """Return an error page as it is: an answer with an error's status."""
    return Page(text.encode, status=status, validators=Validators.NONE)
