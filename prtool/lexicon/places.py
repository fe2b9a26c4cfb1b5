"""Words of paths and hosts of URLs that are everybody's, so that a pseudonym would only confuse."""

from __future__ import annotations

import ipaddress

_COMMON = (
    "api app apps archive artifacts assets auth backend bin bucket build builds cache caches "
    "callback cert certs cfg chat client clients cmd code com common completions conf config "
    "configs containers contrib core cron csv current custom data database db debug default "
    "deploy deployment deployments desktop dev dist doc docker docs documents download "
    "downloads embeddings env etc example examples export exports ext file files fixtures "
    "frontend git go graphql gz health healthz home html http https images img import include "
    "index info ini init input internal json keys lib lib32 lib64 library local log login logs "
    "mail main md media messages metrics mnt models modules net new node nodes notes openai opt "
    "output packages pkg prd private proc prod production profile project projects public py "
    "python rc release releases repo repos resources responses root run runtime scripts secrets "
    "server servers service services settings sh share shared site sites source sources spool "
    "sql src srv ssh state static status storage store sys system systemd tar target temp "
    "templates test tests tmp toml tools txt units upload uploads user users usr util utils var "
    "vendor version versions volume volumes web work workspace workspaces www xml yaml yml zip"
)
_YEAR = 4
"""Digits of a year."""
COMMON = frozenset(_COMMON.split())
_PUBLIC_HOSTS = frozenset(
    {
        "api.github.com", "bitbucket.org", "codeberg.org", "crates.io", "docker.io", "ghcr.io",
        "gitea.com", "github.com", "gitlab.com", "golang.org", "localhost", "npmjs.com",
        "npmjs.org", "pypi.org", "quay.io", "raw.githubusercontent.com", "registry.npmjs.org",
        "sr.ht",
    }
)  # fmt: skip
_RESERVED = ("example", "invalid", "localhost", "test", "example.com", "example.net", "example.org")
"""Source: RFC 2606 and RFC 6761."""


def is_common_word(word: str) -> bool:
    """Tell whether a folded word of a path says nothing about anybody, a small number too.

    A year or a date tells when somebody did something, ``backup`` and ``staging`` how a machine is
    kept.
    """
    return len(word) <= 1 or word in COMMON or (word.lstrip("v").isdecimal() and len(word) < _YEAR)


def is_common_host(host: str) -> bool:
    """Tell whether a host is public, reserved for documentation or this machine itself."""
    name = host.strip("[]").lower().rstrip(".")
    address = as_address(name)
    if address is None:
        return name in _PUBLIC_HOSTS or any(
            name == domain or name.endswith("." + domain) for domain in _RESERVED
        )
    return address.is_loopback or address.is_unspecified


def as_address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return a host as a network address, None if it is a name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
