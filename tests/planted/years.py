"""The true figures of the agencies, year by year, before anybody makes an error.

Belongs here: what one year hands to the next, and figures that no plausibility rule minds. Does
not belong here: print, prose, errors.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Final

from schemas.form import Form, Table
from schemas.identity import rows_in_force
from tests.building.county.history import form_of
from tests.building.figures import NONE, whole
from tests.building.report import Key
from tests.planted.agencies import TOWNSHIP, Body

YEARS: Final = range(2019, 2023)
Figures = dict[Key, int | Decimal]
_APPLICANTS: Final[Mapping[str, int]] = {
    "natural_person": 78,
    "commercial_enterprise": 10,
    "research_institution": 2,
    "public_welfare_organisation": 2,
    "legal_service_institution": 5,
    "other_organisation": 3,
}
_RESULTS: Final[Mapping[str, int]] = {
    "disclosed": 40,
    "partly_disclosed": 11,
    "denied_state_secret": 1,
    "denied_forbidden_by_law": 2,
    "denied_security_and_stability": 1,
    "denied_third_party_rights": 3,
    "denied_internal_affairs": 2,
    "denied_process_information": 2,
    "denied_enforcement_file": 4,
    "denied_administrative_query": 3,
    "unavailable_not_held": 17,
    "unavailable_needs_creation": 3,
    "unavailable_still_unclear": 2,
    "unprocessed_petition": 3,
    "unprocessed_duplicate": 2,
    "unprocessed_publication": 1,
    "unprocessed_excessive": 1,
    "unprocessed_confirmation": 1,
    "other": 3,
    "other_not_corrected_in_time": 1,
    "other_fee_not_paid": 1,
    "other_remaining": 1,
}
_OUTCOMES: Final[Mapping[str, int]] = {"upheld": 6, "corrected": 1, "other_result": 2, "pending": 1}
_FEW: Final = 60  # so many are drawn one by one, more in shares
_MOST_OTHER, _FEW_REQUESTS = 0.2, 10


@dataclass(slots=True)
class _Books:
    """What an agency takes from one year into the next."""

    rng: Random
    open: dict[str, int] = field(default_factory=dict)
    documents: dict[str, int] = field(default_factory=dict)
    items: dict[str, int] = field(default_factory=dict)
    before: dict[str, int] = field(default_factory=dict)
    pending: int = 0


def years_of(body: Body, seed: int) -> dict[int, Figures]:
    """Return the figures of an agency by report year."""
    books = _Books(Random(f"{seed} {body.agency_id}"))  # noqa: S311  # figures, no secrets
    books.documents = {
        "regulation": body.regulations * 20,
        "normative_document": body.documents * 9,
    }
    books.open = _drawn(books.rng, body.requests // 12, _APPLICANTS)
    return {year: _figures(body, form_of(year), books) for year in YEARS}


def rolled_up(children: Sequence[Figures]) -> Figures:
    """Add up the figures of all agencies of a year, cell by cell."""
    return {key: sum((each[key] for each in children), start=0) for key in children[0]}


def _figures(body: Body, form: Form, books: _Books) -> Figures:
    disclosure = _disclosure(body, form.table("t2"), books)
    requests = _requests(body, form.table("t3"), books)
    handled = int(requests["t3", "handled_total", "total"])
    return {**disclosure, **requests, **_disputes(form.table("t4"), books, handled)}


def _disclosure(body: Body, table: Table, books: _Books) -> Figures:
    usual = {
        "licence": body.licences,
        "other_public_service": body.licences // 8,
        "penalty": body.penalties,
        "compulsory_measure": body.penalties // 12,
        "administrative_fee": body.fees,
        "central_procurement": body.procurements,
    }
    made = {"regulation": body.regulations, "normative_document": body.documents}
    figures: Figures = {}
    for block in table.blocks:
        columns = [column.code for column in block.columns]
        for row in block.rows:
            if row.code in usual:
                drawn = _powers(row.code, usual[row.code], columns, books)
            else:
                drawn = _documents(row.code, made[row.code], columns, books)
            figures |= {(table.id, row.code, code): drawn[code] for code in columns}
    return figures


def _documents(
    row: str, usual: int, columns: list[str], books: _Books
) -> Mapping[str, int | Decimal]:
    if not usual:
        return dict.fromkeys(columns, 0)
    made = whole(books.rng, usual + 1)
    disclosed = made - (made > 2)
    is_stock = "repealed" in columns
    repealed = whole(books.rng, min(usual, books.documents[row])) if is_stock else 0
    books.documents[row] += made - repealed if is_stock else disclosed
    standing = books.documents[row]
    return {
        "made": made,
        "disclosed": disclosed,
        "disclosed_in_total": standing,
        "repealed": repealed,
        "in_force": standing,
    }


def _powers(row: str, usual: int, columns: list[str], books: _Books) -> Mapping[str, int | Decimal]:
    rng = books.rng
    before = books.items.setdefault(row, 3 + usual // 40 if usual else 0)
    change = max(-before, whole(rng, 4) - 2) if usual else 0
    if "items_last_year" in columns:
        books.items[row] = before + change
    count = _about(rng, usual)
    count += usual > 0 and count == books.before.get(row)  # never the very figure of last year
    books.before[row] = count
    money = Decimal(count * 3_800_000 + whole(rng, 999_999) if count else 0) / 100
    if row == "administrative_fee":
        money = Decimal(count * 10_000 + whole(rng, 9_999) if usual else 0) / 10_000
    places = Decimal("0.0001" if row == "administrative_fee" else "0.01")
    amount = money.quantize(places)
    return {
        "items_last_year": before,
        "change": change,
        "decisions": count,
        "projects": count,
        "amount": amount,
    }


def _about(rng: Random, usual: int) -> int:
    return int(usual * (0.86 + 0.28 * rng.random()) + 0.5)


def _requests(body: Body, table: Table, books: _Books) -> Figures:
    rng = books.rng
    rows = {row.code for row in rows_in_force(table, NONE)}
    total = _about(rng, body.requests)
    received = _drawn(rng, total, _APPLICANTS)
    weights = {code: weight for code, weight in _RESULTS.items() if code in rows}
    for code in _unlikely(body, total):
        weights.pop(code, None)
    counts: dict[tuple[str, str], int] = {}
    for column in _APPLICANTS:
        carried_in = books.open.get(column, 0)
        waiting = received.get(column, 0) + carried_in
        late = int(waiting * 0.2 * rng.random() + 0.3)
        done = _settled(rng, waiting - late, weights)
        counts |= {(row, column): count for row, count in done.items()}
        counts["received", column] = received.get(column, 0)
        counts["carried_in", column] = carried_in
        counts["handled_total", column] = waiting - late
        counts["carried_out", column] = books.open[column] = late
    return _with_totals(table, counts)


def _unlikely(body: Body, received: int) -> list[str]:
    """Name the results that such an agency does not have."""
    unlikely = ["denied_state_secret"] if body.level == TOWNSHIP else []
    unlikely += [] if received >= _FEW_REQUESTS else ["unprocessed_excessive"]
    return unlikely + ([] if body.charges else ["other_fee_not_paid"])


def _settled(rng: Random, cases: int, weights: Mapping[str, int]) -> dict[str, int]:
    while True:
        drawn = _drawn(rng, cases, weights)
        others = sum(count for code, count in drawn.items() if code.startswith("other"))
        if others <= max(1, _MOST_OTHER * cases):
            return drawn


def _disputes(table: Table, books: _Books, handled: int) -> Figures:
    """Draw disputes; lawsuits after a review are always fewer than the others, or none."""
    rng = books.rng
    counts: dict[tuple[str, str], int] = {}
    review = max(int(handled * 0.09 * rng.random()), books.pending)
    direct = int(handled * 0.05 * rng.random())
    after = max(0, min(direct - 1, int(handled * 0.03 * rng.random())))
    cases = {"review": review, "lawsuit_direct": direct, "lawsuit_after_review": after}
    for row, number in cases.items():
        drawn = _drawn(rng, number, _OUTCOMES)
        counts |= {(row, outcome): count for outcome, count in drawn.items()}
    books.pending = counts.get(("review", "pending"), 0)
    return _with_totals(table, counts)


def _with_totals(table: Table, counts: Mapping[tuple[str, str], int]) -> Figures:
    *leaves, total = (column.code for column in table.columns)
    figures: Figures = {}
    for row in rows_in_force(table, NONE):
        line = {column: counts.get((row.code, column), 0) for column in leaves}
        line[total] = sum(line.values())
        figures |= {(table.id, row.code, column): count for column, count in line.items()}
    return figures


def _drawn(rng: Random, cases: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Share cases out by weight: one by one if they are few, the bulk in shares if many."""
    sum_of_weights = sum(weights.values())
    bulk = cases - _FEW if cases > _FEW else 0
    counts = {code: bulk * weight // sum_of_weights for code, weight in weights.items()}
    for _ in range(cases - sum(counts.values())):
        left = rng.random() * sum_of_weights
        for code, weight in weights.items():
            left -= weight
            if left < 0:
                counts[code] += 1
                break
    return counts
