"""The engine that recognises one line of text in a picture.

Belongs here: calls of rapidocr, and how a line is shown to it. Does not belong here: whether what
it says is believed (pipeline.documents.scan.trust). The model is in the wheel; nothing is fetched.
"""

from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

import cv2
import numpy as np

from pipeline.documents.scan.bitmap import Grey

_SHAPE: Final = (3, 48, 96)  # as high as the model sees, as wide as a short number is
_PAD: Final = 0.18  # of the height of a line: as much white around it


class Said(NamedTuple):
    """What the engine says of a line, and how sure it is."""

    text: str
    score: float


def recognised(line: Grey, pad: float = _PAD) -> Said:
    """Recognise one line.

    Args:
        line: the picture of the line, cut close.
        pad: so much white is put around it, of its height.
    """
    high = line.shape[0]
    margin = max(round(pad * high), 2)
    framed = cv2.copyMakeBorder(
        line, margin, margin, 2 * margin, 2 * margin, cv2.BORDER_CONSTANT, value=(255, 255, 255)
    )
    shown = np.stack([framed] * 3, axis=-1)
    said = _engine()(shown, use_det=False, use_cls=False, use_rec=True)
    if not said.txts:
        return Said("", 0.0)
    return Said(str(said.txts[0]).strip(), float(said.scores[0]))


@cache
def _engine() -> Any:  # noqa: ANN401  # has no types
    from rapidocr import RapidOCR  # noqa: PLC0415  # slow to load: not before a page needs it

    models = files("rapidocr") / "models"
    model = next(one for one in models.iterdir() if "_rec_" in one.name)
    threads = "EngineConfig.onnxruntime"
    return RapidOCR(
        params={
            "Rec.model_path": str(model),
            "Rec.rec_img_shape": list(_SHAPE),
            f"{threads}.intra_op_num_threads": 1,
            f"{threads}.inter_op_num_threads": 1,
            "Global.log_level": "error",
        }
    )
