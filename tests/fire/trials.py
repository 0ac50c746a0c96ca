"""What a batch is put through. Each trial says what it did, or fails."""

from __future__ import annotations

import contextlib
import fcntl
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import govreport as gr
from fire.batches import PATIENCE, Batch
from support import archives

__all__ = ["TRIALS"]

#: What ends a run that cannot write, one that was interrupted, and one that may not begin.
UNWRITTEN, INTERRUPTED, ENDED, REFUSED = 3, 130, 143, 2
ENDS = {
    signal.SIGKILL: (-signal.SIGKILL,),
    signal.SIGINT: (INTERRUPTED, -signal.SIGINT),
    signal.SIGTERM: (ENDED, -signal.SIGTERM),
}
#: A store that was so often disturbed is run to its end, and another begun.
ROUNDS = 8
#: How files of several formats begin, and how nothing does.
HEADS = (
    *(b"PK\3\4", b"%PDF-1.7\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf1 ", b"<html>"),
    *(b"\x1f\x8b\x08", b"II*\0", b"\xff\xd8\xff", b"Rar!\x1a\7\0", b"7z\xbc\xaf\x27\x1c", b""),
)


def kills(batch: Batch, count: int) -> str:
    """Killed as the system and a power cut kill, at random moments."""
    return _struck(batch, count, (signal.SIGKILL,))


def interrupts(batch: Batch, count: int) -> str:
    """Interrupted by Ctrl-C and ended by SIGTERM, at random moments."""
    return _struck(batch, count, (signal.SIGINT, signal.SIGTERM))


def _struck(batch: Batch, count: int, ways: Sequence[signal.Signals]) -> str:
    """Strike so often while a batch writes its store; what is done before it is struck does not
    count."""
    chance = random.Random(os.getpid())
    out, hits, seen = batch.folder / "struck", Counter[str](), 0
    lasts, files = _writes_for(batch, out), _number_of_files(batch)
    while hits.total() < count:
        process = batch.begin(out)
        _until_written(out, process)
        way = chance.choice(ways)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(chance.uniform(0, lasts * (1 - seen / files)))
        process.send_signal(way)
        _, said = process.communicate(timeout=PATIENCE)
        assert process.returncode in (0, *ENDS[way]), (way, process.returncode, said)
        hits[way.name] += process.returncode != 0
        rows = batch.rows(out)
        assert rows >= seen
        seen = rows
        print(f"{hits.total()} of {count}: {_said(hits)}", file=sys.stderr, flush=True)
        round_ends = hits.total() % ROUNDS == 0 or hits.total() == count
        if not process.returncode or round_ends:
            batch.ends_well(out)
            shutil.rmtree(out)
            seen = 0
    return f"struck {count} times while it ran ({_said(hits)}): each store was gone on with"


