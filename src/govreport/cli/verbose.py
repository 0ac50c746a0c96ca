"""``-v``: what the library logs goes to stderr, a line each; ``-vv`` says more.

The library logs under the name ``govreport``; programs of their own set that logger as they like.
"""

from __future__ import annotations

import click

__all__ = ["verbose_option"]


def verbose_option() -> click.Option:
    """Return the option that every command has."""
    return click.Option(
        ["-v", "--verbose"],
        count=True,
        expose_value=False,
        callback=_listen,
        help="逐步说明在做什么；写两次更详细",
    )


def _listen(context: click.Context, _: click.Parameter, times: int) -> None:
    if not times:
        return
    import logging

    from govreport.export.safe import one_line

    class Line(logging.Formatter):
        def format(self, record: logging.LogRecord) -> str:
            # What files hold must not reach a terminal as it is.
            return one_line(f"{record.relativeCreated / 1000:.2f} s {super().format(record)}")

    logger = logging.getLogger("govreport")
    handler = logging.StreamHandler()
    handler.setFormatter(Line())
    before = logger.level
    logger.setLevel(logging.INFO if times == 1 else logging.DEBUG)
    logger.addHandler(handler)

    def silence() -> None:
        logger.removeHandler(handler)
        logger.setLevel(before)

    context.find_root().call_on_close(silence)
