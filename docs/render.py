"""Write the pages that say what data files say: rules, notices, file types, forms, tables.

    python docs/render.py

Each is written in Chinese (``forms.md``) and in English (``forms.en.md``). ``tests/test_docs.py``
makes sure that the pages are those of the data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

from govreport.export.arrow import VERSION, schema_of, text_of
from govreport.export.columns import tables
from govreport.export.terminal.forms import hierarchy, years
from govreport.export.wording import CATEGORIES as CATEGORY_NAMES
from govreport.export.wording import SEVERITIES
from govreport.forms.catalogue import Edition, TableForm, editions
from govreport.forms.measures import measures
from govreport.kinds import kinds
from govreport.model.rules import CATEGORIES, Rule, rules
from govreport.notices import notice_types
from govreport.readers import file_types
from govreport.readers.filetype import FileType

PAGES = Path(__file__).parent / "reference"

Lang = Literal["zh", "en"]
ENDINGS: dict[Lang, str] = {"zh": ".md", "en": ".en.md"}


def pages() -> dict[Path, str]:
    """Return every generated page by its path."""
    return {
        PAGES / f"{name}{ending}": "\n".join((_note(lang), "", *page(lang), ""))
        for name, page in WRITERS.items()
        for lang, ending in ENDINGS.items()
    }


def _note(lang: Lang) -> str:
    said = _in(lang, "由 docs/render.py 生成，请勿手改。", "Made by docs/render.py: do not edit.")
    return f"<!-- {said} -->"


def _in(lang: Lang, zh: str, en: str) -> str:
    return zh if lang == "zh" else en


def _head(*names: str) -> Iterator[str]:
    """The head of a table of these columns."""
    yield f"| {' | '.join(names)} |"
    yield "|" + "---|" * len(names)


# --- measures ---


def _measures(lang: Lang) -> Iterator[str]:
    if lang == "zh":
        yield "# 指标"
        yield ""
        yield "由统计项算出的指标，`report.measures`，也是结果里的 `measures` 表。公式是数据"
        yield "（各种报告的 `measures.toml`）：分子之和除以分母之和，精确，不四舍五入；"
        yield "缺一个数、空白或分母为零时没有值。分子、分母、n 都在旁边。"
    else:
        yield "# Measures"
        yield ""
        yield "What is computed from the figures: `report.measures`, and the table `measures` of a"
        yield "store. The formulas are data (`measures.toml` of a kind): sum over sum, exact. There"
        yield "is no value where a figure is blank or missing, or the denominator zero."
    yield ""
    yield from _head(*_in(lang, "指标 id 公式 跨版式", "Measure id Formula Editions").split(" "))
    for measure in (each for kind in kinds() for each in measures(kind)):
        top, below = (
            " + ".join(f"`{id}`" for id in ids) for ids in (measure.numerator, measure.denominator)
        )
        less = "".join(f" − `{id}`" for id in measure.minus)
        held = _in(lang, measure.note, measure.note_en) or _in(lang, "可比", "comparable")
        name = _in(lang, measure.label, measure.label_en)
        yield f"| {name} | `{measure.id}` | ({top}) / ({below}{less}) | {held} |"


# --- rules ---


def _findings(lang: Lang) -> Iterator[str]:
    if lang == "zh":
        yield "# 规则与问题"
        yield ""
        yield "一份报告要遵守的每一条规则，和不遵守时说的话；代码就是问题的代码（`finding.code`）。"
        yield "错误：报告自相矛盾。警告：像是笔误、缺漏，或有内容未能识别。"
        yield "提示：没有问题，但值得知道。"
        yield "`{…}` 处填入具体内容。发现问题从不改动数字。计算的办法改变时，规则的版本加一；"
        yield "问题记着它用的是哪一版（`finding.rule_version`）。"
        yield "依据的原文没有见到的，写明“凭记忆”，只作提示。"
        yield "`govreport rules` 和 `govreport.rules()` 给出同样的内容。"
        yield "每一条有一份遵守的和一份违反的最小报告，在仓库的 `conformance/`；"
        yield "`make conformance` 逐条核对。"
    else:
        yield "# Rules and findings"
        yield ""
        yield "Every rule that a report must keep, and what is said where it does not; the code is"
        yield "that of the finding (`finding.code`)."
        yield "Error: the report contradicts itself. Warning: probably a slip or a gap, or what"
        yield "was not made out. Info: no fault, but worth knowing."
        yield "`{…}` stands for what is found. A finding never changes a figure. When the way of"
        yield "reckoning changes, a rule's version goes up by one;"
        yield "a finding keeps which one it was found by (`finding.rule_version`)."
        yield "Where the text of a source was not seen, it says “from memory”, and the rule is info"
        yield "only."
        yield "`govreport rules` and `govreport.rules()` give the same."
        yield "Each has a smallest report that keeps it and one that breaks it, in `conformance/`;"
        yield "`make conformance` goes through them."
    for category in CATEGORIES:
        yield from ("", f"## {_in(lang, f'{CATEGORY_NAMES[category]} {category}', category)}", "")
        yield from _head(
            *_in(
                lang,
                "代码 级别 规则 问题的说法 依据 适用",
                "Code Severity Rule Message Source Holds",
            ).split(" ")
        )
        for rule in rules(category=category):
            severity = _in(lang, SEVERITIES[rule.severity], str(rule.severity))
            says = _in(lang, rule.zh, rule.en), _in(lang, rule.message, rule.message_en)
            cells = (*says, _source(rule, lang), _held(rule, lang))
            told = " | ".join(map(_cell, cells))
            yield f"| `{rule.code}` v{rule.version} | {severity} | {told} |"


def _source(rule: Rule, lang: Lang) -> str:
    comma = _in(lang, "，", ", ")
    said = _in(lang, rule.source.zh, rule.source.en) + (
        comma + rule.article if rule.article else ""
    )
    return said + (
        _in(lang, "（凭记忆）", " (from memory)") if rule.certainty == "recalled" else ""
    )


def _held(rule: Rule, lang: Lang) -> str:
    """The kinds, editions and years that it holds for."""
    years = ""
    if rule.since is not None or rule.until is not None:
        years = f"{rule.since or ''}–{rule.until or ''}" + _in(lang, " 年度", "")
    editions = _in(lang, "、", ", ").join(rule.editions)
    if editions:
        editions = _in(lang, f"{editions} 年版", f"edition {editions}")
    parts = filter(None, (_in(lang, "、", ", ").join(rule.kinds), editions, years))
    return _in(lang, "，", ", ").join(parts) or _in(lang, "全部", "all")


# --- notices ---


def _notices(lang: Lang) -> Iterator[str]:
    if lang == "zh":
        yield "# 读取提示"
        yield ""
        yield "解读器对一个文件要说的话，在 `document.notices` 和 `report.notices`："
        yield "代码、中英文说明、所在的块和页。`{…}` 处填入具体内容；文件里的原文引在后面。"
        yield ""
        yield from _head("代码", "说明")
    else:
        yield "# Notices"
        yield ""
        yield "What a reader has to say about a file, in `document.notices` and `report.notices`:"
        yield "code, message in Chinese and English, block and page. `{…}` stands for what"
        yield "was found;"
        yield "the file's own text is quoted behind."
        yield ""
        yield from _head("Code", "Message")
    for code, kind in notice_types().items():
        yield f"| `{code}` | {_cell(_in(lang, kind.zh, kind.en))} |"
        for name, values in kind.terms.items():
            chinese, english = zip(*values.values(), strict=True)
            said = _in(
                lang, f"`{{{name}}}`：{'、'.join(chinese)}", f"`{{{name}}}`: {', '.join(english)}"
            )
            yield f"| | {said} |"


# --- types of files ---


def _file_types(lang: Lang) -> Iterator[str]:
    types = file_types().values()
    if lang == "zh":
        yield "# 文件类型"
        yield ""
        yield "每种类型由它的解读器声明：叫什么，由什么认出（从不看文件名），由谁来读。"
        yield "怎样读、保留什么，见[文件格式](formats.md)；增加一种，见[怎样做](../howto.md)。"
        yield from ("", "## 读得了的", "")
        yield from _head("id", "类型", "常见的扩展名", "由什么认出")
    else:
        yield "# File types"
        yield ""
        yield "Each type is declared by its reader: what it is called, what it is told by (never a"
        yield "name), and what reads it."
        yield "How it is read and what is kept: see [formats](formats.md); to add one, see"
        yield "[how to](../howto.md)."
        yield from ("", "## What can be read", "")
        yield from _head("id", "Type", "Usual endings", "Told by")
    for type_ in types:
        if type_.reader is not None:
            name = _in(lang, type_.name.zh, type_.name.en)
            endings = " ".join(f".{ending}" for ending in type_.endings)
            yield f"| `{type_.id}` | {name} | {endings} | {_told_by(type_, lang)} |"
    if lang == "zh":
        yield from ("", "## 读不了的", "")
        yield "`input.unsupported`，并说明是什么。标 ✓ 的可以用 `--via libreoffice`。"
        yield ""
        yield from _head("id", "类型", "由什么认出", "建议", "LibreOffice")
    else:
        yield from ("", "## What cannot be read", "")
        yield "`input.unsupported`, which says what it is. Those marked ✓ can be read with"
        yield "`--via libreoffice`."
        yield ""
        yield from _head("id", "Type", "Told by", "Advice", "LibreOffice")
    for type_ in types:
        if type_.advice is not None:
            name = _in(lang, type_.name.zh, type_.name.en)
            advice = _in(lang, type_.advice.zh, type_.advice.en)
            mark = "✓" if type_.office else ""
            yield f"| `{type_.id}` | {name} | {_told_by(type_, lang)} | {advice} | {mark} |"


def _told_by(type_: FileType, lang: Lang) -> str:
    named = (
        (_in(lang, "开头的字节", "first bytes"), type_.signatures),
        (_in(lang, "压缩包里的", "in the zip"), type_.parts),
        (
            _in(lang, "OpenDocument 的", "OpenDocument's"),
            (type_.mimetype,) if type_.mimetype else (),
        ),
        (_in(lang, "OLE 流", "OLE streams"), type_.streams),
    )
    said = [
        f"{what} "
        + _in(lang, "、", ", ").join(f"`{name}`" for name in names if isinstance(name, str))
        for what, names in named
        if names
    ]
    content = _in(lang, "内容", "content") if type_.told_by else ""
    return _in(lang, "；", "; ").join(one.strip() for one in said) or content


# --- tables of a store ---


def _tables(lang: Lang) -> Iterator[str]:
    if lang == "zh":
        yield "# 结果的表"
        yield ""
        yield f"`govreport batch` 写出的 Parquet 表。元数据里有模式的版本（`{VERSION}`）和"
        yield "govreport 的版本；去掉一列或改变一列的意思时模式的版本才变，增加一列时不变。"
    else:
        yield "# Tables of a store"
        yield ""
        yield "The Parquet tables that `govreport batch` writes. Their metadata have the"
        yield "version of the"
        yield f"schema (`{VERSION}`) and that of govreport; the schema's changes when a"
        yield "column goes or"
        yield "changes its meaning, not when one is added."
    for table in tables().values():
        yield from ("", f"## {table.name}", "", _in(lang, table.zh, table.en), "")
        yield from _head(*_in(lang, "列 类型 内容", "Column Type Content").split(" "))
        for column in table.columns:
            said = _in(lang, column.zh, column.en)
            if column.unit is not None:
                said += _in(lang, f"（{column.unit}）", f" ({column.unit})")
            types = schema_of(table.name)
            yield f"| `{column.name}` | `{types.field(column.name).type}` | {said} |"
            if column.type == "figure":
                text = text_of(column.name)
                exact = _in(lang, " 的文字，总是精确", " as text, always exact")
                yield f"| `{text}` | `{types.field(text).type}` | `{column.name}`{exact} |"


# --- the official forms ---


def _forms(lang: Lang) -> Iterator[str]:
    if lang == "zh":
        yield "# 统计表版式"
        yield ""
        yield "官方统计表的每一行、每一栏和它们的 id。有栏目 id 的表，数字的 id 是“行 id.栏 id”。"
    else:
        yield "# The official forms"
        yield ""
        yield "Each row and column of the official tables and their ids. Where columns have ids,"
        yield "the id of a figure is that of its row, a point, and that of its column."
    for edition in (one for each in kinds() for one in editions(each)):
        title = f"{edition.title}：" if edition.title != edition.name else ""
        yield from ("", f"## {title}{edition.name}", "")
        yield _in(
            lang,
            f"{years(edition)} 年度的报告。依据：{edition.source}，{edition.article}。",
            f"Reports for {years(edition)}. Source: {edition.source}, {edition.article}.",
        )
        for form in edition.tables:
            yield from _form(form, edition, lang)


def _form(form: TableForm, edition: Edition, lang: Lang) -> Iterator[str]:
    english = f" · {form.title_en}" if lang == "en" and form.title_en else ""
    yield from ("", f"### {form.titles[0]}{english}（{edition.id}）", "")
    if form.rows:
        yield from _head(*_in(lang, "行 id 单位", "Row id Unit").split(" "))
    for depth, row in hierarchy(form):
        label = ("其中：" if row.of_which else "") + row.number + row.label
        named = _named(label, row.label_en, lang, "　" * depth)
        yield f"| {named} | `{row.id}` | {row.unit or ''} |"
    columns = [column for column in form.columns_of("value") if column.id or column.dimensions]
    if columns:
        yield ""
        yield from _head(*_in(lang, "栏 id 维度 单位", "Column id Dimension Unit").split(" "))
    for column in columns:
        label = "／".join(column.path or column.labels[:1])
        members = " ".join(f"`{name}={member}`" for name, member in column.dimensions.items())
        id = f"`{column.id}`" if column.id else ""
        named = _named(label, column.label_en, lang)
        yield f"| {named} | {id} | {members} | {column.unit or ''} |"
    local = {name for column in form.local_columns for name in column.dimensions}
    for dimension in edition.dimensions:
        if dimension.table == form.id and dimension.name in local:
            members = _in(lang, "、", ", ").join(
                f"`{dimension.name}={id}` {label}" for id, label in dimension.members.items()
            )
            zh = f"有的地方按{dimension.label}分栏：{members}。"
            yield from (
                "",
                _in(lang, zh, f"Some places have columns by {dimension.label}: {members}."),
            )


def _named(label: str, english: str, lang: Lang, indent: str = "") -> str:
    """An official label, and on an English page what it means."""
    below = f"<br>{indent}{_cell(english)}" if lang == "en" and english else ""
    return f"{indent}{_cell(label)}{below}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


WRITERS: dict[str, Callable[[Lang], Iterator[str]]] = {
    "measures": _measures,
    "findings": _findings,
    "filetypes": _file_types,
    "notices": _notices,
    "forms": _forms,
    "tables": _tables,
}

if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
