"""The swift way through a page and the careful one give the same, whatever is wrong with the page.

Many pages of one outline are read by what was learned from the first: so each is damaged anew.
`make soak` reads many more.
"""

import os
from collections.abc import Iterator
from random import Random

import pytest
from turbohtml import parse

from pipeline.documents.document import Document
from pipeline.documents.page.flat import read_flat
from pipeline.documents.page.html import read_page
from pipeline.documents.page.look import as_seen
from pipeline.documents.page.walk import walk_page
from pipeline.extract.extract import extract, extract_carefully
from pipeline.extract.label import Vocabulary
from schemas.form import Form, load_forms, tabled
from tests.builders import Report, random_cells, render
from tests.building.damage import damaged
from tests.building.noise import noisy
from tests.building.roster import random_list, render_list

PAGES = 1500 if os.environ.get("OGI_SOAK") == "1" else 60
SHAPES = ("html_inline", "html_plain", "html_messy")


def pages(seed: int) -> Iterator[str]:
    """Yield pages as they are written and damaged, of all forms and page shapes in turn."""
    rng = Random(seed)  # noqa: S311  # figures, no secrets
    forms = tabled(load_forms())
    for number in range(PAGES):
        form, shape = forms[number % len(forms)], SHAPES[number % len(SHAPES)]
        cells = random_cells(form, rng)
        report = Report(form=form, cells=cells, agency="青禾县人民政府", year=form.first_year)
        is_mirror = number % 5 == 0
        page = noisy(render(report, shape), traditional=is_mirror, pinyin=is_mirror)  # type: ignore[arg-type]  # a name of SHAPES
        yield page if number % 7 == 0 else damaged(page, rng)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_swift_way_finds_what_the_careful_walk_finds(seed: int) -> None:
    swift = 0
    for page in pages(seed):
        root = parse(page, positions=False).root
        if root is not None:
            as_seen(root)
            swift += read_flat(root, 1) is not None

        found = read_page(page)

        root = parse(page, positions=False).root
        if root is not None:
            as_seen(root)
        rows, struck = walk_page(root, 1)
        assert (found.rows, found.struck) == (tuple(rows), struck)
    assert PAGES // 4 < swift < PAGES  # both ways were gone


@pytest.mark.parametrize("seed", [4, 5, 6])
def test_what_was_learned_from_other_pages_changes_nothing(
    seed: int, vocabulary: Vocabulary
) -> None:
    for page in pages(seed):
        read = read_page(page)
        document = Document("html", blocks=read.blocks, titles=read.titles, struck=read.struck)

        found = extract(document, vocabulary)

        assert found == extract_carefully(document, vocabulary)


@pytest.mark.parametrize(
    "form", [form for form in load_forms() if form.is_list], ids=lambda f: f.id
)
def test_a_list_of_indicators_is_read_the_same_on_both_ways(
    form: Form, vocabulary: Vocabulary
) -> None:
    for seed in range(20):
        rng = Random(seed)  # noqa: S311  # figures, no secrets
        report = Report(
            form=form, cells=random_list(form, rng), agency="青禾县人民政府", year=form.first_year
        )
        text = render_list(report, "html")
        page = read_page(damaged(text, rng) if seed % 3 else text)
        document = Document("html", blocks=page.blocks, titles=page.titles, struck=page.struck)

        found = extract(document, vocabulary)

        assert found == extract_carefully(document, vocabulary)
        assert seed % 3 or found[0].form_id == form.id
