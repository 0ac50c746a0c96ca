"""The signature: organ and date under the text, in every arrangement."""

from __future__ import annotations

import datetime as dt

import pytest

from govreport.outline.lines import items_of
from govreport.outline.signature import Signature, find_signature
from support.small_tables import document, small

ORGAN = "青澜市云浦区科技局"
TEXT = ("八、其他需要报告的事项", "无其他需要报告的事项。")


def signature(*lines: str) -> Signature | None:
    return find_signature(items_of(document(*TEXT, *lines)))


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        ((ORGAN, "2019年1月9日"), [ORGAN]),
        ((f"{ORGAN}（盖章）", "2019年1月9日"), [ORGAN]),
        ((f"{ORGAN}（公章）", "2019-01-09"), [ORGAN]),
        ((f"{ORGAN}　　2019年1月9日",), [ORGAN]),
        (("青澜市云浦区科技局", "青澜市云浦区统计局", "2019.1.9"), [ORGAN, "青澜市云浦区统计局"]),
        (("2019年1月9日", ORGAN), [ORGAN]),
        (("二〇一九年一月九日",), []),
        (("二○一九年一月九日",), []),
        (("2019/1/9",), []),
        (("２０１９年１月９日",), []),
        (("2 0 1 9 年 1 月 9 日",), []),
        (("日期：2019年1月9日",), []),
        (("[bookmark: _GoBack]2019年1月9日",), []),
    ],
)
def test_organ_and_date(lines: tuple[str, ...], names: list[str]) -> None:
    found = signature(*lines)
    assert found is not None
    assert found.first == len(TEXT)
    assert [name.text for name in found.names] == names
    assert found.date is not None
    assert found.date[0].date == dt.date(2019, 1, 9)


def test_organ_alone() -> None:
    found = signature(ORGAN)
    assert found is not None
    assert (found.first, found.date) == (len(TEXT), None)


def test_date_without_a_day() -> None:
    found = signature(ORGAN, "2019年1月")
    assert found is None or found.date is None or found.date[0].date is None


def test_impossible_date_is_kept_as_written() -> None:
    found = signature(ORGAN, "2019年2月30日")
    assert found is not None
    assert found.date is not None
    assert (found.date[0].date, found.date[0].day, found.date[0].text) == (
        None,
        30,
        "2019年2月30日",
    )


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ("截至2018年12月31日，我局共有专职人员3名。",),
        ("2018年1月1日至2018年12月31日",),
        ("（一）2019年1月9日",),
        ("2018年3月5日和2018年6月7日",),
    ],
    ids=["text", "sentence", "period", "heading", "two dates"],
)
def test_no_signature(lines: tuple[str, ...]) -> None:
    assert signature(*lines) is None


def test_signature_ends_at_a_table() -> None:
    items = items_of(document(*TEXT, ORGAN, small("甲 | 1"), "2019年1月9日"))
    found = find_signature(items)
    assert found is not None
    assert (found.first, found.names) == (4, ())
