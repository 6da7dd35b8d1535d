"""How names of regions end, to tell an agency that names its region from one that does not.

Belongs here: the reader of `schemas/regions.toml`. Does not belong here: any agency.
"""

import re
import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.errors import FormError

REGIONS = Path(__file__).parent / "regions.toml"


class Regions(BaseModel):
    """`ends` of names of regions, `short_ends` that need one character before, other `words`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ends: tuple[str, ...]
    short_ends: tuple[str, ...]
    words: tuple[str, ...]

    def begins(self, name: str) -> bool:
        """Tell whether a name begins with a region: 示例县教育局 does, 教育局 does not."""
        return _pattern(self).match(name) is not None


@cache
def load_regions(path: Path = REGIONS) -> Regions:
    """Read the ends of names of regions.

    Raises:
        FormError: the file is no such list.
    """
    try:
        return Regions.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, ValidationError) as exc:
        raise FormError(f"{path.name} is no list of ends of regions: {exc}") from exc


@cache
def _pattern(regions: Regions) -> re.Pattern[str]:
    def any_of(words: tuple[str, ...]) -> str:
        return "|".join(sorted(map(re.escape, words), key=len, reverse=True))

    inside = f"(?!{any_of(regions.words)})"
    before, end = f"(?:{inside}.)", f"{inside}(?:{any_of(regions.ends)})"
    return re.compile(f"{before}(?:{any_of(regions.short_ends)})|{before}{{2,}}?{end}")
