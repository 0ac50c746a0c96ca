"""Archives made to cost: too many members, overlapping ones, links, passwords, devices."""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
from pathlib import Path

import pytest

import govreport as gr
from govreport.batch.walk.archive import EntryKind, walk
from govreport.intake.containers.formats import Bounds
from govreport.intake.containers.rar import asks_password
from support import archives
from support.archives import report_text

REPORT = report_text("青澜市云浦区科技局", 2020)
FEW = Bounds(members_floor=20)


def codes(root: Path, bounds: Bounds = FEW) -> list[tuple[str, str | None]]:
    return [(e.path, e.code) for e in walk(root, bounds=bounds) if e.kind is not EntryKind.FILE]


def test_more_members_than_its_size_justifies_are_not_read(tmp_path: Path) -> None:
    many = {f"{n}.txt": b"" for n in range(50)}
    zipped, tarred = archives.zip_of(many), archives.tar(many, mode="w:gz")
    archives.write(tmp_path, {"a.zip": zipped, "b.tar.gz": tarred})
    entries = list(walk(tmp_path, bounds=FEW))
    assert [(e.path, e.code) for e in entries if e.path == "a.zip"] == [("a.zip", "archive.limit")]
    assert len(entries) <= 2 + 20  # a tar is known only as far as it is read
    assert entries[-1].detail == "more than 20 files in an archive"


def test_members_of_containers_within_count_for_the_one_on_disk(tmp_path: Path) -> None:
    inner = archives.zip_of({f"{n}.txt": b"" for n in range(15)})
    archives.write(tmp_path, {"x.zip": archives.zip_of({f"{n}.zip": inner for n in range(9)})})
    assert codes(tmp_path)[-1] == ("x.zip", "archive.limit")
    assert len(list(walk(tmp_path, bounds=FEW))) < 25


def test_a_large_archive_may_hold_many(tmp_path: Path) -> None:
    many = {f"{n}.txt": os.urandom(600) for n in range(60)}
    archives.write(tmp_path, {"x.zip": archives.zip_of(many)})
    assert codes(tmp_path) == [("x.zip", None)]


def overlapping(count: int) -> bytes:
    """A zip whose directory names one member so many times."""
    data = archives.zip_of({"00.txt": REPORT})
    start = data.index(b"PK\x01\x02")
    entry = data[start : data.index(b"PK\x05\x06")]
    entries = [entry.replace(b"00.txt", f"{n:02}.txt".encode()) for n in range(count)]
    directory = b"".join(entries)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(directory), start, 0)
    return data[:start] + directory + end


def test_members_that_overlap_are_refused(tmp_path: Path) -> None:
    archives.write(tmp_path, {"x.zip": overlapping(9)})
    [entry] = walk(tmp_path)
    assert (entry.code, entry.detail) == ("archive.bomb", "members that overlap")
    with pytest.raises(gr.LimitExceeded, match="overlap"):
        gr.parse(overlapping(9))
    assert gr.parse(overlapping(1)).year == 2020


def linked(target: str) -> bytes:
    out = io.BytesIO(archives.zip_of({"a.txt": REPORT}))
    with zipfile.ZipFile(out, "a") as archive:
        link = zipfile.ZipInfo("b.txt")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, target)
    return out.getvalue()


def test_a_link_in_a_zip_is_a_link(tmp_path: Path) -> None:
    archives.write(tmp_path, {"x.zip": linked("/etc/passwd")})
    assert codes(tmp_path) == [("x.zip!/b.txt", "archive.link"), ("x.zip", None)]


@pytest.mark.parametrize("data", [linked("../../c.txt"), archives.tar({"a.txt": REPORT})])
def test_beside_a_link_the_document_is_read(data: bytes) -> None:
    report = gr.parse(data)
    assert report.year == 2020
    assert "archive.left_out" in {notice.code for notice in report.notices}


@pytest.mark.parametrize("secret", ["headers", "files"])
@pytest.mark.parametrize("make", [archives.rar4, archives.rar5])
def test_a_rar_with_a_password_asks_for_it(make: archives.Rar, secret: archives.Secret) -> None:
    data = make({"a.txt": REPORT, "b.txt": REPORT}, secret=secret)
    assert asks_password(io.BytesIO(data))
    assert not asks_password(io.BytesIO(make({"a.txt": REPORT})))
    with pytest.raises(gr.EncryptedDocument):
        gr.parse(data)


@pytest.mark.parametrize("make", [archives.rar4, archives.rar5])
def test_damaged_headers_of_a_rar_are_no_fault_of_ours(make: archives.Rar) -> None:
    data = make({"a.txt": REPORT, "b.txt": REPORT}, secret="files")
    for at in range(len(data)):
        asks_password(io.BytesIO(data[:at]))
        asks_password(io.BytesIO(data[:at] + b"\xff\x00\x80" + data[at + 3 :]))


def test_devices_and_pipes_are_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "报告.docx")
    (tmp_path / "b.docx").symlink_to("/dev/zero")
    for path in (tmp_path / "报告.docx", tmp_path / "b.docx", "/dev/null"):
        with pytest.raises(gr.SourceUnavailable, match="a device, not a file"):
            gr.parse(path)
