"""What errors say in Chinese: every detail and hint that the package raises has its translation."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import govreport
from govreport.errors import GovReportError
from govreport.export.details import in_chinese, templates

SOURCES = Path(govreport.__file__).parent
#: What makes an error or the entry of a file that is left out, besides the classes of errors.
NAMES = {"detail", "hint"}
MAKERS = {"Refused", "Bomb", "left_out", "_error", "unopened"}


def classes(of: type[GovReportError] = GovReportError) -> Iterator[str]:
    for each in of.__subclasses__():
        yield each.__name__
        yield from classes(each)


def template(node: ast.expr) -> str | None:
    """A literal, or an f-string with its places empty; nothing where it is neither."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = (
            str(each.value) if isinstance(each, ast.Constant) else "{}" for each in node.values
        )
        return "".join(parts)
    return None


def raised() -> Iterator[tuple[str, str]]:
    """Yield what errors are made with, and the module."""
    import govreport.batch.engines.local
    import govreport.batch.store.tables  # noqa: F401  # errors of their own

    makers = {*classes(), *MAKERS}
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in NAMES:
                said = template(node.value)
                if said and " " in said:
                    yield said, path.relative_to(SOURCES).as_posix()
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name == "of" and getattr(getattr(node.func, "value", None), "id", "") in makers:
                limit, _, *rest = map(template, node.args)
                if limit is not None:
                    said = (rest[0] if rest and rest[0] else f"{{}} {limit}").replace(
                        "{}", "more than {}", 1
                    )
                    yield f"{said} (limits.{limit})", path.relative_to(SOURCES).as_posix()
                continue
            if name not in makers:
                continue
            hints = [each.value for each in node.keywords if each.arg == "hint"]
            for argument in (*node.args, *hints):
                said = template(argument)
                if said and " " in said:
                    yield said, path.relative_to(SOURCES).as_posix()


def test_every_detail_and_hint_has_its_chinese() -> None:
    """Whoever adds an error adds a line to ``export/details.toml``."""
    found = dict(raised())
    assert len(found) > 100
    missing = {
        said: module for said, module in found.items() if in_chinese(said) == said != "{}: {}"
    }
    assert missing == {}


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("no such file", "没有这个文件"),
        ("cannot be opened: Permission denied", "打不开：没有权限"),
        ("in the archive: larger than 9 bytes", "压缩包里：大于 9 字节"),
        (
            "a zip archive of several documents: a.docx, b.docx",
            "压缩包（zip），里面有几个文档：a.docx, b.docx",
        ),
        ("a picture (PNG)", "图片（PNG）"),
        ("61 pages, more than 60", "有 61 页，超过 60 页"),
        (
            "it was read whole, but 3 control characters left out",
            "文件完整，只是略去 3 个控制字符",
        ),
        ("what nobody foresaw", "what nobody foresaw"),
        ("", ""),
    ],
)
def test_details_in_chinese(english: str, chinese: str) -> None:
    assert in_chinese(english) == chinese


def test_every_translation_fills_the_places_that_it_has() -> None:
    for english, chinese in templates().items():
        places = english.count("{}")
        assert chinese.format(*range(places)).count("{") == 0, english
        if places and "{0}" not in chinese:
            assert chinese.count("{}") == places, english
