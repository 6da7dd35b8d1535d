"""What is said of a claim that does not hold.

Belongs here: the sentence quoted, what it says and what the cells say. Does not belong here: the
judgement (pipeline.quality.claims).
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

import polars as pl

from schemas.claim import load_claims
from schemas.finding import Finding

_TERM: Final = re.compile(r"[a-z0-9_]+\.[a-z0-9_.]+")
_MOST: Final = 3


def sentences(broken: pl.DataFrame, sums: pl.DataFrame | None) -> Iterator[tuple[str, Finding]]:
    """Yield (report_id, finding), one a rule, section and quantity of a report.

    Args:
        broken: claims that do not hold.
        sums: the sums that they may mean; None or none: what is compared is in `stated`.
    """
    by_claim: dict[tuple[str, int], list[dict[str, Any]]] = {}
    if sums is not None and not sums.is_empty():
        near = broken.select("report_id", "claim_no")
        for row in sums.join(near, on=["report_id", "claim_no"], how="semi").iter_rows(named=True):
            by_claim.setdefault((row["report_id"], row["claim_no"]), []).append(row)
    told: dict[tuple[str, str, str], Finding] = {}
    for claim in broken.sort("report_id", "claim_no").iter_rows(named=True):
        found = _finding(claim, by_claim.get((claim["report_id"], claim["claim_no"]), []))
        key = (claim["report_id"], found.rule_id, found.instance)
        if key not in told:
            told[key] = found
            yield claim["report_id"], found


def _finding(claim: dict[str, Any], sums: list[dict[str, Any]]) -> Finding:
    quantity = load_claims().quantity(claim["quantity"])
    unit = "%" if claim["unit"] == "%" else ""
    first: dict[Decimal, dict[str, Any]] = {}
    for one in sums:
        first.setdefault(one["total"], one)
    distinct = list(first.values())[:_MOST]
    shares = list(dict.fromkeys(_share(one) for one in sums if one.get("whole")))[:_MOST]
    expected = " | ".join(shares or map(_shown, distinct)) or _of_text(claim)
    figures = {
        "quote": claim["quote"],
        "label_zh": quantity.zh,
        "label_en": quantity.en,
        "cells_zh": "；".join(f"{_named(one, claim, 'zh')}为 {_shown(one)}" for one in distinct),
        "cells_en": "; ".join(f"{_named(one, claim, 'en')}: {_shown(one)}" for one in distinct),
    }
    section = claim["section_id"] or "head"
    return Finding(
        claim["rule_id"],
        f"{section}/{claim['quantity']}",
        claim["place"],
        f"{_plain(claim['value'])}{unit}",
        expected,
        origin="extraction" if any(one["is_ours"] for one in sums) else "",
        figures=figures,
    )


def _shown(one: dict[str, Any]) -> str:
    total, terms = _plain(one["total"]), one["shown"].removeprefix("+")
    return total if terms in {"", total} else f"{terms}={total}"


def _share(one: dict[str, Any]) -> str:
    percent = Decimal(one["total"]) * 100 / Decimal(one["whole"])
    return f"{_plain(one['total'])}/{_plain(one['whole'])}={percent:.2f}%"


def _of_text(claim: dict[str, Any]) -> str:
    """Return what the text itself gives: parts with their sum, the other number."""
    parts = [part for part in claim["stated"].split("+") if part.replace(".", "").isdigit()]
    if len(parts) < 2:  # noqa: PLR2004
        return str(claim["stated"])
    return f"{'+'.join(parts)}={_plain(sum(map(Decimal, parts), Decimal(0)))}"


def _named(one: dict[str, Any], claim: dict[str, Any], language: str) -> str:
    """Name the terms of a sum; where none should be, only those that are."""
    names = load_claims().terms
    text = one["sum_text"] if claim["value"] else one["nonzero"]
    joint = {"zh": "与", "en": " plus "}[language]
    said = _TERM.sub(lambda found: getattr(names[found[0]], language), text)
    return said.replace(" + ", joint).replace(" - ", " − ")


def _plain(value: Decimal) -> str:
    return f"{Decimal(value).normalize():f}"
