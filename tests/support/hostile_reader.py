"""A plug-in for workers: a reader of text that does to its process what the text asks for."""

from __future__ import annotations

import ctypes
import os
import time
from pathlib import Path

from msgspec.structs import replace

from govreport.document import Document
from govreport.ocr import page_begun
from govreport.readers import file_types
from govreport.readers.limits import Limits
from govreport.readers.text.reader import read as read_text

__all__ = ["read"]

file_types()["text"] = replace(file_types()["text"], reader=__name__)


def read(data: bytes, limits: Limits) -> Document:
    """Hang, eat memory, crash or exit; otherwise read the text."""
    if b"PLEASE-HANG-UNTIL:" in data:
        while not _named(data, b"PLEASE-HANG-UNTIL:").exists():
            time.sleep(0.1)
    elif b"PLEASE-HANG" in data:
        while True:
            time.sleep(1)
    if b"PLEASE-EAT" in data:
        eaten = []
        while True:
            eaten.append(bytearray(os.urandom(1 << 20)) * 8)
    if b"PLEASE-RESERVE" in data:
        bytearray(1 << 40)
    if b"PLEASE-SEGFAULT" in data:
        ctypes.string_at(0)
    if b"PLEASE-EXIT" in data:
        os._exit(7)
    if b"PLEASE-DIE-ONCE:" in data:
        mark = _named(data, b"PLEASE-DIE-ONCE:")
        if not mark.exists():
            mark.touch()
            os._exit(9)
    for _ in range(data.count(b"PLEASE-READ-A-PAGE")):
        page_begun()
        time.sleep(0.6)
    if b"PLEASE-SLEEP" in data:
        time.sleep(0.3)
    return read_text(data, limits)


def _named(data: bytes, order: bytes) -> Path:
    return Path(data.split(order)[1].split(b"\n")[0].decode())
