"""Word 97–2003 files: text, its pieces, what is shown of it, notes, boxes, numbers, errors."""

from __future__ import annotations

import struct

import pytest

from govreport.document import Alignment, Document, Paragraph, Picture
from govreport.errors import (
    CorruptDocument,
    EncryptedDocument,
    LimitExceeded,
    UnsupportedFormat,
)
from govreport.notices import notice
from govreport.readers.limits import DEFAULT_LIMITS, Limits
from govreport.readers.word.doc.reader import read as read_doc
from support import doc_files as d
from support.compound_files import compound, streams


def read(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    return read_doc(data, limits)


def texts(data: bytes) -> list[str]:
    return [block.text for block in read(data).blocks]


def codes(document: Document) -> list[str]:
    return [notice.code for notice in document.notices]


# --- pieces of text ---


def test_utf_16() -> None:
    document = read(d.doc([d.par("2018年度报告"), d.par("一、概述")]))
    assert [block.text for block in document.blocks] == ["2018年度报告", "一、概述"]
    assert (document.format, document.notices) == ("doc", ())


def test_pieces_of_eight_bits_are_windows_1252() -> None:
    text = "“2018” — 35… É\r"
    assert texts(d.doc([d.par(text[:-1])], pieces=[d.Piece(len(text), width=1)])) == [text[:-1]]


def test_pieces_of_both_widths_in_one_paragraph() -> None:
    pieces = [d.Piece(2), d.Piece(6, width=1), d.Piece(3), d.Piece(1, width=1), d.Piece(2)]
    data = d.doc([d.par("公开“1234”条，共5件")], pieces=pieces)
    assert texts(data) == ["公开“1234”条，共5件"]


def test_characters_beyond_the_first_plane() -> None:
    text = "\U00020bb7野家\U0001f600"
    units = "".join(map(chr, struct.unpack("<6H", text.encode("utf-16-le"))))
    assert texts(d.doc([d.par(units)])) == [text]


def test_half_of_a_pair_is_no_character() -> None:
    assert texts(d.doc([d.par("甲\ud842乙")])) == ["甲\ufffd乙"]


def gbk(text: str) -> str:
    return text.encode("gbk").decode("latin-1")


def test_chinese_bytes_in_a_piece_of_eight_bits() -> None:
    """Against the format, but found: text converted from files before Unicode."""
    line, label = gbk("公开政府信息12条"), gbk("收到申请，其中：")
    pars = [d.par(line), d.par(label, d.Run("7", d.HIDDEN), d.Run("8", d.sprm(0x0835, 1)))]
    size = sum(len(run.text) for p in pars for run in (*p.runs, p.mark))
    document = read(d.doc(pars, pieces=[d.Piece(size, width=1)]))
    assert [b.text for b in document.blocks] == ["公开政府信息12条", "收到申请，其中：8"]
    assert codes(document) == ["doc.guessed_encoding", "text.unseen"]


@pytest.mark.parametrize("text", ["×××× ±5°", "Ü b e r Äö", "éÀ Êï ñÑ", "“quoted” — too"])
def test_western_text_is_not_taken_for_chinese(text: str) -> None:
    document = read(d.doc([d.par(text)], pieces=[d.Piece(len(text) + 1, width=1)]))
    assert ([b.text for b in document.blocks], document.notices) == ([text], ())


def test_fast_saved_file_keeps_its_order_and_its_looks() -> None:
    """What was added stands at the end of the file; formatting goes by places in the file."""
    pars = [
        d.par("旧标题", changes=d.sprm(0x2461, 1)),
        d.par("新加的", d.Run("粗", d.sprm(0x0835, 1)), style=0),
        d.par(d.Run("隐藏", d.HIDDEN), "旧的末尾", changes=d.sprm(0x2461, 2)),
    ]
    pieces = [d.Piece(4, rank=1), d.Piece(3, rank=3), d.Piece(2, rank=4), d.Piece(7, rank=2)]
    first, second, third = read(d.doc(pars, pieces=pieces)).blocks
    assert isinstance(first, Paragraph)
    assert isinstance(third, Paragraph)
    assert (first.text, first.alignment) == ("旧标题", Alignment.CENTER)
    assert second.text == "新加的粗"
    assert (third.text, third.alignment) == ("旧的末尾", Alignment.RIGHT)


def test_a_piece_brings_changes_along() -> None:
    """By number among the file's, or as one short change in the piece itself."""
    bold, hidden = 0x55 << 1 | 1 << 8, 0x5C << 1 | 1 << 8
    pieces = [
        d.Piece(3, prm=0 << 1 | 1), d.Piece(3, prm=1 << 1 | 1), d.Piece(2, prm=bold),
        d.Piece(2, prm=hidden), d.Piece(1),
    ]  # fmt: skip
    styles = {9: d.Style(name="正文二", paragraph=d.sprm(0x2461, 1))}
    document = read(
        d.doc(
            [d.par("居中"), d.par("改样"), d.par("加粗藏了")],
            pieces=pieces,
            changes=[d.sprm(0x2461, 2), d.sprm(0x4600, 9)],
            styles=styles,
        )
    )
    first, second, third = (b for b in document.blocks if isinstance(b, Paragraph))
    assert (first.alignment, second.alignment) == (Alignment.RIGHT, Alignment.CENTER)
    assert (third.text, third.bold) == ("加粗", True)


# --- what is shown ---


def test_hidden_and_deleted_text_is_left_out() -> None:
    data = d.doc([d.par("共", d.Run("19", d.HIDDEN), d.Run("21", d.DELETED), "23", "件")])
    document = read(data)
    assert [b.text for b in document.blocks] == ["共23件"]
    assert document.notices == (
        notice("doc.deleted_text", count=1),
        notice("text.unseen", reason="hidden", quote="19"),
    )


def test_inserted_text_is_kept() -> None:
    assert texts(d.doc([d.par("共", d.Run("23", d.sprm(0x0801, 1)), "件")])) == ["共23件"]


def test_deleted_mark_joins_paragraphs() -> None:
    data = d.doc([d.par("前半", mark=d.Run("\r", d.DELETED)), d.par("后半"), d.par("另一段")])
    assert texts(data) == ["前半后半", "另一段"]


def test_text_hidden_by_its_style_and_shown_again() -> None:
    styles = {
        5: d.Style(name="暗", character=d.HIDDEN),
        6: d.Style(name="字", kind=2, character=d.HIDDEN),
    }
    pars = [
        d.par("看不见", d.Run("看得见", d.sprm(0x083C, 0)), style=5),
        d.par("甲", d.Run("乙", d.sprm(0x4A30, 6)), "丙"),
        d.par(d.Run("反过来", d.sprm(0x083C, 0x81)), style=5),
    ]
    assert texts(d.doc(pars, styles=styles)) == ["看得见", "甲丙", "反过来"]


def test_fields_show_their_results() -> None:
    link = '\x13HYPERLINK "http://example.invalid/" \x14附件一\x15'
    nested = "\x13TOC \x13PAGE \x147\x15\\h \x14第\x13SEQ 表\x143\x15表\x15"
    document = read(d.doc([d.par(f"见{link}。"), d.par(nested), d.par("共\x13=2+3\x15")]))
    assert [b.text for b in document.blocks] == ["见附件一。", "第3表", "共"]
    [found] = document.links
    assert (found.text, found.target) == ("附件一", "http://example.invalid/")


def test_a_field_may_go_on_over_paragraphs() -> None:
    data = d.doc([d.par("\x13TOC \\o \x14一、概述 1"), d.par("二、公开 2\x15"), d.par("正文")])
    assert texts(data) == ["一、概述 1", "二、公开 2", "正文"]


def test_a_field_without_end_swallows_nothing() -> None:
    document = read(d.doc([d.par("\x13TOC 收到申请12件"), d.par("下一段")]))
    assert [b.text for b in document.blocks] == ["下一段"]
    assert codes(document) == ["doc.broken_field"]


def test_link_target_with_half_of_a_pair_is_text() -> None:
    [found] = read(d.doc([d.par('\x13HYPERLINK "a\ud800b" \x14附\udc00件\x15')])).links
    assert (found.text, found.target) == ("附\ufffd件", "a\ufffdb")


def test_signs_of_symbol_fonts() -> None:
    tick, unknown = (d.sprm(0x6A09, struct.pack("<2H", *at)) for at in ((2, 0xF0FC), (1, 0xF041)))
    document = read(d.doc([d.par("甲", d.Run("(", tick), d.Run("(", unknown))]))
    assert document.blocks[0].text == "甲✓\uf041"
    assert codes(document) == ["doc.unknown_symbol"]


def test_breaks_and_hyphens() -> None:
    assert texts(d.doc([d.par("甲\x0b乙\x0c丙\x1e丁\x1f戊\t己")])) == ["甲\n乙\n丙-丁戊\t己"]


def test_raised_figures_are_no_part_of_the_number() -> None:
    assert texts(d.doc([d.par("12", d.Run("3", d.sprm(0x2A48, 1)), "件")])) == ["12件"]


def test_looks_of_a_paragraph() -> None:
    styles = {
        1: d.Style(name="heading 1", identifier=1, character=d.sprm(0x0835, 1)),
        2: d.Style(name="小标题", base=1, paragraph=d.sprm(0x2461, 1)),
        3: d.Style(name="正文文本", base=0, character=d.sprm(0x4A43, 32)),
    }
    pars = [d.par("一", style=2), d.par("二", d.Run("三", d.sprm(0x0835, 1)), style=3)]
    first, second = read(d.doc(pars, styles=styles)).blocks
    assert first == Paragraph(
        text="一", heading_level=1, alignment=Alignment.CENTER, bold=True, size=10.0
    )
    assert second == Paragraph(text="二三", size=16.0)


def test_pictures_are_noted() -> None:
    special = d.sprm(0x0855, 1)
    document = read(d.doc([d.par("表如下"), d.par(d.Run("\x01", special)), d.par("\x01不是图")]))
    assert document.blocks == (
        Paragraph(text="表如下", size=10.0),
        Picture(),
        Paragraph(text="不是图", size=10.0),
    )


# --- automatic numbers ---


def numbered(text: str, instance: int, level: int = 0, style: int = 0) -> d.Par:
    changes = d.sprm(0x260A, level) + d.sprm(0x460B, instance)
    return d.par(text, changes=changes, style=style)


OUTLINE = [d.Level(text="%1、", format=39), d.Level(text="（%2）", format=37), d.Level(text="%3.")]


def test_levels_count_and_restart() -> None:
    parts, behind = d.lists([OUTLINE], [(0, {})])
    pars = [numbered("甲", 1, level) for level in (0, 1, 1, 2, 2, 0, 1)]
    data = d.doc(pars, parts=parts, behind=behind)
    assert texts(data) == ["一、甲", "（一）甲", "（二）甲", "1.甲", "2.甲", "二、甲", "（一）甲"]
    assert [b.auto_label for b in read(data).blocks if isinstance(b, Paragraph)][:2] == [
        "一、",
        "（一）",
    ]


@pytest.mark.parametrize(
    ("format", "wanted"),
    [
        (0, "12"), (1, "XII"), (2, "xii"), (3, "L"), (4, "l"), (10, "一二"), (11, "十二"),
        (14, "１２"), (18, "⑫"), (22, "12"), (28, "⑫"), (30, "12"), (37, "十二"),
        (38, "壹拾贰"), (39, "十二"), (255, ""),
    ],
)  # fmt: skip
def test_number_formats(format: int, wanted: str) -> None:
    parts, behind = d.lists([[d.Level(text="%1)", format=format, start=12)]], [(0, {})])
    data = d.doc([numbered("甲", 1)], parts=parts, behind=behind)
    assert texts(data) == [f"{wanted})甲"]


@pytest.mark.parametrize(
    ("follow", "wanted"), [(0, "第3条 5件"), (1, "第3条 5件"), (2, "第3条5件")]
)
def test_blank_between_a_label_and_the_text(follow: int, wanted: str) -> None:
    parts, behind = d.lists([[d.Level(text="第%1条", start=3, follow=follow)]], [(0, {})])
    assert texts(d.doc([numbered("5件", 1)], parts=parts, behind=behind)) == [wanted]


def test_bullets_have_no_label() -> None:
    parts, behind = d.lists([[d.Level(text="\uf06c", format=23)]], [(0, {})])
    assert texts(d.doc([numbered("甲", 1)], parts=parts, behind=behind)) == ["甲"]


def test_instances_restart_at_numbers_of_their_own_and_replace_levels() -> None:
    new = d.Level(text="第%1项 ", format=0, start=8)
    parts, behind = d.lists([OUTLINE], [(0, {}), (0, {0: 5}), (0, {0: new})])
    pars = [numbered("甲", instance) for instance in (1, 1, 2, 2, 1, 3)]
    assert texts(d.doc(pars, parts=parts, behind=behind)) == [
        "一、甲", "二、甲", "五、甲", "六、甲", "七、甲", "第8项 甲",
    ]  # fmt: skip


def test_levels_of_a_style() -> None:
    """The style names the list, the list the style of each of its levels."""
    parts, behind = d.lists([OUTLINE], [(0, {})], linked={(0, 0): 4, (0, 1): 5})
    styles = {
        4: d.Style(name="标题一", paragraph=d.sprm(0x460B, 1)),
        5: d.Style(name="标题二", paragraph=d.sprm(0x460B, 1)),
        6: d.Style(name="又一", base=5, paragraph=d.sprm(0x260A, 2)),
    }
    pars = [d.par("甲", style=n) for n in (4, 5, 5, 6, 4)]
    off = d.par("无号", style=4, changes=d.sprm(0x460B, 0))
    data = d.doc([*pars, off], styles=styles, parts=parts, behind=behind)
    assert texts(data) == ["一、甲", "（一）甲", "（二）甲", "1.甲", "二、甲", "无号"]


def test_legal_and_hidden_levels_and_levels_that_go_on() -> None:
    levels = [
        d.Level(text="%1、", format=39),
        d.Level(text="%1.%2", flags=0x04),
        d.Level(text="（%3）", flags=0x08),
        d.Level(text="%4", character=d.HIDDEN),
    ]
    parts, behind = d.lists([levels], [(0, {})])
    pars = [numbered("甲", 1, level) for level in (0, 1, 2, 1, 2, 3)]
    assert texts(d.doc(pars, parts=parts, behind=behind)) == [
        "一、甲", "1.1甲", "（1）甲", "1.2甲", "（2）甲", "甲",
    ]  # fmt: skip


def test_a_list_that_is_not_defined() -> None:
    document = read(d.doc([numbered("甲", 3), numbered("乙", 0x07FF), numbered("丙", 0xF801)]))
    assert [b.text for b in document.blocks] == ["甲", "乙", "丙"]
    assert document.notices == (notice("doc.numbering_missing", count=2),)


# --- errors ---

WHOLE = d.doc([d.par("报告"), *d.row("收到", "12"), d.par("完")])


def patched(at: int, value: int, *, stream: str = "WordDocument") -> bytes:
    content = {**streams(WHOLE)}
    body = bytearray(content[stream])
    struct.pack_into("<H", body, at, value)
    return compound({**content, stream: bytes(body)})


def test_password() -> None:
    with pytest.raises(EncryptedDocument) as caught:
        read(d.doc([d.par("报告")], flags=0x0100))
    assert str(caught.value) == "protected by a password (remove the password and try again)"


@pytest.mark.parametrize(
    ("magic", "version"), [(0xA5DC, 101), (0xA5DC, 104), (0xA5EC, 0xC0), (0xA5DB, 45)]
)
def test_word_before_97_is_refused_by_name(magic: int, version: int) -> None:
    with pytest.raises(UnsupportedFormat, match="a Word 6 or 95 file") as caught:
        read(d.doc([d.par("报告")], magic=magic, version=version))
    assert "save it as .docx" in caught.value.hint


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "cut off", id="head alone"),
        pytest.param(WHOLE[:2000], "without a document", id="cut off in the directory"),
        pytest.param(WHOLE[: len(WHOLE) // 2], "without", id="cut off in the middle"),
        pytest.param(patched(0, 0x1234), "damaged head", id="magic"),
        pytest.param(compound({"Other": b"x"}), "without a document", id="no document"),
        pytest.param(compound({"WordDocument": b""}), "damaged head", id="empty document"),
        pytest.param(
            compound({"WordDocument": streams(WHOLE)["WordDocument"]}), "table stream", id="table"
        ),
        pytest.param(patched(0x9A + 8 * 33 + 4, 0), "piece table", id="no pieces"),
        pytest.param(patched(0x9A + 8 * 33, 0xFFFF), "piece table", id="pieces elsewhere"),
        pytest.param(b"PK\x03\x04" + bytes(2000), "compound", id="no compound file"),
    ],
)
def test_damaged_files_are_told(data: bytes, message: str) -> None:
    with pytest.raises(CorruptDocument, match=message):
        read(data)


