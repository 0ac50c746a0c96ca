from __future__ import annotations

import os
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from govreport.batch.walk.archive import Bounds, Entry, EntryKind, Stamp, walk
from govreport.batch.walk.files import counted, files_of
from govreport.intake.containers.names import decode_names, fs_name, is_hidden
from support import archives
from support.archives import report_text

REPORT = report_text("青澜市云浦区科技局", 2020)
OTHER = report_text("岚汀市民政局", 2021)


def listed(root: Path, **options: object) -> list[tuple[str, str, str | None]]:
    return [(e.path, e.kind.value, e.code) for e in walk(root, **options)]  # type: ignore[arg-type]


def files(root: Path) -> dict[str, bytes | None]:
    return {e.path: e.data for e in walk(root) if e.kind is EntryKind.FILE}


def test_files_come_before_folders_and_both_by_name(tmp_path: Path) -> None:
    names = ["b/2.txt", "b/1.txt", "a/c/3.txt", "z.txt", "a/4.txt"]
    archives.write(tmp_path, dict.fromkeys(names, REPORT))
    assert list(files(tmp_path)) == ["z.txt", "a/4.txt", "a/c/3.txt", "b/1.txt", "b/2.txt"]


def test_a_single_file_is_an_archive_of_one(tmp_path: Path) -> None:
    archives.write(tmp_path, {"报告.txt": REPORT})
    assert files(tmp_path / "报告.txt") == {"报告.txt": REPORT}


def test_a_root_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(walk(tmp_path / "none"))


@pytest.mark.parametrize(
    "name",
    ["~$年度报告.docx", ".DS_Store", "Thumbs.db", "thumbs.DB", ".~lock.a#", "~WRL0001.tmp"],
)
def test_hidden_and_temporary_files_are_left_out_and_listed(tmp_path: Path, name: str) -> None:
    archives.write(tmp_path, {name: b"x", "a.txt": REPORT})
    found = {path: (kind, code) for path, kind, code in listed(tmp_path)}
    assert found == {name: ("left_out", "archive.hidden"), "a.txt": ("file", None)}


def test_hidden_folders_are_one_entry(tmp_path: Path) -> None:
    archives.write(tmp_path, {".git/a": b"", ".git/b": b"", "__MACOSX/c": b""})
    assert listed(tmp_path) == [
        (".git", "left_out", "archive.hidden"),
        ("__MACOSX", "left_out", "archive.hidden"),
    ]


def test_the_folder_written_to_is_not_walked(tmp_path: Path) -> None:
    archives.write(tmp_path, {"a.txt": REPORT, "out/files/part.parquet": b"PAR1"})
    assert listed(tmp_path, without=tmp_path / "out") == [("a.txt", "file", None)]


def test_members_of_a_zip_come_before_its_own_entry(tmp_path: Path) -> None:
    archives.write(tmp_path, {"x.zip": archives.zip_of({"2020/a.txt": REPORT, "b.txt": OTHER})})
    entries = list(walk(tmp_path))
    assert [(e.path, e.kind.value, e.container) for e in entries] == [
        ("x.zip!/2020/a.txt", "file", "x.zip"),
        ("x.zip!/b.txt", "file", "x.zip"),
        ("x.zip", "container", None),
    ]
    assert [e.data for e in entries] == [REPORT, OTHER, None]


def test_a_docx_is_no_container(tmp_path: Path) -> None:
    docx = archives.zip_of({"[Content_Types].xml": b"", "word/document.xml": b""})
    archives.write(tmp_path, {"a.docx": docx, "b.zip": archives.zip_of({"word/a.txt": REPORT})})
    assert [path for path, _, _ in listed(tmp_path)] == ["a.docx", "b.zip!/word/a.txt", "b.zip"]


