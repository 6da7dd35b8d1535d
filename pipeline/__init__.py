"""The nightly batch pipeline, room by room; the floors are in the import contracts of pyproject."""
