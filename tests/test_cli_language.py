"""The command line in Chinese and in English: its own words, click's, and what errors say."""

from __future__ import annotations

import ast
import inspect
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import regex

import govreport
from fixtures import make_spec, write_docx
from govreport.cli.language import Group, chosen, speaking
from govreport.cli.main import cli
from govreport.export.language import english
from support.command import run

COMMANDS = [(), *((name,) for name in cli.commands)]
CHINESE = regex.compile(r"\p{Han}|[，。：（）]")
SOURCES = Path(govreport.__file__).parent


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GOVREPORT_LANG", raising=False)
    Path("a.docx").write_bytes(write_docx(make_spec(3, "2014", year=2018)))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_is_in_chinese_unless_english_is_asked_for(command: tuple[str, ...]) -> None:
    said = run(*command, "--help").stdout
    assert said.startswith("用法：")
    assert "选项" in said
    for word in ("Usage", "Options", "Commands", "Show this", "default:"):
        assert word not in said
    for asked in (("--lang", "en"), ("--lang=en",)):
        english = run(*command, *asked, "--help").stdout
        assert english.startswith("Usage: ")
        assert not CHINESE.search(english.replace("FILE…", "").replace("…", "")), english


@pytest.mark.parametrize(
    ("arguments", "chinese", "english"),
    [
        (("chek",), "没有命令 'chek'", "No such command 'chek'"),
        (("check",), "缺少参数 'FILE…'", "Missing argument 'FILE…'"),
        (("check", "--jsn", "a"), "没有选项 '--jsn'", "No such option '--jsn'"),
        (("check", "--jobs", "0", "a"), "0 不在 x>=1 的范围里", "0 is not in the range x>=1"),
        (("check", "--via", "x", "a"), "'x' 不是 'libreoffice'", "'x' is not 'libreoffice'"),
        (("schema", "b"), "多出的参数（b）", "unexpected extra argument (b)"),
        (("parse", "-o"), "选项 '-o' 要带值", "Option '-o' requires an argument"),
        (("forms", "2015"), "没有 '2015'，有 ", "'2015': there are "),
        (("rules", "--kind", "x"), "没有 'x'，有 enforcement, ogi", "'x': there are enforcement"),
        (("parse", "--html", "a", "b"), "要有 -o DIR", "needs -o DIR"),
        (("places", "没有的地方"), "错误：没有这个地名", "Error: no such place"),
    ],
)
def test_what_is_wrong_is_said_in_the_language(
    arguments: tuple[str, ...], chinese: str, english: str
) -> None:
    said = run(*arguments)
    assert said.exit_code in (1, 2)
    assert chinese in said.stderr
    assert not regex.search(r"Error|Usage|Try '", said.stderr)
    said = run("--lang", "en", *arguments)
    assert english in said.stderr
    assert not regex.search(r"错误|用法|选项", said.stderr)


def test_errors_say_what_is_wrong_in_the_language() -> None:
    assert run("check", "b.docx").stderr == (
        "b.docx: 无法打开 [input.unavailable] 没有这个文件（请检查名称）\n"
    )
    assert run("check", "b.docx", "--lang", "en").stderr == (
        "b.docx: [input.unavailable] no such file (check the name)\n"
    )
    for command in ("parse", "view"):
        assert "(check the name)" in run(command, "--lang", "en", "b.docx").stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "a.docx"),
        ("check", "--table", "a.docx"),
        ("parse", "--table", "a.docx"),
        ("diff", "--table", "a.docx", "a.docx"),
        ("forms",),
        ("rules",),
    ],
    ids=" ".join,
)
def test_tables_have_english_words(arguments: tuple[str, ...]) -> None:
    words = (
        "未发现",
        "发布机关",
        "版式",
        "可比的",
        "年度",
        "来源文件",
        "正文中",
        "警告",
        "空白",
        "依据",
    )
    chinese, english = run(*arguments), run(*arguments, "--lang", "en")
    assert chinese.exit_code == english.exit_code == 0
    assert any(word in chinese.stdout for word in words)
    heads = [line for line in english.stdout.splitlines() if not CHINESE.search(line)]
    assert heads
    labels = regex.compile("发布机关  |未发现|可比的|来源文件|正文中的数量|空白|无法辨读")
    assert not labels.search(english.stdout)


