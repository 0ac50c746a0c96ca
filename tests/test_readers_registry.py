"""The file types: declared where they are read, told by content, and brought by plug-ins."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

import govreport as gr
from govreport.cli.main import cli
from govreport.errors import EncryptedDocument
from govreport.readers import file_types, identify, read_document
from govreport.readers.filetype import FileType, Said, tell, zip_file_type
from govreport.readers.limits import DEFAULT_LIMITS
from support.archives import report_text
from support.compound_files import compound
from support.plug_ins import install, sealed

SOURCES = Path(gr.__file__).parent
TYPES = tuple(file_types().values())
REPORT = report_text("青澜市云浦区科技局", 2020)


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, data in members.items():
            file.writestr(name, data)
    return buffer.getvalue()


# --- what is declared ---


@pytest.mark.parametrize("type_", TYPES, ids=lambda type_: type_.id)
def test_a_type_is_declared_whole(type_: FileType) -> None:
    assert type_.name.zh
    assert type_.name.en.isascii() or type_.id == "xls"
    assert (type_.reader is None) != (type_.advice is None)
    if type_.office is not None:
        assert file_types()[type_.office].office_filter
        assert type_.endings


def test_what_reads_a_type_says_that_it_did() -> None:
    assert read_document(file_types()["text"], REPORT, DEFAULT_LIMITS).format == "text"


def test_nothing_else_lists_formats() -> None:
    """Who reads a format names it where it is declared and where its document is made."""
    # Pictures are shown and saved elsewhere as well.
    others = {"text", "html", "png", "jpeg", "gif", "tiff", "bmp", "webp"}
    ours = [type_.id for type_ in TYPES if type_.reader and type_.id not in others]
    outside = [path for path in SOURCES.rglob("*.py") if "readers" not in path.parts]
    listing = {
        path.relative_to(SOURCES).as_posix(): found
        for path in outside
        if len(found := [id for id in ours if f'"{id}"' in path.read_text("utf-8")]) > 1
    }
    assert listing == {}


def test_declarations_load_no_reader() -> None:
    code = """
import sys
from govreport.readers import file_types
file_types()
print(*sorted(sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    readers = {type_.reader for type_ in TYPES if type_.reader}
    assert loaded & (readers | {"lxml", "olefile", "pypdfium2", "xlrd", "docx"}) == set()


# --- what is told ---


@pytest.mark.parametrize("name", ["WordDocument", "WORDDOCUMENT", "worddocument"])
def test_streams_compare_without_case(name: str) -> None:
    assert identify(compound({name: b"x", "1Table": b"x"})).id == "doc"


@pytest.mark.parametrize("name", ["Workbook", "WORKBOOK", "BOOK"])
def test_streams_of_workbooks_compare_without_case(name: str) -> None:
    assert identify(compound({name: b"x"})).id == "xls"


def test_a_password_is_known_in_any_case() -> None:
    with pytest.raises(EncryptedDocument):
        identify(compound({"ENCRYPTEDPACKAGE": b"x"}))


def test_streams_of_a_file_that_cannot_be_opened_compare_without_case() -> None:
    whole = compound({"WORDDOCUMENT": b"x"})
    damaged = whole[:44] + b"\xff\xff\xff\x7f" + whole[48:]
    assert identify(damaged).id == "doc"


def test_a_text_that_begins_with_two_letters_is_no_picture() -> None:
    assert identify("BM 区 2020 年度报告".encode()).id == "text"


def test_the_surest_part_tells() -> None:
    both = ("[Content_Types].xml", "word/embeddings/x.bin", "xl/workbook.xml")
    assert getattr(zip_file_type(both, TYPES), "id", None) == "xlsx"


def test_open_document_that_does_not_say_what_it_is() -> None:
    assert identify(zipped(**{"content.xml": b"<x/>", "mimetype": b""})).id == "odf"


def test_without_a_type_for_it_a_file_is_answered() -> None:
    with pytest.raises(gr.CorruptDocument, match="of no known type"):
        tell(b"x", ())


def test_of_two_that_could_be_the_first_is_taken() -> None:
    one, two = (FileType(id=id, name=Said(id, id), signatures=(b"ab",)) for id in "12")
    assert tell(b"abc", (one, two)) is one


# --- plug-ins ---


@pytest.fixture
def plugged_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder on the path in which a plug-in is installed."""
    folder = tmp_path / "site"
    folder.mkdir()
    install(folder)
    monkeypatch.syspath_prepend(folder)
    file_types.cache_clear()
    yield folder
    file_types.cache_clear()
    sys.modules.pop("sealed_reader", None)


@pytest.mark.usefixtures("plugged_in")
def test_a_type_that_nobody_knew_is_read() -> None:
    data = sealed(REPORT.decode())
    assert identify(data).id == "sealed"
    report = gr.parse(data)
    assert (report.source.format, report.issuer.name, report.year) == (
        "sealed",
        "青澜市云浦区科技局",
        2020,
    )
    assert report.metrics == gr.parse(REPORT).metrics


def test_without_the_plug_in_it_is_text_of_no_report() -> None:
    with pytest.raises(gr.GovReportError):
        gr.parse(sealed(REPORT.decode()))


@pytest.mark.usefixtures("plugged_in")
def test_it_is_the_document_of_an_archive() -> None:
    data = zipped(**{"年报.seal": sealed(REPORT.decode()), "说明.txt": "请查收".encode()})
    assert gr.parse(data).source.format == "sealed"


@pytest.mark.usefixtures("plugged_in")
def test_a_batch_reads_it(tmp_path: Path) -> None:
    archive = tmp_path / "存档"
    archive.mkdir()
    (archive / "年报.seal").write_bytes(sealed(REPORT.decode()))
    (archive / "年报.txt").write_bytes(report_text("澄泊市望桐区水务局", 2020))
    (archive / "更多.zip").write_bytes(
        zipped(**{"一.seal": sealed(report_text("岚汀市民政局", 2020).decode())})
    )
    done = CliRunner().invoke(
        cli, ["batch", str(archive), "-o", str(tmp_path / "结果"), "--jobs", "1"]
    )
    assert done.exit_code == 0, done.output
    store = gr.open_store(tmp_path / "结果")
    assert set(store.rows("files", ("path", "format", "status"))) == {
        ("更多.zip", None, "container"),
        ("年报.seal", "sealed", "parsed"),
        ("年报.txt", "text", "parsed"),
        ("更多.zip!/一.seal", "sealed", "parsed"),
    }


def test_a_plug_in_may_replace_a_reader_of_ours(
    plugged_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = plugged_in / "sealed_reader.py"
    module.write_text(module.read_text().replace('id="sealed"', 'id="text"'))
    assert file_types()["text"].reader == "sealed_reader"
    assert len(file_types()) == len(TYPES)


@pytest.mark.parametrize("value", ["sealed_reader:NOTHING", "no_such_module", "sealed_reader:read"])
def test_a_plug_in_that_cannot_be_loaded_is_said_and_left_out(
    value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, value=value)
    monkeypatch.syspath_prepend(tmp_path)
    file_types.cache_clear()
    with pytest.warns(RuntimeWarning, match="the reader plug-in sealed .* is left out"):
        assert set(file_types()) == {type_.id for type_ in TYPES}
    file_types.cache_clear()
