"""The package as it is shipped: metadata, files, public names, and what importing it costs."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
import regex

import govreport

ROOT = Path(__file__).parents[1]

PUBLIC = """
    parse parse_many open_store read check series diff json_schema Limits Failure
    Point Series Difference Differences
    Report Section TextPart TablePart Annex Metric Metrics Quantity Finding Issuer Name Period
    Evidence Source State Certainty Severity
    Document Paragraph Table Cell Picture Link Notice Origin Box
    GovReportError SourceUnavailable UnsupportedFormat EncryptedDocument CorruptDocument NotAReport
    LimitExceeded ToolUnavailable
    Rule rules MeasureValue MeasurePoint measure_series
    concepts forms Catalogue UnknownName __version__
"""


def python(code: str) -> str:
    """Run code in a fresh interpreter."""
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_metadata() -> None:
    about = metadata.metadata("govreport")
    assert about["Name"] == "govreport"
    assert about["License-Expression"] == "MIT"
    assert about["Requires-Python"] == ">=3.11"
    extras = {
        "all",
        "arrow",
        "excel",
        "libarchive",
        "ocr",
        "pandas",
        "plot",
        "polars",
        "ray",
        "serve",
    }
    assert set(about.get_all("Provides-Extra") or ()) == extras
    core = {
        regex.match(r"[\w.-]+", line)[0]  # type: ignore[index]
        for line in metadata.requires("govreport") or ()
        if "extra ==" not in line
    }
    assert core == {
        *("attrs", "click", "lxml", "msgspec", "olefile", "pdfplumber", "regex"),
        *("rich", "xlrd"),
    }
    [script] = metadata.distribution("govreport").entry_points.select(group="console_scripts")
    assert (script.name, script.value) == ("govreport", "govreport.cli.main:main")


def test_public_names_are_these_and_no_others() -> None:
    assert govreport.__all__ == sorted(PUBLIC.split())
    assert [name for name in dir(govreport) if name in govreport.__all__] == govreport.__all__


@pytest.mark.parametrize("name", PUBLIC.split())
def test_public_names_are_in_the_reference_and_in_the_typing_test(name: str) -> None:
    assert f"`{name}`" in (ROOT / "docs/reference/api.md").read_text(encoding="utf-8")
    assert f"gr.{name}" in (ROOT / "tests/typing/api.py").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "before",
    [
        "govreport.read",
        "import govreport.pipeline",
        "from govreport.pipeline import read",
        "from govreport import *",
    ],
)
def test_public_functions_are_functions_whatever_is_used_before(before: str) -> None:
    code = (
        f"import govreport\n{before}\nprint(callable(govreport.parse), callable(govreport.check))"
    )
    assert python(code) == "True True\n"


def test_importing_the_package_imports_nothing_heavy() -> None:
    code = "import sys, govreport\nprint(*sorted({name.partition('.')[0] for name in sys.modules}))"
    heavy = {"pandas", "polars", "pdfplumber", "pdfminer", "pypdfium2", "docx", "lxml", "rich"}
    assert heavy & set(python(code).split()) == set()


def test_the_model_loads_nothing_that_stands_above_it_and_no_scanner() -> None:
    code = "import sys, govreport.model\nprint(*sys.modules)"
    loaded = python(code).split()
    own = {name for name in loaded if name.startswith("govreport.")}
    below = {"document", "errors", "language", "record", "shown", "zh"}
    assert {name.split(".")[1] for name in own} == {"model", *below}
    assert {name for name in own if name.startswith("govreport.zh.")} == {
        "govreport.zh.labels",
        "govreport.zh.types",
    }
    assert "regex" not in loaded


def test_help_imports_neither_readers_nor_rich() -> None:
    code = """
import sys
from govreport.cli.main import cli
cli.main(["--help"], standalone_mode=False)
print(*sorted(name for name in sys.modules if name.startswith(("govreport.", "rich"))))
"""
    loaded = set(python(code).splitlines()[-1].split())
    commands = (
        *("batch", "check", "diff", "export", "forms", "parse", "places", "rollup"),
        *("rules", "score", "serve"),
    )
    about = ("failure", "inputs", "language", "main", "output", "progress", "verbose", "view")
    own = ("cli", *(f"cli.{name}" for name in (*commands, *about)), "errors", "language", "shown")
    assert loaded == {f"govreport.{name}" for name in own}


def test_a_file_is_parsed_without_what_archives_and_other_formats_need(tmp_path: Path) -> None:
    text = "2018年度某市某局政府信息公开工作年度报告\n一、概述\n共收到申请12件。"
    path = tmp_path / "report.txt"
    path.write_text(text, encoding="utf-8")
    code = f"""
import sys
import govreport.cli.main
govreport.cli.main.cli.main(["parse", "--json", {str(path)!r}], standalone_mode=False)
print(*sys.modules)
"""
    loaded = set(python(code).splitlines()[-1].split())
    assert "govreport.readers.text.reader" in loaded
    assert not {"govreport.batch", "govreport.readers.word.docx.reader", "rich"} & loaded
    assert not {"email.message", "importlib.metadata", "logging.config", "pdfplumber"} & loaded


def test_the_wheel_ships_every_file_of_the_package(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    [wheel] = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        shipped = {name for name in archive.namelist() if name.startswith("govreport/")}
    package = ROOT / "src/govreport"
    files = {
        path.relative_to(package.parent).as_posix()
        for path in package.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert shipped == files
    for name in (
        "py.typed",
        "checks/rules/existence.toml",
        "zh/data/units.toml",
        "export/html/page.css",
    ):
        assert f"govreport/{name}" in shipped
