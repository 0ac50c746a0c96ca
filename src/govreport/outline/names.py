"""发布机关: the names that a report gives to the organ that issues it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from govreport.kinds import ReportKind
from govreport.model import Issuer, Name
from govreport.outline.annexes import ReadAnnex
from govreport.outline.front import Title, is_organ, organ_in_title
from govreport.outline.lines import Item, Line
from govreport.outline.signature import Signature
from govreport.outline.wording import wording
from govreport.zh.organs import ends_as_organ, without_seal
from govreport.zh.patterns import lazy_pattern
from govreport.zh.text import collapse, level

__all__ = ["choose_issuer"]

#: What a document says of its organ outside the text, the surest first.
METADATA_KEYS = ("publisher", "source", "site")
#: A shorter end of a name (教育局) does not tell one organ from another.
MIN_SHORT_NAME = 4
#: What a page adds behind its title: its organ, it may be.
SITE = lazy_pattern(r"[-_|—–－]\s*([\p{Han}（）()]{3,40})$")
#: An organ that no title names stands in one of the first lines.
SEARCHED_LINES = 4


def choose_issuer(
    kind: ReportKind,
    title: Title | None,
    head: Sequence[Item],
    preface: Sequence[Item],
    signature: Signature | None,
    annexes: Sequence[ReadAnnex],
    metadata: Mapping[str, str],
) -> Issuer:
    """Collect the organ's names; its own name is the title's, filled up by the signature's.

    ``head`` are the lines under the title. Where nothing else names the organ, the sentence that
    says who compiled the report does, or the first one that tells of its work.
    """
    names: list[Name] = []
    in_title = organ_in_title(title.text, kind) if title else None
    if in_title is not None and title is not None:
        names.append(Name(in_title, "title", title.origin))
    if in_title is None:
        names += [
            Name(without_seal(item.text).strip(), "title", item.origin)
            for item in head
            if isinstance(item, Line) and is_organ(item.text)
        ]
    if signature is not None:
        names += signature.names
    names += [read.unit for read in annexes if read.unit is not None]
    names += [
        Name(collapse(metadata[key]).text, "metadata")
        for key in METADATA_KEYS
        if metadata.get(key) and ends_as_organ(collapse(metadata[key]).text)
    ]
    if not names:
        names += _labelled(head)
    if not names:
        names += _compiled_by(preface)
    if not names:
        site = SITE.search(collapse(metadata.get("page_title", "")).text)
        names += [Name(site[1], "metadata")] if site and is_organ(site[1]) else []
    if names:
        names += _in_preface(names[0].text, preface)
    return Issuer(_fullest(names), tuple(names))


def _labelled(head: Sequence[Item]) -> Iterator[Name]:
    """The organ behind a label under the title: 编制单位：…"""
    for item in head:
        match = wording().organ_label.search(level(item.text)) if isinstance(item, Line) else None
        if match is not None and isinstance(item, Line) and is_organ(match["organ"]):
            yield Name(
                item.text[match.start("organ") : match.end("organ")], "metadata", item.origin
            )
            return


def _compiled_by(preface: Sequence[Item]) -> Iterator[Name]:
    """The organ that a first sentence names as the one that reports."""
    for item in preface[:SEARCHED_LINES]:
        if not isinstance(item, Line):
            continue
        for match in wording().compiled.finditer(level(item.text)):
            # Levelling keeps every character's place.
            name = item.text[match.start("organ") : match.end("organ")].strip()
            if is_organ(name):
                yield Name(name, "preface", item.origin)
                return


def _fullest(names: Sequence[Name]) -> str | None:
    """The first name, or a later one that is the same with more in front (宁波市镇海区…局)."""
    if not names:
        return None
    best = names[0].text
    for name in names[1:]:
        if name.role != "metadata" and name.text.endswith(best):
            best = name.text
    return best


def _in_preface(full: str, preface: Sequence[Item]) -> Iterator[Name]:
    """The longest end of the organ's name that the preface uses."""
    for item in preface:
        if not isinstance(item, Line):
            continue
        for start in range(len(full) - MIN_SHORT_NAME + 1):
            place = item.text.find(full[start:])
            if place >= 0:
                yield Name(full[start:], "preface", item.origin)
                return