def pieces_at(data: bytes) -> int:
    [start] = struct.unpack_from("<I", streams(data)["WordDocument"], 0x9A + 8 * 33)
    return int(start) + 5


def test_pieces_that_overlap() -> None:
    data = d.doc([d.par("报告")] * 9, pieces=[d.Piece(9), d.Piece(18)])
    content = streams(data)
    table = bytearray(content["1Table"])
    struct.pack_into("<I", table, pieces_at(data) + 4, 40)
    with pytest.raises(CorruptDocument, match="damaged piece table"):
        read(compound({**content, "1Table": bytes(table)}))


def test_pieces_that_repeat_the_file() -> None:
    """Each is within the file, all together are more than it."""
    data = d.doc([d.par("报告") for _ in range(30)], pieces=[d.Piece(3) for _ in range(30)])
    content = streams(data)
    table, start = bytearray(content["1Table"]), pieces_at(data)
    for n in range(30):
        struct.pack_into("<I", table, start + 4 * (n + 1), 900 * (n + 1))
        struct.pack_into("<I", table, start + 4 * 31 + 8 * n + 2, 0)
    with pytest.raises(LimitExceeded, match="more text"):
        read(compound({**content, "1Table": bytes(table)}))


def test_text_cut_off_is_read_as_far_as_it_goes() -> None:
    pars = [d.par(f"第{n}段") for n in range(1000)]
    content = streams(d.doc(pars))
    short = content["WordDocument"][:4096]
    document = read(compound({**content, "WordDocument": short}))
    assert document.blocks[:2] == (
        Paragraph(text="第0段", size=10.0),
        Paragraph(text="第1段", size=10.0),
    )
    assert len(document.blocks) == 189
    assert codes(document) == ["doc.cut_off"]


def test_the_other_table_stream_is_taken_where_the_one_named_is_missing() -> None:
    content = streams(WHOLE)
    renamed = {"WordDocument": content["WordDocument"], "0Table": content["1Table"]}
    assert texts(compound(renamed)) == texts(WHOLE)


def test_limits() -> None:
    with pytest.raises(LimitExceeded, match="more than 100 bytes"):
        read(WHOLE, Limits(bytes=100))
    with pytest.raises(LimitExceeded, match="more than 3 paragraphs"):
        read(WHOLE, Limits(blocks=3))
