"""Patterns of the standard library's engine, with what it lacks spelled out."""

import re
import sys

import pytest
import regex

from govreport.zh.patterns import HAN, behind, quick_pattern


def test_han_are_the_characters_that_unicode_counts_among_them() -> None:
    ours, theirs = re.compile(f"[{HAN}]"), regex.compile(r"\p{Han}")
    planes = (range(0x20000), range(0x2A600, 0x2A6E0), range(0x30000, 0x30100))
    differing = [
        hex(code)
        for codes in planes
        for code in codes
        if bool(ours.match(chr(code))) is not bool(theirs.match(chr(code)))
    ]
    assert differing == []


def test_han_within_a_set_and_alone() -> None:
    pattern = quick_pattern(r"[a\]\p{Han}]\[(?P<word>\p{Han}+)[^\p{Han}]")
    found = [(each["word"], each.span()) for each in pattern.finditer("1[文1][文字1中[字\\")]
    assert found == [("文字", (4, 9)), ("字", (9, 13))]


def test_named_groups_are_those_of_the_standard_library() -> None:
    source = "(?P<a>1)|(?P<b>2(?P<c>3)?)"
    ours, theirs = quick_pattern(source), re.compile(source)
    for text in ("1", "2", "23"):
        one, other = ours.match(text), theirs.match(text)
        assert one is not None
        assert other is not None
        assert (one.lastgroup, one.groupdict()) == (other.lastgroup, other.groupdict())


def test_behind_words_of_several_lengths() -> None:
    assert re.findall(behind(["年", "年度"]) + "共", "年共，年度共，月共") == ["共", "共"]
    assert re.findall(behind(["年", "年度"], none=True) + "共", "年共，年度共，月共") == ["共"]


def test_with_another_python_it_compiles_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "re._parser", None)
    assert quick_pattern(r"\p{Han}+").findall("第1章 总则") == ["第", "章", "总则"]
