"""Write the example data: `python -m tests.example_county`.

The reports of a fictional county go to data/raw/example, what a reader must find in them to
tests/cases/example_truth.csv. The same on every run and machine.
"""

from pathlib import Path
from typing import Final

from tests.building.county.files import example_files, manifest, truth

ROOT: Final = Path(__file__).parent.parent
EXAMPLE: Final = ROOT / "data" / "raw" / "example"
TRUTH: Final = ROOT / "tests" / "cases" / "example_truth.csv"


def write_example(folder: Path, truth_path: Path) -> None:
    """Write reports and manifest under a folder, and the truth beside the other cases.

    Reports of an earlier run that are no longer written are removed.
    """
    files = example_files()
    contents = {folder / file.path: file.content for file in files}
    contents[folder / "manifest.csv"] = manifest(files)
    for stale in set(folder.glob("20??/*")) - contents.keys():
        stale.unlink()
    for path, content in (*contents.items(), (truth_path, truth(files))):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


if __name__ == "__main__":
    write_example(EXAMPLE, TRUTH)
