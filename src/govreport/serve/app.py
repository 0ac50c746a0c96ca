"""The server: what may be asked of it, and how every answer goes out.

It only reads. A request is for GET or HEAD, names a host that the server is meant for (a page of
another site cannot make a browser ask it under a name of its own), and an address that is one of
ours; nothing of it is ever a path of a file or a part of SQL. Answers let a browser load and run
nothing but what the server itself has.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from urllib.parse import parse_qsl

from attrs import evolve
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from govreport.serve.address import Address, read_address
from govreport.serve.answers import answer, error_page
from govreport.serve.assets import ASSETS
from govreport.serve.data import Store
from govreport.serve.original import Originals
from govreport.serve.pages.asked import BadAddress, NoSuchPage
from govreport.serve.render import to_html

__all__ = ["HEADERS", "LOCAL", "make_app"]

#: Names of this machine, as a browser on it says them.
LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self';"
        " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-cache",
}
_METHODS = ("GET", "HEAD")
#: A longer query is none of ours.
_LONGEST = 2000


def make_app(store: Store, *, hosts: Collection[str] = LOCAL) -> Starlette:
    """Return the application, for any ASGI server.

    Args:
        hosts: names under which it answers. Where it listens to more than this machine, any
            address of digits is one too: only a name can be made to lead to another machine.
    """
    originals = Originals()

    async def page(request: Request) -> Response:
        return await run_in_threadpool(_respond, store, originals, request)

    return Starlette(
        routes=[
            Route("/static/{name}", _asset, methods=["GET"]),
            Route("/{path:path}", page, methods=["GET"]),
        ],
        middleware=[Middleware(_Guard, hosts=frozenset(hosts))],
    )


class ServedLinks:
    """Links between pages that a server answers."""

    live = True

    def __init__(self, root: str = "") -> None:
        self._root = root

    def to(self, address: Address) -> str:
        return self._root + address.served()

    def static(self, name: str) -> str:
        return f"{self._root}/static/{name}"


def _respond(store: Store, originals: Originals, request: Request) -> Response:
    links = ServedLinks(request.scope.get("root_path", ""))
    query = request.url.query
    if len(query) > _LONGEST:
        return _error(400, Address("archive"), links)
    pairs = parse_qsl(query, keep_blank_values=False, max_num_fields=None)
    address = read_address((request.path_params["path"] and request.url.path) or "/", pairs)
    if address is None:
        return _error(404, Address("archive"), links)
    try:
        found = answer(store.data(), originals, address, links)
    except NoSuchPage:
        return _error(404, address, links)
    except BadAddress:
        return _error(400, address, links)
    disposition = {"content-disposition": f'attachment; filename="{found.name}"'}
    headers = disposition if found.name else {}
    return Response(found.body, media_type=found.type, headers=headers)


def _error(status: int, address: Address, links: ServedLinks) -> Response:
    here = evolve(address, key="", query=(), page="archive", form="html")
    text = to_html(error_page(status, here.lang), here, links)
    return Response(text, status, media_type="text/html; charset=utf-8")


async def _asset(request: Request) -> Response:
    asset = ASSETS.get(request.path_params["name"])
    if asset is None:
        return Response(status_code=404)
    return Response(asset.read(), media_type=asset.type)


class _Guard:
    """Turns away what is not meant for this server, and says with each answer what is allowed."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                added = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
                message = {**message, "headers": [*message.get("headers", ()), *added]}
            await send(message)

        app = self._app
        if scope["method"] not in _METHODS:
            app = Response(status_code=405, headers={"allow": ", ".join(_METHODS)})
        elif not self._is_ours(scope):
            app = Response("this server does not answer to that name\n", 421)
        await app(scope, receive, guarded)

    def _is_ours(self, scope: Scope) -> bool:
        said = [value for name, value in scope["headers"] if name == b"host"]
        if len(said) != 1:
            return False
        host = _host(said[0].decode("latin-1"))
        return host in self._hosts or ("*" in self._hosts and _is_number(host))


def _host(header: str) -> str:
    """The name in a Host header, without its port."""
    if header.startswith("["):
        return header[1:].partition("]")[0].lower()
    return header.partition(":")[0].lower().rstrip(".")


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
