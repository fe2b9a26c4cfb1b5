"""Finds private things in text by their shape alone: addresses, hosts, homes, units, aliases.

Every pattern has bounded repetitions and a fixed place to begin, so long lines cost linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qsl, urlsplit

from prtool.lexicon.alias import alias_core
from prtool.lexicon.harvest.facts import Reason
from prtool.lexicon.harvest.roles import Role, role_of
from prtool.lexicon.models import is_family
from prtool.lexicon.public import (
    WORDS,
    is_private_host,
    is_public_host,
    is_reserved_host,
    parse_address,
    words_of,
)
from prtool.model.finding import Kind
from prtool.model.patterns import regex


class Found(NamedTuple):
    """A value with its kind."""

    kind: Kind
    value: str
    doubt: Reason | None = None


_LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,62})"
HOST_NAME = regex(rf"{_LABEL}(?:\.{_LABEL}){{0,10}}\.?")
EMAIL = regex(
    rf"(?<![\w.+%/@-])[\w.+%-]{{1,64}}@({_LABEL}(?:\.{_LABEL}){{0,8}}\.[A-Za-z]{{2,24}})(?![\w@-])"
)
SCP_LIKE = regex(rf"(?<![\w.@/:-])([\w.-]{{1,64}})@({_LABEL}(?:\.{_LABEL}){{0,8}}):(?!//)[^\s:]")
"""``user@host:path``, as git and scp take it. Source: git-clone(1), "GIT URLS"."""
_URL = regex(r"(?<![\w+.-])[A-Za-z][A-Za-z0-9+.-]{1,20}://[^\s\"'`<>\\^{}|]{1,2000}")
_V4 = regex(r"(?<![\w.-])\d{1,3}(?:\.\d{1,3}){3}(?![\w-]|\.\d)")
_V6 = regex(r"(?<![\w:.])[fF][cCdD][0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{0,4}){2,7}(?![\w:])")
_DOTTED_NAME = regex(rf"(?<![\w.@/-]){_LABEL}(?:\.{_LABEL}){{1,10}}(?![\w-])")
_HOME = regex(
    r"(?<![\w.~-])(?:/home|/Users|/var/home|/export/home|[A-Za-z]:\\Users)[/\\]([\w.-]{1,64})"
    r"(?:[/\\][\w.@+-]{1,255}){0,40}"
)
_FILE_SYSTEM = regex(
    r"/(?:data|etc|export|home|media|mnt|nix|opt|private|root|run|srv|tmp|usr|Users|var|volumes?)/"
    r"|~/|[A-Za-z]:\\"
)
"""Where absolute paths of files begin."""
_UNIT = regex(r"(?<![\w@./:-])[A-Za-z0-9][\w:.@-]{0,200}\.(?:service|timer)(?![\w-]|\.\w)")
_TOKEN = regex(r"(?<![\w.@/+-])[^\W_][\w.+-]{3,80}(?:\([\w-]{1,20}\))?(?![\w(/])")
_BEARER = regex(r"(?<![\w-])(?:Bearer|Basic)[ \t]+([\w.~+/-]{16,2000}={0,2})")
_OPTION = regex(
    r"(?<![\w-])(?:--([A-Za-z][\w-]{1,60})(?:=|[ \t]+)|([A-Z][A-Z0-9_]{2,60})=)"
    r"(\"[^\"\n]{1,500}\"|'[^'\n]{1,500}'|[^\s\"'`,;)]{1,500})"
)
_RANDOM = regex(r"(?=[\w.~+/=-]*\d)(?=[\w.~+/=-]*[A-Za-z])[\w.~+/=-]{16,}")
_SECRETS = frozenset({Role.SECRET, Role.KEY})
_AFTER_URL = ".,:;!?)]}*_"
_NOT_NAMES = words_of("anti based like multi new non old or post pre pseudo sub the via")
"""In front of a model's name in prose: ``non-GPT-4``."""
_NOT_HOSTS = WORDS | words_of("ctx env obj os self std sys this threading usr var window")
"""In front of ``.local`` and the like they are code: ``threading.local``."""


def scan(text: str, *, prose: bool) -> Iterator[Found]:
    """Yield what looks private in ``text``.

    In prose, hosts that could belong to anybody come with a doubt.
    """
    for url in _URL.finditer(text):
        yield from in_url(url[0].rstrip(_AFTER_URL), prose=prose)
    rest = _URL.sub(" ", text)
    for option in _OPTION.finditer(rest):
        role = role_of((option[1] or option[2],))
        if role in _SECRETS:
            yield from in_key(option[3].strip("\"'"), sure=role is Role.SECRET)
    for bearer in _BEARER.finditer(rest):
        if _RANDOM.fullmatch(bearer[1]):
            yield Found(Kind.SECRET, bearer[1])
    for remote in SCP_LIKE.finditer(rest):
        yield from (Found(Kind.USER, remote[1]), Found(Kind.HOST, remote[2]))
    for email in EMAIL.finditer(rest):
        if not SCP_LIKE.match(rest, email.start()):
            yield from in_email(email[0])
    for host in _hosts(EMAIL.sub(" ", rest)):
        yield Found(Kind.HOST, host)
    for home in _HOME.finditer(rest):
        yield from (Found(Kind.PATH, home[0].rstrip(".")), Found(Kind.USER, home[1].rstrip(".")))
    for unit in _UNIT.finditer(rest):
        yield Found(Kind.UNIT, unit[0])
    yield from _aliases(rest)


