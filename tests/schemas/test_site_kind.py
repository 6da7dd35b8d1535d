"""The kinds of sites and the reasons, as declared and as documented."""

from pathlib import Path

import pytest

from pipeline.errors import FormError
from schemas.site_kind import SITES, Reason, SiteKind, load_sites
from tests.conftest import ROOT

PAGE = (ROOT / "docs/crawling.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("reason", load_sites().reasons, ids=lambda reason: reason.id)
def test_every_reason_is_explained_in_its_own_words(reason: Reason) -> None:
    assert f"| `{reason.id}` | {reason.zh} | {reason.en} |" in PAGE
    assert (reason.text("zh"), reason.text("en")) == (reason.zh, reason.en)


@pytest.mark.parametrize("kind", load_sites().kinds, ids=lambda kind: kind.id)
def test_every_kind_is_explained(kind: SiteKind) -> None:
    assert f"| `{kind.id}` | {kind.zh} |" in PAGE


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "boda"', 'id = "trs"', "trs stands twice"),
        (
            'reason = "captcha"',
            'reason = "capcha"',
            "expected a reason of [[reasons]], found capcha",
        ),
        ('address = "{name}_{page}.{suffix}"', "", "address or query in the lists of trs"),
        ("headings = 1", 'headings = "x"', "form.tables.headings"),
        ("numbers = true", "number = true", "number"),
        ("next = '", "next = '(", "next"),
        ("base = 0", "base = ", "Invalid value"),
    ],
)
def test_an_incoherent_file_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "sites.toml"
    path.write_text(SITES.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    with pytest.raises(FormError, match=r"sites\.toml") as raised:
        load_sites(path)

    assert said in str(raised.value)
