"""The language of the command line: Chinese, or English by ``--lang en`` or ``GOVREPORT_LANG=en``.

Our own words stand in the code in Chinese and are translated by ``english.toml``; click's stand in
its code in English and are translated by ``click.json`` (of two forms for one and many, by that for
one), which every command reads. Every command takes ``--lang``.
"""

from __future__ import annotations

import contextlib
import copy
import functools
import importlib
import inspect
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from pathlib import Path
from typing import Any, cast

import click

from govreport.cli.verbose import verbose_option
from govreport.language import VARIABLE, Language, setting

__all__ = ["Group", "chosen", "language", "said", "speaking"]

_CHOICES = ("zh", "en")
_current: ContextVar[Language] = ContextVar("language", default="zh")

#: The modules of click that say something.
_CLICK = ("core", "decorators", "exceptions", "formatting", "parser", "shell_completion", "types")


def language() -> Language:
    """Return the language that the command speaks."""
    return _current.get()


def said(chinese: str, /, **values: object) -> str:
    """Return a text in the command's language, its places filled."""
    text = chinese if language() == "zh" else _english().get(chinese, chinese)
    return text.format(**values) if values else text


def chosen(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> Language:
    """Return the language that arguments ask for, wherever the option stands; else the setting's.

    It is needed before the arguments are understood: what is wrong with them is said in it.

    >>> chosen(["check", "--lang", "en", "a.docx"], {}), chosen(["--lang=en"], {})
    ('en', 'en')
    >>> chosen(["check", "--", "--lang=en"], {}), chosen([], {VARIABLE: "en_GB.UTF-8"})
    ('zh', 'en')
    """
    asked: str = setting(environment)
    before = list(arguments[: arguments.index("--")] if "--" in arguments else arguments)
    for argument, following in zip(before, [*before, ""][1:], strict=True):
        name, _, value = argument.partition("=")
        if name == "--lang":
            asked = value or following
    return "en" if asked == "en" else "zh"


@contextlib.contextmanager
def speaking(lang: Language) -> Iterator[None]:
    """Speak a language, click too."""
    token = _current.set(lang)
    own: dict[tuple[Any, str], Any] = {}
    if lang == "zh":
        for module in map(importlib.import_module, (f"click.{name}" for name in _CLICK)):
            for name, ours in (("_", _one), ("ngettext", _many)):
                if hasattr(module, name):
                    own[module, name] = getattr(module, name)
                    setattr(module, name, ours)
    try:
        yield
    finally:
        _current.reset(token)
        for (module, name), theirs in own.items():
            setattr(module, name, theirs)


class Group(click.Group):
    """A group of commands that speaks the language that is asked for, as all its commands do."""

    def main(self, args: Sequence[str] | None = None, *more: Any, **options: Any) -> Any:
        """Run the command in its language; see :meth:`click.Command.main`."""
        given = None if args is None else list(args)
        with speaking(chosen(sys.argv[1:] if given is None else given)):
            run = cast("Callable[..., Any]", super(Group, _speaking(self)).main)
            return run(given, *more, **options)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command as it is in the language that is spoken."""
        found = super().get_command(ctx, cmd_name)
        return None if found is None else _speaking(found)


def _speaking(command: click.Command) -> Any:
    """A command with ``--lang`` and, in English, with its texts translated."""
    own = copy.copy(command)
    own.params = [*command.params, _option(), verbose_option()]
    if language() == "en":
        own.help = _help(command.help or "")
        own.params = list(map(_translated, own.params))
    else:
        own.options_metavar = "[选项]…"
        if isinstance(own, click.Group):
            own.subcommand_metavar = "命令 [参数]…"
    return own


def _help(text: str) -> str:
    """The help of a command, known by its first line."""
    first, *_ = [*inspect.cleandoc(text).splitlines(), ""]
    return _english().get(first, text)


def _translated(param: click.Parameter) -> click.Parameter:
    if not isinstance(param, click.Option) or not param.help:
        return param
    own = copy.copy(param)
    own.help = said(param.help)
    return own


def _option() -> click.Option:
    # What it says was heard already; here it is only checked.
    return click.Option(
        ["--lang"],
        type=click.Choice(_CHOICES),
        expose_value=False,
        help=f"说中文（zh）还是英文（en）；也可以设 {VARIABLE}",
    )


def _one(english: str) -> str:
    return _clicks().get(english, english)


def _many(one: str, many: str, count: int) -> str:
    english = one if count == 1 else many
    return _clicks().get(english) or _clicks().get(one, english)


@functools.cache
def _clicks() -> Mapping[str, str]:
    loaded: dict[str, str] = json.loads(Path(__file__).with_name("click.json").read_bytes())
    return loaded


@functools.cache
def _english() -> Mapping[str, str]:
    import tomllib  # here, for a command that speaks Chinese needs it not

    text = Path(__file__).with_name("english.toml").read_text(encoding="utf-8")
    loaded: dict[str, str] = tomllib.loads(text)
    return loaded
