"""Archives on file systems that pyarrow reads: found and opened as those on disk are."""

from __future__ import annotations

import io
from pathlib import Path
from typing import NoReturn

import pyarrow.fs as fs
import pytest

from govreport.batch.walk.archive import listing, open_local
from govreport.batch.walk.contents import entries_of
from govreport.batch.walk.entries import Entry, Found
from govreport.batch.walk.remote import Remote, is_address, located, shown
from govreport.errors import SourceUnavailable
from govreport.intake.containers.formats import Bounds
from support import archives
from support.batches import archive_of


def there(folder: Path, root: str = "") -> Remote:
    """A file system whose root is a folder."""
    return Remote(fs.SubTreeFileSystem(str(folder), fs.LocalFileSystem()), root)


def test_files_are_found_as_on_disk(tmp_path: Path) -> None:
    folder = archive_of(tmp_path / "archive")
    archives.write(folder, {"b/c/1.txt": b"1", "b/0.txt": b"0", "B.txt": b"", "b/~$x.docx": b""})
    here = list(listing(folder))
    found = list(there(tmp_path, "archive").listing())
    assert [(one.path, one.stamp) for one in found] == [(one.path, one.stamp) for one in here]
    assert [type(one) for one in found] == [type(one) for one in here]
    assert len(found) > 20


def test_what_is_in_files_is_the_same(tmp_path: Path) -> None:
    folder = archive_of(tmp_path / "archive")
    remote = there(folder)

    def contents(found: list[Found | Entry], opener: object) -> list[Entry]:
        files = (one for one in found if isinstance(one, Found))
        return [each for one in files for each in entries_of(one, opener, Bounds())]  # type: ignore[arg-type]

    assert contents(list(remote.listing()), remote.open) == contents(
        list(listing(folder)), open_local
    )


def test_a_single_file(tmp_path: Path) -> None:
    archives.write(tmp_path, {"a/b.zip": b"x"})
    (found,) = there(tmp_path, "a/b.zip").listing()
    assert isinstance(found, Found)
    assert (found.path, found.place, found.stamp.size) == ("b.zip", b"a/b.zip", 1)


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no such file"):
        list(there(tmp_path, "none").listing())


def test_a_large_file_is_not_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archives.write(tmp_path, {"a": b"0123456789"})
    remote = there(tmp_path)
    assert isinstance(remote.open(b"a"), io.BytesIO)
    monkeypatch.setattr("govreport.batch.walk.remote.Bounds", lambda: Bounds(file_bytes=9))
    with remote.open(b"a") as file:
        assert not isinstance(file, io.BytesIO)
        assert file.read(4) == b"0123"


class Forbidding(fs.FileSystemHandler):  # type: ignore[misc]
    """A file system with a folder that may not be listed."""

    def get_type_name(self) -> str:
        return "forbidding"

    def get_file_info(self, paths: list[str]) -> list[fs.FileInfo]:
        return [fs.FileInfo(path, fs.FileType.Directory) for path in paths]

    def get_file_info_selector(self, selector: fs.FileSelector) -> list[fs.FileInfo]:
        if selector.base_dir.endswith("secret"):
            raise PermissionError(13, "forbidden")
        odd = fs.FileInfo("top/pipe", fs.FileType.Unknown)
        return [fs.FileInfo("top/secret", fs.FileType.Directory), odd]

    def _no(self, *_: object) -> NoReturn:
        raise NotImplementedError

    create_dir = delete_dir = delete_dir_contents = delete_root_dir_contents = _no
    delete_file = move = copy_file = normalize_path = _no
    open_input_stream = open_input_file = open_output_stream = open_append_stream = _no


def test_a_folder_that_cannot_be_listed_is_an_entry() -> None:
    remote = Remote(fs.PyFileSystem(Forbidding()), "top")
    found = [(one.path, getattr(one, "code", None)) for one in remote.listing()]
    assert found == [("pipe", "archive.special"), ("secret", "input.unavailable")]


@pytest.mark.parametrize(
    ("archive", "address"),
    [
        ("s3://bucket/a", True),
        ("hdfs://node:8020/a", True),
        ("file:///a", True),
        ("/a/b", False),
        ("a:/b", False),
        ("C:\\a", False),
        ("2018://", False),
        ("", False),
    ],
)
def test_addresses(archive: str, address: bool) -> None:
    assert is_address(archive) is address


def test_where_an_archive_is(tmp_path: Path) -> None:
    assert located(str(tmp_path)) == tmp_path
    assert located(tmp_path.as_uri()) == tmp_path
    remote = located("s3://id:key@bucket/a/b?region=x&endpoint_override=localhost:1")
    assert isinstance(remote, Remote)
    assert remote.root == "bucket/a/b"
    with pytest.raises(SourceUnavailable, match="Unrecognized filesystem") as caught:
        located("x-y://id:key@a/b")
    assert caught.value.path == "x-y://a/b"


def test_no_key_is_written_down() -> None:
    assert shown("s3://id:key@bucket/a@b") == "s3://bucket/a@b"
    assert shown("s3://bucket/a@b") == "s3://bucket/a@b"
    assert shown("/tmp/a@b") == "/tmp/a@b"
