"""Files that all pages share, each under a name of its own: there is no way to any other file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import resources

from attrs import frozen

__all__ = ["ASSETS", "Asset"]


@frozen
class Asset:
    """A file made of those of the package, one after the other."""

    type: str
    parts: Sequence[tuple[str, str]]

    def read(self) -> str:
        """Return its text."""
        return "\n".join(
            resources.files(package).joinpath(name).read_text("utf-8")
            for package, name in self.parts
        )


ASSETS: Mapping[str, Asset] = {
    "site.css": Asset(
        "text/css; charset=utf-8",
        (
            ("govreport.export.html", "page.css"),
            ("govreport.export.html", "boxes.css"),
            ("govreport.export.plots", "plots.css"),
            ("govreport.serve", "static/site.css"),
        ),
    ),
    "icon.svg": Asset("image/svg+xml", (("govreport.serve", "static/icon.svg"),)),
    "search.js": Asset(
        "text/javascript; charset=utf-8", (("govreport.serve", "static/search.js"),)
    ),
    "sort.js": Asset("text/javascript; charset=utf-8", (("govreport.export.html", "sort.js"),)),
}
