"""Lines and links that belong to a site, not to its articles: buttons, footers, attachments.

>>> is_furniture("【打印本页】 【关闭窗口】"), is_furniture("大力推进信息公开")
(True, False)
"""

from __future__ import annotations

import regex

__all__ = ["is_attachment", "is_frame_line", "is_furniture"]

_ATTACHMENT = regex.compile(
    r"\.(?:docx?|xlsx?|pdf|wps|et|zip|rar|ofd|pptx?|txt|csv|7z)(?:[?#&].{0,300})?$", regex.I
)
#: How lines of the frame begin.
_FRAME_LINE = regex.compile(
    r"(?:网站)?(?:主办|承办|运维|维护|技术支持|版权所有|网站标识码)|[\p{Han}]{0,2}ICP备|[\p{Han}]{0,2}公网安备|Copyright|©"
    r"|(?:您)?(?:当前|现在|所在)(?:的)?位置|(?:相关|推荐)(?:文章|附件|链接|阅读|解读|新闻|稿件)"
    r"|(?:上|下)一[篇条]|(?:浏览|阅读|点击|访问)(?:次数|量|数)|建议使用|今天是",
    regex.I,
)
_FURNITURE_LINE = regex.compile(
    r"(?:[\s|｜>＞·•,，。、:：\[\]【】()（）“”\"]"
    r"|扫一扫|扫码|[用在]?手机|在?(?:打开|浏览|查看)|当前页面?|二维码|微信|微博|新浪|腾讯|QQ空间|朋友圈|空间"
    r"|打印|关闭|收藏|分享|返回|本页|页面|此页|窗口|本文|顶部|到|至|字体|字号|大小|放大|缩小|默认|大|中|小|正常|A[+-]?"
    r"|上一篇|下一篇|上一条|下一条|没有了|我要|纠错|视力保护色)++",
    regex.I,
)
_LONGEST_FURNITURE = 80


def is_attachment(href: str) -> bool:
    """Whether a link leads to a file that is no page."""
    return len(href) < 2_000 and bool(_ATTACHMENT.search(href))


def is_frame_line(text: str) -> bool:
    """Whether a line is furniture, or one that the frame has: 主办：…, 当前位置：…, 相关链接."""
    text = text.strip()
    return is_furniture(text) or (
        len(text) < 100 and "。" not in text and _FRAME_LINE.match(text) is not None
    )


def is_furniture(text: str) -> bool:
    """Whether a line is a button or a hint of the site: 打印本页, 【大 中 小】."""
    return len(text) <= _LONGEST_FURNITURE and bool(_FURNITURE_LINE.fullmatch(text.strip()))
