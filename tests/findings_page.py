"""Writes docs/findings.md and docs/rules.md: `python -m tests.findings_page`."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from schemas.form import load_forms
from schemas.relation import Identity
from schemas.rule import Rule, load_rules

DOCS = Path(__file__).parents[1] / "docs"
_FINDINGS = """# Findings

Every finding has a rule, a severity and an origin: `report` (the publisher's figures, for
coordinators) or `extraction` (our reading, for operators). Written by
`python -m tests.findings_page` from `schemas/rules.toml`.

| rule | 中文 | meaning | severity | origin | source |
|---|---|---|---|---|---|
"""
_RULES = """# Rules

What a report must keep: every rule about the publisher's figures. Written by
`python -m tests.findings_page` from `schemas/rules.toml`; the language of the formulas stands in
`schemas/formula.py`.

`t3.received.total` is a cell: table, row (or a group of rows: their sum), column; `last.` the same
in the agency's report of the year before. A sum holds over each row or column of its table. A rule
for some forms or levels says so; an empty cell makes a rule *undecidable* (told as such), counts as
*zero*, or keeps it *silent*; a cell that was not read never breaks a rule. The sources of the forms
are in `schemas/forms`.

"""


def pages() -> dict[Path, str]:
    """Return the pages by path."""
    return {DOCS / "findings.md": _findings(), DOCS / "rules.md": _rules()}


def _findings() -> str:
    return _FINDINGS + "".join(
        f"| `{rule.id}` | {rule.title.zh} | {rule.title.en} | {rule.severity} | {rule.origin}"
        f" | {rule.source} |\n"
        for rule in load_rules().values()
    )


def _rules() -> str:
    sums: dict[str, dict[str, list[str]]] = {}
    for form in load_forms():
        for identity in form.identities:
            of_rule = sums.setdefault(identity.rule, {})
            of_rule.setdefault(_sum(identity), []).append(form.id)
    mine = (rule for rule in load_rules().values() if rule.origin == "report")
    return _RULES + "\n".join("".join(_entry(rule, sums.get(rule.id, {}))) for rule in mine)


def _sum(identity: Identity) -> str:
    left, right = (" + ".join(codes) for codes in (identity.left, identity.right))
    return f"`{left} == {right}`, each {identity.each} of {identity.table}"


def _entry(rule: Rule, sums: Mapping[str, list[str]]) -> Iterator[str]:
    yield f"## {rule.id}\n\n{rule.title.zh} · {rule.title.en}\n\n"
    yield from (f"- must hold: {one}\n" for one in _statements(rule, sums))
    yield f"- scope: {rule.scope}; severity: {rule.severity}"
    yield f"; warns only where `{rule.warns_if}`\n" if rule.warns_if else "\n"
    if rule.formula:
        yield f"- tolerance: {rule.tolerance}; empty cells: {rule.blanks}\n"
    for name, told in (("forms", rule.forms), ("levels", rule.levels)):
        if told:
            yield f"- {name}: {', '.join(told)}\n"
    yield f"- source: {rule.source}\n"


def _statements(rule: Rule, sums: Mapping[str, list[str]]) -> Iterator[str]:
    if rule.formula:
        excepted = f", unless `{rule.unless}`" if rule.unless else ""
        bound = "".join(f"; {name}: {', '.join(codes)}" for name, codes in rule.over.items())
        yield f"`{rule.formula}`{excepted}{bound}"
    if rule.predicate:
        yield rule.predicate
    yield from (f"{one} ({', '.join(forms)})" for one, forms in sums.items())


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
