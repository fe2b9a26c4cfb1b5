"""Takes a value apart by the role of its key: a host from a port, a person from an address."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator

from prtool.lexicon.alias import alias_core
from prtool.lexicon.harvest.facts import Reason
from prtool.lexicon.harvest.roles import Role, role_of
from prtool.lexicon.harvest.shapes import (
    EMAIL,
    HOST_NAME,
    SCP_LIKE,
    Found,
    in_email,
    in_key,
    in_path,
    in_url,
    is_file,
    is_path,
    scan,
)
from prtool.lexicon.public import parse_address
from prtool.model.finding import Kind
from prtool.model.patterns import regex

_LIST = regex(r"[\s,;]+")
_PATHS = regex(r"\s+(?=[!+-]?/)|(?<=..):(?=/)")
"""Between the paths of a list; the colon behind a drive letter is none."""
_PORT = regex(r"[\d:./-]+(?:/(?:tcp|udp))?")
_PERSON = regex(r"\s*([^<>()]*?)\s*(?:<([^<>]*)>|\(.*\))?\s*")
_EXEC_PREFIX = regex(r"\A[@:+!|-]+(?=/)")
"""In front of a command of a unit. Source: systemd.service(5), "COMMAND LINES"."""
_RUN_AS = regex(
    r"(?<![\w-])(?:sudo|runuser|su)(?:[ \t]+-\S+)*?[ \t]+(?:-u[ \t]*|-[ \t]+)([A-Za-z_][\w.-]*)"
)
_OPTION_ROLES = frozenset(
    {Role.USER, Role.HOST, Role.PROVIDER, Role.ALIAS, Role.EMAIL, Role.UNIT, Role.PROJECT}
)
"""Of options: the others are found by their shape."""


def terms_of(role: Role, value: str) -> Iterator[Found]:
    """Yield what a value holds that could be private, its kind decided by the role of its key."""
    value = value.strip()
    if value:
        yield from _READERS[role](value)


def _secret(value: str) -> Iterator[Found]:
    yield from in_key(value, sure=True)


def _key(value: str) -> Iterator[Found]:
    yield from in_key(value, sure=False)


def _url(value: str) -> Iterator[Found]:
    for part in _LIST.split(value):
        if "://" in part:
            yield from in_url(part)
        elif is_path(part):
            yield from _route(part)
        elif SCP_LIKE.match(part) or "." in part or ":" in part:
            yield from _host(part)


def _host(value: str) -> Iterator[Found]:
    for part in _hosts(value):
        bare = part.removeprefix("*.").lstrip(".")
        if "://" in part:
            yield from in_url(part)
        elif scp := SCP_LIKE.match(part):
            yield from (Found(Kind.USER, scp[1]), Found(Kind.HOST, scp[2]))
        elif is_path(part):
            yield from in_path(part)
        elif parse_address(bare.strip("[]")):
            yield Found(Kind.HOST, bare.strip("[]"))
        elif "@" in part:
            user, _, host = part.rpartition("@")
            yield Found(Kind.USER, user)
            yield from _host(host)
        else:
            yield from _host_and_port(bare)


def _hosts(value: str) -> list[str]:
    """Return the items of a list of hosts; of words with blanks alone between, those like hosts."""
    parts = [part for part in _LIST.split(value) if part]
    if len(parts) == 1 or "," in value or ";" in value:
        return parts
    return [part for part in parts if re.search(r"[.:\d-]", part)]


def _host_and_port(part: str) -> Iterator[Found]:
    host, _, port = part.partition("/")[0].rpartition(":")
    if host and port and not port.isdigit() and HOST_NAME.fullmatch(host):
        # A remote without a user: "falcon:team/repo.git".
        yield Found(Kind.HOST, host)
        return
    name = (host if port.isdigit() or not port else part) or part
    name = name.strip("[]")
    if _PORT.fullmatch(name) and not parse_address(name):
        yield Found(Kind.OTHER, name)
    elif parse_address(name) or HOST_NAME.fullmatch(name):
        yield Found(Kind.HOST, name.rstrip("."))
    else:
        yield from scan(part, prose=True)


def _user(value: str) -> Iterator[Found]:
    if "@" in value or "<" in value or " " in value:
        yield from _person(value)
        return
    for part in value.rpartition("\\")[2].split(":"):
        yield Found(Kind.USER, part)


def _person(value: str) -> Iterator[Found]:
    for email in EMAIL.finditer(value):
        yield from in_email(email[0])
    for part in EMAIL.sub("", value).split(","):
        name = _PERSON.fullmatch(part)
        if name and name[1] and "@" not in name[1]:
            # One word in lower case is an account: "owner: mara".
            is_account = " " not in name[1] and name[1].islower()
            yield Found(Kind.USER if is_account else Kind.PERSON, name[1])


def _email(value: str) -> Iterator[Found]:
    if EMAIL.search(value):
        yield from _person(value)


def _path(value: str) -> Iterator[Found]:
    if "://" in value:
        yield from in_url(value)
        return
    for part in _PATHS.split(value):
        yield from in_path(part.lstrip("-+!"))


def _route(value: str) -> Iterator[Found]:
    for found in _path(value):
        sure = found.kind is not Kind.PATH or is_file(found.value + "/")
        yield found if sure else found._replace(doubt=Reason.UNSURE)


def _command(value: str) -> Iterator[Found]:
    value = _EXEC_PREFIX.sub("", value, count=1)
    yield from scan(value, prose=False)
    for account in _RUN_AS.finditer(value):
        yield Found(Kind.USER, account[1])
    try:
        tokens = shlex.split(value)
    except ValueError:
        tokens = value.split()
    for token, following in zip(tokens, [*tokens[1:], ""], strict=True):
        option, equals, argument = token.partition("=")
        if is_path(token):
            yield from _path(token)
        elif token.startswith("-") and is_path(argument):
            yield from _path(argument)
        elif token.startswith("--"):
            yield from _option(option[2:], argument if equals else following)


def _option(name: str, argument: str) -> Iterator[Found]:
    role = role_of((name,))
    if role in _OPTION_ROLES and not argument.startswith("-"):
        yield from terms_of(role, argument)


def _unit(value: str) -> Iterator[Found]:
    for part in value.split():
        yield Found(Kind.UNIT, part)


def _provider(value: str) -> Iterator[Found]:
    yield Found(Kind.PROVIDER, value)


def _alias(value: str) -> Iterator[Found]:
    yield Found(Kind.ALIAS, value)
    core = alias_core(value)
    if core and not core.generic:
        name = core.of(value)
        if name != value and not any(char.isdecimal() for char in name):
            yield Found(Kind.ALIAS, name)


def _image(value: str) -> Iterator[Found]:
    first, slash, _ = value.partition("/")
    # Source: the reference grammar of container images: a first part with a dot or a port, or
    # "localhost", is a registry.
    if slash and ("." in first or ":" in first):
        yield from _host_and_port(first)


def _mount(value: str) -> Iterator[Found]:
    if "://" in value:
        yield from in_url(value)
        return
    drive = re.match(r"[A-Za-z]:[\\/]", value)
    source, colon, target = value[drive.end() :].partition(":") if drive else value.partition(":")
    source = (drive[0] if drive else "") + source
    if is_path(source) or source in {"~", "."}:
        yield from in_path(source)
    elif colon or not target:
        yield Found(Kind.OTHER, source)
    yield from scan(target, prose=False)


def _host_entry(value: str) -> Iterator[Found]:
    name, _, address = value.partition("=") if "=" in value else value.partition(":")
    yield from _host(name)
    yield from _host(address)


def _port(value: str) -> Iterator[Found]:
    host, _, rest = value.partition(":")
    if rest and parse_address(host):
        yield Found(Kind.HOST, host)
    elif _PORT.fullmatch(value):
        yield Found(Kind.OTHER, value)


def _named(kind: Kind) -> Callable[[str], Iterator[Found]]:
    def read(value: str) -> Iterator[Found]:
        yield Found(kind, value)

    return read


def _text(value: str) -> Iterator[Found]:
    yield from scan(value, prose=" " in value.strip())


_READERS: dict[Role, Callable[[str], Iterator[Found]]] = {
    Role.SECRET: _secret,
    Role.KEY: _key,
    Role.URL: _url,
    Role.HOST: _host,
    Role.USER: _user,
    Role.PERSON: _person,
    Role.EMAIL: _email,
    Role.PATH: _path,
    Role.ROUTE: _route,
    Role.COMMAND: _command,
    Role.UNIT: _unit,
    Role.PROVIDER: _provider,
    Role.ALIAS: _alias,
    Role.PROJECT: _named(Kind.PROJECT),
    Role.TICKET: _named(Kind.TICKET),
    Role.IMAGE: _image,
    Role.MOUNT: _mount,
    Role.HOST_ENTRY: _host_entry,
    Role.PORT: _port,
    Role.PAIR: _text,
    Role.TEXT: _text,
}
