"""The words of the prose of reports as data: near titles of sections, what surrounds an article.

Belongs here: the reader of `schemas/narrative.toml`. Does not belong here: how they are looked for
(pipeline.extract.narrative).
"""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from pipeline.errors import FormError
from schemas.relation import Declaration

NARRATIVE = Path(__file__).parent / "narrative.toml"


class Furniture(Declaration):
    """Short lines that are none of the report; see the file."""

    longest: int
    begins: tuple[str, ...]
    holds: tuple[str, ...]


class Wording(Declaration):
    """All of the file; `titles` by section id."""

    template: tuple[str, ...]
    titles: dict[str, tuple[tuple[str, ...], ...]]
    furniture: Furniture


@cache
def load_wording(path: Path = NARRATIVE) -> Wording:
    """Read the words.

    Raises:
        FormError: the file is not of this shape.
    """
    try:
        return Wording.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, ValidationError) as exc:
        raise FormError(f"{path.name} is not the wording of reports: {exc}") from exc
