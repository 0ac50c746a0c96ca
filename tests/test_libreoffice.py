"""Old formats by way of LibreOffice: what it reads, and what it is kept from."""

from __future__ import annotations

import http.server
import json
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

import govreport as gr
from fixtures import Wart, converted, differences, expected, make_spec, write_docx, write_xlsx
from govreport.cli.main import cli
from govreport.intake import libreoffice

SPEC = make_spec(5, "2019")
WANT = expected(SPEC)
#: LibreOffice loses what is not Latin in the numbering of its own Rich Text: here it is typed.
TYPED = frozenset({Wart.TYPED_NUMBERS})


@pytest.mark.parametrize("ending", ["doc", "rtf", "xls"])
def test_the_same_report_as_by_our_own_readers(ending: str) -> None:
    written = write_xlsx(SPEC) if ending == "xls" else write_docx(SPEC, TYPED)
    name = "a.xlsx" if ending == "xls" else "a.docx"
    data = converted({name: written}, ending)[name]
    own, other = gr.parse(data), gr.parse(data, via="libreoffice")
    assert differences(WANT, own) == []
    assert differences(WANT, other) == []
    assert other.metrics == own.metrics
    assert (other.source.format, other.source.sha256) == (ending, own.source.sha256)
    assert [notice.code for notice in other.notices] == ["libreoffice.converted"]


def test_formats_that_nothing_here_reads() -> None:
    data = converted({"a.docx": write_docx(SPEC, TYPED)}, "fodt")["a.docx"]
    with pytest.raises(gr.UnsupportedFormat, match="a flat OpenDocument file") as caught:
        gr.parse(data)
    assert caught.value.hint.endswith("or pass --via libreoffice")
    report = gr.parse(data, via="libreoffice")
    assert differences(WANT, report) == []
    assert report.source.format == "fodt"


def test_other_formats_are_read_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert differences(WANT, gr.parse(write_docx(SPEC), via="libreoffice")) == []
    with pytest.raises(ValueError, match=r"^via: 'libreoffice' or None, not 'word'$"):
        gr.parse(b"x", via="word")  # type: ignore[arg-type]


RTF = rb"{\rtf1\ansi one\par}"


def test_without_the_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "a.rtf"
    path.write_bytes(RTF)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(gr.ToolUnavailable) as caught:
        gr.parse(path, via="libreoffice")
    message = f"{path}: LibreOffice is not installed (install it, or leave out --via)"
    assert str(caught.value) == message
    assert caught.value.code == "tool.unavailable"
    result = CliRunner().invoke(cli, ["check", "--via", "libreoffice", str(path)])
    assert result.exit_code == 3
    assert "缺少所需的程序 [tool.unavailable]" in result.output


def test_on_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "年度报告.doc"
    path.write_bytes(converted({"a.docx": write_docx(SPEC, TYPED)}, "rtf")["a.docx"])
    result = CliRunner().invoke(cli, ["parse", "--json", "--via", "libreoffice", str(path)])
    assert result.exit_code == 0
    report = gr.Report.from_dict(json.loads(result.output))
    assert differences(WANT, report) == []
    assert report.notices[0].code == "libreoffice.converted"


def program(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a program of that name first; its last argument is the file."""
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\nfor file; do :; done\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def test_a_program_that_hangs_is_ended_with_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = tmp_path / "child"
    program(tmp_path, f"sleep 600 & echo $! > {child}; wait", monkeypatch)
    monkeypatch.setattr(libreoffice, "SECONDS", 1)
    with pytest.raises(gr.LimitExceeded, match="LibreOffice takes more than 1 seconds"):
        gr.read(RTF, via="libreoffice")
    assert _ends(int(child.read_text()))


def _ends(pid: int) -> bool:
    """Whether a process ends within some seconds; one that nobody has asked for may linger."""
    for _ in range(100):
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except FileNotFoundError:
            return True
        time.sleep(0.1)
    return False


def test_a_program_that_makes_nothing_or_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, "exit 0", monkeypatch)
    with pytest.raises(gr.CorruptDocument, match="LibreOffice cannot read it"):
        gr.read(RTF, via="libreoffice")
    program(tmp_path, "mkdir out; head -c 5000 /dev/zero > out/document.docx", monkeypatch)
    with pytest.raises(gr.LimitExceeded, match="converted, it is larger than 1000 bytes"):
        gr.read(RTF, via="libreoffice", limits=gr.Limits(bytes=1000))


class _Counting(http.server.BaseHTTPRequestHandler):
    asked: list[str]

    def handle(self) -> None:
        self.asked.append("")


@pytest.fixture
def asked() -> Iterator[tuple[int, list[str]]]:
    """A server on this machine, and what it was asked for."""
    requests: list[str] = []
    handler = type("Handler", (_Counting,), {"asked": requests})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port, requests
        server.shutdown()


LINKS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:xlink="http://www.w3.org/1999/xlink"
 office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>
<text:p>one<draw:frame text:anchor-type="as-char"><draw:image xlink:href="{address}"
 xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame></text:p>
<text:section text:name="S"><text:section-source xlink:href="{file}" xlink:type="simple"/>
<text:p>kept</text:p></text:section></office:text></office:body></office:document>"""


@pytest.mark.parametrize("isolated", [True, False], ids=["no-network", "network"])
def test_links_to_other_places_are_not_followed(
    isolated: bool,
    asked: tuple[int, list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if not isolated:
        # Also where the system cannot take the network from a program.
        monkeypatch.setattr(libreoffice, "_without_network", tuple)
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET", encoding="utf-8")
    port, requests = asked
    data = LINKS.format(address=f"http://127.0.0.1:{port}/x.png", file=secret.as_uri())
    document = gr.read(data.encode(), via="libreoffice")
    assert [block.text for block in document.blocks if isinstance(block, gr.Paragraph)] == [
        "one",
        "kept",
    ]
    assert requests == []
