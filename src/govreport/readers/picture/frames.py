"""The frames of a picture file, decoded."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageOps, ImageSequence

from govreport.errors import CorruptDocument, LimitExceeded

__all__ = ["count", "frame", "frames"]

#: A picture of more pixels is none of a page.
MAX_PIXELS = 120_000_000
#: The width of A4 in points, taken where a picture says nothing of its size, and the smallest and
#: largest number of dots an inch that are believed.
A4_WIDTH = 595.0
DPI = (72, 1_200)
#: Nor is one by which the page would be so much wider: a telephone says 72 of what it takes.
WIDEST = 3 * A4_WIDTH
#: What Pillow raises for damaged files.
_DAMAGE = (
    *(ArithmeticError, AttributeError, EOFError, LookupError, OSError),
    *(SyntaxError, TypeError, ValueError, struct.error),
)


def frames(data: bytes) -> Iterator[tuple[str, Image.Image, float]]:
    """Yield each frame: the format, its gray picture, and how many pixels there are to a point.

    Raises:
        CorruptDocument: it cannot be decoded.
        LimitExceeded: it has too many pixels.
    """
    with _opened(data) as image:
        for each in ImageSequence.Iterator(image):
            yield (image.format or "").lower(), *_scaled(each)


def frame(data: bytes, number: int) -> tuple[Image.Image, float]:
    """Return a frame, counted from 1: its gray picture, and how many pixels there are to a point.

    Raises:
        CorruptDocument: it cannot be decoded, or there is no such frame.
        LimitExceeded: it has too many pixels.
    """
    with _opened(data) as image:
        image.seek(number - 1)
        return _scaled(image)


def count(data: bytes) -> int:
    """Return how many frames there are.

    Raises:
        CorruptDocument: it cannot be decoded.
    """
    with _opened(data) as image:
        return int(getattr(image, "n_frames", 1))


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    try:
        with Image.open(io.BytesIO(data)) as image:
            yield image
    except Image.DecompressionBombError as error:
        raise LimitExceeded(f"a picture of more than {MAX_PIXELS} pixels") from error
    except _DAMAGE as error:
        raise CorruptDocument("a picture that cannot be decoded") from error


def _scaled(frame: Image.Image) -> tuple[Image.Image, float]:
    """A frame in gray on white, with as many pixels across as down (faxes have not), and how many
    there are to a point."""
    if frame.width * frame.height > MAX_PIXELS:
        raise LimitExceeded(f"a picture of more than {MAX_PIXELS} pixels")
    across, down = (float(each) for each in frame.info.get("dpi", (0, 0)))
    image = ImageOps.exif_transpose(frame)
    if image.mode in ("RGBA", "LA", "P"):
        ground = Image.new("RGBA", image.size, "white")
        ground.alpha_composite(image.convert("RGBA"))
        image = ground
    image = image.convert("L")
    believed = all(DPI[0] <= dpi <= DPI[1] for dpi in (across, down))
    if not believed or min(image.width / across, image.height / down) * 72 > WIDEST:
        return image, max(1.0, min(image.size) / A4_WIDTH)
    if abs(across - down) > 1:
        dpi = max(across, down)
        size = round(image.width * dpi / across), round(image.height * dpi / down)
        return image.resize(size, Image.Resampling.BILINEAR), dpi / 72
    return image, across / 72
