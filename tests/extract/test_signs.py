"""What `pipeline.extract.signs` knows of OpenCC by heart, derived from what is installed."""

import json
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import opencc
import pytest

from pipeline.extract.signs import _UNSTEADY
from pipeline.text.canonical import simplified

LIBRARY = Path(opencc.__file__).parent / "clib"
MOST_ROUNDS = 4  # of `simplified`
CONVERT = opencc.OpenCC("t2s").convert


def files_of(settings: object) -> Iterator[str]:
    """Yield every dictionary that a conversion uses, whatever an upgrade adds."""
    if isinstance(settings, dict):
        yield from [settings["file"]] if "file" in settings else []
        settings = list(settings.values())
    for one in settings if isinstance(settings, list) else ():
        yield from files_of(one)


@pytest.fixture(scope="module")
def dictionary(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, list[str]]]:
    """Every entry, with all that OpenCC may put in its place."""
    out = tmp_path_factory.mktemp("opencc") / "entries.txt"
    settings = json.loads((LIBRARY / "share/opencc/t2s.json").read_text(encoding="utf-8"))
    entries = []
    for file in sorted(set(files_of(settings))):
        source = LIBRARY / "share/opencc" / file
        tool = LIBRARY / "bin/opencc_dict"  # comes with the package
        command = [str(tool), "-i", str(source), "-o", str(out), *["-f", "ocd2", "-t", "text"]]
        subprocess.run(command, check=True)  # noqa: S603  # our own words
        lines = (line.split("\t") for line in out.read_text(encoding="utf-8").splitlines())
        entries += [(key, values.split(" ")) for key, values in lines]
    return entries


@pytest.fixture(scope="module")
def becomes(dictionary: list[tuple[str, list[str]]]) -> dict[str, set[str]]:
    """What a character may become in one round: by itself, or within any phrase."""
    found = defaultdict[str, set[str]](set)
    for key, (value, *_) in dictionary:
        for before, after in zip(key, value, strict=True):
            found[before] |= {CONVERT(before)} | ({after} if len(key) > 1 else set())
    for character in {one for many in list(found.values()) for one in many}:
        found[character].add(CONVERT(character))
    return dict(found)


def ends(character: str, becomes: dict[str, set[str]]) -> set[str]:
    """Return what a character may be when nothing changes any more."""
    reached, left = set[str](), [character]
    while left:
        one = left.pop()
        left += becomes[one] - reached - {one} if one not in reached else set()
        reached.add(one)
    return {one for one in reached if one in becomes[one]}


def test_the_dictionaries_are_read(dictionary: list[tuple[str, list[str]]]) -> None:
    phrases = [(key, values[0]) for key, values in dictionary if len(key) > 1]

    assert len(dictionary) > 5000
    assert len(phrases) > 400
    assert [(key, value) for key, value in phrases if CONVERT(key) != value] == []


def test_no_entry_changes_the_length(dictionary: list[tuple[str, list[str]]]) -> None:
    odd = [key for key, values in dictionary if {len(value) for value in values} != {len(key)}]

    assert odd == []


def test_the_unsteady_characters_are_those_that_words_around_them_decide(
    becomes: dict[str, set[str]],
) -> None:
    unsteady = set[str]()
    for character in becomes:
        found = ends(character, becomes)
        unsteady |= found if len(found) > 1 else set()

    assert {one for one in unsteady if "\u4e00" <= one <= "\u9fff"} == _UNSTEADY


def test_sure_characters_are_the_same_wherever_a_phrase_is_cut(
    dictionary: list[tuple[str, list[str]]],
) -> None:
    changed = set[str]()
    for phrase in (key for key, _ in dictionary if len(key) > 1):
        whole = simplified(phrase)
        for at in range(1, len(phrase)):
            parted = simplified(phrase[:at]) + simplified(phrase[at:])
            changed |= {
                one for pair in zip(whole, parted, strict=True) if len({*pair}) > 1 for one in pair
            }

    assert {one for one in changed if "\u4e00" <= one <= "\u9fff"} <= _UNSTEADY
    assert len(changed) > 40


def test_nothing_changes_after_the_rounds_that_are_made(becomes: dict[str, set[str]]) -> None:
    reached = {character: {character} for character in becomes}
    for _ in range(MOST_ROUNDS - 1):  # the last round only sees that nothing changes
        reached = {
            character: {after for one in now for after in becomes[one]}
            for character, now in reached.items()
        }

    moving = {one for now in reached.values() for one in now if one not in becomes[one]}
    assert moving == set()
