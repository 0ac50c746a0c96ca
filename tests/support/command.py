"""The command line, run in this process."""

from __future__ import annotations

from click.testing import CliRunner, Result

from govreport.cli.main import cli

__all__ = ["run"]


def run(*arguments: str) -> Result:
    """Run in this process; nothing but an exit may come out of it."""
    result = CliRunner().invoke(cli, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result
