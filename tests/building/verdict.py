"""What a reader must find in the printed cells of a report, worked out the plain way.

Belongs here: the publisher's findings above info, from printed text alone. It shares no code
with the pipeline, so that the two can contradict each other.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from schemas.form import Form
from schemas.identity import Instance, instances, rows_in_force
from tests.building.report import Key

_COUNT = re.compile(r"\d+")


class Verdict(NamedTuple):
    """One finding of the publisher's making, as `ogi check` prints it."""

    rule_id: str
    instance: str
    severity: str
    state: str


def verdicts(
    form: Form, cells: Mapping[Key, str], alternatives: frozenset[str] = frozenset()
) -> list[Verdict]:
    """List the findings above info: unfilled totals, counts that are none, broken identities."""
    unfilled = _unfilled_totals(form, cells, alternatives)
    found = [*_unfilled(unfilled), *_no_counts(form, cells)]
    waiting: dict[tuple[str, str], list[str]] = {}
    for each in instances(form, alternatives):
        state = _state(each, cells)
        if state == "broken":
            found.append(Verdict(each.rule, each.instance, "error", state))
        elif state == "undecidable" and not _explained(each, cells, unfilled):
            waiting.setdefault((each.rule, each.identity.table), []).append(each.instance)
    for (rule, _), names in waiting.items():
        found.append(Verdict(rule, ";".join(names), "warning", "undecidable"))
    return found


def _unfilled_totals(
    form: Form, cells: Mapping[Key, str], alternatives: frozenset[str]
) -> list[Key]:
    table = form.table("t3")
    keys = [(table.id, row.code, "total") for row in rows_in_force(table, alternatives)]
    blank = [key for key in keys if not cells.get(key, "")]
    return blank if len(blank) < len(keys) else []


def _unfilled(unfilled: list[Key]) -> Iterator[Verdict]:
    if unfilled:
        names = ";".join(f"{table}/{row}" for table, row, _ in unfilled)
        yield Verdict("T3.FULL", names, "warning", "undecidable")


def _no_counts(form: Form, cells: Mapping[Key, str]) -> Iterator[Verdict]:
    for spec in form.cells():
        text = cells.get(spec.key, "")
        if spec.column.type == "integer" and text and not _COUNT.fullmatch(text):
            sign = "-" if spec.column.signed else ""
            if not (sign and _COUNT.fullmatch(text.removeprefix(sign))):
                rule = f"{spec.table.id.upper()}.INT"
                yield Verdict(rule, "/".join(spec.key), "error", "broken")


def _state(each: Instance, cells: Mapping[Key, str]) -> str:
    texts = [cells.get(key, "") for key in each.cells]
    if any(text and not _COUNT.fullmatch(text) for text in texts):
        return "undecidable"
    left = sum(int(cells.get(key, "") or 0) for key in each.left)
    right = sum(int(cells.get(key, "") or 0) for key in each.right)
    if all(texts):
        return "holds" if left == right else "broken"
    return "holds_if_blank_is_zero" if left == right else "undecidable"


def _explained(each: Instance, cells: Mapping[Key, str], unfilled: list[Key]) -> bool:
    gaps = [key for key in each.cells if not _COUNT.fullmatch(cells.get(key, ""))]
    return any(key in unfilled for key in gaps) and not any(cells.get(key, "") for key in gaps)
