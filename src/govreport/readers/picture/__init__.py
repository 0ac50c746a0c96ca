"""Pictures of pages: what a scanner or a camera saves."""

import re

from govreport.readers.filetype import FileType, Said

__all__ = ["FILE_TYPES"]

_READER = "govreport.readers.picture.reader"


def _picture(id: str, called: str, *signatures: bytes | re.Pattern[bytes]) -> FileType:
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
    _picture("bmp", "BMP", re.compile(rb"BM.{4}\0{4}", re.DOTALL)),
    _picture("webp", "WebP", re.compile(rb"RIFF.{4}WEBP", re.DOTALL)),
)
