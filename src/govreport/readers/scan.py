"""What to do with a scan that was not read."""

from govreport.ocr import INSTALL, Ocr, is_installed
from govreport.readers.filetype import Said

__all__ = ["ADVICE", "ELSEWHERE", "MAX_SIDE", "SCAN_DPI", "SCAN_TEXT", "STRAY", "advice", "remedy"]

#: Characters that a scanned page may have all the same: what the program that made it leaves there.
SCAN_TEXT = 30
#: A page that is a picture has at most so many characters: a stamp, a page number.
STRAY = 10
#: Pages are drawn with so many dots an inch to be read, and no larger than this, in pixels.
SCAN_DPI, MAX_SIDE = 200, 6_000
#: Of a format whose pictures nobody looks into.
ELSEWHERE = Said(
    "里面是扫描的图片：另存为 PDF 再读", "scanned pictures: save it as PDF and try again"
)
TO_INSTALL = Said(
    f"扫描件：安装文字识别（{INSTALL}），或者传可搜索的 PDF",
    f"a scan: {INSTALL}, or pass a searchable PDF",
)
ASK = "govreport parse --ocr auto"
TO_ASK = Said(
    f'扫描件：用 {ASK}，或 gr.parse(…, ocr="auto")',
    f'a scan: {ASK}, or gr.parse(…, ocr="auto")',
)
NOTHING = Said(
    "扫描件：没有认出文字，换一份更清楚的", "a scan in which no text was found: find a better one"
)
ADVICE = (ELSEWHERE, TO_INSTALL, TO_ASK, NOTHING)


def advice(ocr: Ocr) -> Said:
    """Return what makes a picture of a page readable, by what was asked for and is installed."""
    if not is_installed():
        return TO_INSTALL
    return TO_ASK if ocr == "never" else NOTHING


def remedy() -> str:
    """Return the command by which pictures in a document of text are looked into."""
    return ASK if is_installed() else INSTALL
