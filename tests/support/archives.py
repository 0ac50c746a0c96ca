"""Archives made to be walked: containers of every kind, some of them hostile."""

from __future__ import annotations

import gzip
import io
import os
import struct
import subprocess
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, Protocol

__all__ = [
    "Rar",
    "Secret",
    "bomb",
    "broken_member",
    "gbk_zip",
    "gz",
    "nested",
    "rar4",
    "rar5",
    "report_text",
    "seven_zip",
    "tar",
    "tarred",
    "write",
    "zip_of",
]

Files = Mapping[str, bytes]
#: What of a RAR asks for a password.
Secret = Literal["headers", "files"]


class Rar(Protocol):
    """What makes a RAR."""

    def __call__(self, files: Files, *, secret: Secret | None = None) -> bytes: ...


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


def tarred(name: str, data: bytes) -> bytes:
    """A tar of one file and nothing else."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        info = tarfile.TarInfo(name)
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def gz(data: bytes) -> bytes:
    """One file compressed."""
    return gzip.compress(data, mtime=0)


def seven_zip(files: Files) -> bytes:
    """A 7z, uncompressed, so that a byte of a member can be found in it."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder, "in"), files)
        out = Path(folder, "out.7z")
        options = ["--format=7zip", "--options", "compression=store"]
        command = ["bsdtar", "-c", "-f", str(out), *options, "-C", f"{folder}/in", "--", *files]
        subprocess.run(command, check=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
        return out.read_bytes()


def rar4(files: Files, *, secret: Secret | None = None) -> bytes:
    """A RAR of the old format, uncompressed, with names in UTF-8; what is ``secret`` is marked as
    encrypted."""

    def block(kind: int, flags: int, rest: bytes) -> bytes:
        body = struct.pack("<BHH", kind, flags, 7 + len(rest)) + rest
        return struct.pack("<H", zlib.crc32(body) & 0xFFFF) + body

    parts = [b"Rar!\x1a\x07\x00", block(0x73, 0x80 * (secret == "headers"), bytes(6))]
    for name, data in files.items():
        raw = name.encode()
        about = struct.pack(
            *("<LLBLLBBHL", len(data), len(data), 3, zlib.crc32(data), 0, 20, 0x30, len(raw)),
            0o100644,
        )
        parts += [block(0x74, 0x8200 | 0x04 * (secret == "files"), about + raw), data]
    return b"".join((*parts, block(0x7B, 0x4000, b"")))


def rar5(files: Files, *, secret: Secret | None = None) -> bytes:
    """A RAR of the new format, uncompressed; what is ``secret`` is marked as encrypted."""

    def number(value: int) -> bytes:
        low, high = value & 0x7F, value >> 7
        return bytes([low | 0x80]) + number(high) if high else bytes([low])

    def block(*fields: int | bytes) -> bytes:
        body = b"".join(number(f) if isinstance(f, int) else f for f in fields)
        sized = number(len(body)) + body
        return struct.pack("<L", zlib.crc32(sized)) + sized

    parts = [b"Rar!\x1a\x07\x01\x00", block(1, 0, 0)]
    if secret == "headers":
        parts.insert(1, block(4, 0, 0, 1, 15, bytes(16 + 12)))
    for name, data in files.items():
        raw, crc = name.encode(), struct.pack("<L", zlib.crc32(data))
        about = (len(data), 4, len(data), 0o100644, crc, 0, 1, len(raw), raw)
        if secret == "files":
            extra = bytes([50, 1, 0, 0, 15]) + bytes(32 + 14)
            parts += [block(2, 3, len(extra), *about, extra), data]
        else:
            parts += [block(2, 2, *about), data]
    return b"".join((*parts, block(5, 0, 0)))


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
