"""Errors in figures, by the rule they are meant for; what else follows is for the truth to say.

Belongs here: changes of printed cells. Each returns False where the report cannot carry it.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from random import Random
from typing import Final

from tests.planted.agencies import CITY, GOVERNMENT, TOWNSHIP
from tests.planted.places import OLD_YEARS, Place
from tests.planted.truth import LEAVES
from tests.planted.years import YEARS

_REQUESTS: Final = ("received", "carried_in", "handled_total", "carried_out")


Slip = Callable[[Place], bool]


def _one_of(choices: tuple[str, ...], rng: Random) -> str:
    return choices[int(rng.random() * len(choices))]


def _requests_cell(p: Place) -> bool:
    """Mistype a cell of table 3: a digit more, one less, another one."""
    keys = sorted(key for key in p.draft.figures if key[0] == "t3")
    key = keys[int(p.rng.random() * len(keys))]
    text = str(p.value(*key))
    wrong = (f"{text}{text[-1]}", str(int(text) + 1), str(max(int(text) - 1, 0)), f"1{text}")
    other = _one_of(wrong, p.rng)
    return str(int(other)) != text and p.put(int(other), *key)


def _requests_head(p: Place) -> bool:
    row, column = _one_of(_REQUESTS, p.rng), _one_of((*LEAVES, "total"), p.rng)
    return p.add(1 + int(p.rng.random() * 9), "t3", row, column)


def _disputes_cell(p: Place) -> bool:
    row = _one_of(("review", "lawsuit_direct", "lawsuit_after_review"), p.rng)
    column = _one_of(("upheld", "corrected", "other_result", "pending", "total"), p.rng)
    return p.add(1 + int(p.rng.random() * 4), "t4", row, column)


def _no_count(table: str) -> Slip:
    def slip(p: Place) -> bool:
        integer = ("made", "decisions", "total", "natural_person", "pending", "upheld")
        keys = [key for key in sorted(p.draft.figures) if key[0] == table and key[2] in integer]
        return p.put(_one_of(("-3", "3.5", "-1"), p.rng), *keys[int(p.rng.random() * len(keys))])

    return slip


def _reclassified(p: Place) -> bool:
    """Move a case carried in from persons to enterprises; the totals stay."""
    rows = ("carried_in", "disclosed", "handled_total")
    if any(p.value("t3", row, "natural_person") < 1 for row in rows):
        return False
    return all(
        p.add(sign, "t3", row, column)
        for row in rows
        for column, sign in (("natural_person", -1), ("commercial_enterprise", 1))
    )


def _carried_in(p: Place) -> bool:
    rows = {"carried_in": 1, "disclosed": 1, "handled_total": 1}
    return p.last is not None and p.move(1 + int(p.rng.random() * 3), rows, "natural_person")


def _copied(p: Place) -> bool:
    if p.last is None or p.last.form.id != p.draft.form.id:
        return False
    if not any(value for key, value in p.last.figures.items() if key[2] == "decisions"):
        return False
    p.draft.cells |= p.last.printed
    p.draft.copied = p.last
    return True


def _jumped(p: Place) -> bool:
    licences = p.value("t2", "licence", "decisions")
    return (
        p.last is not None and licences >= 10 and p.put(licences * 10, "t2", "licence", "decisions")
    )


def _same_powers(p: Place) -> bool:
    count = p.value("t2", "licence", "decisions")
    rows = ("penalty", "compulsory_measure")
    return count >= 10 and all(p.put(count, "t2", row, "decisions") for row in rows)


def _same_lawsuits(p: Place) -> bool:
    drawn = {"upheld": 4, "corrected": 1, "other_result": 1, "pending": 0, "total": 6}
    rows = ("lawsuit_direct", "lawsuit_after_review")
    return p.value("t3", "handled_total", "total") > 20 and all(
        p.put(count, "t4", row, column) for row in rows for column, count in drawn.items()
    )


def _regulation(p: Place) -> bool:
    columns = ("made", "disclosed_in_total") if p.is_old else ("made", "in_force")
    return p.level not in {CITY, GOVERNMENT} and all(
        p.put(6, "t2", "regulation", c) for c in columns
    )


def _every_document(p: Place) -> bool:
    if p.level in {CITY, GOVERNMENT}:
        return False
    columns = ("made", "disclosed", "disclosed_in_total") if p.is_old else ("made", "in_force")
    return all(p.put(64, "t2", "normative_document", column) for column in columns)


def _fee(factor: int, *, needs_last: bool) -> Slip:
    def slip(p: Place) -> bool:
        if p.is_old or p.level == CITY or (needs_last and (p.last is None or p.draft.year == 2021)):
            return False
        amount = p.value("t2", "administrative_fee", "amount")
        return amount > 0 and p.put(amount * factor, "t2", "administrative_fee", "amount")

    return slip


def _cases(p: Place) -> bool:
    most = p.value("t3", "handled_total", "total") + p.value("t3", "carried_out", "total")
    if p.last is None or not most:
        return False
    most += Decimal(p.last.figures["t3", "handled_total", "total"]) + 3
    return p.add(int(most), "t4", "review", "upheld") and p.add(int(most), "t4", "review", "total")


def _no_request(p: Place) -> bool:
    rows = ("received", "carried_in")
    years = [p.draft, p.last] if p.last else []
    if not years or any(each.figures["t3", row, "total"] for each in years for row in rows):
        return False
    return p.put(1, "t4", "review", "upheld") and p.put(1, "t4", "review", "total")


def _out(p: Place) -> bool:
    received = int(p.value("t3", "received", "total"))
    rows = {"carried_out": 1, "disclosed": -1, "handled_total": -1}
    return received >= 20 and p.move(received * 36 // 100 + 1, rows, "natural_person")


def _others(p: Place) -> bool:
    handled = int(p.value("t3", "handled_total", "total"))
    other = "other" if p.is_old else "other_remaining"
    rows = {other: 1, "disclosed": -1}
    return handled >= 20 and p.move(handled * 3 // 10 + 1, rows, "natural_person")


def _unpaid(p: Place) -> bool:
    p.draft.put["s6"] = ("本年度未发出信息处理费收费通知，未收取信息处理费。无其他事项。",)
    return not p.is_old and p.move(1, {"other_fee_not_paid": 1, "disclosed": -1}, "natural_person")


def _below(p: Place) -> bool:
    """Print less in a consolidated report than one of its agencies has."""
    for child in p.below:
        for column in LEAVES:
            own = int(p.value("t3", "disclosed", column))
            change = int(child.figures["t3", "disclosed", column]) - 1 - own
            rows = {"disclosed": 1, "handled_total": 1, "received": 1}
            if -own <= change < 0 and p.move(change, rows, column):
                return True
    return False


def _old(slip: Slip) -> Slip:
    return lambda p: p.is_old and slip(p)


def _new(slip: Slip) -> Slip:
    return lambda p: not p.is_old and slip(p)


def _rolled(slip: Slip) -> Slip:
    return lambda p: bool(p.below) and slip(p)


def _norm(p: Place, column: str) -> Decimal:
    return p.value("t2", "normative_document", column)


def _put_norm(p: Place, value: Decimal, column: str) -> bool:
    return p.put(value, "t2", "normative_document", column)


SLIPS: Final[Mapping[str, Slip]] = {
    "T3.ROW": _requests_cell,
    "T3.SUM7": _requests_cell,
    "T3.BAL": _requests_head,
    "T3.INT": _no_count("t3"),
    "T2.INT": _no_count("t2"),
    "T4.INT": _no_count("t4"),
    "T4.SUM": _disputes_cell,
    "T4.MIX": _same_lawsuits,
    "T2.SIGN": _old(
        lambda p: p.put(-p.value("t2", "licence", "items_last_year") - 3, "t2", "licence", "change")
    ),
    "T2.PUB": _old(lambda p: _put_norm(p, _norm(p, "disclosed_in_total") + 1, "disclosed")),
    "T2.MADEPUB": _old(lambda p: _put_norm(p, _norm(p, "made") + 1, "disclosed")),
    "T2.ALLMADE": _old(lambda p: _put_norm(p, _norm(p, "disclosed_in_total") + 2, "made")),
    "T2.VAL": _new(lambda p: _put_norm(p, _norm(p, "in_force") + _norm(p, "repealed") + 1, "made")),
    "T2.REGLEVEL": _regulation,
    "T2.NORMALL": _every_document,
    "T2.FEEUNIT": _fee(10_000, needs_last=True),
    "T2.FEESIZE": _fee(10_000, needs_last=False),
    "T2.PROCUNIT": _old(
        lambda p: (
            p.value("t2", "central_procurement", "projects") > 0
            and p.put(0, "t2", "central_procurement", "amount")
        )
    ),
    "T2.LICDUP": _same_powers,
    "Y.CARRY": _carried_in,
    "Y.CARRYALT": lambda p: p.last is not None and _reclassified(p),
    "Y.VALID": _new(
        lambda p: p.draft.year == YEARS[-1] and p.add(3, "t2", "normative_document", "in_force")
    ),
    "Y.PREV": lambda p: (
        p.draft.year == OLD_YEARS[-1] and p.add(2, "t2", "licence", "items_last_year")
    ),
    "Y.ALL": lambda p: (
        p.draft.year == OLD_YEARS[-1] and p.add(5, "t2", "normative_document", "disclosed_in_total")
    ),
    "Y.JUMP": _jumped,
    "Y.COPY": _copied,
    "C.CASES": _cases,
    "C.ZEROREQ": _no_request,
    "C.NOP4": lambda p: (
        p.value("t3", "received", "total") < 10
        and p.move(1, {"unprocessed_excessive": 1, "disclosed": -1}, "natural_person")
    ),
    "C.OUT": _out,
    "C.SECRET": lambda p: (
        p.level == TOWNSHIP
        and p.move(1, {"denied_state_secret": 1, "disclosed": -1}, "natural_person")
    ),
    "C.ALLOTH": _others,
    "C.OTH2": _unpaid,
    "R.T3": _rolled(
        lambda p: p.move(2, {"received": 1, "disclosed": 1, "handled_total": 1}, "natural_person")
    ),
    "R.T4": _rolled(
        lambda p: p.add(1, "t4", "review", "upheld") and p.add(1, "t4", "review", "total")
    ),
    "R.T2.dec": _rolled(lambda p: p.add(7, "t2", "penalty", "decisions")),
    "R.T2.doc": _rolled(lambda p: p.add(1, "t2", "normative_document", "made")),
    "R.T2.fee": _rolled(_new(lambda p: p.add(5, "t2", "administrative_fee", "amount"))),
    "R.DOM": _rolled(_below),
}
