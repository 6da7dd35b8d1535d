"""What a report's prose tells of its figures: the sentences and the figures in them.

Belongs here: which sentences a report uses, the true figures they name, those that an error puts
in their place. Does not belong here: whether they agree with the tables (tests.planted.told).
"""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from random import Random
from typing import Final, NamedTuple

from tests.planted.agencies import Body
from tests.planted.numerals import percent, printed
from tests.planted.wording import WORDINGS
from tests.planted.years import Figures

_NAMES: Final = re.compile(r"\{(\w+)\}")
_PLAIN: Final = frozenset({"year", "who", "before", "after"})
_UPHELD: Final = frozenset({"upheld", "total"})
_CHANNELS: Final = ("net", "post", "desk", "fax")
GROUPS: Final[Mapping[str, str]] = {
    "disclosed": "disclosed",
    "partly": "partly_disclosed",
    "denied": "denied_",
    "unavailable": "unavailable_",
    "unprocessed": "unprocessed_",
    "other": "other",
}
SHARES: Final = {f"pct_{name}": name for name in GROUPS}


class Claim(NamedTuple):
    """A sentence and the figures it names; a sentence that denies names none."""

    kind: str
    text: str
    values: Mapping[str, Decimal]


def total(figures: Figures, row: str) -> int:
    """Return the total of a row of table 3, or of the rows of a group if it ends so."""
    return sum(
        int(value)
        for (table, code, column), value in figures.items()
        if (table, column) == ("t3", "total") and _belongs(code, row)
    )


def truths(figures: Figures, last: Figures | None, rng: Random) -> dict[str, int | str]:
    """Name the true figures that prose may tell; the channels are drawn."""
    told: dict[str, int | str] = {name: total(figures, row) for name, row in GROUPS.items()}
    received, handled = total(figures, "received"), total(figures, "handled_total")
    told |= {name: percent(int(told[of]), handled) for name, of in SHARES.items() if handled}
    told |= {"received": received, "received_again": received, "handled": handled}
    told |= {"carried_in": total(figures, "carried_in")}
    told |= {"carried_out": total(figures, "carried_out")}
    told["open_or_part"] = int(told["disclosed"]) + int(told["partly"])
    told |= dict(zip(_CHANNELS, _split(received, 4, rng), strict=True))
    told["review"] = int(figures["t4", "review", "total"])
    told["lawsuit"] = sum(
        int(figures["t4", row, "total"]) for row in ("lawsuit_direct", "lawsuit_after_review")
    )
    told["norm"] = int(figures["t2", "normative_document", "made"])
    rows = {"licence": "licence", "penalty": "penalty", "measure": "compulsory_measure"}
    told |= {name: int(figures["t2", row, "decisions"]) for name, row in rows.items()}
    told["all_upheld"] = int(_all_upheld(figures))
    items = 90 + int(rng.random() * 900)
    told |= {"items": items}
    told |= dict(zip(("items_a", "items_b", "items_c"), _split(items, 3, rng), strict=True))
    before = total(last, "received") if last else 0
    if before and received != before:
        name = "grown" if received > before else "shrunk"
        told[name] = percent(abs(received - before), before, 1)
    return told


def told(
    body: Body,
    year: int,
    truth: Mapping[str, int | str],
    rng: Random,
    wrong: Mapping[str, int | str],
) -> list[Claim]:
    """Tell figures of a year; `wrong` are told in the place of the true ones."""
    found = []
    for kind in _kinds({**truth, **wrong}, rng):
        choices = [text for text in WORDINGS[kind] if _can(text, truth)]
        if not choices:
            continue
        wording = choices[int(rng.random() * len(choices))]
        plain = {"year": str(year), "who": body.itself}
        plain |= {"before": str(year - 1), "after": str(year + 1)}
        values = {name: _number(wrong.get(name, truth[name])) for name in _named(wording)}
        style = Random(rng.random())  # noqa: S311  # an error leaves the rest as it was
        texts = {name: _shown(wrong.get(name, truth[name]), style) for name in values}
        found.append(Claim(kind, wording.format(**plain, **texts), values))
    return found


def _kinds(truth: Mapping[str, int | str], rng: Random) -> Iterator[str]:
    """Choose what is told; draws as often whatever the figures are."""
    draws = [rng.random() for _ in range(11)]
    if not truth["received"]:
        yield "none_received"
        yield from ("carried_in",) if truth["carried_in"] else ()
        yield from ("handled",) if truth["handled"] else ()
    elif draws[0] < 0.3 and truth["carried_in"] and truth["carried_out"] and truth["handled"]:
        yield "received_and_more"
    else:
        yield "received"
        for at, name in enumerate(("carried_in", "handled", "carried_out"), start=1):
            yield from (name,) if truth[name] and draws[at] < 0.8 else ()
    if truth["received"]:
        yield from ("channels",) if draws[4] < 0.4 else ()
        yield from ("again",) if draws[5] < 0.3 else ()
    yield from ("categories",) if truth["handled"] and draws[6] < 0.7 else ()
    yield from (("grown",) if "grown" in truth else ()) if draws[7] < 0.5 else ()
    yield from (("shrunk",) if "shrunk" in truth else ()) if draws[7] < 0.5 else ()
    disputed = truth["review"] or truth["lawsuit"]
    yield "disputes" if disputed else "no_disputes"
    yield from ("all_upheld",) if disputed and truth["all_upheld"] else ()
    yield from ("documents",) if truth["norm"] and draws[8] < 0.6 else ()
    yield from ("powers",) if truth["licence"] and draws[9] < 0.6 else ()
    yield from ("items",) if draws[10] < 0.6 else ()


def _all_upheld(figures: Figures) -> bool:
    cases = {key: value for key, value in figures.items() if key[0] == "t4"}
    others = sum(value for (_, _, column), value in cases.items() if column not in _UPHELD)
    return not others and any(cases.values())


def _can(text: str, truth: Mapping[str, int | str]) -> bool:
    """Tell whether all figures of a sentence are known."""
    return all(name in truth for name in _named(text))


def _named(text: str) -> list[str]:
    return [name for name in _NAMES.findall(text) if name not in _PLAIN]


def _number(value: int | str) -> Decimal:
    return Decimal(value)


def _shown(value: int | str, rng: Random) -> str:
    return value if isinstance(value, str) else printed(value, rng)


def _split(whole: int, parts: int, rng: Random) -> Sequence[int]:
    cuts = sorted(int(rng.random() * (whole + 1)) for _ in range(parts - 1))
    edges = [0, *cuts, whole]
    return [high - low for low, high in itertools.pairwise(edges)]


def _belongs(code: str, row: str) -> bool:
    if row == "other":
        return code.startswith("other")
    return code.startswith(row) if row.endswith("_") else code == row
