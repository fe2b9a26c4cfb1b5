"""Finds addresses of private networks: IPv4 (RFC 1918, 6598, 3927) and IPv6 (RFC 4193, 4291)."""

from __future__ import annotations

from prtool.detectors.base import Settings
from prtool.detectors.keywords import start_of_line
from prtool.detectors.reserved import is_example, without_listed
from prtool.model.finding import Example, Kind, Match, Rule, Severity
from prtool.model.patterns import IGNORECASE, regex
from prtool.model.text import Channel, Span, TextUnit
from prtool.sieve.trigger import Trigger, Triggers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from ipaddress import IPv4Network, IPv6Network

_V4 = regex(
    r"1(?<![\w.-]1)(?:0|72|92|69|00)(?:\.(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}"
    r"(?!\d|\.\d|\w|-[A-Za-z])"
)
_V6 = regex(
    r"[fF](?<![\w:.][fF])(?:[cCdD][0-9A-Fa-f]{2}|[eE][89abAB][0-9A-Fa-f]):[0-9A-Fa-f:]{1,34}"
    r"(?![\w.])"
)
_PRIVATE = (
    *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16"),
    *("fc00::/7", "fe80::/10"),
)
_NETWORKS: list[IPv4Network | IPv6Network] = []
"""The same, made when an address is looked at for the first time."""
_PUBLISHED = frozenset(
    {
        *("169.254.169.254", "169.254.169.253", "169.254.169.123", "169.254.170.2"),
        *("169.254.170.23", "fd00:ec2::23", "fd00:ec2::123", "fd00:ec2::253", "fd00:ec2::254"),
        "fe80::1",
    }
)
"""Services of clouds (metadata, names, time), the loopback of macOS: the same for everybody."""
_LENGTH = regex(r"/(\d{1,3})(?!\d)")
_VERSION_BEFORE = regex(
    r"(?:version|release|tag|\bver|section|chapter|clause|appendix|§|[=~!<>^]=|[~^@])"
    r"[\"'`]?[ \t]{0,3}[:=]{0,2}[ \t]{0,3}[\"'`v]{0,2}$",
    IGNORECASE,
)
_CHANNELS_WITHOUT = frozenset({Channel.BINARY, Channel.DATE, Channel.MODE})

RULE = Rule(
    id="host/private-address",
    title="Address in a private network",
    severity=Severity.MEDIUM,
    why="It maps a network that the public does not know.",
    source="https://www.rfc-editor.org/rfc/rfc1918",
    examples=(
        Example(text="listen: 10." + "1.2.3:8317", span=(8, 16)),
        Example(text="dial [fd12:" + "3456::7]:443", span=(6, 18)),
        Example(text="allow 10.0.0.0/8", span=None),
        Example(text="acme-10.1.2.3-beta", span=None),
        Example(text="listen: 192.0.2.7:8317", span=None),
    ),
)


class AddressDetector:
    """The detector of ``host/private-address``."""

    def __init__(self, settings: Settings | None = None) -> None:
        self._public = (settings or Settings()).public_hosts

    triggers = Triggers(
        (
            Trigger(r"1(?:0|72|92|69|00)(?:\.[0-9]{1,3}){3}"),
            Trigger(r"f(?:[cd][0-9a-f]{2}|e[89ab][0-9a-f]):[0-9a-f:]"),
        )
    )

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Return its one rule."""
        return (without_listed(RULE, self._public),)

    def scan(self, unit: TextUnit, text: str) -> Iterator[Match]:
        """Yield private addresses; the span is the address alone, without port or length."""
        if unit.channel in _CHANNELS_WITHOUT:
            return
        for pattern in (_V4, _V6):
            for match in pattern.finditer(text):
                shown = match[0]
                if _is_private(shown) and not self._is_excused(text, match.span(), shown):
                    yield Match(rule=RULE.id, span=Span(*match.span()), kind=Kind.ADDRESS)

    def _is_excused(self, text: str, span: tuple[int, int], shown: str) -> bool:
        start, end = span
        if shown.lower() in _PUBLISHED or shown in self._public or is_example(text, start):
            return True
        length = _LENGTH.match(text, end)
        if length is not None and _is_network(f"{shown}/{length[1]}"):
            return True
        line = start_of_line(text, start, 30)
        return ":" not in shown and _VERSION_BEFORE.search(text, line, start) is not None


def _is_private(shown: str) -> bool:
    from ipaddress import AddressValueError, IPv4Address, IPv6Address, ip_network

    if not _NETWORKS:
        _NETWORKS.extend(ip_network(block) for block in _PRIVATE)
    try:
        address = IPv6Address(shown) if ":" in shown else IPv4Address(shown)
    except AddressValueError:
        return False
    return any(
        address in block and address not in (block.network_address, block.broadcast_address)
        for block in _NETWORKS
    )


def _is_network(shown: str) -> bool:
    """Tell whether ``address/length`` is a network, all bits of the host being zero."""
    from ipaddress import ip_network

    try:
        ip_network(shown)
    except ValueError:
        return False
    return not shown.endswith(("/32", "/128"))
