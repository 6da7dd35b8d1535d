"""The data-quality rules as data: what a finding may say, how grave it is and whose fault it is.

Belongs here: the reader of `schemas/rules.toml`. Does not belong here: the evaluation of a rule.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.errors import FormError
from schemas.form import load_forms
from schemas.statement import troubles

RULES = Path(__file__).parent / "rules.toml"
Language = Literal["zh", "en"]


class _Text(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    zh: str
    en: str


class Rule(BaseModel):
    """One rule; `scope` orders findings, `origin` says to whom they go.

    `formula` is what must hold, in the language of schemas.formula; it is computed as it stands
    (pipeline.quality.formulas), over each of `over`, for agencies and forms of `levels` and `forms`
    (empty: all), and not where `unless` holds; where `warns_if` does, a broken one only warns.
    `tolerance` is in the unit of the formula. `blanks` says what an empty cell makes of it:
    `undecidable` is told, `zero` counts it as 0, `silent` says nothing. A rule that is judged by
    code has a `predicate` instead, what must hold in words. `source` is the legal basis, or where
    the rule was seen. `asides` are parts of the message by the name of a figure: each is said in
    its place only where that figure is not empty.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    scope: Literal[
        "agency", "batch", "report", "document", "text", "table", "row", "column", "cell",
        "cross_table", "cross_year", "roll_up",
    ]  # fmt: skip
    severity: Literal["fatal", "error", "warning", "info"]
    origin: Literal["extraction", "report"]
    source: str
    formula: str = ""
    unless: str = ""
    warns_if: str = ""
    predicate: str = ""
    over: dict[str, tuple[str, ...]] = {}
    forms: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    tolerance: str = "0"
    blanks: Literal["undecidable", "zero", "silent"] = "undecidable"
    title: _Text
    message: _Text
    remedy: _Text
    asides: dict[str, _Text] = {}

    def undecided(self, state: str) -> "Rule":
        """Return the rule with the message that it could not be judged."""
        return self.model_copy(update={"message": load_states()[state], "remedy": _SILENT})

    def say(self, language: Language, **figures: str) -> str:
        """Fill the message of one language in and add the remedy.

        Figures that read otherwise in each language are `name_zh` and `name_en`, `{name}` here.
        """
        suffix = f"_{language}"
        own = {name.removesuffix(suffix): text for name, text in figures.items()}
        figures = {"title": getattr(self.title, language)} | own
        for name, aside in self.asides.items():
            is_told = bool(figures.get(name))
            own[name] = getattr(aside, language).format(**figures) if is_told else ""
        figures |= own
        message = getattr(self.message, language).format(**figures)
        remedy = getattr(self.remedy, language).format(**figures)
        space = " " if language == "en" and remedy else ""
        return f"{message}{space}{remedy}"


_SILENT = _Text(zh="", en="")


@cache
def load_states(path: Path = RULES) -> dict[str, _Text]:
    """Read what is said of a rule that could not be judged, by state."""
    states = tomllib.loads(path.read_text(encoding="utf-8"))["states"]
    return {state: _Text.model_validate(text) for state, text in states.items()}


@cache
def load_rules(path: Path = RULES) -> dict[str, Rule]:
    """Read the rules by id.

    Raises:
        FormError: the file is no list of rules, an id stands twice, or a formula names what no
            form of its rule has.
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
        for trouble in troubles(rule, load_forms()):
            raise FormError(f"{path.name}: rule {rule.id}: {trouble}")
    return by_id
