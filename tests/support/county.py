"""The example archive as a store, made once for all tests and workers that ask for it."""

from __future__ import annotations

import fcntl
from pathlib import Path

import pytest
from click.testing import CliRunner

from govreport.cli.main import cli

__all__ = ["ARCHIVE", "county_store"]

ARCHIVE = Path(__file__).parents[2] / "examples" / "county"


def county_store(factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the archive in ``存档`` and what a batch makes of it in ``结果``."""
    base = factory.getbasetemp()
    # pytest-xdist gives each worker a folder of its own, all beside each other.
    shared = base.parent if base.name.startswith("popen-") else base
    folder = shared / "county"
    folder.mkdir(exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            (folder / "存档").symlink_to(ARCHIVE)
            command = ["batch", str(folder / "存档"), "-o", str(folder / "结果")]
            assert CliRunner().invoke(cli, command).exit_code == 0
            (folder / "done").touch()
    return folder
