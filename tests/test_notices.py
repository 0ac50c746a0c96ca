"""Kinds of notices: every code complete in both languages, and none that nobody makes."""

from __future__ import annotations

import ast
import functools
import re
from pathlib import Path
from string import Formatter

import pytest

import govreport
from govreport.document import Notice
from govreport.notices import LONGEST_QUOTE, NoticeType, counted, notice, notice_types
from govreport.readers.seen import Unseen

SOURCES = Path(govreport.__file__).parent
#: Where files are read, or reports say how: what looks like a code there is one of a notice, or of
#: an error.
READING = [
    *SOURCES.glob("readers/**/*.py"),
    *SOURCES.glob("intake/**/*.py"),
    SOURCES / "pipeline.py",
    SOURCES / "model" / "report.py",
]
FAMILIES = {code.partition(".")[0] for code in notice_types()} - {"archive", "input"}


@functools.cache
def literals() -> frozenset[str]:
    """The strings in the code that reads files."""
    trees = (ast.walk(ast.parse(path.read_text("utf-8"))) for path in READING)
    return frozenset(
        node.value
        for nodes in trees
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize(("code", "kind"), notice_types().items(), ids=list(notice_types()))
def test_kind_is_complete(code: str, kind: NoticeType) -> None:
    assert re.fullmatch(r"[a-z]+\.[a-z_]+", code)
    assert re.search("[\u4e00-\u9fff]", kind.zh)
    assert kind.en.isascii()
    assert fields(kind.en) == fields(kind.zh) >= set(kind.terms)
    assert not kind.zh.endswith(("。", "."))
    assert not kind.en.endswith(".")


def test_every_kind_is_made_somewhere() -> None:
    assert set(notice_types()) - literals() == set()


def test_only_known_codes_are_made() -> None:
    made = {
        text
        for text in literals()
        if re.fullmatch(r"[a-z]+\.[a-z_]+", text) and text.partition(".")[0] in FAMILIES
    }
    assert made <= set(notice_types())


def test_notices_are_worded_in_one_place_alone() -> None:
    # What a store kept is shown as it was said.
    texts = [path.read_text("utf-8") for path in SOURCES.rglob("*.py") if "serve" not in path.parts]
    assert sum("Notice(code" in re.sub(r"\s", "", text) for text in texts) == 1


def test_notice_is_worded_in_both_languages() -> None:
    assert notice("text.undecodable", count=2, at=9, block=1, page=3) == Notice(
        code="text.undecodable",
        message="2 处字节无法解码，读作 U+FFFD，第一处在第 9 字节",
        message_en="2 undecodable places, the first at byte 9; read as U+FFFD",
        block=1,
        page=3,
    )


def test_what_stands_in_the_file_is_quoted_behind() -> None:
    made = notice("pdf.furniture", quote="白色的字" * 100)
    assert made.message.partition("：")[2] == "白色的字" * (LONGEST_QUOTE // 4)
    assert made.message_en.partition(": ")[2] == "白色的字" * (LONGEST_QUOTE // 4)


def test_a_term_is_said_in_the_language() -> None:
    made = notice("text.unseen", reason=Unseen.TINY, quote="9")
    assert (made.message, made.message_en) == (
        "看不见的文字（没有大小）已略去：9",
        "text that is not seen (of no size) was left out: 9",
    )


def test_every_reason_for_which_text_is_not_seen_has_a_term() -> None:
    assert set(notice_types()["text.unseen"].terms["reason"]) == {str(why) for why in Unseen}


def test_braces_in_a_file_are_no_fields() -> None:
    assert notice("text.note", text="{0.__class__}").message == "注：{0.__class__}"
    assert notice("pdf.annotations", quote="{x}").message.endswith("：{x}")


def test_counts_become_notices_in_the_order_of_the_codes() -> None:
    made = counted(
        {"sheet.rounded": 2, "sheet.chart": 1, "sheet.masked": 0}, {"sheet.rounded": "B1"}
    )
    assert [one.message_en for one in made] == [
        "charts were not looked into (1)",
        "numbers shown with fewer digits than the cell holds (2): B1",
    ]


def test_unknown_code() -> None:
    with pytest.raises(KeyError):
        notice("no.such")


def test_a_word_that_is_missing() -> None:
    with pytest.raises(KeyError):
        notice("text.lost")
