"""A finding, before it is a row.

Belongs here: what every stage says of a report, rendered by the texts of its rule. Does not belong
here: the judgement itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from schemas.rule import Language, load_rules


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a report or with our reading of it.

    `instance` is what of the rule (a row, a column, a cell), several joined by `;`. `figures` fill
    the rule's messages in beside instance, printed and expected. Empty severity or origin: the
    rule's own. `is_about_state`: say that the rule could not be judged, not that it is broken.
    `suggestion` is the smallest change with which the sums hold, `hint` the same in words, by
    language, said after the message.
    """

    rule_id: str
    instance: str = ""
    place: str = ""
    printed: str = ""
    expected: str = ""
    state: str = "broken"
    severity: str = ""
    origin: str = ""
    is_about_state: bool = False
    figures: dict[str, str] = field(default_factory=dict)
    suggestion: str = ""
    hint: dict[Language, str] = field(default_factory=dict)

    def row(self, report_id: str) -> dict[str, str]:
        """Return the row of the Finding frame."""
        rule = load_rules()[self.rule_id]
        figures = {
            "instance": self.instance,
            "printed": self.printed,
            "expected": self.expected,
        } | self.figures
        said = rule.undecided(self.state) if self.is_about_state else rule
        return {
            "report_id": report_id,
            "rule_id": self.rule_id,
            "instance": self.instance,
            "severity": self.severity or rule.severity,
            "origin": self.origin or rule.origin,
            "state": self.state,
            "place": self.place,
            "printed": self.printed,
            "expected": self.expected,
            "message_zh": said.say("zh", **figures) + self.hint.get("zh", ""),
            "message_en": f"{said.say('en', **figures)} {self.hint.get('en', '')}".rstrip(),
            "suggestion": self.suggestion,
        }


def listed(name: str, words: Iterable[str]) -> dict[str, str]:
    """Return a list as the figure of that name, with the marks of each language between."""
    known = list(words)
    return {f"{name}_zh": "、".join(known), f"{name}_en": ", ".join(known)}
