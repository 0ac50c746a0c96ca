"""What to do with a scan that was not read."""

from govreport.ocr import INSTALL, Ocr, is_installed
from govreport.readers.filetype import Said

__all__ = ["ADVICE", "ELSEWHERE", "advice"]

#: Of a format whose pictures nobody looks into.
ELSEWHERE = Said(
    "里面是扫描的图片：另存为 PDF 再读", "scanned pictures: save it as PDF and try again"
)
TO_INSTALL = Said(
    f"扫描件：安装文字识别（{INSTALL}），或者传可搜索的 PDF",
    f"a scan: {INSTALL}, or pass a searchable PDF",
)
TO_ASK = Said(
    '扫描件：用 govreport parse --ocr auto，或 gr.parse(…, ocr="auto")',
    'a scan: govreport parse --ocr auto, or gr.parse(…, ocr="auto")',
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
