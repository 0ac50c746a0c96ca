"""``govreport serve`` and ``govreport site``: the pages of a store."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from govreport.cli.failure import FAILED, Failure, say
from govreport.cli.language import said
from govreport.cli.output import needs
from govreport.errors import GovReportError

if TYPE_CHECKING:
    from govreport.serve.data import Store

__all__ = ["serve", "site"]

USAGE = 2

store_folder = click.argument("store", metavar="OUT", type=click.Path(path_type=Path))


@click.command()
@store_folder
@click.option("--host", default="127.0.0.1", show_default=True, help="在哪个地址上听")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8765,
    show_default=True,
    help="端口；0 为任意一个空的",
)
@click.option(
    "--name", "names", metavar="HOST", multiple=True, help="浏览器里还可以用的主机名，可以写几个"
)
@click.option(
    "--open/--no-open", "opens", default=None, help="是否打开浏览器（默认：在终端上打开）"
)
@click.pass_context
def serve(
    context: click.Context,
    store: Path,
    host: str,
    port: int,
    names: tuple[str, ...],
    opens: bool | None,
) -> None:
    """看结果：在浏览器里看 OUT 里的表，只读，默认只有本机能看。Ctrl-C 结束。

    \b
      govreport batch 存档 -o 结果
      govreport serve 结果
    """
    opened = _opened(context, store)
    import socket

    import uvicorn

    from govreport.serve.app import LOCAL, make_app

    hosts = {*LOCAL, *(name.lower() for name in names), host.lower()}
    if host not in LOCAL:
        hosts |= {"*", socket.gethostname().lower()}
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        hint = "choose another one with --port, or any with --port 0"
        say(Failure(f"{host}:{port}", "output", error.strerror or str(error), hint))
        context.exit(FAILED)
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host  # noqa: S104
    address = f"http://{shown}:{listening.getsockname()[1]}/"
    click.echo(f"{address}  {said('（Ctrl-C 结束）')}")
    if opens if opens is not None else sys.stdout.isatty():
        import webbrowser

        webbrowser.open(address)
    config = uvicorn.Config(
        make_app(opened, hosts=hosts), log_level="warning", access_log=False, server_header=False
    )
    uvicorn.Server(config).run(sockets=[listening])


@click.command()
@store_folder
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.pass_context
def site(context: click.Context, store: Path, folder: Path) -> None:
    """写成网站：把 serve 的各页写成 DIR 里的文件，不用服务器也能看，可以放到任何地方。

    \b
      govreport site 结果 网站
    """
    opened = _opened(context, store)
    from govreport.serve.site import write_site

    try:
        count = write_site(opened, folder, wrote=_told if sys.stderr.isatty() else _untold)
    except GovReportError as error:
        say(Failure(error.path or str(folder), error.code, error.detail, error.hint))
        context.exit(USAGE)
    except OSError as error:
        say(Failure(str(folder), "output", error.strerror or str(error)))
        context.exit(FAILED)
    if sys.stderr.isatty():
        click.echo(err=True)
    files = said("（{n} 个文件）", n=f"{count:,}")
    click.echo(f"{folder / 'index.html'}  {files}")


def _opened(context: click.Context, folder: Path) -> Store:
    from govreport.serve import require_libraries

    try:
        require_libraries()
    except ImportError as error:
        raise needs(error) from error
    from govreport.serve.data import Store

    try:
        return Store(folder)
    except GovReportError as error:
        say(Failure(error.path or str(folder), error.code, error.detail, error.hint))
        context.exit(USAGE)


def _told(done: int, known: int) -> None:
    if done % 20 == 0 or done == known:
        click.echo(f"\r{done:,} / {known:,}", nl=False, err=True)


def _untold(done: int, known: int) -> None: ...
