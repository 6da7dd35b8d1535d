"""What was carried over: classes of applicants and their total told as one error.

Belongs here: findings of one report on carried in that follow from each other. Does not belong
here: the comparison of two years (schemas/rules.toml), chains of years (pipeline.quality.series).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from pipeline.quality.identities import BROKEN
from schemas.finding import Finding

CARRY: Final = "Y.CARRY"
_TOTAL: Final = "/total"
_JOINT: Final = " / "
_SHOWN: Final = ("label", "right", "difference")


def told_once(found: Iterable[tuple[str, Finding]]) -> Iterator[tuple[str, Finding]]:
    """Join what is said of classes with what is said of their total, where it only follows.

    It follows where the differences of the classes make the difference of the total, as one case
    that was left out makes both. The joint finding names every column, and is as grave as the
    gravest.

    Args:
        found: findings by report; those of other rules pass.
    """
    carried: dict[str, list[Finding]] = defaultdict(list)
    for report_id, one in found:
        if one.rule_id == CARRY and one.state == BROKEN:
            carried[report_id].append(one)
        else:
            yield report_id, one
    for report_id, group in carried.items():
        for one in [_joint(group)] if _follows(group) else group:
            yield report_id, one


def _follows(group: Sequence[Finding]) -> bool:
    totals = [_difference(one) for one in group if one.instance.endswith(_TOTAL)]
    classes = [_difference(one) for one in group if not one.instance.endswith(_TOTAL)]
    is_one_origin = len({one.origin for one in group}) == 1
    return bool(classes) and totals == [sum(classes, Decimal(0))] and is_one_origin


def _difference(one: Finding) -> Decimal:
    return Decimal(one.figures["difference"])


def _joint(group: Sequence[Finding]) -> Finding:
    severities = [one.severity for one in group]
    shown = {name: _JOINT.join(one.figures[name] for one in group) for name in _SHOWN}
    return replace(
        group[0],
        instance=";".join(one.instance for one in group),
        printed=_JOINT.join(one.printed for one in group),
        expected="; ".join(one.expected for one in group),
        severity=next((one for one in severities if one != "warning"), "warning"),
        figures=group[0].figures | shown,
    )
