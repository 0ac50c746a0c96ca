"""Old formats by way of LibreOffice, where it is installed and asked for (``via="libreoffice"``).

The file is converted to .docx or .xlsx in a process of its own: with a profile that lives no longer
than it, without macros, updates of links or a network, bounded in time and in what it writes.
"""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from govreport.errors import CorruptDocument, LimitExceeded, ToolUnavailable
from govreport.readers.filetype import FileType
from govreport.readers.limits import Limits

__all__ = ["convert"]

#: Seconds that a conversion may take, the start of the program included.
SECONDS = 120
PROGRAMS = ("soffice", "libreoffice")
#: Nothing listens there: what asks a proxy for the network gets no answer.
NOWHERE = "http://127.0.0.1:9"

#: Settings of the profile: path, name, value.
SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Calc/Content/Update", "Link", "2"),
    ("Office.Common/Misc", "CrashReport", "false"),
)


def convert(data: bytes, type_: FileType, to: FileType, limits: Limits) -> bytes:
    """Convert a file of one type to another, which has an ``office_filter``.

    Raises:
        CorruptDocument: LibreOffice makes nothing of it.
        LimitExceeded: it takes too long, or becomes too large.
        ToolUnavailable: LibreOffice is not installed.
    """
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise ToolUnavailable("LibreOffice is not installed", hint="install it, or leave out --via")
    with tempfile.TemporaryDirectory(prefix="govreport-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"document.{type_.endings[0]}"
        source.write_bytes(data)
        _write_profile(folder / "profile")
        command = [
            *_without_network(),
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
            *(
                "--convert-to",
                f"{to.id}:{to.office_filter}",
                "--outdir",
                str(folder / "out"),
                str(source),
            ),
        ]
        _run(command, folder, limits)
        result = folder / "out" / f"document.{to.id}"
        if not result.exists():
            raise CorruptDocument("LibreOffice cannot read it", hint="fetch the file again")
        with result.open("rb") as file:
            converted = file.read(limits.bytes + 1)
    if len(converted) > limits.bytes:
        raise LimitExceeded(f"converted, it is larger than {limits.bytes} bytes")
    return converted


def _run(command: list[str], folder: Path, limits: Limits) -> None:
    with (
        subprocess.Popen(  # noqa: S603 - the program that was asked for, and paths of our own
            command,
            cwd=folder,
            env=_environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as process,
        _ended(process),
    ):
        _bound(process.pid, limits)
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired as error:
            raise LimitExceeded(f"LibreOffice takes more than {SECONDS} seconds") from error


@contextlib.contextmanager
def _ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """End the process and all that it has started, whatever happens."""
    try:
        yield
    finally:
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
        process.kill()


def _bound(pid: int, limits: Limits) -> None:
    """Bound what the process may write, and its time should it escape the clock."""
    try:
        import resource
    except ImportError:
        return
    if not hasattr(resource, "prlimit"):
        return
    with contextlib.suppress(OSError):
        for what, most in (
            (resource.RLIMIT_FSIZE, limits.unpacked_bytes),
            (resource.RLIMIT_CPU, SECONDS),
            (resource.RLIMIT_CORE, 0),
        ):
            resource.prlimit(pid, what, (most, most))


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), NOWHERE)
    return {**kept, **proxies, "HOME": str(folder), "TMPDIR": str(folder), "LC_ALL": "C.UTF-8"}


@functools.cache
def _without_network() -> tuple[str, ...]:
    """The command before a command that takes the network from it, where the system has one."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return ()
    command = (unshare, "--user", "--map-current-user", "--net")
    try:
        done = subprocess.run(  # noqa: S603 - a command of the system
            [*command, "true"], capture_output=True, timeout=10, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return command if done.returncode == 0 else ()


def _write_profile(folder: Path) -> None:
    items = "".join(
        f'<item oor:path="/org.openoffice.{escape(path)}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in SETTINGS
    )
    (folder / "user").mkdir(parents=True)
    (folder / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items '
        'xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>\n",
        encoding="utf-8",
    )