GBK_NAMES = ("云浦区/科技局/年度报告.txt", "联通.txt", "哀/倸.txt")


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_unmarked_names_of_a_zip_are_decoded_by_content(tmp_path: Path, encoding: str) -> None:
    data = archives.gbk_zip({name: REPORT + name.encode() for name in GBK_NAMES}, encoding)
    archives.write(tmp_path, {"x.zip": data})
    assert files(tmp_path) == {f"x.zip!/{name}": REPORT + name.encode() for name in GBK_NAMES}


def test_a_backslash_inside_a_gbk_character_is_no_separator(tmp_path: Path) -> None:
    name = "誠" + "報告.txt"
    assert b"\\" in name.encode("gbk")
    archives.write(tmp_path, {"x.zip": archives.gbk_zip({"年\\" + name: REPORT})})
    assert list(files(tmp_path)) == ["x.zip!/年/" + name]


def test_names_of_no_encoding_keep_their_bytes() -> None:
    assert decode_names([b"\xff\xfe.txt", "年.txt".encode()]) == ["\\xff\\xfe.txt", "年.txt"]


def test_names_on_disk_in_gbk(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/" + "科技局.txt".encode("gbk")
    Path(os.fsdecode(raw)).write_bytes(REPORT)
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xff.txt")).write_bytes(OTHER)
    archives.write(tmp_path, {"科技局.txt": OTHER})
    assert files(tmp_path) == {
        "科技局.txt": OTHER,
        "科技局.txt#2": REPORT,
        "\\xff\\xff.txt": OTHER,
    }
    assert fs_name("\udcff") == "\\xff"


def test_names_that_climb_out_stay_below_their_container(tmp_path: Path) -> None:
    data = archives.zip_of({"../../etc/a.txt": REPORT, "/b.txt": OTHER})
    archives.write(tmp_path, {"x.zip": data})
    assert list(files(tmp_path)) == ["x.zip!/etc/a.txt", "x.zip!/b.txt"]


def test_two_members_of_one_name_are_told_apart(tmp_path: Path) -> None:
    data = archives.zip_of({"a.txt": REPORT, "b.txt": OTHER}).replace(b"b.txt", b"a.txt")
    archives.write(tmp_path, {"x.zip": data})
    assert files(tmp_path) == {"x.zip!/a.txt": REPORT, "x.zip!/a.txt#2": OTHER}


def test_zips_in_zips_down_to_the_bound(tmp_path: Path) -> None:
    archives.write(tmp_path, {"x.zip": archives.nested(REPORT, 4)})
    assert list(files(tmp_path)) == ["x.zip!/3.zip!/2.zip!/1.zip!/a.txt"]
    archives.write(tmp_path, {"x.zip": archives.nested(REPORT, 6)})
    kinds = Counter((kind, code) for _, kind, code in listed(tmp_path))
    assert kinds == {("failed", "archive.limit"): 1, ("container", None): 4}


@pytest.mark.parametrize("mode", ["w", "w:gz"])
def test_tar(tmp_path: Path, mode: str) -> None:
    data = archives.tar({"2020/年度报告.txt": REPORT, "b.txt": OTHER}, mode=mode)
    archives.write(tmp_path, {"x.tar": data})
    assert listed(tmp_path) == [
        ("x.tar!/2020/年度报告.txt", "file", None),
        ("x.tar!/b.txt", "file", None),
        ("x.tar!/link.txt", "left_out", "archive.link"),
        ("x.tar", "container", None),
    ]
    assert list(files(tmp_path).values()) == [REPORT, OTHER]


def test_gz_of_one_file_is_called_after_it(tmp_path: Path) -> None:
    archives.write(tmp_path, {"a.html.gz": archives.gz(REPORT), "b": archives.gz(OTHER)})
    assert files(tmp_path) == {"a.html.gz!/a.html": REPORT, "b!/content": OTHER}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("cut.tar.gz", archives.tar({"a.txt": os.urandom(9000)}, mode="w:gz")[:5000]),
        ("cut.tar", archives.tar({"a.txt": bytes(9000)})[:3000]),
        ("cut.gz", archives.gz(REPORT)[:30]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_container_cut_off_fails_alone(tmp_path: Path, name: str, data: bytes) -> None:
    archives.write(tmp_path, {name: data, "z.txt": REPORT})
    found = listed(tmp_path)
    assert (name, "failed", "archive.corrupt") in found
    assert ("z.txt", "file", None) in found
    assert files(tmp_path)["z.txt"] == REPORT


def test_a_zip_cut_off_is_left_to_the_reader(tmp_path: Path) -> None:
    archives.write(tmp_path, {"a.zip": archives.zip_of({"a.txt": REPORT})[:-30]})
    assert listed(tmp_path) == [("a.zip", "file", None)]


def test_a_broken_member_costs_no_other(tmp_path: Path) -> None:
    data = archives.broken_member({"a.txt": REPORT, "b.txt": OTHER}, "a.txt")
    archives.write(tmp_path, {"x.zip": data})
    assert listed(tmp_path) == [
        ("x.zip!/a.txt", "failed", "archive.corrupt"),
        ("x.zip!/b.txt", "file", None),
        ("x.zip", "container", None),
    ]


# --- 7z and RAR, by libarchive ---

FOREIGN = {"7zip": archives.seven_zip, "rar": archives.rar4, "rar5": archives.rar5}
Maker = Callable[[dict[str, bytes]], bytes]


@pytest.fixture(params=FOREIGN)
def make(request: pytest.FixtureRequest) -> Maker:
    return FOREIGN[request.param]


@pytest.mark.parametrize(("kind", "make"), FOREIGN.items())
def test_members_of_7z_and_rar(tmp_path: Path, kind: str, make: Maker) -> None:
    data = make({"2020/云浦区/年度报告.txt": REPORT, "b.txt": OTHER, "~$b.txt": b"x"})
    archives.write(tmp_path, {"报告.doc": data})
    entries = list(walk(tmp_path))
    assert [(e.path, e.kind.value, e.data) for e in entries] == [
        ("报告.doc!/2020/云浦区/年度报告.txt", "file", REPORT),
        ("报告.doc!/b.txt", "file", OTHER),
        ("报告.doc!/~$b.txt", "left_out", None),
        ("报告.doc", "container", None),
    ]
    assert entries[-1].detail == kind


def test_a_container_of_another_kind_inside(tmp_path: Path, make: Maker) -> None:
    archives.write(tmp_path, {"x.zip": archives.zip_of({"y": make({"a.txt": REPORT})})})
    assert files(tmp_path) == {"x.zip!/y!/a.txt": REPORT}
    archives.write(tmp_path, {"x.zip": make({"y": archives.zip_of({"a.txt": REPORT})})})
    assert files(tmp_path) == {"x.zip!/y!/a.txt": REPORT}


def test_a_wrong_checksum_is_no_member(tmp_path: Path) -> None:
    """The bytes can be had, but a digit of them may be another one."""
    data = archives.seven_zip({"a.txt": REPORT, "b.txt": OTHER})
    at = data.index(REPORT) + len(REPORT) // 2
    archives.write(tmp_path, {"x": data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]})
    assert listed(tmp_path) == [
        ("x!/a.txt", "failed", "archive.corrupt"),
        ("x!/b.txt", "file", None),
        ("x", "container", None),
    ]


def test_7z_and_rar_cut_off_fail_alone(tmp_path: Path, make: Maker) -> None:
    data = make({"a.txt": REPORT, "b.txt": OTHER})
    archives.write(tmp_path, {"x": data[: data.index(OTHER) + 20], "z.txt": OTHER})
    found = listed(tmp_path)
    assert "archive.corrupt" in {code for _, _, code in found}
    assert found[-1] == ("z.txt", "file", None)
    assert files(tmp_path).keys() <= {"x!/a.txt", "z.txt"}


def test_members_of_7z_and_rar_are_bounded(tmp_path: Path, make: Maker) -> None:
    archives.write(tmp_path, {"x": make({"a.txt": bytes(2 << 20), "b.txt": OTHER})})
    assert listed(tmp_path, bounds=SMALL) == [
        ("x!/a.txt", "failed", "input.limit"),
        ("x!/b.txt", "file", None),
        ("x", "container", None),
    ]
    archives.write(tmp_path, {"x": make({f"{n}.txt": bytes(1 << 20) for n in range(4)})})
    bounds = Bounds(file_bytes=1 << 20, unpacked_floor=2 << 20, ratio=0)
    assert listed(tmp_path, bounds=bounds)[-1] == ("x", "failed", "archive.bomb")


def test_a_process_that_dies_unpacking_costs_its_container(
    tmp_path: Path, make: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "plug").mkdir()
    (tmp_path / "plug" / "libarchive.py").write_text(
        "import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\n"
    )
    monkeypatch.syspath_prepend(tmp_path / "plug")
    archive = archives.write(tmp_path / "archive", {"x": make({"a.txt": REPORT}), "z.txt": OTHER})
    x, z = walk(archive)
    assert (x.path, x.code, x.detail) == ("x", "archive.corrupt", "libarchive ended with SIGSEGV")
    assert z.data == OTHER


def test_without_libarchive_they_are_left_to_the_reader(
    tmp_path: Path, make: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("govreport.intake.containers.formats.available", lambda: False)
    archives.write(tmp_path, {"x": make({"a.txt": REPORT})})
    assert listed(tmp_path) == [("x", "file", None)]


def test_a_walk_given_up_ends_what_unpacks(tmp_path: Path, make: Maker) -> None:
    archives.write(tmp_path, {"x": make({f"{n}.txt": bytes(1 << 20) for n in range(20)})})
    entries = walk(tmp_path)
    assert next(entries).path == "x!/0.txt"
    entries.close()  # type: ignore[attr-defined]
    listing = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    assert "batch.unpacker" not in listing.stdout


SMALL = Bounds(file_bytes=1 << 20, unpacked_floor=2 << 20)


@pytest.mark.parametrize(
    "data",
    [
        archives.bomb(8 << 20),
        archives.zip_of({"deep.zip": archives.bomb(8 << 20), "b.txt": OTHER}),
    ],
    ids=["zip", "nested"],
)
def test_a_bomb_is_one_failed_entry(tmp_path: Path, data: bytes) -> None:
    archives.write(tmp_path, {"x": data, "z.txt": REPORT})
    bounds = Bounds(file_bytes=1 << 20, unpacked_floor=2 << 20, ratio=20)
    assert listed(tmp_path, bounds=bounds) == [
        ("x", "failed", "archive.bomb"),
        ("z.txt", "file", None),
    ]


def test_a_compressed_tar_is_given_up_where_it_swells(tmp_path: Path) -> None:
    data = archives.tar({"zeros": bytes(8 << 20), "b.txt": OTHER}, mode="w:gz")
    archives.write(tmp_path, {"x": data})
    assert listed(tmp_path, bounds=SMALL) == [
        ("x!/zeros", "failed", "input.limit"),
        ("x", "failed", "archive.bomb"),
    ]


def test_a_gz_of_zeros_is_too_large(tmp_path: Path) -> None:
    archives.write(tmp_path, {"x.gz": archives.gz(bytes(3 << 20))})
    assert listed(tmp_path, bounds=SMALL) == [("x.gz", "failed", "input.limit")]


def test_a_file_too_large_is_listed(tmp_path: Path) -> None:
    archives.write(tmp_path, {"a.pdf": bytes((1 << 20) + 1), "b.txt": bytes(1 << 20)})
    assert listed(tmp_path, bounds=SMALL) == [
        ("a.pdf", "failed", "input.limit"),
        ("b.txt", "file", None),
    ]


def test_a_large_directory_is_not_read(tmp_path: Path) -> None:
    archives.write(tmp_path, {"x.zip": archives.zip_of({f"{n}.txt": b"" for n in range(50)})})
    bounds = Bounds(directory_bytes=1000)
    assert listed(tmp_path, bounds=bounds) == [("x.zip", "failed", "archive.limit")]


def test_links_that_loop_are_listed_and_not_followed(tmp_path: Path) -> None:
    root = archives.write(tmp_path / "root", {"a/1.txt": REPORT})
    (root / "a" / "up").symlink_to(root)
    (root / "self").symlink_to(root / "self")
    (root / "gone").symlink_to(root / "none")
    (root / "file").symlink_to(root / "a" / "1.txt")
    assert listed(root) == [
        ("file", "file", None),
        ("gone", "failed", "input.unavailable"),
        ("self", "failed", "input.unavailable"),
        ("a/1.txt", "file", None),
        ("a/up", "left_out", "archive.link"),
    ]


def test_links_out_of_the_archive_are_listed_and_not_followed(tmp_path: Path) -> None:
    archives.write(tmp_path / "else", {"1.txt": REPORT})
    root = archives.write(tmp_path / "root", {"z.txt": OTHER})
    (root / "a").symlink_to(tmp_path / "else")
    (root / "b.txt").symlink_to(tmp_path / "else" / "1.txt")
    (root / "c").symlink_to("/etc/passwd")
    assert listed(root) == [
        ("a", "left_out", "archive.link"),
        ("b.txt", "left_out", "archive.link"),
        ("c", "left_out", "archive.link"),
        ("z.txt", "file", None),
    ]


def test_who_reads_a_folder_is_told_of_links_out_of_it(tmp_path: Path) -> None:
    root = archives.write(tmp_path / "root", {"z.txt": OTHER})
    (root / "c").symlink_to("/etc/passwd")
    link, _ = files_of(str(root), counted(str(root)))
    assert link.data is None
    assert link.failure is not None
    assert link.failure.code == "archive.link"


def test_a_folder_elsewhere_is_followed_once_where_it_is_asked_for(tmp_path: Path) -> None:
    archives.write(tmp_path / "else", {"1.txt": REPORT})
    root = archives.write(tmp_path / "root", {"z.txt": OTHER})
    (root / "a").symlink_to(tmp_path / "else")
    (root / "b").symlink_to(tmp_path / "else")
    assert listed(root, follow_links=True) == [
        ("b", "left_out", "archive.link"),
        ("z.txt", "file", None),
        ("a/1.txt", "file", None),
    ]


def test_devices_are_left_out(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert listed(tmp_path) == [("pipe", "left_out", "archive.special")]


def test_what_cannot_be_opened_is_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archives.write(tmp_path, {"a/1.txt": REPORT, "b/2.txt": OTHER, "c.txt": OTHER})
    scandir, opened = os.scandir, Path.open

    def refusing(path: str) -> object:
        if str(path).endswith("/a"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    def refusing_open(path: Path, mode: str = "r") -> object:
        if path.name == "c.txt":
            raise PermissionError(13, "Permission denied")
        return opened(path, mode)

    monkeypatch.setattr(os, "scandir", refusing)
    monkeypatch.setattr(Path, "open", refusing_open)
    assert listed(tmp_path) == [
        ("c.txt", "failed", "input.unavailable"),
        ("a", "failed", "input.unavailable"),
        ("b/2.txt", "file", None),
    ]


def test_what_is_known_is_passed_over(tmp_path: Path) -> None:
    data = archives.zip_of({"a.txt": REPORT, "b.txt": OTHER})
    archives.write(tmp_path, {"x.zip": data, "y.txt": REPORT})
    seen = list(walk(tmp_path))

    def again(entries: list[Entry]) -> list[str]:
        stamps: dict[str, Stamp] = {entry.path: entry.stamp for entry in entries}
        return [e.path for e in walk(tmp_path, known=lambda p, s: stamps.get(p) == s)]

    assert again(seen) == []
    assert again(seen[:1]) == ["x.zip!/b.txt", "x.zip", "y.txt"]


@pytest.mark.parametrize("path", ["a/b.docx", "~报告.docx", "年报.tmp.docx", "。DS_Store"])
def test_names_that_are_not_hidden(path: str) -> None:
    assert not is_hidden(path)
