"""Pictures of pages: what a scanner or a camera saves."""

import regex

from govreport.readers.filetype import FileType, Said
from govreport.zh.patterns import lazy_pattern

__all__ = ["FILE_TYPES"]

_READER = "govreport.readers.picture.reader"


def _picture(id: str, called: str, *signatures: bytes | regex.Pattern[bytes]) -> FileType:
    return FileType(
        id=id,
        name=Said(f"图片（{called}）", f"a picture ({called})"),
        endings=(id,),
        reader=_READER,
        pictures=True,
        is_picture=True,
        signatures=signatures,
    )


FILE_TYPES = (
    _picture("png", "PNG", b"\x89PNG\r\n"),
    _picture("jpeg", "JPEG", b"\xff\xd8\xff"),
    _picture("gif", "GIF", b"GIF8"),
    _picture("tiff", "TIFF", b"II*\x00", b"MM\x00*"),
    # Two letters begin texts as well; the four bytes behind the size are reserved, and zero.
    _picture("bmp", "BMP", lazy_pattern(rb"BM.{4}\0{4}", regex.DOTALL)),
    _picture("webp", "WebP", lazy_pattern(rb"RIFF.{4}WEBP", regex.DOTALL)),
)
