"""The models: where lines of text stand on a picture, which way up it is, what a line says.

Only the models of rapidocr are used (PP-OCRv6 small, Apache-2.0), each run by onnxruntime as it is:
what is asked of them here is narrower, and a character's own probability is needed.
"""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import cv2
import numpy as np
import onnxruntime

from govreport.ocr.picture import Picture, Pixels

__all__ = [
    "Glyph",
    "Reading",
    "is_sideways",
    "is_upside_down",
    "read_lines",
    "text_boxes",
]

#: The files of the models in rapidocr's package.
DETECTION = "PP-OCRv6_det_small.onnx"
RECOGNITION = "PP-OCRv6_rec_small.onnx"
DIRECTION = "ch_ppocr_mobile_v2.0_cls_mobile.onnx"
#: Lines are read at this height, at least so wide, so many at a time, and no more than are so wide
#: together: each pixel of width takes 20 kB.
HEIGHT, LEAST_WIDTH, BATCH, TOGETHER = 48, 96, 16, 3_200
#: So wide a part of a line tells which way up it is.
DIRECTION_WIDTH = 192
#: A line longer than this many heights is pressed together.
LONGEST = 60
#: Pages are looked over at most this large, in pixels; at a glance, this large.
LOOK, GLANCE = 1_280, 640
#: What the detection says of a pixel to make it text, and of a box on the average.
TEXT, BOX = 0.3, 0.25
#: How far a box is widened: the model shrinks them.
UNCLIP = 1.6
_MEAN = np.array([0.485, 0.456, 0.406], np.float32)
_DEVIATION = np.array([0.229, 0.224, 0.225], np.float32)


class Glyph(NamedTuple):
    """A character that was read: how likely it is, and where its middle is, as a share of the
    line's width."""

    text: str
    probability: float
    middle: float


class Reading(NamedTuple):
    """What a line says."""

    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def lowest(self) -> float:
        """The probability of the least likely character, 0 of a line without any."""
        return min((glyph.probability for glyph in self.glyphs), default=0.0)


class Box(NamedTuple):
    """A place on a picture, in its pixels."""

    x0: int
    top: int
    x1: int
    bottom: int


def text_boxes(picture: Picture, most: int = LOOK) -> list[Box]:
    """Return where lines of text stand on a picture, from the top; it is made no larger than
    ``most`` pixels before it is looked over."""
    height, width = picture.shape[:2]
    scale = min(1.0, most / max(height, width))
    wide, high = (max(32, round(side * scale / 32) * 32) for side in (width, height))
    small = cv2.resize(picture, (wide, high), interpolation=cv2.INTER_AREA)
    colours = cv2.cvtColor(small, cv2.COLOR_GRAY2RGB).astype(np.float32) / 255
    found = _run(DETECTION, ((colours - _MEAN) / _DEVIATION).transpose(2, 0, 1)[None])[0, 0]
    _, _, stats, _ = cv2.connectedComponentsWithStats((found > TEXT).astype(np.uint8))
    boxes = []
    for left, top, w, h, _ in stats[1:].tolist():
        if min(w, h) < 3 or float(found[top : top + h, left : left + w].mean()) < BOX:
            continue
        room = w * h * UNCLIP / (2 * (w + h))
        x0, y0 = (left - room) * width / wide, (top - room) * height / high
        x1, y1 = (left + w + room) * width / wide, (top + h + room) * height / high
        boxes.append(
            Box(max(0, round(x0)), max(0, round(y0)), min(width, round(x1)), min(height, round(y1)))
        )
    return sorted(boxes, key=lambda box: (box.top, box.x0))


def is_sideways(picture: Picture) -> bool:
    """Whether most of the text on a picture runs up or down."""
    boxes = text_boxes(picture, GLANCE)
    high = sum((b.bottom - b.top) ** 2 for b in boxes if b.bottom - b.top > 2 * (b.x1 - b.x0))
    wide = sum((b.x1 - b.x0) ** 2 for b in boxes if b.x1 - b.x0 > 2 * (b.bottom - b.top))
    return high > wide


def is_upside_down(lines: Sequence[Picture]) -> bool:
    """Whether most of some lines of text stand on their heads."""
    if not lines:
        return False
    stack = np.stack([_normalised(line, DIRECTION_WIDTH) for line in lines])
    turned = _run(DIRECTION, stack)
    return bool((turned[:, 1] > turned[:, 0]).mean() > 0.5)


def read_lines(lines: Sequence[Picture]) -> list[Reading]:
    """Return what pictures of one line each say, in their order."""
    order = sorted(range(len(lines)), key=lambda n: _width_of(lines[n]))
    out: dict[int, Reading] = {}
    for lot in _lots(order, [_width_of(line) for line in lines]):
        width = max(_width_of(lines[n]) for n in lot)
        said = _run(RECOGNITION, np.stack([_normalised(lines[n], width) for n in lot]))
        for n, scores in zip(lot, said, strict=True):
            out[n] = _decoded(scores, width / _width_of(lines[n]))
    return [out[n] for n in range(len(lines))]


def _lots(order: Sequence[int], widths: Sequence[int]) -> Iterator[list[int]]:
    """The lines that are read together: narrow ones first."""
    lot: list[int] = []
    for n in order:
        if lot and (len(lot) == BATCH or (len(lot) + 1) * widths[n] > TOGETHER):
            yield lot
            lot = []
        lot.append(n)
    if lot:
        yield lot


def _width_of(line: Picture) -> int:
    height, width = line.shape[:2]
    return max(LEAST_WIDTH, min(LONGEST * HEIGHT, -int(-HEIGHT * width // height)))


def _normalised(line: Picture, width: int) -> Pixels:
    """A line of that width, the rest of it empty, as the models take it."""
    own_height, own_width = line.shape[:2]
    across = max(1, min(width, round(HEIGHT * own_width / own_height)))
    scaled = cv2.resize(line, (across, HEIGHT), interpolation=cv2.INTER_CUBIC)
    out = np.zeros((3, HEIGHT, width), np.float32)
    out[:, :, :across] = (scaled.astype(np.float32) / 255 - 0.5) / 0.5
    return out


def _decoded(scores: Pixels, stretch: float) -> Reading:
    """The best characters, each told once however many steps it takes (CTC)."""
    best = scores.argmax(axis=1)
    signs = _signs()
    glyphs: list[Glyph] = []
    start = 0
    for end in range(1, len(best) + 1):
        if end < len(best) and best[end] == best[start]:
            continue
        if best[start] != 0:
            probability = float(scores[start:end, best[start]].max())
            middle = (start + end) / 2 / len(best) * stretch
            glyphs.append(Glyph(signs[best[start]], probability, min(middle, 1.0)))
        start = end
    return Reading(tuple(glyphs))


@functools.cache
def _signs() -> list[str]:
    said = _session(RECOGNITION).get_modelmeta().custom_metadata_map["character"]
    return ["", *said.split("\n"), " "]


def _run(model: str, data: Pixels) -> Any:
    session = _session(model)
    return session.run(None, {session.get_inputs()[0].name: data.astype(np.float32)})[0]


@functools.cache
def _session(model: str) -> Any:
    """A model ready to run, on one thread: batches run several processes side by side."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    path = importlib.resources.files("rapidocr") / "models" / model
    return onnxruntime.InferenceSession(
        path.read_bytes(), options, providers=["CPUExecutionProvider"]
    )
