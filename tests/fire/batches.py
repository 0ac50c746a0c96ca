"""An archive, the batch over it as a program, and what is in the store."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from attrs import evolve, field, frozen

import govreport as gr
from fixtures import make_spec, write_docx
from govreport.batch.store.tables import read_manifest
from support import archives
from support.archives import report_text
from support.batches import content

__all__ = ["Batch"]

COMMAND = [sys.executable, "-m", "fire.small_parts", "batch", "--lang", "en"]
#: Seconds by the clock that a batch may take: the processor may be shared.
PATIENCE = 300


@frozen
class Batch:
    """A batch over an archive of its own, in a folder."""

    folder: Path
    options: Sequence[str] = ("--jobs", "2", "--jsonl")
    #: What is in the store of a run that nothing disturbs.
    want: dict[str, list[dict[str, object]]] = field(factory=dict)

    @classmethod
    def whole(cls, folder: Path, files: int = 120) -> Batch:
        """Make an archive, and run the batch over it undisturbed."""
        texts = {
            f"{n // 20}/{n:03}.txt": report_text(f"青澜市云浦区第{n}局", 2018 + n % 5)
            for n in range(files - 20)
        }
        word = write_docx(make_spec(1, "2019", year=2019))
        broken = {f"broken/{n}.docx": word[: 300 * n + 100] for n in range(18)}
        batch = cls(folder)
        archives.write(batch.archive, {**texts, **broken, "a.docx": word, "b.zip": word[:9000]})
        done = batch.run(folder / "whole")
        assert done.returncode == 0, done.stderr
        return evolve(batch, want=content(folder / "whole"))

    @property
    def archive(self) -> Path:
        """The folder of files."""
        return self.folder / "archive"

    def begin(
        self,
        out: Path,
        before: Callable[[], object] | None = None,
        *more: str,
        archive: Path | None = None,
    ) -> subprocess.Popen[str]:
        """Start the batch; ``before`` is called in its process first."""
        return subprocess.Popen(
            [*COMMAND, str(archive or self.archive), "-o", str(out), *self.options, *more],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            preexec_fn=before,
        )

    def run(
        self, out: Path, before: Callable[[], object] | None = None, *more: str
    ) -> subprocess.CompletedProcess[str]:
        """Run the batch to its end."""
        process = self.begin(out, before, *more)
        said, complained = process.communicate(timeout=PATIENCE)
        return subprocess.CompletedProcess(process.args, process.returncode, said, complained)

    def rows(self, out: Path) -> int:
        """How many files a reader finds in the store as it is now.

        Raises:
            AssertionError: they are not those that come first.
        """
        if not out.is_dir() or read_manifest(out) is None:
            return 0
        found = content(out)
        for name, rows in found.items():
            assert rows == self.want[name], name
        return len(gr.open_store(out).arrow("files"))

    def ends_well(self, out: Path) -> None:
        """Go on with a store, to the end.

        Raises:
            AssertionError: it cannot be gone on with, or is not what it would have been.
        """
        done = self.run(out)
        assert done.returncode == 0, done.stderr
        assert content(out) == self.want
        assert not [*out.rglob(".*.tmp")]
