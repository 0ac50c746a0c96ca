"""Requests to an application without a server."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, MutableMapping
from typing import Any

from attrs import frozen
from lxml import html
from starlette.types import ASGIApp

__all__ = ["Answer", "ask"]


@frozen
class Answer:
    """What came back; the names of headers are in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8")

    @property
    def page(self) -> html.HtmlElement:
        """The body as a page."""
        return html.document_fromstring(self.body)


def ask(
    app: ASGIApp, target: str, *, method: str = "GET", host: str | None = "localhost:8765"
) -> Answer:
    """Ask for a path with its query, as it would stand in the first line of a request."""
    path, _, query = target.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": _unquoted(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [] if host is None else [(b"host", host.encode())],
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 8765),
    }
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))  # type: ignore[arg-type]
    head = sent[0]
    headers = {name.decode(): value.decode() for name, value in head["headers"]}
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return Answer(head["status"], headers, body)


def _unquoted(path: str) -> str:
    from urllib.parse import unquote

    return unquote(path)
