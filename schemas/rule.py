"""The data-quality rules as data: what a finding may say, how grave it is and whose fault it is.

Belongs here: the reader of `schemas/rules.toml`. Does not belong here: the evaluation of a rule.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.errors import FormError

RULES = Path(__file__).parent / "rules.toml"
Language = Literal["zh", "en"]


class _Text(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    zh: str
    en: str


class Rule(BaseModel):
    """One rule; `scope` orders findings, `origin` says to whom they go."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    scope: Literal["batch", "report", "table", "row", "column", "cell"]
    severity: Literal["fatal", "error", "warning", "info"]
    origin: Literal["extraction", "report"]
    source: str
    title: _Text
    message: _Text
    remedy: _Text

    def say(self, language: Language, **figures: str) -> str:
        """Fill the message of one language in and add the remedy."""
        message: str = getattr(self.message, language)
        remedy: str = getattr(self.remedy, language)
        return " ".join(filter(None, (message.format(**figures), remedy.format(**figures))))


@cache
def load_rules(path: Path = RULES) -> dict[str, Rule]:
    """Read the rules by id.

    Raises:
        FormError: the file is no list of rules, or an id stands twice.
    """
    try:
        rules = [
            Rule.model_validate(entry)
            for entry in tomllib.loads(path.read_text(encoding="utf-8"))["rules"]
        ]
    except (KeyError, tomllib.TOMLDecodeError, ValidationError) as exc:
        raise FormError(f"{path.name} is not a list of rules: {exc}") from exc
    by_id: dict[str, Rule] = {}
    for rule in rules:
        if rule.id in by_id:
            raise FormError(f"{path.name}: duplicate rule id {rule.id!r}")
        by_id[rule.id] = rule
    return by_id
