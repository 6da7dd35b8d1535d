import csv
from collections import Counter
from pathlib import Path

import pytest

from pipeline.errors import FormError
from schemas.form import FORMS, Form, load_forms, tabled
from schemas.identity import instances

SHARED = Path(__file__).parents[2].parent / "shared"
CODEBOOK = SHARED / "forms" / "codebook.csv"
OTHER = frozenset({"other"})
NONE: frozenset[str] = frozenset()

needs_codebook = pytest.mark.skipif(
    not CODEBOOK.exists(), reason=f"the codebook is not on this machine: {CODEBOOK}"
)


def _form(form_id: str) -> Form:
    return next(form for form in load_forms() if form.id == form_id)


def _described(form: Form) -> set[tuple[str, ...]]:
    """Describe every cell as the codebook does."""
    return {
        (
            *spec.key,
            spec.row.label,
            spec.column.label,
            # The codebook counts a fee in whole yuan; nothing keeps an agency from printing cents.
            "integer" if form.is_list else spec.type,
            spec.unit or ("" if form.is_list else "UNSTATED"),
            "yes" if spec.column.signed else "no",
        )
        for spec in form.cells()
    }


def _codebook(form_id: str) -> set[tuple[str, ...]]:
    """Read the cells of one form; a cell of a `line` table is labelled `row > column`."""
    with CODEBOOK.open(encoding="utf-8-sig", newline="") as file:
        return {
            (
                row["table_id"],
                row["row_code"],
                row["col_code"],
                row["row_label"],
                row["col_label"],
                row["type"],
                row["unit"],
                row["may_be_negative"],
            )
            for row in csv.DictReader(file)
            if row["form_id"] == form_id
        }


@needs_codebook
@pytest.mark.parametrize("form_id", ["f2019", "f2021", "fj_pingtan_2011", "fj_pingtan_2014"])
def test_form_has_exactly_the_cells_of_the_codebook(form_id: str) -> None:
    described, codebook = _described(_form(form_id)), _codebook(form_id)

    assert described - codebook == set()
    assert codebook - described == set()


@pytest.mark.parametrize(("form_id", "count"), [("f2019", 198), ("f2021", 200)])
def test_form_has_its_number_of_cells_without_the_alternative_row(form_id: str, count: int) -> None:
    cells = [spec.key for spec in _form(form_id).cells() if not spec.row.replaces]

    assert len(cells) == len(set(cells)) == count


@pytest.mark.parametrize(
    ("form_id", "alternatives", "counts"),
    [
        pytest.param("f2019", NONE, (23, 7, 7, 3), id="f2019"),
        pytest.param("f2021", NONE, (25, 7, 7, 3), id="f2021"),
        pytest.param("f2021", OTHER, (23, 7, 7, 3), id="f2021-with-other"),
    ],
)
def test_form_has_its_number_of_identities(
    form_id: str, alternatives: frozenset[str], counts: tuple[int, ...]
) -> None:
    found = Counter(one.rule for one in instances(_form(form_id), alternatives))

    assert found == dict(zip(("T3.ROW", "T3.SUM7", "T3.BAL", "T4.SUM"), counts, strict=True))


@pytest.mark.parametrize(
    ("form_id", "alternatives", "counts"),
    [
        pytest.param("f2019", NONE, {"t3": 37, "t4": 3}, id="f2019"),
        pytest.param("f2021", NONE, {"t3": 39, "t4": 3}, id="f2021"),
        pytest.param("f2021", OTHER, {"t3": 37, "t4": 3}, id="f2021-with-other"),
    ],
)
def test_identities_lie_on_tables_3_and_4(
    form_id: str, alternatives: frozenset[str], counts: dict[str, int]
) -> None:
    found = Counter(one.identity.table for one in instances(_form(form_id), alternatives))

    assert found == counts


def test_alternative_row_takes_the_place_of_its_parts_in_every_sum() -> None:
    form = _form("f2021")

    cells = {cell for one in instances(form, OTHER) for cell in one.cells}

    assert ("t3", "other", "total") in cells
    assert not any(row.startswith("other_") for table, row, _ in cells if table == "t3")


def test_every_cell_of_tables_3_and_4_is_in_an_identity() -> None:
    for form in tabled(load_forms()):
        bound = {cell for one in instances(form) for cell in one.cells}
        cells = {spec.key for spec in form.cells() if not spec.row.replaces}

        assert {cell for cell in cells if cell[0] != "t2"} == bound


@pytest.mark.parametrize(
    ("year", "form_id"),
    [(2014, "f2014"), (2018, "f2014"), (2019, "f2019"), (2020, "f2019"), (2021, "f2021")],
)
def test_exactly_one_national_form_is_in_force_in_a_year(year: int, form_id: str) -> None:
    in_force = [form for form in load_forms() if form.covers(year)]

    assert [form.id for form in in_force if form.scope == "national"] == [form_id]


def test_no_form_of_statutory_tables_is_in_force_before_2019() -> None:
    assert not any(form.covers(2018) for form in tabled(load_forms()))


# Incoherent files


