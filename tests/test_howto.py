"""怎样做: what docs/howto.md says is enough to add something, is.

Each walk is made in a copy of the package, where the one file is added or changed that the page
names.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

EDITION = """
edition = "2031"
extends = "2021"
name = "政府信息公开工作年度报告（2031年格式）"
years = [2031]
source = "某号文"
article = "附件"
without = ["applications.not_processed.publications"]

[[table]]
id = "disclosure.5"

[[table.column]]
role = "label"
labels = ["信息内容"]

[[table.column]]
id = "decisions"
labels = ["年内许可决定数量"]
unit = "件"

[[table.row]]
id = "permits.online"
label = "网上办理的行政许可"

[[table]]
id = "applications"

[[table.row]]
id = "applications.refused.trade_secret"
parent = "applications.refused"
number = "9."
label = "属于本年新增的商业秘密情形"

[[identity]]
left = ["applications.answered"]
right = ["applications.granted", "applications.granted_in_part"]
relation = "<="
"""

READ = """
import govreport as gr
from fixtures import make_spec, write_docx, write_html, write_pdf, write_text, write_xlsx

spec = make_spec(3, "2031", year=2032)
assert ("permits.online.decisions", ()) in spec.figures
assert ("applications.refused.trade_secret", ()) in spec.figures
for write in (write_docx, write_html, write_pdf, write_text, write_xlsx):
    report = gr.parse(write(spec))
    assert (report.kind, report.edition, report.year) == ("ogi", "2031", 2032), report
    read = {(m.id, tuple(sorted(m.dimensions.items()))): m.value for m in report.metrics if m.unit}
    wrong = {key: (value, read.get(key)) for key, value in spec.figures.items()
             if value is not None and read.get(key) != value}
    assert not wrong, wrong
    assert report.metrics["applications.received"].value is not None
    assert len(gr.series([report], "applications.granted")) == 1
"""

FORMAT = """
from govreport.readers.filetype import FileType, Said

FILE_TYPES = (
    FileType(
        id="sealed",
        name=Said("封存文本", "a sealed text"),
        reader=f"{__name__}.reader",
        signatures=(b"SEALED/1",),
    ),
)
"""

READER = """
from govreport.document import Document, Paragraph


def read(data, limits):
    lines = data.decode().split("\\n")[1:]
    return Document(format="sealed", blocks=tuple(Paragraph(text=line) for line in lines))
"""

READ_FORMAT = """
import govreport as gr

report = gr.parse("SEALED/1\\n2018年度云浦区科技局政府信息公开工作年度报告".encode())
assert (report.source.format, report.year) == ("sealed", 2018), report
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the package that may be written to."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "src/govreport", tmp_path / "govreport", ignore=ignored)
    return tmp_path


def run(package: Path, code: str) -> None:
    """Run code with the copy of the package in the place of the package."""
    paths = f"{package}:{ROOT / 'tests'}"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": paths, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-3000:]


def test_an_edition_is_one_file(package: Path) -> None:
    (package / "govreport/kinds/ogi/editions/2031.toml").write_text(EDITION, encoding="utf-8")
    run(package, READ)


def test_a_format_is_one_package(package: Path) -> None:
    folder = package / "govreport/readers/sealed"
    folder.mkdir()
    (folder / "__init__.py").write_text(FORMAT, encoding="utf-8")
    (folder / "reader.py").write_text(READER, encoding="utf-8")
    run(package, READ_FORMAT)
