"""The quality grades of a report as data.

Belongs here: the reader of `schemas/grades.toml` and the order of its grades. Does not belong here:
which findings a report has (the warehouse).
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.errors import FormError

GRADES: Final = Path(__file__).parent / "grades.toml"
Severity = Literal["fatal", "error", "warning", "info"]
Side = Literal["extraction", "report"]


class Title(BaseModel):
    """What a grade means."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zh: str
    en: str


class Kind(BaseModel):
    """A kind of findings; an empty tuple: any."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    origins: tuple[Side, ...] = ()
    severities: tuple[Severity, ...] = ()
    scopes: tuple[str, ...] = ()

    def holds(self, origin: str, severity: str, scope: str) -> bool:
        """Tell whether a finding is of this kind."""
        told = ((self.origins, origin), (self.severities, severity), (self.scopes, scope))
        return all(not wanted or found in wanted for wanted, found in told)


class Grade(BaseModel):
    """A grade and the findings that set it; the last of the scale names none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: Title
    when: tuple[Kind, ...]


@cache
def load_grades(path: Path = GRADES) -> tuple[Grade, ...]:
    """Read the scale, the worst grade first.

    Raises:
        FormError: it is no scale, a grade stands twice, or not the last one alone is for the rest.
    """
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))["grades"]
        grades = tuple(Grade.model_validate(entry) for entry in entries)
    except (KeyError, tomllib.TOMLDecodeError, ValidationError) as exc:
        raise FormError(f"{path.name} is not a scale of grades: {exc}") from exc
    ids = [grade.id for grade in grades]
    if len(set(ids)) < len(ids):
        raise FormError(f"{path.name}: expected each grade once, found {ids}")
    rest = [grade.id for grade in grades if not grade.when]
    if rest != ids[-1:]:
        raise FormError(f"{path.name}: expected the last grade alone to name nothing, found {rest}")
    return grades


def grade_of(origin: str, severity: str, scope: str) -> Grade:
    """Return the grade that a finding sets: the worst that names its kind, else the last."""
    scale = load_grades()
    named = (
        grade for grade in scale if any(kind.holds(origin, severity, scope) for kind in grade.when)
    )
    return next(named, scale[-1])
