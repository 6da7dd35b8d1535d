"""Lets `python -m pipeline.cli` stand for `ogi`."""

from pipeline.cli.commands import main

main()
