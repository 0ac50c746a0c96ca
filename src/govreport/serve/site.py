"""A store's pages as files: what a server answers, followed from link to link and written out.

Every page that a written one leads to is written too, so that no link leads nowhere; links are
relative, and the folder can be moved, put on any server or opened as it is. What needs a server, a
form to fill in, is left out: there are links for each rule, year and severity instead. Organs are
looked for among names that stand in a script, which a browser loads from a file, too.
"""

from __future__ import annotations

import json
import posixpath
from collections import deque
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from attrs import define, field

from govreport.batch.store.tables import StoreError
from govreport.export.safe import visible
from govreport.serve.address import Address
from govreport.serve.answers import answer
from govreport.serve.assets import ASSETS
from govreport.serve.data import Data, Store
from govreport.serve.original import Originals
from govreport.serve.pages.asked import NoSuchPage
from govreport.serve.pinyin import letters
from govreport.serve.queries import organs as ask

__all__ = ["MOST", "write_site"]

#: Reports beyond which a store is served better than written.
MOST = 10_000
#: Says that a folder is a site of ours, whose files may be written over.
_MARK = ".govreport-site"


def write_site(
    store: Store, folder: Path, *, wrote: Callable[[int, int], object] = lambda done, known: None
) -> int:
    """Write the pages into a folder that is empty or holds an earlier site, and return how many
    files they are.

    Args:
        wrote: told after each file how many there are so far and how many are known of.

    Raises:
        StoreError: the folder holds other things, or the store has too many reports.
        OSError: it cannot be written to.
    """
    data = store.data()
    count = int(data.one("SELECT count(*) AS n FROM reports")["n"])
    if count > MOST:
        detail = f"{count} reports, more than {MOST} pages can well be files"
        raise StoreError(detail, path=str(store.folder), hint="use govreport serve")
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()) and not (folder / _MARK).exists():
        raise StoreError("holds other things", path=str(folder), hint="name an empty folder")
    (folder / _MARK).touch()
    (folder / "static").mkdir(exist_ok=True)
    for name, asset in ASSETS.items():
        (folder / "static" / name).write_text(asset.read(), "utf-8")
    (folder / "static" / "names.js").write_text(_names(data), "utf-8")
    queue = _Queue()
    for lang in ("zh", "en"):
        queue.add(Address("archive", lang=lang))
    originals = Originals()
    done = 0
    while (address := queue.next()) is not None:
        try:
            found = answer(data, originals, address, FileLinks(address, queue))
        except NoSuchPage:
            continue
        path = folder / address.file()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(found.body)
        done += 1
        wrote(done, len(queue.known))
    return done


def _names(data: Data) -> str:
    """The organs, with their regions, the keys of their pages, and the letters of their names."""
    rows = [
        [visible(row["organ"]), visible(row["region"] or ""), row["key"], _letters(row["organ"])]
        for row in ask.every(data)
    ]
    return f"globalThis.NAMES = {json.dumps(rows, ensure_ascii=False, separators=(',', ':'))};\n"


def _letters(name: str) -> str:
    return " ".join("".join(sorted(letters(character))) for character in name)


@define
class _Queue:
    """Addresses to be written, each once. What belongs to a report stands together, so that it is
    read once, and so does each page with its tables."""

    known: set[Address] = field(factory=set)
    _groups: dict[tuple[str, str], deque[Address]] = field(factory=dict)
    _group: tuple[str, str] = ("", "")

    def add(self, address: Address) -> None:
        if address not in self.known:
            self.known.add(address)
            of_report = address.page in ("report", "pages")
            group = ("report" if of_report else address.page, address.key)
            self._groups.setdefault(group, deque()).append(address)

    def next(self) -> Address | None:
        if not self._groups:
            return None
        if self._group not in self._groups:
            self._group = next(iter(self._groups))
        waiting = self._groups[self._group]
        found = waiting.popleft()
        if not waiting:
            del self._groups[self._group]
        return found


class FileLinks:
    """Links from one file to others, relative; what is linked is to be written."""

    live = False

    def __init__(self, here: Address, queue: _Queue) -> None:
        self._folder = posixpath.dirname(here.file())
        self._queue = queue

    def to(self, address: Address) -> str:
        self._queue.add(address)
        return self._relative(address.file())

    def static(self, name: str) -> str:
        return self._relative(f"static/{name}")

    def _relative(self, file: str) -> str:
        return quote(posixpath.relpath(file, self._folder or "."))
