"""Writes docs/findings.md from schemas/rules.toml: `python -m tests.findings_page`."""

from pathlib import Path

from schemas.rule import load_rules

PAGE = Path(__file__).parents[1] / "docs" / "findings.md"
_HEAD = """# Findings

Every finding has a rule, a severity and an origin: `report` (the publisher's figures, for
coordinators) or `extraction` (our reading, for operators). Written by
`python -m tests.findings_page` from `schemas/rules.toml`.

| rule | 中文 | meaning | severity | origin | source |
|---|---|---|---|---|---|
"""


def page() -> str:
    """Return the page."""
    rows = (
        f"| `{rule.id}` | {rule.title.zh} | {rule.title.en} | {rule.severity} | {rule.origin}"
        f" | {rule.source} |\n"
        for rule in load_rules().values()
    )
    return _HEAD + "".join(rows)


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
