"""Write the pages that say what data files say: findings, notices, file types, forms, tables.

    python docs/render.py

``tests/test_docs.py`` makes sure that the pages are those of the data.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from govreport.cli.forms import hierarchy, years
from govreport.export.arrow import VERSION, schema_of, text_of
from govreport.export.columns import tables
from govreport.export.wording import CATEGORIES as CATEGORY_NAMES
from govreport.export.wording import SEVERITIES
from govreport.forms.catalogue import Edition, TableForm, editions
from govreport.kinds import kinds
from govreport.model.rules import CATEGORIES, Rule, rules
from govreport.notices import notice_types
from govreport.readers import file_types
from govreport.readers.filetype import FileType

PAGES = Path(__file__).parent / "reference"
NOTE = "<!-- 由 docs/render.py 生成，请勿手改。 -->"


def pages() -> dict[Path, str]:
    """Return every generated page by its path."""
    return {
        PAGES / "findings.md": "\n".join((NOTE, "", *_findings(), "")),
        PAGES / "filetypes.md": "\n".join((NOTE, "", *_file_types(), "")),
        PAGES / "notices.md": "\n".join((NOTE, "", *_notices(), "")),
        PAGES / "forms.md": "\n".join((NOTE, "", *_forms(), "")),
        PAGES / "tables.md": "\n".join((NOTE, "", *_tables(), "")),
    }


def _findings() -> Iterator[str]:
    yield "# 规则与问题"
    yield ""
    yield "一份报告要遵守的每一条规则，和不遵守时说的话；代码就是问题的代码（`finding.code`）。"
    yield "错误：报告自相矛盾。警告：像是笔误、缺漏，或有内容未能识别。提示：没有问题，但值得知道。"
    yield "`{…}` 处填入具体内容。发现问题从不改动数字。计算的办法改变时，规则的版本加一；"
    yield "问题记着它用的是哪一版（`finding.rule_version`）。"
    yield "依据的原文没有见到的，写明“凭记忆”，只作提示。"
    yield "`govreport rules` 和 `govreport.rules()` 给出同样的内容。"
    yield "每一条有一份遵守的和一份违反的最小报告，在仓库的 `conformance/`；"
    yield "`make conformance` 逐条核对。"
    for category in CATEGORIES:
        yield from ("", f"## {CATEGORY_NAMES[category]} {category}", "")
        yield from (
            "| 代码 | 级别 | 规则 | 问题的说法 | 依据 | 适用 |",
            "|---|---|---|---|---|---|",
        )
        for rule in rules(category=category):
            severity = f"{SEVERITIES[rule.severity]} {rule.severity}"
            says = f"{_cell(rule.zh)}<br>{_cell(rule.en)}"
            message = f"{_cell(rule.message)}<br>{_cell(rule.message_en)}"
            cells = (says, message, _cell(_source(rule)), _cell(_held(rule)))
            yield f"| `{rule.code}` v{rule.version} | {severity} | {' | '.join(cells)} |"


def _source(rule: Rule) -> str:
    said = rule.source.zh + ("，" + rule.article if rule.article else "")
    return said + ("（凭记忆）" if rule.certainty == "recalled" else "")


def _held(rule: Rule) -> str:
    """The kinds, editions and years that it holds for."""
    years = ""
    if rule.since is not None or rule.until is not None:
        years = f"{rule.since or ''}–{rule.until or ''} 年度"
    editions = "、".join(rule.editions) + " 年版" if rule.editions else ""
    return "，".join(filter(None, ("、".join(rule.kinds), editions, years))) or "全部"


def _notices() -> Iterator[str]:
    yield "# 读取提示"
    yield ""
    yield "解读器对一个文件要说的话，在 `document.notices` 和 `report.notices`："
    yield "代码、中英文说明、所在的块和页。`{…}` 处填入具体内容；文件里的原文引在后面。"
    yield ""
    yield "| 代码 | 说明 | in English |"
    yield "|---|---|---|"
    for code, kind in notice_types().items():
        yield f"| `{code}` | {_cell(kind.zh)} | {_cell(kind.en)} |"
        for name, values in kind.terms.items():
            chinese, english = zip(*values.values(), strict=True)
            yield f"| | `{{{name}}}`：{'、'.join(chinese)} | {', '.join(english)} |"


def _file_types() -> Iterator[str]:
    types = file_types().values()
    yield "# 文件类型"
    yield ""
    yield "每种类型由它的解读器声明：叫什么，由什么认出（从不看文件名），由谁来读。"
    yield "怎样读、保留什么，见[文件格式](formats.md)；增加一种，见[怎样做](../howto.md)。"
    yield from (
        "",
        "## 读得了的",
        "",
        "| id | 类型 | 常见的扩展名 | 由什么认出 |",
        "|---|---|---|---|",
    )
    for type_ in types:
        if type_.reader is not None:
            yield f"| `{type_.id}` | {type_.name.zh} | {_endings(type_)} | {_told_by(type_)} |"
    yield from ("", "## 读不了的", "")
    yield "`input.unsupported`，并说明是什么。标 ✓ 的可以用 `--via libreoffice`。"
    yield from ("", "| id | 类型 | 由什么认出 | 建议 | LibreOffice |", "|---|---|---|---|---|")
    for type_ in types:
        if type_.advice is not None:
            mark = "✓" if type_.office else ""
            told, advice = _told_by(type_), type_.advice.zh
            yield f"| `{type_.id}` | {type_.name.zh} | {told} | {advice} | {mark} |"


def _endings(type_: FileType) -> str:
    return " ".join(f".{ending}" for ending in type_.endings)


def _told_by(type_: FileType) -> str:
    named = (
        ("开头的字节", type_.signatures),
        ("压缩包里的", type_.parts),
        ("OpenDocument 的", (type_.mimetype,) if type_.mimetype else ()),
        ("OLE 流", type_.streams),
    )
    said = [
        f"{what} " + "、".join(f"`{name}`" for name in names if isinstance(name, str))
        for what, names in named
        if names
    ]
    return "；".join(one.strip() for one in said) or ("内容" if type_.told_by else "")


def _tables() -> Iterator[str]:
    yield "# 结果的表"
    yield ""
    yield f"`govreport batch` 写出的 Parquet 表。元数据里有模式的版本（`{VERSION}`）和"
    yield "govreport 的版本；去掉一列或改变一列的意思时模式的版本才变，增加一列时不变。"
    for table in tables().values():
        yield from ("", f"## {table.name}", "", table.zh, "", table.en, "")
        yield from ("| 列 | 类型 | 内容 | in English |", "|---|---|---|---|")
        for column in table.columns:
            zh, en = _measured(column.zh, column.unit), _measured(column.en, column.unit)
            types = schema_of(table.name)
            yield f"| `{column.name}` | `{types.field(column.name).type}` | {zh} | {en} |"
            if column.type == "figure":
                text = text_of(column.name)
                said = f"`{column.name}` 的文字，总是精确 | `{column.name}` as text, always exact"
                yield f"| `{text}` | `{types.field(text).type}` | {said} |"


def _measured(said: str, unit: str | None) -> str:
    return said if unit is None else f"{said}（{unit}）"


def _forms() -> Iterator[str]:
    yield "# 统计表版式"
    yield ""
    yield "官方统计表的每一行、每一栏和它们的 id。有栏目 id 的表，数字的 id 是“行 id.栏 id”。"
    for edition in (one for each in kinds() for one in editions(each)):
        yield from (
            "",
            f"## {edition.title}：{edition.name}"
            if edition.title != edition.name
            else f"## {edition.name}",
            "",
        )
        yield f"{years(edition)} 年度的报告。依据：{edition.source}，{edition.article}。"
        for form in edition.tables:
            yield from _form(form, edition)


def _form(form: TableForm, edition: Edition) -> Iterator[str]:
    yield from ("", f"### {form.titles[0]}（{edition.id}）", "")
    if form.rows:
        yield from ("| 行 | id | 单位 |", "|---|---|---|")
    for depth, row in hierarchy(form):
        label = ("其中：" if row.of_which else "") + row.number + row.label
        yield f"| {'　' * depth}{_cell(label)} | `{row.id}` | {row.unit or ''} |"
    columns = [column for column in form.columns_of("value") if column.id or column.dimensions]
    if columns:
        yield from ("", "| 栏 | id | 维度 | 单位 |", "|---|---|---|---|")
    for column in columns:
        label = "／".join(column.path or column.labels[:1])
        members = " ".join(f"`{name}={member}`" for name, member in column.dimensions.items())
        id = f"`{column.id}`" if column.id else ""
        yield f"| {_cell(label)} | {id} | {members} | {column.unit or ''} |"
    local = {name for column in form.local_columns for name in column.dimensions}
    for dimension in edition.dimensions:
        if dimension.table == form.id and dimension.name in local:
            members = "、".join(
                f"`{dimension.name}={id}` {label}" for id, label in dimension.members.items()
            )
            yield from ("", f"有的地方按{dimension.label}分栏：{members}。")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
