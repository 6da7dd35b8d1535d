"""Banff's error localisation on records from standard input; run in an environment of its own.

Reads one JSON object: `edits`, `names` of the cells, `records` of figures, `most_seconds` a record.
Writes to the file that the first argument names: seconds taken, of each record the names of the
cells to change, none where it ran out of time, and how many did.
"""

import json
import sys
import time
from pathlib import Path

import banff
import pandas as pd


def main() -> None:
    """Localise all records at once, as the package wants it."""
    asked = json.load(sys.stdin)
    frame = pd.DataFrame(asked["records"], columns=asked["names"])
    frame.insert(0, "record", [f"r{at:06}" for at in range(len(frame))])
    began = time.process_time()
    answer = banff.errorloc(
        indata=frame,
        unit_id="record",
        edits=asked["edits"],
        time_per_obs=asked["most_seconds"],
        seed=1,
    )
    taken = time.process_time() - began
    chosen: dict[str, list[str]] = {name: [] for name in frame["record"]}
    for row in answer.outstatus.to_pylist():
        chosen[row["record"]].append(row["FIELDID"])
    found = {"seconds": taken, "chosen": list(chosen.values()), "given_up": len(answer.outreject)}
    Path(sys.argv[1]).write_text(json.dumps(found))


main()
