"""Names that say nothing about anybody: reserved domains, documentation hosts, forge no-replies.

Sources: RFC 2606, RFC 6761 and the IANA list of special-use domain names.
"""

from __future__ import annotations

from prtool.detectors.keywords import start_of_line
from prtool.model.finding import Rule
from prtool.model.patterns import IGNORECASE, regex
from prtool.model.record import replace

_RESERVED_TLDS = (".test", ".example", ".invalid", ".localhost", ".onion", ".arpa")
_RESERVED_DOMAINS = ("example.com", "example.net", "example.org", "example.edu", "localhost")
_RESERVED_HOMES = ("home.arpa",)
"""Below a reserved domain, but used for real machines (RFC 8375)."""

_EXAMPLE = regex(r"\b(?:e\.?g\.|for instance|such as|examples?(?![.\w-]))", IGNORECASE)
_BEFORE = 120
"""Code points before a name in which words may say that it is an example."""


def is_example(text: str, start: int) -> bool:
    """Tell whether the line says before ``start`` that an example follows."""
    line = start_of_line(text, start, _BEFORE)
    return _EXAMPLE.search(text, line, start) is not None


def is_reserved_host(host: str) -> bool:
    """Tell whether ``host`` is set aside for documentation or means this machine."""
    name = host.lower().rstrip(".")
    if is_below(name, _RESERVED_HOMES):
        return False
    return (
        is_below(name, _RESERVED_DOMAINS)
        or name.endswith(_RESERVED_TLDS)
        or not {"example", "localhost"}.isdisjoint((name.split(".", 1)[0], *name.split(".")[-2:]))
    )


def is_below(host: str, domains: tuple[str, ...]) -> bool:
    """Tell whether ``host`` is one of ``domains`` or below one."""
    return any(host == domain or host.endswith("." + domain) for domain in domains)


def is_listed(host: str, names: tuple[str, ...]) -> bool:
    """Tell whether ``host`` is in ``names``: exact ones, or ``.suffix`` for a domain and below."""
    name = host.lower().rstrip(".")
    return any(
        is_below(name, (entry[1:].lower(),)) if entry.startswith(".") else name == entry.lower()
        for entry in names
    )


def without_listed(rule: Rule, names: tuple[str, ...]) -> Rule:
    """Return ``rule`` without the examples whose host is in ``names``: those are not found."""
    examples = tuple(
        example
        for example in rule.examples
        if example.span is None or not is_listed(example.unit().text[slice(*example.span)], names)
    )
    return replace(rule, examples=examples)
