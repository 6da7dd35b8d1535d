"""The words of a suggestion: likely causes, and the sentences that cells are put in.

Belongs here: the reader of `schemas/causes.toml`. Does not belong here: which cause is likely
(pipeline.quality.locate).
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.errors import FormError
from schemas.rule import Language

CAUSES = Path(__file__).parent / "causes.toml"
Cause = Literal[
    "dropped", "doubled", "swapped", "mistyped", "unfilled", "exchanged", "column_off", "row_off"
]
Phrase = Literal[
    "cell", "row", "comma", "with_cause", "and", "or", "numbered", "one", "several", "many",
    "shared", "group", "unknown", "heading", "heading_or", "quoted",
]  # fmt: skip


class _Text(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    zh: str
    en: str


class Words(BaseModel):
    """What is said of each cause, and the phrases around it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    causes: dict[Cause, _Text]
    phrases: dict[Phrase, _Text]

    def cause(self, language: Language, cause: Cause) -> str:
        """Name a cause."""
        text: str = getattr(self.causes[cause], language)
        return text

    def say(self, language: Language, phrase: Phrase, **figures: str) -> str:
        """Fill a phrase in."""
        text: str = getattr(self.phrases[phrase], language)
        return text.format(**figures)


@cache
def load_words(path: Path = CAUSES) -> Words:
    """Read the words.

    Raises:
        FormError: the file is no such list.
    """
    try:
        return Words.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, ValidationError) as exc:
        raise FormError(f"{path.name} is no list of causes: {exc}") from exc
