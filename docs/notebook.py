"""Run the tutorial's notebooks from a clean kernel, keep what they print, and write the pages.

    python docs/notebook.py

``tutorial.ipynb`` and ``tutorial.en.ipynb`` differ in their words only.
``tests/test_docs_pages.py`` runs them and makes sure that they, and the pages, say what comes out.
"""

from __future__ import annotations

import asyncio
import copy
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

DOCS = Path(__file__).parent
NOTEBOOKS = (DOCS / "tutorial.ipynb", DOCS / "tutorial.en.ipynb")
SECONDS = 120


def load(path: Path) -> NotebookNode:
    """Read a notebook."""
    text = path.read_text(encoding="utf-8")
    notebook: NotebookNode = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    return notebook


def run(notebook: NotebookNode) -> NotebookNode:
    """Return a notebook as it stands after a run from a clean kernel.

    Raises:
        nbclient.exceptions.CellExecutionError: a cell fails.
    """
    fresh = copy.deepcopy(notebook)
    for cell in _code(fresh):
        cell.outputs, cell.execution_count = [], None
    # The kernel is to import what this process does, wherever that stands.
    paths = os.pathsep.join(filter(None, sys.path))
    client = NotebookClient(fresh, timeout=SECONDS, resources={"metadata": {"path": str(DOCS)}})
    if sys.platform == "win32":
        asyncio.set_event_loop_policy(asyncio.WindowsSelectorEventLoopPolicy())
    client.execute(env={**os.environ, "PYTHONPATH": paths})
    for cell in fresh.cells:
        cell.metadata.pop("execution", None)
    return fresh


def printed(notebook: NotebookNode) -> list[str]:
    """Return what each cell of code prints or shows, as text."""
    return ["".join(map(_text, cell.outputs)) for cell in _code(notebook)]


def pages() -> dict[Path, str]:
    """Return the page of each notebook by its path, and the pictures in them."""
    found: dict[Path, str] = {}
    for path in NOTEBOOKS:
        note = f"<!-- {path.name}, by docs/notebook.py -->"
        pictures: list[str] = []
        parts = [note]
        for cell in load(path).cells:
            parts.append(_source(cell))
            for output in cell.get("outputs", ()):
                picture = output.get("data", {}).get("image/svg+xml")
                if picture is None:
                    parts.append(f"```text\n{_text(output).rstrip()}\n```")
                    continue
                pictures.append("".join(picture))
                parts.append(f"![](images/tutorial-{len(pictures)}.svg)")
        found[path.with_suffix(".md")] = "\n\n".join(parts) + "\n"
        for number, picture in enumerate(pictures, 1):
            found[DOCS / "images" / f"tutorial-{number}.svg"] = picture
    return found


def _source(cell: NotebookNode) -> str:
    source = str(cell.source)
    return source if cell.cell_type == "markdown" else f"```python\n{source}\n```"


def _text(output: NotebookNode) -> str:
    if output.output_type == "stream":
        return "".join(output.text)
    return "".join(output.data.get("image/svg+xml") or output.data["text/plain"])


def _code(notebook: NotebookNode) -> Iterator[NotebookNode]:
    return (cell for cell in notebook.cells if cell.cell_type == "code")


if __name__ == "__main__":
    for each in NOTEBOOKS:
        text: str = nbformat.writes(run(load(each)))  # type: ignore[no-untyped-call]
        each.write_text(text.rstrip() + "\n", encoding="utf-8")
    for path, page in pages().items():
        path.write_text(page, encoding="utf-8")