def in_url(url: str, *, prose: bool = False) -> Iterator[Found]:
    """Yield the parts of a URL that may be private: credentials, host, the URL without them."""
    parts = _split(url)
    if parts is None:
        return
    yield from _credentials(parts)
    host = _host_of(parts)
    if parts.scheme in {"file", "unix", "sqlite"}:
        yield from in_path(parts.netloc + parts.path)
        return
    doubtful = prose and not (
        is_private_host(host) or "@" in parts.netloc or "." not in host or is_public_host(host)
    )
    clean = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}".rstrip("/")
    if doubtful and not is_reserved_host(host):
        yield Found(Kind.URL, clean, Reason.UNSURE)
        return
    if host:
        yield Found(Kind.HOST, host)
    if not parts.scheme.endswith(("ssh", "git")):
        yield Found(Kind.URL, clean)


def in_email(email: str) -> Iterator[Found]:
    """Yield an e-mail address, and its host if by its looks it is private."""
    yield Found(Kind.EMAIL, email)
    host = email.rpartition("@")[2]
    if is_private_host(host):
        yield Found(Kind.HOST, host)


def in_path(path: str) -> Iterator[Found]:
    """Yield a path and the user whose home it lies in."""
    bare = path.rstrip("/\\") or path
    yield Found(Kind.PATH, bare)
    if home := _HOME.match(bare):
        yield Found(Kind.USER, home[1])


def in_key(value: str, *, sure: bool) -> Iterator[Found]:
    """Yield the value of a key that holds a secret, or the file where it is.

    Where the key leaves it open (not ``sure``), only what looks random is a secret.
    """
    scheme, _, rest = value.partition(" ")
    if rest and scheme.lower() in {"bearer", "basic", "token"}:
        value = rest.strip()
    if "://" in value:
        yield from in_url(value)
        if sure:
            # A webhook's secret is a part of its path.
            segments = re.split(r"[/?#]", value)
            yield from (Found(Kind.SECRET, one) for one in segments if _RANDOM.fullmatch(one))
    elif is_file(value):
        yield from in_path(value)
    elif sure or _RANDOM.fullmatch(value):
        yield Found(Kind.SECRET, value)


def is_path(value: str) -> bool:
    """Tell whether a value is written as a path that says where it begins."""
    return value.startswith(("/", "~/", "./", "../")) or re.match(r"[A-Za-z]:\\", value) is not None


def is_file(value: str) -> bool:
    """Tell whether a value is a path of a file, not of a URL, nor Base64 behind a slash."""
    return value.startswith(("./", "../")) or _FILE_SYSTEM.match(value) is not None


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.hostname, parts.port
    except ValueError:
        return None
    return parts


def _host_of(parts: SplitResult) -> str:
    """Return the host as written; ``hostname`` is in lower case."""
    netloc = parts.netloc.rpartition("@")[2]
    return netloc[1:].partition("]")[0] if netloc.startswith("[") else netloc.partition(":")[0]


def _credentials(parts: SplitResult) -> Iterator[Found]:
    userinfo = parts.netloc.rpartition("@")[0]
    user, _, password = userinfo.partition(":")
    if password:
        yield Found(Kind.SECRET, password)
    if user:
        # A long name without a password is a token: https://TOKEN@host is what forges take.
        is_token = not password and len(user) >= 20
        yield Found(Kind.SECRET if is_token else Kind.USER, user)
    for key, value in parse_qsl(parts.query):
        if (role := role_of((key,))) in _SECRETS:
            yield from in_key(value, sure=role is Role.SECRET)


def _hosts(text: str) -> Iterator[str]:
    """Yield addresses and names that by their looks belong to a private network."""
    for pattern in (_V4, _V6):
        for address in pattern.finditer(text):
            if is_private_host(address[0]):
                yield address[0]
    for host in _DOTTED_NAME.finditer(text):
        first, _, rest = host[0].partition(".")
        is_code = "." not in rest and first.lower() in _NOT_HOSTS
        if is_private_host(host[0]) and not is_code and not parse_address(host[0]):
            yield host[0]


def _aliases(text: str) -> Iterator[Found]:
    """Yield words such as ``QX-GPT-5.5(high)``: a name in front of a public model's."""
    for token in _TOKEN.finditer(text):
        word = token[0].rstrip(".-+")
        if not ("-" in word and any(char.isdecimal() for char in word)):
            continue
        core = alias_core(word)
        if core is None or core.generic or core.span.start > 0 or not core.follow:
            continue
        if is_family(core.follow[-1]) and core.of(word).lower() not in _NOT_NAMES:
            yield Found(Kind.ALIAS, word)
