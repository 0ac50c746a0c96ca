"""Small whole reports as PDF."""

from __future__ import annotations

import io

from reportlab.pdfgen import canvas

from support.pdf_blocks import LONG
from support.pdf_files import HEIGHT, SONG, WIDTH, Sheets, cells

__all__ = ["report", "turned_report"]


def report(*, compressed: bool = True) -> bytes:
    """A small report: title, text, a table cut by the page, furniture."""
    sheets = Sheets(pageCompression=int(compressed))
    sheets.centred(80, "青澜市云浦区科技局", 18)
    sheets.centred(110, "2023年政府信息公开工作年度报告", 18)
    top = sheets.prose(160, "一、总体情况")
    top = sheets.prose(top, LONG + "。")
    sheets.prose(top, "三、收到和处理政府信息公开申请情况")
    widths = [30, 130, 45, 45]
    stacked = "\n".join("三本年度办理")
    sheets.table(
        600,
        widths,
        [24, 40, 40, 40],
        [
            (0, 0, "情况", 1, 2),
            (0, 2, "自然人"),
            (0, 3, "总计"),
            (1, 0, stacked, 3, 1),
            (1, 1, "予以公开"),
            (1, 2, "12"),
            (1, 3, "12"),
            (2, 1, "部分公开"),
            (2, 2, "0"),
            (2, 3, "0"),
            (3, 1, "不予公开"),
            (3, 2, "3"),
            (3, 3, "3"),
        ],
    )
    sheets.centred(800, "- 1 -", 10)
    sheets.next_page()
    end = sheets.table(72, widths, [24], cells("四|结转下年|1|1"))
    sheets.prose(end + 24, "四、其他需要报告的事项")
    sheets.centred(800, "- 2 -", 10)
    return sheets.save()


def turned_report(degrees: int) -> bytes:
    """A page whose Rotate entry stands against the direction of its text.

    reportlab takes the size of the page as displayed.
    """
    buffer = io.BytesIO()
    sheet = canvas.Canvas(buffer, pagesize=(WIDTH, HEIGHT), invariant=True)
    sheet.setPageRotation(degrees)
    moves = {90: (HEIGHT, 0), 180: (WIDTH, HEIGHT), 270: (0, WIDTH)}
    sheet.translate(*moves[degrees])
    sheet.rotate(degrees)
    sheet.setFont(SONG, 12)
    for index, line in enumerate(["一、总体情况", "全年公开信息6条。"]):
        sheet.drawString(72, 700 - 30 * index, line)
    for x in (72, 172, 232):
        sheet.line(x, 560, x, 600)
    for y in (560, 580, 600):
        sheet.line(72, y, 232, y)
    for row, (label, figure) in enumerate([("收到", "12"), ("答复", "11")]):
        sheet.drawString(80, 585 - 20 * row, label)
        sheet.drawString(180, 585 - 20 * row, figure)
    sheet.save()
    return buffer.getvalue()
