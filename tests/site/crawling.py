"""Crawls the sites in a process to be killed: `python -m tests.site.crawling HOME DAYS`.

Belongs here: one crawl, told in one line when it is over. Does not belong here: who kills it.
"""

import sys
from datetime import timedelta
from pathlib import Path

from pipeline.intake.crawl.crawl import crawl
from pipeline.intake.crawl.sources import load_sources
from pipeline.intake.project import Project
from tests.site.rehearsal import FILE, NIGHT


def main() -> None:
    home, at = Path(sys.argv[1]), NIGHT + timedelta(days=int(sys.argv[2]))
    summary = crawl(Project(home).example, load_sources(home / FILE, example=True), at)
    sys.stdout.write(f"{summary.outcome} {summary.new}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
