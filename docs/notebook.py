"""Run the tutorial's notebooks from a clean kernel, keep what they print, and write the pages.

    python docs/notebook.py

``tutorial.ipynb`` and ``tutorial.en.ipynb`` differ in their words only. ``tests/test_tutorial.py``
runs them and makes sure that they, and the pages, say what comes out.
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


def page(path: Path) -> str:
    """Return the page of a notebook, as Markdown."""
    note = f"<!-- {path.name}, by docs/notebook.py -->"
    return "\n\n".join((note, *_parts(load(path)))) + "\n"


def pages() -> dict[Path, str]:
    """Return the page of each notebook by its path."""
    return {path.with_suffix(".md"): page(path) for path in NOTEBOOKS}


def _parts(notebook: NotebookNode) -> Iterator[str]:
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            yield cell.source
            continue
        yield f"```python\n{cell.source}\n```"
        for output in cell.outputs:
            shown = output.get("data", {}).get("image/svg+xml")
            yield shown or f"```text\n{_text(output).rstrip()}\n```"


def _text(output: NotebookNode) -> str:
    text = output.text if output.output_type == "stream" else output.data["text/plain"]
    return text if isinstance(text, str) else "".join(text)


def _code(notebook: NotebookNode) -> Iterator[NotebookNode]:
    return (cell for cell in notebook.cells if cell.cell_type == "code")


if __name__ == "__main__":
    for each in NOTEBOOKS:
        text: str = nbformat.writes(run(load(each)))  # type: ignore[no-untyped-call]
        each.write_text(text.rstrip() + "\n", encoding="utf-8")
        each.with_suffix(".md").write_text(page(each), encoding="utf-8")
