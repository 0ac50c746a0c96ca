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


UNIT = """
import govreport as gr

heads = "统计指标\\t单位\\t统计数"
rows = ["收到申请数\\t趟\\t7", "申请办结数\\t趟\\t6", "申请答复数\\t趟\\t5"]
text = "\\n".join(["2018年度云浦区水务局政府信息公开工作年度报告", heads, *rows, ""])
report = gr.parse(text.encode())
assert [(m.value, m.unit) for m in report.metrics] == [(7, "趟"), (6, "趟"), (5, "趟")], report
text = "2018年度云浦区水务局政府信息公开工作年度报告\\n一、概述\\n全年下乡9趟。\\n"
said = gr.parse(text.encode())
assert [(q.value, q.unit) for q in said.quantities] == [(9, "趟")], said.quantities
"""


def test_a_unit_is_one_word(package: Path) -> None:
    units = package / "govreport/zh/data/units.toml"
    text = units.read_text(encoding="utf-8")
    units.write_text(text.replace('[count]\ntables = """', '[count]\ntables = """\n趟'), "utf-8")
    run(package, UNIT)


CHECK = """
[[identity]]
left = ["applications.granted"]
right = ["applications.granted_in_part"]
"""

CHECKED = """
import govreport as gr
from fixtures import make_spec, write_docx
from fixtures.spec import with_figures

spec = make_spec(3, "2021")
key = ("applications.granted", (("applicant", "research"),))
spec = with_figures(spec, {**spec.figures, key: spec.figures[key] + 1})
found = gr.parse(write_docx(spec)).findings
about = [f for f in found if f.metrics[:1] == ("applications.granted",)]
assert {f.code for f in about} == {"arithmetic.sum"}, found
"""


def test_a_check_of_sums_is_an_identity(package: Path) -> None:
    form = package / "govreport/kinds/ogi/editions/2021.toml"
    form.write_text(form.read_text(encoding="utf-8") + CHECK, encoding="utf-8")
    run(package, CHECKED)


UNCHECKED = """
import govreport as gr
from fixtures import make_spec, write_docx
from fixtures.spec import with_figures

spec = make_spec(3, "2021")
key = ("applications.granted", (("applicant", "research"),))
wrong = with_figures(spec, {**spec.figures, key: spec.figures[key] + 1})
codes = {finding.code for finding in gr.parse(write_docx(wrong)).findings}
assert ("arithmetic.sum" in codes) is CHECKED, codes
"""


@pytest.mark.parametrize("left_out", ["identities", "numbering"])
def test_a_kind_leaves_a_check_out(package: Path, left_out: str) -> None:
    path = package / "govreport/kinds/ogi/kind.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(f'without_checks = ["{left_out}"]\n{text}', encoding="utf-8")
    run(package, UNCHECKED.replace("CHECKED", str(left_out != "identities")))


def test_a_check_that_a_kind_leaves_out_is_one_that_there_is(package: Path) -> None:
    path = package / "govreport/kinds/ogi/kind.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(f'without_checks = ["sums"]\n{text}', encoding="utf-8")
    run(
        package,
        "import govreport as gr, fixtures as f\n"
        "try: gr.parse(f.write_docx(f.make_spec(3, '2021')))\n"
        "except ValueError as error: assert 'ogi/kind.toml' in str(error), error\n"
        "else: raise AssertionError('taken')\n",
    )


KIND = {
    "kind.toml": 'name = "水库巡查年报"\nname_en = "annual report on reservoirs"\n',
    "wording.toml": """
title = '^.{2,40}水库巡查年报$'
title_rest = '(的)?水库巡查年报$'
sections = ['巡查情况']
""",
    "concepts.toml": "",
    "phrases.toml": """
leads = "共"
tails = "了"
[elsewhere]
titles = "问题"
[[phrase]]
id = "patrols.made"
units = "次"
before = "巡查水库"
[none]
leads = "的"
noun = []
""",
    "editions/first.toml": """
edition = "first"
name = "水库巡查统计表"
years = [2020]
source = "某号文"
article = "附件"
[[table]]
id = "patrols"
titles = ["水库巡查统计表"]
section = "巡查情况"
[[table.column]]
id = "patrols.made"
labels = ["巡查次数"]
unit = "次"
[[table.column]]
id = "patrols.faults"
labels = ["发现隐患"]
unit = "处"
""",
}

OF_A_KIND = """
import govreport as gr

text = (
    "云浦区2024年度水库巡查年报\\n水库巡查统计表\\n巡查次数\\t发现隐患\\n12\\t3\\n"
    "巡查情况\\n全年共巡查水库12次。\\n"
)
report = gr.parse(text.encode())
assert (report.kind, report.edition, report.year) == ("reservoirs", "first", 2024), report
assert [(m.id, m.value, m.unit) for m in report.metrics] == [
    ("patrols.made", 12, "次"), ("patrols.faults", 3, "处")
], report.metrics
assert [(q.concept, q.value) for q in report.quantities] == [("patrols.made", 12)], (
    report.quantities
)
assert set(report.to_frame()["report_kind"]) == {"reservoirs"}
"""


def test_a_kind_is_a_folder(package: Path) -> None:
    for name, text in KIND.items():
        path = package / "govreport/kinds/reservoirs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    run(package, OF_A_KIND)
