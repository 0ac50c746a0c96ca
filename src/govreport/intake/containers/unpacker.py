"""7z and RAR files, by libarchive where it is installed: a process of its own unpacks them.

    python -m govreport.intake.containers.unpacker KIND FILE_BYTES file|pipe

It turns the container on its standard input into a tar on its standard output, with a word about
each member that cannot be read. So whatever a made-up archive does to a C library, it does to a
process that holds nothing else, and is bounded in memory and time.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import os
import signal
import subprocess
import sys
import tarfile
from collections.abc import Iterator, Mapping
from typing import IO, TYPE_CHECKING, Any, BinaryIO, cast

from govreport.intake.containers.names import printable

if TYPE_CHECKING:
    from govreport.intake.containers.formats import Foreign

__all__ = ["CODE", "DETAIL", "Unreadable", "unpacked"]

#: The headers of a member that was not read, in the tar.
CODE, DETAIL = "GOVREPORT.code", "GOVREPORT.detail"
#: Bytes and processor seconds that the process may take.
MEMORY, SECONDS = 2 << 30, 600


class Unreadable(Exception):
    """The container as a whole cannot be read; ``code`` is stable, ``str()`` says why."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


@contextlib.contextmanager
def unpacked(file: BinaryIO, kind: Foreign, file_bytes: int) -> Iterator[BinaryIO]:
    """Give a container's members as a tar to be read.

    Raises:
        Unreadable: once all has been read that could be.
    """
    try:
        handle: int | None = file.fileno()
    except io.UnsupportedOperation:
        handle = None  # in memory: a container inside of another
    source = "pipe" if handle is None else "file"
    command = [sys.executable, "-m", __name__, kind, str(file_bytes), source]
    process = subprocess.Popen(  # noqa: S603  # our own module
        command,
        stdin=subprocess.PIPE if handle is None else handle,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Names are in UTF-8 for us, whatever the caller's locale.
        env={
            **os.environ,
            "LC_ALL": "C.UTF-8",
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        },
        start_new_session=True,
    )
    try:
        if process.stdin is not None:
            with contextlib.suppress(OSError), process.stdin as pipe:
                file.seek(0)
                pipe.write(file.read())
        with contextlib.suppress(tarfile.TarError):  # cut off: what the process says comes first
            yield cast(BinaryIO, process.stdout)
        said = _last_words(cast(IO[bytes], process.stderr), process.wait())
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdout, process.stderr):
            cast(IO[bytes], stream).close()
    if said is not None:
        raise said


def _last_words(stderr: IO[bytes], code: int) -> Unreadable | None:
    said = stderr.read().decode(errors="replace")
    if code == 0:
        return None
    with contextlib.suppress(ValueError, KeyError, TypeError):
        told = json.loads(said.splitlines()[-1] if said else "")
        return Unreadable(told["code"], told["detail"])
    how = signal.Signals(-code).name if code < 0 else f"code {code}"
    return Unreadable("archive.corrupt", f"libarchive ended with {how}")


# --- the process ---

#: How libarchive says that it lacks a password, in each of its formats.
_SECRET = ("encrypt", "passphrase", "crypto")


class _Warned(logging.Handler):
    """What libarchive warns of, a wrong checksum above all."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.words.append(record.getMessage())


def main(kind: str, file_bytes: str, source: str) -> None:
    """Unpack the container on standard input."""
    import libarchive  # an extra, and loaded nowhere else

    _bound()
    data = sys.stdin.buffer.read() if source == "pipe" else None
    if data is None:
        os.lseek(0, 0, os.SEEK_SET)  # the caller has looked at its head
    warned = _Warned()
    logging.getLogger("libarchive").addHandler(warned)
    try:
        with (
            (
                libarchive.fd_reader(0, kind)
                if data is None
                else libarchive.memory_reader(data, kind)
            ) as archive,
            tarfile.open(fileobj=sys.stdout.buffer, mode="w|") as out,
        ):
            for entry in archive:
                if not entry.isdir:
                    _add(out, entry, int(file_bytes), warned)
    except libarchive.ArchiveError as error:
        print(json.dumps(_cause(str(error.msg))), file=sys.stderr)
        sys.exit(1)


def _bound() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _add(out: tarfile.TarFile, entry: Any, file_bytes: int, warned: _Warned) -> None:
    """Add a member to the tar, or why it cannot be read."""
    info = tarfile.TarInfo(printable(os.fsdecode(entry.pathname or "?")))
    info.mode = 0o600
    if not entry.isfile:
        info.type = tarfile.SYMTYPE
        out.addfile(info)
        return
    data, cause = _read(entry, file_bytes, warned)
    if cause is not None:
        info.pax_headers = {CODE: cause["code"], DETAIL: cause["detail"]}
        data = b""
    info.size = len(data)
    out.addfile(info, io.BytesIO(data))


def _read(entry: Any, file_bytes: int, warned: _Warned) -> tuple[bytes, Mapping[str, str] | None]:
    import libarchive

    data = bytearray()
    warned.words.clear()
    try:
        for block in entry.get_blocks(block_size=1 << 16):
            if warned.words:
                return b"", _cause(warned.words[0])
            data += block
            if len(data) > file_bytes:
                return b"", {"code": "input.limit", "detail": f"larger than {file_bytes} bytes"}
    except libarchive.ArchiveError as error:
        return b"", _cause(str(error.msg))
    return bytes(data), None


def _cause(said: str) -> Mapping[str, str]:
    if any(word in said.lower() for word in _SECRET):
        return {"code": "archive.encrypted", "detail": "protected by a password"}
    detail = printable(said)[:300] if said != "None" else "cut off or damaged"
    return {"code": "archive.corrupt", "detail": detail}


if __name__ == "__main__":
    main(*sys.argv[1:])
