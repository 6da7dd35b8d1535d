"""How far the tests go: a part of the way every day, all of it under OGI_SOAK=1."""

import os
from typing import Final

LONG: Final = os.environ.get("OGI_SOAK") == "1"


def extent(whole: int) -> int:
    """Return how many examples are tried: of some drawn at random, a third every day."""
    return whole if LONG else -(-whole // 3)
