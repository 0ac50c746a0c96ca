"""Words that another reading of a file has and ours has not, by the notice that tells of them.

A word is a run of letters and figures; of Chinese and Japanese, each character. Widths, ligatures
and cases do not count. A word that is there, but run together with the next or parted, is not lost.

>>> from govreport.document import Document, Paragraph
>>> from govreport.notices import notice
>>> told = notice("pdf.furniture", quote="page 2", page=1)
>>> document = Document(format="pdf", blocks=(Paragraph(text="one twothree"),), notices=(told,))
>>> found = compared(document, ["One two three page 4"])
>>> found.words, found.parted, found.missing
(5, 2, (('pdf.furniture', 'page'), ('pdf.furniture (page)', '4')))
>>> parted = (Paragraph(text="the exam-"), Paragraph(text="Figure 1"), Paragraph(text="ple"))
>>> compared(Document(format="pdf", blocks=parted), ["the example Figure 1"]).missing
()
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import regex
from attrs import frozen

from govreport.document import Document, Notice, Paragraph, Table

__all__ = ["UNEXPLAINED", "Compared", "compared"]

UNEXPLAINED = "unexplained"
_HYPHENS = regex.compile(r"[^\W_]++(?=[-\u00ad\u2010]\s*+(?:\n|\Z))")
WORD = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}]|[^\W_\p{Han}\p{Hiragana}\p{Katakana}]++")


@frozen
class Compared:
    """So many words there are in the other reading; so many are here joined with others or parted;
    those that are missing, each with the notice that tells of it."""

    words: int
    parted: int
    missing: tuple[tuple[str, str], ...]


def compared(document: Document, pages: Sequence[str]) -> Compared:
    """Compare a document with the pages that another program reads of the same file."""
    texts = list(_texts(document))
    ours = list(_words("\n".join(texts)))
    theirs = [list(_words(page)) for page in pages]
    words = [word for page in theirs for word in page]
    short = Counter(words) - Counter(ours)
    run, other = "".join(ours), "".join(words)
    # One that stands in the text without its spaces as often as in the other's is not lost.
    gone = {word: min(n, other.count(word) - run.count(word)) for word, n in short.items()}
    begun = {word for text in texts for word in _words("\n".join(_HYPHENS.findall(text)))}
    known = {*ours}
    missing = Counter(
        {w: n for w, n in gone.items() if n > 0 and not _is_hyphenated(w, begun, known)}
    )
    return Compared(
        words=len(words),
        parted=short.total() - missing.total(),
        missing=tuple(_explained(missing, theirs, document.notices)),
    )


def _is_hyphenated(word: str, begun: set[str], known: set[str]) -> bool:
    """Whether a word is there in two parts, the first with a hyphen at the end of a line: what
    stands between them, a figure or a footnote, keeps them apart."""
    return any(word[:n] in begun and word[n:] in known for n in range(1, len(word)))


def _words(text: str) -> Iterator[str]:
    plain = "".join(
        c for c in unicodedata.normalize("NFKC", text).casefold() if unicodedata.category(c) != "Mn"
    )
    return (match[0] for match in WORD.finditer(plain))


def _texts(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Table):
            yield from (cell.text for cell in block.cells)
        else:
            yield block.text
        if isinstance(block, Paragraph):
            yield from block.notes


def _explained(
    missing: Counter[str], pages: Sequence[Sequence[str]], notices: Sequence[Notice]
) -> Iterator[tuple[str, str]]:
    """Each missing word with the code of the notice that quotes it; else with those of its page."""
    quoted: dict[str, Counter[str]] = defaultdict(Counter)
    for notice in notices:
        quoted[notice.code].update(_words(notice.message))
    places = defaultdict(list)
    for number, page in enumerate(pages, start=1):
        for word in page:
            if word in missing:
                places[word].append(number)
    general = {notice.code for notice in notices if notice.page is None}
    of_page = defaultdict(set)
    for notice in notices:
        if notice.page is not None:
            of_page[notice.page].add(notice.code)
    for word, count in missing.items():
        for code, words in quoted.items():
            told = min(count, words[word])
            count -= told
            yield from [(code, word)] * told
        around = {code for page in places[word] for code in of_page[page]} | general
        cause = " + ".join(sorted(around))
        yield from [(f"{cause} (page)" if cause else UNEXPLAINED, word)] * count
