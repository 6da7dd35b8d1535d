"""The true figures of the county, year by year, before anybody makes a slip.

Belongs here: what one year hands to the next (applications carried over, documents in force,
items of a power list) and the sum over the agencies. Does not belong here: print.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Final

from schemas.form import Form, Table, load_forms
from schemas.identity import rows_in_force
from tests.building.county.agencies import YEARS, Agency
from tests.building.figures import NONE, whole
from tests.building.report import Key

Figures = dict[Key, int | Decimal]

APPLICANTS: Final[Mapping[str, int]] = {
    "natural_person": 84,
    "commercial_enterprise": 9,
    "research_institution": 1,
    "public_welfare_organisation": 1,
    "legal_service_institution": 4,
    "other_organisation": 1,
}
RESULTS: Final[Mapping[str, int]] = {
    "disclosed": 38,
    "partly_disclosed": 11,
    "denied_forbidden_by_law": 2,
    "denied_third_party_rights": 3,
    "denied_internal_affairs": 2,
    "denied_process_information": 2,
    "denied_enforcement_file": 5,
    "denied_administrative_query": 3,
    "unavailable_not_held": 19,
    "unavailable_needs_creation": 3,
    "unavailable_still_unclear": 2,
    "unprocessed_petition": 3,
    "unprocessed_duplicate": 2,
    "unprocessed_confirmation": 1,
    "other": 4,
    "other_not_corrected_in_time": 2,
    "other_remaining": 2,
}
_OUTCOMES: Final[Mapping[str, int]] = {"upheld": 6, "corrected": 1, "other_result": 2, "pending": 2}
_DISPUTES: Final[Mapping[str, float]] = {
    "review": 0.05,
    "lawsuit_direct": 0.02,
    "lawsuit_after_review": 0.015,
}


@dataclass(slots=True)
class _Books:
    """What an agency takes from one year into the next."""

    rng: Random
    open: dict[str, int] = field(default_factory=dict)
    documents: int = 0
    items: dict[str, int] = field(default_factory=dict)


def form_of(year: int) -> Form:
    """Return the national form of a report year."""
    return next(form for form in load_forms() if form.scope == "national" and form.covers(year))


def history(agency: Agency, years: Iterable[int] = YEARS) -> dict[int, Figures]:
    """Return the figures of an agency by report year; more years change none before them."""
    books = _Books(Random(f"示例 {agency.code}"))  # noqa: S311 - figures, no secrets
    books.documents = agency.documents * 7
    books.open = _drawn(books.rng, agency.requests // 10, APPLICANTS)
    return {year: _figures(agency, form_of(year), books) for year in years}


def rolled_up(children: Sequence[Figures]) -> Figures:
    """Add up the figures of all agencies of a year, cell by cell."""
    return {key: sum((each[key] for each in children), start=0) for key in children[0]}


def _figures(agency: Agency, form: Form, books: _Books) -> Figures:
    disclosure = _disclosure(agency, form.table("t2"), books)
    requests = _requests(agency, form.table("t3"), books)
    handled = requests["t3", "handled_total", "total"]
    return {**disclosure, **requests, **_disputes(form.table("t4"), books.rng, int(handled))}


def _disclosure(agency: Agency, table: Table, books: _Books) -> Figures:
    usual = {
        "licence": agency.licences,
        "other_public_service": agency.services,
        "penalty": agency.penalties,
        "compulsory_measure": agency.measures,
        "administrative_fee": agency.fees,
        "central_procurement": agency.procurements,
    }
    figures: Figures = {}
    for block in table.blocks:
        columns = [column.code for column in block.columns]
        for row in block.rows:
            drawn: Mapping[str, int | Decimal]
            if row.code in usual:
                drawn = _powers(row.code, usual[row.code], columns, books)
            else:
                made = agency.documents if row.code == "normative_document" else 0
                drawn = _documents(made, columns, books)
            figures |= {(table.id, row.code, code): drawn[code] for code in columns}
    return figures


def _documents(usual: int, columns: list[str], books: _Books) -> dict[str, int]:
    if not usual:
        return dict.fromkeys(columns, 0)
    made = whole(books.rng, usual + 1)
    repealed = whole(books.rng, min(usual, books.documents)) if "repealed" in columns else 0
    books.documents += made - repealed
    standing = books.documents
    return {
        "made": made,
        "disclosed": made,
        "disclosed_in_total": standing,
        "repealed": repealed,
        "in_force": standing,
    }


def _powers(row: str, usual: int, columns: list[str], books: _Books) -> dict[str, int | Decimal]:
    rng = books.rng
    before = books.items.setdefault(row, 1 + usual // 40 if usual else 0)
    change = max(-before, whole(rng, 4) - 2) if usual else 0
    if "items_last_year" in columns:
        books.items[row] = before + change
    count = _about(rng, usual)
    money = Decimal(count * 3_800_000 + whole(rng, 999_999) if count else 0) / 100
    if row == "administrative_fee":
        money = Decimal(count * 10_000 + whole(rng, 9_999) if usual else 0) / 10_000
    return {
        "items_last_year": before,
        "change": change,
        "decisions": count,
        "projects": count,
        "amount": money.quantize(Decimal("0.0001" if row == "administrative_fee" else "0.01")),
    }


def _about(rng: Random, usual: int) -> int:
    return int(usual * (0.86 + 0.28 * rng.random()) + 0.5)


def _requests(agency: Agency, table: Table, books: _Books) -> Figures:
    rng = books.rng
    received = _drawn(rng, _about(rng, agency.requests), APPLICANTS)
    results = {row.code for row in rows_in_force(table, NONE)} & set(RESULTS)
    weights = {code: weight for code, weight in RESULTS.items() if code in results}
    counts: dict[tuple[str, str], int] = {}
    for column in APPLICANTS:
        carried_in = books.open.get(column, 0)
        waiting = received.get(column, 0) + carried_in
        late = sum(rng.random() < 0.1 for _ in range(waiting))
        done = _drawn(rng, waiting - late, weights)
        counts |= {(row, column): count for row, count in done.items()}
        counts["received", column] = received.get(column, 0)
        counts["carried_in", column] = carried_in
        counts["handled_total", column] = waiting - late
        counts["carried_out", column] = books.open[column] = late
    return _with_totals(table, counts)


def _disputes(table: Table, rng: Random, handled: int) -> Figures:
    counts: dict[tuple[str, str], int] = {}
    for row, share in _DISPUTES.items():
        cases = int(handled * share * (0.7 + 0.6 * rng.random()))
        drawn = _drawn(rng, cases, _OUTCOMES)
        counts |= {(row, outcome): count for outcome, count in drawn.items()}
    return _with_totals(table, counts)


def _with_totals(table: Table, counts: dict[tuple[str, str], int]) -> Figures:
    *leaves, total = (column.code for column in table.columns)
    figures: Figures = {}
    for row in rows_in_force(table, NONE):
        line = {column: counts.get((row.code, column), 0) for column in leaves}
        line[total] = sum(line.values())
        figures |= {(table.id, row.code, column): count for column, count in line.items()}
    return figures


def _drawn(rng: Random, cases: int, weights: Mapping[str, int]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for _ in range(cases):
        left = rng.random() * sum(weights.values())
        for code, weight in weights.items():
            left -= weight
            if left < 0:
                counts[code] = counts.get(code, 0) + 1
                break
    return counts