def workers(batch: Batch, count: int) -> str:
    """Workers killed as the system kills for memory."""
    chance, killed = random.Random(1), 0
    lasts = _lasts(batch)
    for number in range(max(1, count // 10)):
        out = batch.folder / f"workers{number}"
        process = batch.begin(out)
        while process.poll() is None:
            time.sleep(chance.uniform(0, lasts / 3))
            for child in chance.sample(found := _children(process.pid), min(1, len(found))):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
                    killed += 1
        _, said = process.communicate()
        assert process.returncode == 0, said
        rows = gr.open_store(out).arrow("files").to_pylist()
        assert len(rows) == _number_of_files(batch)
        assert {row["code"] for row in rows if row["status"] == "quarantined"} <= {"batch.crash"}
        retried = batch.run(out, None, "--retry")
        assert retried.returncode == 0, retried.stderr
        statuses = Counter(row["status"] for row in gr.open_store(out).arrow("files").to_pylist())
        assert "quarantined" not in statuses
    return f"{killed} workers killed: a row for each file, and the quarantined read with --retry"


def full_disk(batch: Batch, count: int) -> str:
    """A disk that is full after so many bytes."""
    failed = 0
    with _mounted(batch.folder / "small") as mounted:
        for kilobytes in range(24, 24 + 16 * max(2, count // 4), 16):
            _remount(mounted, f"size={kilobytes}k")
            out = mounted / "out"
            done = batch.run(out)
            if done.returncode:
                failed += 1
                assert done.returncode == UNWRITTEN, done.stderr
                assert "[output]" in done.stderr.splitlines()[-1], done.stderr
                batch.rows(out)
            _remount(mounted, "size=64m")
            batch.ends_well(out)
            shutil.rmtree(out)
    assert failed
    return f"{failed} full disks: one line each, and gone on with once there was room"


def large_files(batch: Batch, count: int) -> str:
    """Files that may not grow beyond so many bytes."""
    out, failed = batch.folder / "bounded", 0
    for kilobytes in (0, 1, 4, 8, 16, 32, 64)[: max(2, count // 10)]:
        bound = kilobytes << 10
        done = batch.run(out, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (bound, bound)))  # noqa: B023
        failed += bool(done.returncode)
        assert done.returncode in (0, UNWRITTEN), done.stderr
        batch.rows(out)
        batch.ends_well(out)
        shutil.rmtree(out)
    return f"{failed} runs with files bounded: gone on with"


def read_only(batch: Batch, count: int) -> str:
    """A store on a disk that is read-only from the beginning, and from some moment on."""
    chance = random.Random(2)
    with _mounted(batch.folder / "fixed") as mounted:
        out = mounted / "out"
        for _ in range(max(1, count // 20)):
            _remount(mounted, "ro")
            done = batch.run(out)
            assert done.returncode == UNWRITTEN, done.stderr
            assert "[output]" in done.stderr, done.stderr
            _remount(mounted, "rw")
            process = batch.begin(out)
            time.sleep(chance.uniform(1, 6))
            with contextlib.suppress(subprocess.CalledProcessError):  # busy while files are open
                _remount(mounted, "ro")
            process.communicate(timeout=PATIENCE)
            assert process.returncode in (0, UNWRITTEN)
            _remount(mounted, "rw")
            batch.ends_well(out)
            shutil.rmtree(out)
    return "read-only from the beginning and in between: one line, and gone on with"


def two_writers(batch: Batch, count: int) -> str:
    """Several runs at once over one store."""
    for number in range(max(1, count // 20)):
        out = batch.folder / f"shared{number}"
        both = [batch.begin(out) for _ in range(3)]
        said = [process.communicate(timeout=PATIENCE)[1] for process in both]
        codes = sorted(process.returncode for process in both)
        assert codes[0] == 0, said
        assert set(codes) <= {0, REFUSED}, said
        refused = [text for text, one in zip(said, both, strict=True) if one.returncode]
        assert all("another process is writing to it" in text for text in refused), said
        batch.ends_well(out)
    return "three at once: one wrote, the others were refused or found it done"


def broken(batch: Batch, count: int) -> str:
    """Broken files in a row."""
    number = count * 100
    chance = random.Random(3)
    folder = batch.folder / "rubble"
    rubble = {
        f"{n // 500}/{n}.doc": HEADS[n % len(HEADS)] + chance.randbytes(200) for n in range(number)
    }
    archives.write(folder, rubble)
    out = batch.folder / "broken"
    process = batch.begin(out, archive=folder)
    looking = _Looking(process)
    looking.start()
    _, said = process.communicate()
    looking.join()
    assert process.returncode == 0, said
    rows = gr.open_store(out).arrow("files").to_pylist()
    assert len({row["path"] for row in rows}) == len(rows) == number
    codes = Counter(row["code"] for row in rows)
    assert not codes.keys() & {None, "internal", "batch.crash", "batch.memory", "batch.timeout"}
    return f"{number} broken files in a row, {looking.largest >> 20} MB at most: {_said(codes)}"


Trial = Callable[[Batch, int], str]
TRIALS: dict[str, Trial] = {
    "kills": kills,
    "interrupts": interrupts,
    "workers": workers,
    "full-disk": full_disk,
    "large-files": large_files,
    "read-only": read_only,
    "two-writers": two_writers,
    "broken": broken,
}


def _said(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {what}" for what, count in counts.most_common())


def _lasts(batch: Batch) -> float:
    """Seconds that a run takes that nothing disturbs."""
    out, started = batch.folder / "timed", time.monotonic()
    batch.ends_well(out)
    shutil.rmtree(out)
    return time.monotonic() - started


def _writes_for(batch: Batch, out: Path) -> float:
    """Seconds that a run writes its store that nothing disturbs."""
    process = batch.begin(out)
    _until_written(out, process)
    started = time.monotonic()
    process.communicate(timeout=PATIENCE)
    shutil.rmtree(out)
    return time.monotonic() - started


def _until_written(out: Path, process: subprocess.Popen[str]) -> None:
    """Wait until a run has its store to itself, or is done."""
    while process.poll() is None and not _is_written(out):
        time.sleep(0.01)


def _is_written(out: Path) -> bool:
    try:
        with (out / ".lock").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def _number_of_files(batch: Batch) -> int:
    return sum(len(rows) for name, rows in batch.want.items() if name.startswith("files/"))


def _children(pid: int) -> list[int]:
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    return [int(child) for child in text.split()]


class _Looking(threading.Thread):
    """Looks at what memory a process holds at most, as long as it lasts."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        super().__init__(daemon=True)
        self._process, self.largest = process, 0

    def run(self) -> None:
        """Look twice a second."""
        while self._process.returncode is None:
            self.largest = max(self.largest, _held(self._process.pid))
            time.sleep(0.5)


def _held(pid: int) -> int:
    try:
        pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


@contextlib.contextmanager
def _mounted(folder: Path) -> Iterator[Path]:
    """A disk in memory, for root alone."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def _remount(folder: Path, option: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{option}", str(folder)], check=True)
