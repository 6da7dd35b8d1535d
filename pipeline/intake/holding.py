"""What a site says of holding back, `config/holding.toml`.

Belongs here: its thresholds in place of those of schemas/holding.toml. Does not belong here: what
is held back (pipeline.quality.holding).
"""

import tomllib
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from pipeline.errors import SourceError
from pipeline.intake.table import read_text
from schemas.holding import Policy, policy

FILE: Final = "holding.toml"


def load_policy(path: Path) -> Policy:
    """Read the thresholds; a file that is not there leaves all as they are.

    Raises:
        SourceError: it says something else, or no number where one should be.
    """
    if not path.exists():
        return policy()
    try:
        return policy(tomllib.loads(read_text(path).text.removeprefix("\ufeff")))
    except tomllib.TOMLDecodeError as exc:
        raise SourceError(f"{path}: expected TOML, found {exc}") from exc
    except ValidationError as exc:
        told = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in exc.errors())
        names = ", ".join(Policy.model_fields)
        raise SourceError(f"{path}: expected any of {names}, found {told}") from exc
