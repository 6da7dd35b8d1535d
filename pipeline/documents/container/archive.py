"""The members of a zip that may be documents, in a stable order.

Belongs here: which entries are passed over in silence, and why: none of them can be a report. Does
not belong here: opening (pipeline.documents.container.package), reading (pipeline.documents.read).
"""

import re
from typing import Final
from zipfile import ZipInfo

from pipeline.documents.container.package import Package, member_name

_BETWEEN: Final = "!/"  # between an archive and a path in an archive inside it
_JUNK = re.compile(
    r"(?:^|/)(?:__MACOSX/|\.[^./]|~\$|Thumbs\.db$|desktop\.ini$)|\.(?:jpe?g|png|gif|bmp|tiff?|webp|svg|ico|"
    r"css|js|mp[34]|wav|avi|lnk|tmp|ttf|exe|dll)$",
    re.IGNORECASE,
)


def members(package: Package) -> list[tuple[str, ZipInfo]]:
    """Return name and entry of every member that may be a document, by name.

    Files of the system, locks of open documents, pictures and what dresses a page are no documents.

    Args:
        package: the opened archive.
    """
    named = [(member_name(info), info) for info in package.infos]
    kept = [(name, info) for name, info in named if not _JUNK.search(name)]
    return sorted(kept, key=lambda item: (item[0], item[1].header_offset))


def path(name: str, inner: str) -> str:
    """Return the path of what stands at `inner` in the member `name`."""
    return f"{name}{_BETWEEN}{inner}" if inner else name
