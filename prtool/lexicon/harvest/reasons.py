"""Says of a value why it is not private, whatever upstream publishes.

One check for each kind, and one for all; the tables of names are in ``public``.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from prtool.lexicon.alias import is_public_model
from prtool.lexicon.harvest.facts import Reason
from prtool.lexicon.model import Term
from prtool.lexicon.public import (
    ACCOUNTS,
    DEFAULT_PASSWORDS,
    PROVIDERS,
    WORDS,
    is_mail_host,
    is_public_host,
    is_reserved_host,
    parse_address,
    words_of,
)
from prtool.lexicon.schema import MAX_LENGTH, flaw
from prtool.lexicon.words import squash
from prtool.model.finding import Kind
from prtool.model.patterns import regex

SHORTEST_SECRET = 8
"""Code points; a shorter one would be found all over public text."""
_NOT_NAMES = frozenset({Kind.SECRET, Kind.EMAIL, Kind.URL, Kind.PATH})

_SETTINGS = words_of(
    """always any auto default deny direct disable disabled enable enabled false inherit manual
    never nil no none null off on optional required true undefined unknown unset yes"""
)
_NUMBER = regex(r"(?=[^\d]*\d)[+-]?[\d.,_:/x-]+[A-Za-z]{0,2}")
_REFERENCE = regex(
    r"\$\{.*|\$\(.*|\$[A-Z_][A-Z0-9_]*(?:/.*)?|%[A-Za-z](?:/.*)?|%[A-Za-z_]\w*%|\{\{.*|<%.*|@[A-Z_]+@"
    r"|(?:env|vault|secret|ssm|os\.environ)[:/].+|op://.+",
    re.DOTALL,
)
_TEMPLATE_WITHIN = regex(r"\$\{|\{\{|\$\(|\{[A-Za-z_]+\}|<[A-Za-z_-]+>")
_VARIABLE = regex(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_(?:KEY|TOKEN|SECRET|PASSWORD|PASS|PAT)S?")
_PLACEHOLDER = regex(
    r"\A[<\[].*[>\]]\Z|\A(.)\1{2,}\Z|change[-_ ]?me|replace[-_ ]?(?:me|this|with)"
    r"|insert[-_ ](?:your|here)|(?<![a-z])your[-_ ]"
    r"|(?<![a-z])(?:example|placeholder|redacted|dummy|foobar|fixme)(?![a-z])"
    r"|example\Z|x{4,}|\*{3}|\.{3}|…",
    re.IGNORECASE | re.DOTALL,
)
_STAND_INS = words_of(
    """a abc access alias an api auth bar baz client default dev email fake foo from here host
    hostname id key local mock model my name pass passwd password pk private prod provider public
    qux sample secret server sk some string super tbd test text the this to todo token url user
    username value"""
)
"""What is made of these alone stands in for something: ``my-secret-token-1``."""
_NO_REPLY = regex(r"(?:.*[+._-])?(?:do-?)?no-?t?-?reply(?:[+._-].*)?", re.IGNORECASE)
_SYSTEM = regex(
    r"/(?:bin|sbin|dev|proc|sys|lib|lib64|boot|usr/(?:bin|sbin|lib|lib64|include|libexec))(?:/.*)?"
    r"|/(?:usr(?:/local|/share|/src)?(?:/(?:bin|sbin|lib|share|etc))?|etc(?:/(?:ssl|pki|ca-certificates"
    r"|systemd|nginx|default|cron\.d|docker)(?:/.*)?)?|var(?:/(?:log|lib|run|tmp|cache|spool|www))?"
    r"|run(?:/(?:secrets|user))?|tmp|opt|srv|mnt|home|Users|root|media|data)"
    r"|/etc/(?:passwd|group|hosts|hostname|localtime|timezone|resolv\.conf|environment|fstab"
    r"|machine-id|os-release)|/(?:var/)?run/(?:docker|podman/podman|containerd/containerd)\.sock"
    r"|~|\.{1,2}"
)
"""Paths that every system has. Source: Filesystem Hierarchy Standard 3.0."""
_HOME = regex(r"(?:/home|/Users|/var/home|[A-Za-z]:\\Users)[/\\]([^/\\]+)")
_SYSTEM_UNIT = regex(
    r".*\.(?:target|slice|device|swap|scope)|-\.mount|(?:systemd|dbus)-.*"
    r"|(?:apache2|caddy|chrony|cloud-init|containerd|cron|crond|dbus|docker|getty|grafana|haproxy"
    r"|httpd|local-fs|mariadb|mongod|mysql|network|NetworkManager|nginx|node_exporter|ntp|podman|polkit"
    r"|postgresql|prometheus|rabbitmq|redis|remote-fs|rsyslog|snapd|ssh|sshd|syslog|tailscaled|tor"
    r"|traefik|user|wg-quick)(?:@[^.]*)?\.[a-z]+"
)
"""Units that come with systems and well-known packages."""


def why_left(term: Term) -> Reason | None:
    """Tell why a value is not private whatever upstream says, or None."""
    value = term.value.strip()
    if len(value) <= 1:
        return Reason.ONE_CHARACTER
    unstorable = flaw(term.value, term.match)
    if unstorable and (len(value) > MAX_LENGTH or not value.isprintable()):
        return Reason.NOT_STORABLE
    for reason, applies in _FOR_ALL:
        if applies(value):
            return reason
    check = _CHECKS.get(term.kind)
    if check is not None and (reason_of_kind := check(value)):
        return reason_of_kind
    if term.kind not in _NOT_NAMES and (reason_of_name := _name(value)):
        return reason_of_name
    return Reason.NOT_STORABLE if unstorable else None


def _is_number(value: str) -> bool:
    """Tell numbers, ports, durations, versions and dates."""
    return _NUMBER.fullmatch(value) is not None and not parse_address(value)


def _is_placeholder(value: str) -> bool:
    if _PLACEHOLDER.search(value):
        return True
    words, numbers = re.findall(r"[^\W\d_]+", value.lower()), re.findall(r"\d+", value)
    return (
        bool(words)
        and "/" not in value
        and _STAND_INS.issuperset(words)
        and all(len(number) <= 3 or number in "01234567890" for number in numbers)
    )


def _name(value: str) -> Reason | None:
    if _TEMPLATE_WITHIN.search(value):
        return Reason.REFERENCE
    if "*" in value:
        return Reason.PATTERN
    if squash(value) in PROVIDERS:
        return Reason.PUBLIC_PROVIDER
    return Reason.COMMON_WORD if value.lower() in WORDS else None


def _secret(value: str) -> Reason | None:
    if _VARIABLE.fullmatch(value):
        return Reason.REFERENCE
    if squash(value) in DEFAULT_PASSWORDS | WORDS | ACCOUNTS | PROVIDERS or is_public_model(value):
        return Reason.COMMON_WORD
    return Reason.SHORT_SECRET if len(value) < SHORTEST_SECRET else None


def _model(value: str) -> Reason | None:
    return Reason.PUBLIC_MODEL if is_public_model(value) else None


def _account(value: str) -> Reason | None:
    return Reason.GENERIC if value.lower() in ACCOUNTS else None


def _person(value: str) -> Reason | None:
    words = value.lower().split()
    return Reason.GENERIC if all(word in ACCOUNTS | WORDS for word in words) else None


def _host(value: str) -> Reason | None:
    if is_reserved_host(value):
        return Reason.RESERVED
    if is_public_host(value) or is_mail_host(value):
        return Reason.PUBLIC_HOST
    return Reason.GENERIC if value.lower() in ACCOUNTS else None


def _url(value: str) -> Reason | None:
    if _TEMPLATE_WITHIN.search(value):
        return Reason.REFERENCE
    netloc = value.partition("://")[2].partition("/")[0]
    host = netloc[1:].partition("]")[0] if netloc.startswith("[") else netloc.partition(":")[0]
    if not host:
        return Reason.GENERIC
    return _host(host) or (Reason.COMMON_WORD if host.lower() in WORDS else None)


def _email(value: str) -> Reason | None:
    name, _, host = value.rpartition("@")
    if is_reserved_host(host):
        return Reason.RESERVED
    if _NO_REPLY.fullmatch(name) or "noreply" in host.lower():
        return Reason.GENERIC
    return Reason.PUBLIC_HOST if name.lower() in ACCOUNTS and is_public_host(host) else None


def _path(value: str) -> Reason | None:
    if _TEMPLATE_WITHIN.search(value):
        return Reason.REFERENCE
    if not value.startswith(("/", "~")) and not re.match(r"[A-Za-z]:[\\/]", value):
        return Reason.RELATIVE
    depth = value.count("/") + value.count("\\")
    if _SYSTEM.fullmatch(value) or (depth < 2 and not value.startswith("~")):
        return Reason.GENERIC
    home = _HOME.fullmatch(value)
    return _account(home[1]) if home else None


def _unit(value: str) -> Reason | None:
    return Reason.GENERIC if _SYSTEM_UNIT.fullmatch(value) else None


_FOR_ALL: tuple[tuple[Reason, Callable[[str], object]], ...] = (
    (Reason.NUMBER, _is_number),
    (Reason.SETTING, lambda value: value.lower() in _SETTINGS),
    (Reason.REFERENCE, _REFERENCE.fullmatch),
    (Reason.PLACEHOLDER, _is_placeholder),
)
_CHECKS: dict[Kind, Callable[[str], Reason | None]] = {
    Kind.SECRET: _secret,
    Kind.ALIAS: _model,
    Kind.PROVIDER: _model,
    Kind.USER: _account,
    Kind.PERSON: _person,
    Kind.HOST: _host,
    Kind.URL: _url,
    Kind.EMAIL: _email,
    Kind.PATH: _path,
    Kind.UNIT: _unit,
}
