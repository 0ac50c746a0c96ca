"""What parses, as one word: rows of another parser are parsed anew, those of the same one are not.

A comment changes nothing that is read, and neither does how rows are kept or shown. A sign in a
table of look-alikes does, and so does another version of a plug-in.
"""

from __future__ import annotations

import ast
import functools
import hashlib
import importlib.metadata
from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path

from govreport.ocr import Ocr, engine_version, is_installed
from govreport.readers.plug_ins import GROUP
from govreport.zh.kept import kept

__all__ = ["parser_now", "parser_version"]

#: Rooms that read nothing: how a batch runs, and how results are shown.
_OUTSIDE = ("batch/", "cli", "serve/", "export/html/", "export/terminal/")
#: What stands before the engine that reads pictures.
OCR = "+ocr:"
#: What is code, and what is only looked at; every other file is data.
_CODE, _LOOKS = ".py", {".css", ".html", ".js", ".svg", ".typed", ".pyc", ".pyi"}


def parser_now(parser: str) -> str:
    """Return what parses now as that parser did: with OCR, or without."""
    return parser_version("auto" if OCR in parser else "never")


@functools.cache
def parser_version(ocr: Ocr = "never") -> str:
    """Return what parses: the version of govreport, and a hash of its code, its data files and the
    versions of the reader plug-ins; where pictures of pages are read, also of what reads them.

    Whoever adds a variant to a form gets a store of that form, and not of the one before. Code is
    compared without comments, docstrings and layout, alike under every version of Python.
    """
    files = [*_files(Path(str(resources.files("govreport"))))]
    plug_ins = sorted(_plug_ins())
    whole = hashlib.sha256("\0".join(plug_ins).encode())
    for name, data in files:
        whole.update(name.encode() + b"\0" + data + b"\0")
    # What code says takes seconds to find out; as long as no byte changed it says the same.
    said = kept(f"parser {whole.hexdigest()}", str, lambda: _hashed(files, plug_ins))
    by = f"{OCR}{engine_version()}" if ocr != "never" and is_installed() else ""
    return f"{importlib.metadata.version('govreport')}+{said}{by}"


def _files(package: Path) -> Iterator[tuple[str, bytes]]:
    """What counts, by its name."""
    for path in sorted(package.rglob("*")):
        name = path.relative_to(package).as_posix()
        if not name.startswith(_OUTSIDE) and path.suffix not in _LOOKS and path.is_file():
            yield name, path.read_bytes()


def _hashed(files: Sequence[tuple[str, bytes]], plug_ins: Sequence[str]) -> str:
    digest = hashlib.sha256()
    for name, data in files:
        if name.endswith(_CODE):
            data = "\n".join(_said(_without_docstrings(ast.parse(data)))).encode()
        digest.update(name.encode() + b"\0" + data + b"\0")
    for plug_in in plug_ins:
        digest.update(plug_in.encode() + b"\0")
    return digest.hexdigest()[:8]


def _plug_ins() -> Iterator[str]:
    for point in importlib.metadata.entry_points(group=GROUP):
        came = f"{point.dist.name} {point.dist.version}" if point.dist else ""
        yield f"{point.name} {point.value} {came}"


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = node.body[ast.get_docstring(node, clean=False) is not None :]
    return tree


def _said(node: ast.AST) -> Iterator[str]:
    """A tree in words: what is empty is left out, as each version of Python adds fields."""
    yield type(node).__name__
    for name, value in ast.iter_fields(node):
        if value is None or value == []:
            continue
        yield name
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, ast.AST):
                yield from _said(each)
            else:
                yield repr(each)
    yield ")"
