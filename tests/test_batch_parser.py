"""What counts as another parser: code and data that read, and plug-ins; not words about them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import regex

from govreport.batch.store.parser import parser_now, parser_version
from support.plug_ins import install

Version = Callable[[], str]

CODE = '''"""What it is about."""

NAME = "a"  # a remark


def f(x: int) -> int:
    """Return it."""
    return x
'''
FILES = {
    "zh/numerals.py": CODE,
    "forms/editions/2014.toml": "a = 1",
    "zh/data/lookalikes.tsv": "a\tb",
    "readers/pdf/page/stand_in.ttf": "a",
    "places/places.csv.gz": "a",
    "export/html/page.css": "a",
    "batch/run.py": CODE,
    "cli/main.py": CODE,
    "py.typed": "",
}


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package in the place of ours."""
    folder = tmp_path / "govreport"
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    monkeypatch.setattr("govreport.batch.store.parser.resources.files", lambda _: folder)
    return folder


@pytest.fixture
def version() -> Iterator[Version]:
    def anew() -> str:
        parser_version.cache_clear()
        return parser_version()

    yield anew
    parser_version.cache_clear()


def test_what_reads_pictures_counts_where_it_is_asked_for(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions = {"rapidocr": "3.9.1", "onnxruntime": "1.2"}
    monkeypatch.setattr("govreport.ocr.is_installed", lambda: True)
    monkeypatch.setattr("govreport.batch.store.parser.is_installed", lambda: True)
    monkeypatch.setattr(
        "govreport.ocr.importlib.metadata.version", lambda name: versions.get(name, "0.0.0")
    )
    parser_version.cache_clear()
    plain, read = parser_version(), parser_version("auto")
    assert read == f"{plain}+ocr:rapidocr-3.9.1+onnxruntime-1.2"
    assert (parser_now(plain), parser_now(read)) == (plain, read)
    versions["rapidocr"] = "4.0"
    parser_version.cache_clear()
    assert (parser_now(plain) == plain, parser_now(read) == read) == (True, False)
    parser_version.cache_clear()


def test_it_names_the_release(package: Path, version: Version) -> None:
    assert regex.fullmatch(r"\d+\.\d+\.\d+\+[0-9a-f]{8}", version())


@pytest.mark.parametrize(
    ("name", "differs"),
    [
        ("zh/numerals.py", True),
        ("forms/editions/2014.toml", True),
        ("zh/data/lookalikes.tsv", True),
        ("readers/pdf/page/stand_in.ttf", True),
        ("places/places.csv.gz", True),
        ("export/html/page.css", False),
        ("batch/run.py", False),
        ("cli/main.py", False),
        ("py.typed", False),
    ],
)
def test_files_that_count(name: str, differs: bool, package: Path, version: Version) -> None:
    before = version()
    (package / name).write_text("changed = 1")
    assert (version() != before) is differs


def test_a_new_data_file_counts(package: Path, version: Version) -> None:
    before = version()
    (package / "zh/data/more.json").write_text("{}")
    assert version() != before


@pytest.mark.parametrize(
    ("old", "new", "differs"),
    [
        ("  # a remark", "  # another one", False),
        ("What it is about.", "What else it is about.", False),
        ('"""Return it."""', '"""Return what came."""', False),
        ("\n\n\ndef", "\n\n\n# ---\n\n\ndef", False),
        ("f(x: int) -> int", "f(\n    x: int,\n) -> int", False),
        ('NAME = "a"', 'NAME = "b"', True),
        ("return x", "return -x", True),
        ("x: int", "x: str", True),
    ],
    ids=["remark", "docstring", "of a function", "blank lines", "layout", "value", "code", "type"],
)
def test_what_of_code_counts(
    old: str, new: str, differs: bool, package: Path, version: Version
) -> None:
    before = version()
    assert old in CODE
    (package / "zh/numerals.py").write_text(CODE.replace(old, new, 1))
    assert (version() != before) is differs


def test_a_statement_that_follows_another_is_not_part_of_it(
    package: Path, version: Version
) -> None:
    (package / "zh/numerals.py").write_text("if x:\n    a()\n    b()\n")
    before = version()
    (package / "zh/numerals.py").write_text("if x:\n    a()\nb()\n")
    assert version() != before


def test_plug_ins_and_their_versions_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: Version
) -> None:
    found = [version()]
    for number in ("1.0", "1.1"):
        folder = tmp_path / number
        folder.mkdir()
        install(folder, version=number)
        with monkeypatch.context() as patch:
            patch.syspath_prepend(folder)
            found.append(version())
    assert len(set(found)) == 3
    assert version() == found[0]
