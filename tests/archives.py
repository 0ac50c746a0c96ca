"""Archives made to be walked: containers of every kind, some of them hostile."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

__all__ = [
    "bomb",
    "broken_member",
    "gbk_zip",
    "gz",
    "nested",
    "report_text",
    "tar",
    "write",
    "zip_of",
]

Files = Mapping[str, bytes]


def report_text(organ: str, year: int, note: str = "") -> bytes:
    """A short report as plain text, quick to parse."""
    title = f"{year}年度{organ}政府信息公开工作年度报告"
    body = f"一、总体情况\n本年度按要求开展工作。{note}\n二、存在的主要问题\n无。"
    return f"{title}\n{body}\n{organ}\n{year + 1}年1月20日\n".encode()


def zip_of(files: Files, *, level: int = 6) -> bytes:
    """A zip whose names are marked as UTF-8 where they need it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def gbk_zip(files: Files, encoding: str = "gbk") -> bytes:
    """A zip as Windows writes it: names in the local code page, and no mark of it."""
    ascii_names = {f"{number:04d}": name.encode(encoding) for number, name in enumerate(files)}
    longer = {short.ljust(len(raw), "_"): raw for short, raw in ascii_names.items()}
    data = zip_of(dict(zip(longer, files.values(), strict=True)))
    for short, raw in longer.items():
        data = data.replace(short.encode(), raw)
    return data


def tar(files: Files, *, mode: str = "w") -> bytes:
    """A tar, or with ``w:gz`` a tar.gz, with a link and a folder among the files."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
        folder = tarfile.TarInfo("folder")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
    return out.getvalue()


def gz(data: bytes) -> bytes:
    """One file compressed."""
    return gzip.compress(data, mtime=0)


def nested(data: bytes, depth: int) -> bytes:
    """A file in a zip in a zip, so many of them."""
    for number in range(depth):
        data = zip_of({"a.txt" if number == 0 else f"{number}.zip": data})
    return data


def bomb(size: int) -> bytes:
    """A zip with one small report and one member of zeros that unpacks to so many bytes."""
    files = {"a.txt": report_text("青澜市云浦区科技局", 2020), "zeros.txt": bytes(size)}
    return zip_of(files, level=9)


def broken_member(files: Files, name: str) -> bytes:
    """A zip in which one member's bytes do not give its checksum."""
    data = bytearray(zip_of(files))
    at = data.index(name.encode())
    (length,) = struct.unpack_from("<H", data, at - 4)
    data[at + length + 6] ^= 0xFF
    return bytes(data)


def write(folder: Path, files: Files) -> Path:
    """Write files below a folder, and return it."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder
