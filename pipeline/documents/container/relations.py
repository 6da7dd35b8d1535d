"""How the parts of a package of Office refer to each other.

Belongs here: relations and paths. Does not belong here: what a part holds.
"""

import posixpath
from typing import Final, NamedTuple

from pipeline.documents.container.package import Package
from pipeline.documents.page.markup import tree

_NAME: Final = "Relationship"


class Relation(NamedTuple):
    """A relation: its kind, the last word of its type, and the path that it points to."""

    kind: str
    path: str


def relations(package: Package, part: str) -> dict[str, Relation]:
    """Return the relations of a part by their ids.

    Args:
        package: the package.
        part: its path; empty for the package itself.

    Raises:
        RefusedError: they are damaged or beyond the limits.
    """
    folder, name = posixpath.split(part)
    data = package.find(posixpath.join(folder, "_rels", f"{name}.rels"))
    if data is None:
        return {}
    found: dict[str, Relation] = {}
    for one in tree(data, "relations"):
        if one.tag.rpartition("}")[2] == _NAME and one.get("TargetMode") != "External":
            path = posixpath.normpath(posixpath.join(f"/{folder}", one.get("Target", "")))
            kind = one.get("Type", "").rpartition("/")[2]
            found[one.get("Id", "")] = Relation(kind, path.lstrip("/"))
    return found


def main_part(package: Package, usual: str) -> str:
    """Return the path of the main part, the usual one if the package names none.

    Raises:
        RefusedError: its relations are damaged or beyond the limits.
    """
    named = (one.path for one in relations(package, "").values() if one.kind == "officeDocument")
    return next(named, usual)
