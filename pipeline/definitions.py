"""What Dagster loads: `workspace.yaml` names this module."""

import dagster as dg

from pipeline.defs.build import build_defs

defs: dg.Definitions = build_defs()
