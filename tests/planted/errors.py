"""Errors planted in clean reports: in figures, in prose, in the document; who carries which.

Belongs here: the list of errors by the rule they are meant for and the choice of reports. Does
not belong here: what follows from the printed cells (truth, sums, told).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from random import Random
from typing import Final

from tests.planted.agencies import CITY, GOVERNMENT
from tests.planted.drafts import Draft
from tests.planted.places import Place
from tests.planted.slips import SLIPS, Slip
from tests.planted.told import of_report
from tests.planted.truth import view_of

_SHARE: Final = 0.45  # of the reports carry an error
_SECOND: Final = 0.1  # of them carry two
_TOLD: Final[Mapping[str, tuple[str, ...]]] = {
    "X.NEW": ("received",),
    "X.ZERO": ("none_received",),
    "X.IN": ("carried_in",),
    "X.OUT": ("carried_out",),
    "X.DONE": ("handled",),
    "X.CAT": ("disclosed", "partly", "denied", "unavailable", "unprocessed", "open_or_part"),
    "X.PCT": ("pct_disclosed", "pct_partly", "pct_denied", "pct_unavailable"),
    "X.CHAN": ("net", "post", "desk", "fax"),
    "X.REV": ("review",),
    "X.LIT": ("lawsuit",),
    "X.NORM": ("norm",),
    "X.LIC": ("licence", "penalty", "measure"),
    "X.BREAK": ("items",),
    "X.SELF": ("received_again",),
    "X.GROW": ("grown", "shrunk"),
}
_LATE: Final = {GOVERNMENT: (2, 23), CITY: (3, 14)}


def _mistold(rule: str) -> Slip:
    """Tell another figure than the true one, where the prose tells it."""

    def slip(p: Place) -> bool:
        told = {name for claim in p.draft.claims for name in claim.values}
        names = [name for name in _TOLD[rule] if name in told]
        if not names:
            return False
        name = names[int(p.rng.random() * len(names))]
        true = p.draft.truth[name]
        change = 1 + int(p.rng.random() * 8)
        wrong = f"{float(true) + change:.2f}" if isinstance(true, str) else true + change
        p.draft.wrong[name] = wrong
        return rule in of_report(p.draft, view_of(p.draft, _pair(p)))

    return slip


def _pair(p: Place) -> dict[tuple[str, int], Draft]:
    return {each.key: each for each in (p.draft, p.last) if each is not None}


def _denied(p: Place) -> bool:
    """Say that nothing was received, where something was."""
    if not p.draft.truth["received"]:
        return False
    p.draft.wrong["received"] = 0
    return "X.ZERO" in of_report(p.draft, view_of(p.draft, _pair(p)))


def _upheld(p: Place) -> bool:
    if p.draft.truth["all_upheld"] or not (p.draft.truth["review"] or p.draft.truth["lawsuit"]):
        return False
    p.draft.wrong["all_upheld"] = 1
    return "X.OUTCOME" in of_report(p.draft, view_of(p.draft, _pair(p)))


def _late(p: Place) -> bool:
    month, day = _LATE.get(p.level, (2, 3))
    p.draft.published = date(p.draft.year + 1, month, day)
    return True


def _unpublished(p: Place) -> bool:
    p.draft.is_published = False
    return not p.below and p.level != CITY


def _said(**words: str) -> Slip:
    """Add a paragraph to a section; a name in braces stands for the year."""

    def slip(p: Place) -> bool:
        year, name = p.draft.year, p.draft.body.name
        texts = {
            section: text.format(year=year, before=year - 1, next=year + 1, name=name)
            for section, text in words.items()
        }
        p.draft.added |= texts
        return not {p.draft.lost_section, *p.draft.put} & texts.keys()

    return slip


def _put(section: str, text: str) -> Slip:
    def slip(p: Place) -> bool:
        p.draft.put[section] = (text,) if text else ()
        return True

    return slip


def _one_of(*slips: Slip) -> Slip:
    return lambda p: slips[int(p.rng.random() * len(slips))](p)


def _titled(p: Place) -> bool:
    p.draft.title = f"{p.draft.body.name}政府信息公开工作年度报告"
    return True


def _period(p: Place) -> bool:
    last, name = p.draft.year - 1, p.draft.body.name
    period = f"统计期限为{last}年1月1日至{last}年12月31日。"
    p.draft.intro = f"{name}按照《中华人民共和国政府信息公开条例》编制本年度报告。{period}"
    return True


def _lose(part: str, name: str) -> Slip:
    def slip(p: Place) -> bool:
        setattr(p.draft, part, name)
        return True

    return slip


_DOCUMENT: Final[Mapping[str, Slip]] = {
    "D.DUE": _late,
    "R.COVER": _unpublished,
    "D.S5": _one_of(_put("s5", "无。"), _put("s5", ""), _put("s5", "无")),
    "D.S6": lambda p: not p.is_old and _put("s6", "今后将继续做好各项工作，让群众更加满意。")(p),
    "D.SEC6": _one_of(
        _lose("lost_section", "s6"),
        _lose("lost_section", "s5"),
        _said(s6="七、{next}年工作思路"),
    ),
    "D.TITLE": _titled,
    "X.YEAR": _period,
    "X.TPL": _one_of(
        _said(s1="该部分以表格形式报告。表格如下："),
        _said(s1="全年召开专题会议××次。"),
        _said(s6="（收取信息处理费情况在此处报告。）"),
    ),
    "X.ENTITY": _one_of(
        _said(s1="{year}年，临淇市财政局共收到政府信息公开申请5件。"),
        _said(s1="受理向临淇市人民政府提出的申请5件。"),
        _said(s5="临淇市教育局将进一步完善工作制度。"),
    ),
}
ERRORS: Final[Mapping[str, Slip]] = {
    **SLIPS,
    **{rule: _mistold(rule) for rule in _TOLD if rule != "X.ZERO"},
    "X.ZERO": _denied,
    "X.OUTCOME": _upheld,
    **_DOCUMENT,
}


def plant(drafts: Sequence[Draft], seed: int) -> None:
    """Plant errors in drafts: rules in turn, each where chance and the report allow it.

    A county in three stays clean but for errors of its own report, so that sums over agencies are
    judged in whole regions as well as in broken ones.
    """
    rng = Random(f"errors {seed}")  # noqa: S311
    by_key = {draft.key: draft for draft in drafts}
    below: dict[tuple[str, int], list[Draft]] = defaultdict(list)
    for draft in drafts:
        below[draft.body.parent_id, draft.year].append(draft)
    planted = dict.fromkeys(ERRORS, 0)
    for draft in _shuffled(drafts, rng):
        if rng.random() >= _SHARE:
            continue
        last = by_key.get((draft.body.agency_id, draft.year - 1))
        place = Place(draft, last, below.get(draft.key, []), rng)
        for _ in range(2 if rng.random() < _SECOND else 1):
            _plant_rarest(place, planted)


def _plant_rarest(place: Place, planted: dict[str, int]) -> None:
    """Plant the error that has been planted least so far of those that the report can carry."""
    for rule in sorted(planted, key=lambda one: (planted[one], place.rng.random())):
        kept = _state(place.draft)
        if rule not in place.draft.planted and ERRORS[rule](place):
            planted[rule] += 1
            place.draft.planted.append(rule)
            return
        _restore(place.draft, kept)


_PARTS: Final = (
    "cells", "wrong", "put", "added", "title", "intro", "lost_table", "lost_section",
    "is_published", "copied", "charged", "published",
)  # fmt: skip


def _state(draft: Draft) -> dict[str, object]:
    parts = {name: getattr(draft, name) for name in _PARTS}
    return {name: dict(part) if isinstance(part, dict) else part for name, part in parts.items()}


def _restore(draft: Draft, kept: Mapping[str, object]) -> None:
    for name, part in kept.items():
        setattr(draft, name, part)


def _shuffled(drafts: Sequence[Draft], rng: Random) -> list[Draft]:
    order = [(rng.random(), number) for number in range(len(drafts))]
    return [drafts[number] for _, number in sorted(order)]
