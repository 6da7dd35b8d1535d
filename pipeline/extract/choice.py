"""Which form the tables of a report are of.

Belongs here: the choice between forms. Does not belong here: what follows from it.
"""

from pipeline.extract.label import Vocabulary, label_key
from pipeline.extract.sheet import Sheet
from pipeline.text.canonical import clean
from schemas.finding import Finding
from schemas.form import Form


def choose_form(
    vocabulary: Vocabulary, sheet: Sheet, year: int | None
) -> tuple[Form | None, list[Finding]]:
    """Choose by what the tables print; the year decides only between forms that fit."""
    if not sheet.records:
        return None, []
    detected = [form for form in vocabulary.tabled if detects(form, sheet)]
    fitting = detected or list(vocabulary.tabled)
    in_force = [form for form in fitting if year is not None and form.covers(year)]
    if len(fitting) == 1:
        form = fitting[0]
        figures = {"form": form.id, "year": str(year)}
        mismatch = [Finding("form_year_mismatch", figures=figures)]
        return form, [] if year is None or in_force else mismatch
    if len(in_force) == 1:
        figures = {"form": in_force[0].id, "year": str(year)}
        return in_force[0], [Finding("form_from_year", figures=figures)]
    return None, []


def detects(form: Form, sheet: Sheet) -> bool:
    """Tell whether the tables print a label of this form alone."""
    keys = {label_key(clean(label, plain_notes=False))[1] for label in form.detector}
    return not keys.isdisjoint(sheet.labels)
