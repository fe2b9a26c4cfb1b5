"""The commands `serve`, `demo` and `unit` of `python -m reference_impl`.

Each loads what it needs when it runs, so that the others work without the extra `gateway`.
"""

from __future__ import annotations

import argparse
import asyncio
import ipaddress
import logging
import sys
from pathlib import Path

from reference_impl.variants import VARIANTS

PORT = 8317
_NEEDED = "it needs the extra `gateway`: pip install 'prtool[gateway]'"


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands to a parser; `run` of the parsed arguments is what to call."""
    serve = commands.add_parser("serve", help="serve models and chat completions over HTTP")
    _add_server_options(serve, port="port; 0 takes a free one")
    serve.set_defaults(run=_serve)
    demo = commands.add_parser("demo", help="show the defect and the fix side by side")
    demo.set_defaults(run=_demo)
    unit = commands.add_parser("unit", help="print a systemd user unit for serve")
    _add_server_options(unit, port="port")
    unit.add_argument("--python", type=Path, default=Path(sys.executable), help="interpreter")
    unit.set_defaults(run=_unit)


def _add_server_options(parser: argparse.ArgumentParser, *, port: str) -> None:
    parser.add_argument("--config", type=Path, required=True, help="configuration (YAML)")
    parser.add_argument("--variant", choices=VARIANTS, required=True, help="routing rules")
    parser.add_argument("--host", default="127.0.0.1", help="address to bind to (%(default)s)")
    parser.add_argument("--port", type=_port, default=PORT, help=f"{port} (%(default)s)")


def _port(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port")
    return int(text)


def _fail(text: str, status: int = 2) -> int:
    sys.stderr.write(f"reference_impl: {text}\n")
    return status


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _serve(args: argparse.Namespace) -> int:
    """Serve until told to end: 0 then, 1 when the address can't be bound, 2 for bad settings."""
    try:
        from reference_impl.gateway.config_file import ConfigFileError, load
        from reference_impl.gateway.readiness import tell_ready
        from reference_impl.gateway.serve import listen, serve_until_told
        from reference_impl.gateway.service import build
    except ModuleNotFoundError as error:
        return _fail(f"{error.name} is missing; {_NEEDED}")
    try:
        config = load(args.config)
    except ConfigFileError as error:
        return _fail(str(error))
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    # Its lines name upstreams.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    log = logging.getLogger("reference_impl")
    app = build(config, args.variant)
    if not app.models():
        log.warning("no model is served: no enabled entry has a base-url and models")
    if not config.api_keys and not _is_loopback(args.host):
        log.warning("anyone who reaches this address may call: there are no api-keys")
    try:
        listener = listen(args.host, args.port)
    except OSError as error:
        return _fail(f"{args.host}:{args.port}: {error.strerror or error}", 1)

    def announce(url: str) -> None:
        _say(f"serving {args.variant} on {url}")
        try:
            tell_ready()
        except OSError as error:
            log.warning("nobody could be told that it is ready: %s", error.strerror or error)

    serve_until_told(app, listener, announce=announce)
    return 0


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _demo(_: argparse.Namespace) -> int:
    """Show it: 0 when all went as expected, 1 when not."""
    try:
        from reference_impl.gateway import demo
    except ModuleNotFoundError as error:
        return _fail(f"{error.name} is missing; {_NEEDED}")
    text, good = asyncio.run(demo.run())
    _say(text)
    return 0 if good else 1


def _unit(args: argparse.Namespace) -> int:
    """Print the unit: 0, or 2 when a path can't stand in one."""
    import reference_impl
    from reference_impl.gateway.unit import Unit

    unit = Unit(
        python=args.python.absolute(),
        directory=Path(reference_impl.__file__).absolute().parents[1],
        config=args.config.absolute(),
        variant=args.variant,
        host=args.host,
        port=args.port,
    )
    try:
        sys.stdout.write(unit.render())
    except ValueError as error:
        return _fail(str(error))
    return 0