def test_the_setting_is_heard_and_the_option_outranks_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVREPORT_LANG", "en_US.UTF-8")
    assert run("--help").stdout.startswith("Usage: ")
    assert run("--lang", "zh", "--help").stdout.startswith("用法：")
    monkeypatch.setenv("GOVREPORT_LANG", "fr")
    assert run("--help").stdout.startswith("用法：")


def test_a_language_that_there_is_not() -> None:
    result = run("check", "--lang", "fr", "a.docx")
    assert result.exit_code == 2
    assert "'--lang' 的值不对：'fr' 不是 'zh', 'en' 之一。" in result.stderr


def test_a_file_may_be_called_so() -> None:
    assert chosen(["check", "--", "--lang", "en"], {}) == "zh"


def completed(words: str, shell: str) -> list[str]:
    """What a shell is told when Tab is pressed behind these words."""
    program = "from govreport.cli.main import main; main()"
    asked = {
        "_GOVREPORT_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - 1),
    }
    settings = {**os.environ, **asked}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=settings, check=False
    )
    assert done.stderr == ""
    return done.stdout.split()


def test_nothing_but_the_name_is_help(monkeypatch: pytest.MonkeyPatch) -> None:
    assert chosen([], {}) == "zh"
    assert (run().stderr or run().stdout).startswith("用法：")
    monkeypatch.setenv("GOVREPORT_LANG", "en")
    assert (run().stderr or run().stdout).startswith("Usage: ")


def test_commands_and_options_are_completed() -> None:
    assert completed("govreport ch", "bash") == ["plain,check"]
    told = completed("govreport check --", "zsh")
    assert {"--json", "--csv", "--jobs", "--lang"} <= set(told)


def test_click_is_left_as_it_was() -> None:
    before = click.exceptions._  # type: ignore[attr-defined]
    with speaking("zh"):
        assert click.exceptions._ is not before  # type: ignore[attr-defined]
    assert click.exceptions._ is before  # type: ignore[attr-defined]


def said_in(folder: str) -> Iterator[str]:
    """Yield the texts that modules say in Chinese."""
    for path in (SOURCES / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "said":
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value


def helps() -> Iterator[str]:
    for command in (cli, *cli.commands.values()):
        yield inspect.cleandoc(command.help or "").splitlines()[0]
        yield from (each.help or "" for each in command.params if isinstance(each, click.Option))


def test_every_text_of_a_command_has_its_english() -> None:
    """Whoever adds a command or an option adds a line to ``cli/english.toml``."""
    with speaking("en"):
        from govreport.cli.language import said

        texts = {*said_in("cli"), *helps()} - {""}
        assert {text for text in texts if CHINESE.search(said(text))} == set()


def test_every_text_of_a_display_has_its_english() -> None:
    """Whoever adds a word to a display adds a line to ``export/english.toml``."""
    assert {text for text in said_in("export") if text not in english()} == set()


def test_every_word_of_click_has_its_chinese() -> None:
    """A later version may say something new, which is then said in English."""
    words = set()
    for name in ("core", "exceptions", "formatting", "parser", "types"):
        for node in ast.walk(ast.parse(inspect.getsource(getattr(click, name)))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_":
                word = node.args[0]
                if isinstance(word, ast.Constant) and isinstance(word.value, str):
                    words.add(word.value)
    with speaking("zh"):
        translate = click.exceptions._  # type: ignore[attr-defined]
        left = {word for word in words if translate(word) == word}
    # What is left is for who writes commands, and no user ever sees it.
    assert len(words) > 20
    assert {
        word for word in left if not regex.search("(?i)decl|name|iterable|start", word)
    } == set()


def test_the_commands_of_others_speak_too() -> None:
    @click.group(cls=Group)
    def group() -> None:
        """一组命令"""

    @group.command()
    @click.argument("file")
    def other(file: str) -> None:
        """另一个命令"""

    from click.testing import CliRunner

    assert "缺少参数 'FILE'" in CliRunner().invoke(group, ["other"]).stderr
    assert "Missing argument 'FILE'" in CliRunner().invoke(group, ["other", "--lang=en"]).stderr