def copied(folder: Path, form_id: str, *edits: tuple[str, str], name: str = "") -> Path:
    """Copy a form with each edit made once; every edit must find its text."""
    text = (FORMS / f"{form_id}.toml").read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / f"{name or form_id}.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("edit", "named"),
    [
        pytest.param(('section = "s2"', 'section = "s9"'), ("t2", "s9"), id="unknown-section"),
        pytest.param(
            ('group = "denied"', 'group = "denyed"'),
            ("t3", "denied_state_secret", "denyed"),
            id="unknown-group",
        ),
        pytest.param(
            ('label = "2.重复申请"', 'label = "3.要求提供公开出版物"'),
            ("t3", "3.要求提供公开出版物"),
            id="duplicate-row-label-in-a-group",
        ),
        pytest.param(
            ('code = "carried_in"', 'code = "received"'),
            ("t3", "row code", "received"),
            id="duplicate-row-code",
        ),
        pytest.param(
            ('code = "repealed"', 'code = "made"'),
            ("20_1", "column code", "made"),
            id="duplicate-column-code",
        ),
        pytest.param(('id = "s2"', 'id = "s1"'), ("section id", "s1"), id="duplicate-section"),
        pytest.param(('id = "t4"', 'id = "t3"'), ("table id", "t3"), id="duplicate-table"),
        pytest.param(
            ('left = ["received",', 'left = ["receeved",'),
            ("T3.BAL", "receeved", "t3"),
            id="identity-term-not-on-the-table",
        ),
        pytest.param(
            ('table = "t4"\neach', 'table = "t5"\neach'),
            ("T4.SUM", "t5"),
            id="identity-of-an-unknown-table",
        ),
        pytest.param(
            ('table = "t3"\ncolumn = "total"', 'table = "t5"\ncolumn = "total"'),
            ("T3.FULL", "t5"),
            id="duty-of-an-unknown-table",
        ),
        pytest.param(
            ('column = "total"', 'column = "sum"'), ("T3.FULL", "sum"), id="duty-off-the-table"
        ),
        pytest.param(
            ('  "本年制发件数",', '  "本年制发篇数",'),
            ("detector", "本年制发篇数"),
            id="detector-label-nowhere",
        ),
        pytest.param(
            ('"other_remaining"] }', '"other_rest"] }'),
            ("other", "other_rest"),
            id="replaces-an-unknown-row",
        ),
        pytest.param(
            ("first_year = 2021", "first_year = 2021\nlast_year = 2020"),
            ("2020", "2021"),
            id="ends-before-it-begins",
        ),
        pytest.param(('id = "f2021"', 'id = "f2022"'), ("f2021", "f2022"), id="id-not-file-name"),
        pytest.param(
            ('scope = "national"', 'scope = "national"\ncolour = "red"'),
            ("f2021.toml", "colour"),
            id="unknown-key-of-the-form",
        ),
        pytest.param(
            ('label = "规章" }', 'label = "规章", lable = "规章" }'),
            ("f2021.toml", "lable"),
            id="unknown-key-of-a-row",
        ),
        pytest.param(
            ("first_year = 2021", "first_year = MMXXI"), ("f2021.toml",), id="no-toml-at-all"
        ),
        pytest.param(
            ('layout = "line"', 'layout = "ring"'), ("f2021.toml", "layout"), id="unknown-layout"
        ),
    ],
)
def test_incoherent_form_is_refused_and_the_trouble_named(
    tmp_path: Path, edit: tuple[str, str], named: tuple[str, ...]
) -> None:
    folder = copied(tmp_path, "f2021", edit)

    with pytest.raises(FormError) as refused:
        load_forms(folder)

    assert [word for word in named if word not in str(refused.value)] == []


def test_same_label_may_stand_in_two_groups(tmp_path: Path) -> None:
    folder = copied(tmp_path, "f2021", ('label = "2.重复申请"', 'label = "4.保护第三方合法权益"'))

    forms = load_forms(folder)

    assert [form.id for form in forms] == ["f2021"]


def test_forms_of_one_scope_in_force_together_may_not_share_a_detector_label(
    tmp_path: Path,
) -> None:
    copied(tmp_path, "f2021")
    copied(tmp_path, "f2021", ('id = "f2021"', 'id = "f2030"'), name="f2030")

    with pytest.raises(FormError, match="f2021 and f2030") as refused:
        load_forms(tmp_path)

    assert "national" in str(refused.value)
    assert "detector label" in str(refused.value)


def test_forms_of_two_scopes_may_share_a_detector_label(tmp_path: Path) -> None:
    copied(tmp_path, "f2021")
    edits = (('id = "f2021"', 'id = "fujian"'), ('scope = "national"', 'scope = "fujian"'))
    copied(tmp_path, "f2021", *edits, name="fujian")

    forms = load_forms(tmp_path)

    assert [form.id for form in forms] == ["f2021", "fujian"]


def test_unedited_forms_load_from_another_folder(tmp_path: Path) -> None:
    copied(tmp_path, "f2019")
    copied(tmp_path, "f2021")

    assert load_forms(tmp_path) == tabled(load_forms())


# A new form year
