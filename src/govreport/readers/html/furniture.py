"""Lines and links that belong to a site, not to its articles: buttons, footers, attachments.

>>> is_furniture("【打印本页】 【关闭窗口】"), is_furniture("大力推进信息公开")
(True, False)
"""

from __future__ import annotations

import regex

from govreport.zh.page import is_buttons, is_frame
from govreport.zh.patterns import lazy_pattern

__all__ = ["is_attachment", "is_frame_line", "is_furniture"]

_ATTACHMENT = lazy_pattern(
    r"\.(?:docx?|xlsx?|pdf|wps|et|zip|rar|ofd|pptx?|txt|csv|7z)(?:[?#&].{0,300})?$", regex.I
)
_LONGEST_FURNITURE = 80


def is_attachment(href: str) -> bool:
    """Whether a link leads to a file that is no page."""
    return len(href) < 2_000 and bool(_ATTACHMENT.search(href))


def is_frame_line(text: str) -> bool:
    """Whether a line is furniture, or one that the frame has: 主办：…, 当前位置：…, 相关链接."""
    text = text.strip()
    return is_furniture(text) or (len(text) < 100 and "。" not in text and is_frame(text))


def is_furniture(text: str) -> bool:
    """Whether a line is a button or a hint of the site: 打印本页, 【大 中 小】."""
    return len(text) <= _LONGEST_FURNITURE and is_buttons(text.strip())
