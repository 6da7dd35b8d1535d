"""What all manifests of a folder of deliveries say together.

Belongs here: which of several manifests counts. Does not belong here: reading one (`manifest`).
"""

import os
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.intake.listing import manifests
from pipeline.intake.manifest import Entry, remarks
from pipeline.intake.refusal import refusal


@dataclass(slots=True)
class Told:
    """Entries and doubts by source_path; `refused`: manifests that cannot be read."""

    entries: dict[str, Entry] = field(default_factory=dict)
    doubts: dict[str, dict[str, str]] = field(default_factory=dict)
    refused: dict[str, Path] = field(default_factory=dict)


def told_in(folder: Path) -> Told:
    """Read every manifest of a folder; one nearer to the file counts more.

    Raises:
        SourceError: a manifest is no table with the column `file`.
    """
    told = Told()
    for name, manifest in sorted(manifests(folder).items(), key=lambda one: len(one[1].parts)):
        if refusal(manifest, folder):
            told.refused[name] = manifest
            continue
        seen: set[str] = set()
        for one in remarks(manifest, os.path.dirname(name)):  # noqa: PTH120  # a source_path
            if one.source_path not in seen:
                told.doubts.pop(one.source_path, None)
            seen.add(one.source_path)
            told.entries[one.source_path] = one.entry
            if one.rule_id:
                told.doubts.setdefault(one.source_path, {})[one.rule_id] = one.printed
    return told
