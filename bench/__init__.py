"""Measures what reading costs beside the bare parse; `python -m bench` says how to read it."""
