"""Finds names of hosts: private ones, single labels in URLs, personal tunnels, new public ones.

Addresses are in ``addresses``; the words this file compares with are in ``host_words``.
"""

from __future__ import annotations

from prtool.detectors.base import Settings
from prtool.detectors.host_words import (
    CODE_OWNERS,
    FILE_STEMS,
    PLACEHOLDER_HOSTS,
    PRIVATE_SUFFIXES,
    PUBLISHED_PRIVATE_NAMES,
    SAMPLE_LABELS,
    TUNNEL_HOME_LABELS,
    TUNNEL_SUFFIXES,
    WORDY_SUFFIXES,
)
from prtool.detectors.keywords import Keywords, start_of_run, words
from prtool.detectors.likeness import GENERIC_WORDS, is_made_of
from prtool.detectors.reserved import is_example, is_listed, is_reserved_host, without_listed
from prtool.model.finding import Confidence, Example, Kind, Match, Rule, Severity
from prtool.model.patterns import IGNORECASE, regex
from prtool.model.record import replace
from prtool.model.text import Channel, Span, TextUnit
from prtool.sieve.trigger import LETTERS_BEYOND_ASCII, Trigger, Triggers, either

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

PRIVATE_NAME = Rule(
    id="host/private-name",
    title="Name of a host in a private network",
    severity=Severity.MEDIUM,
    why="It maps a network that the public does not know.",
    source="https://www.rfc-editor.org/rfc/rfc6762#appendix-G",
    examples=(
        Example(text="base_url: http://nas.acme" + ".lan:8317/v1", span=(17, 29)),
        Example(text="ssh deploy" + "@build-1.acme" + ".internal", span=(11, 32)),
        Example(text="x = self.local + pkg.internal", span=None),
        Example(text='import "golang.org/x/internal/acme"', span=None),
    ),
)
BARE_NAME = Rule(
    id="host/bare-name",
    title="Single-label host name in a URL",
    severity=Severity.MEDIUM,
    why="It names a machine of a private network.",
    source="https://www.rfc-editor.org/rfc/rfc3986#section-3.2.2",
    examples=(
        Example(text="curl http:" + "//acmebox7:8080/v1", span=(12, 20)),
        Example(text="curl http://server:8080/v1", span=None),
        Example(text="curl http://localhost:8080/v1", span=None),
    ),
)
TUNNEL = Rule(
    id="host/tunnel",
    title="Name of a personal tunnel or dynamic address",
    severity=Severity.MEDIUM,
    why="It leads to one person's machine.",
    examples=(
        Example(text="webhook https://acme-qx.ngrok" + "-free.app/in", span=(16, 38)),
        Example(text="see https://ngrok.com/docs", span=None),
    ),
)
PUBLIC_HOST = Rule(
    id="host/new-public-host",
    title="Host that upstream does not mention yet",
    severity=Severity.LOW,
    why="It may be an endpoint that only one user knows.",
    examples=(
        Example(text="POST https:" + "//gw.acme-corp.io/v1", span=(13, 28)),
        Example(text="POST https://api.example.com/v1", span=None),
        Example(text="import x from 'acme-corp.io/x'", span=None),
    ),
)

_NAME = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_URL = regex(
    r"://(?:[^\s/\"'`<>\\]{1,200}@)?"
    rf"(?P<host>{_NAME}(?:\.{_NAME}){{0,10}})"
    r"(?:\.?+(?P<port>:\d{1,5}+)?)(?![\w%$@({-]|<(?!/)|(?<=\.)[\[&<\"']"
    r"|\\{1,2}(?:[.(\[]|(?![nrtu\\])[a-z]{3})|:[^\s/\"'`])"
)
_SCHEME = regex(r"[A-Za-z0-9+.-]+")
_WEB = frozenset({"http", "https", "ws", "wss"})
_NETWORK = _WEB | words(
    """
    ftp ftps sftp ssh scp git smb cifs nfs afp rtsp rtmp mqtt mqtts tcp udp tls ssl ldap ldaps smtp
    smtps imap imaps pop3 redis rediss postgres postgresql mysql mariadb mongodb mongodb+srv amqp
    amqps nats kafka socks socks4 socks5 socks5h grpc grpcs git+ssh git+https svn irc vnc rdp telnet
    clickhouse etcd consul sqlserver mssql
    """
)
_LABELS = regex(r"[A-Za-z0-9_.-]+")
_GOES_ON = regex(r"[\w(\[{%$]|-\w|\.[\w*]|[/\\]\w{1,60}\.\w|[ \t]{0,4}:?=(?!=)")
_REGION = regex(r"(?:[a-z]{2}(?:-[a-z]{2,12}){1,3}-\d\.compute|ec2)\.internal")
"""Domains of AWS, one for each region.
Source: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html."""
_PORT = regex(r":\d{2,5}(?!\w)")
_KEY_BEFORE = regex(
    r"(?:host(?:s|name|names)?|servers?|addr(?:ess)?|endpoints?|ur[il]|base|domains?|upstream|proxy"
    r"|origin|peers?|node|ssh|ping|dial|bind|listen|mx|dns|ntp|gateway)"
    r"(?:[\"'`\]]{0,2}[ \t]{0,4}[:=][ \t]{0,4}[\"'`\[]{0,2}|[ \t]{1,4})$",
    IGNORECASE,
)
_PROSE = frozenset(
    {Channel.MESSAGE, Channel.TRAILER, Channel.PR_TITLE, Channel.PR_BODY, Channel.TEXT}
)
_PEOPLE = frozenset({Channel.AUTHOR, Channel.COMMITTER})
_CHANNELS_WITHOUT = frozenset({Channel.BINARY, Channel.DATE, Channel.MODE})
_WORDS = regex(r"[a-z]+")
_LONGEST = 253
"""Characters of a host name. Source: RFC 1035, section 2.3.4."""
_PLACEHOLDER_WORDS = PLACEHOLDER_HOSTS | GENERIC_WORDS
_BELOW_TUNNELS = tuple(f".{domain}" for domain in TUNNEL_SUFFIXES)


_SUFFIXES = (*PRIVATE_SUFFIXES, *_BELOW_TUNNELS)
_IN_AUTHORITY = r"[^ \t\n\/\"'`<>\\]"
_ANY_URL = Trigger(rf":\/\/{_IN_AUTHORITY}", ("://",))
_TRIGGERS = (
    Trigger(rf":\/\/(?:{_IN_AUTHORITY}*@)?[A-Za-z0-9_\-]+\.?(?:[^A-Za-z0-9_.\-]|$)", ("://",)),
    Trigger(rf":\/\/{_IN_AUTHORITY}*{either(_SUFFIXES)}", ("://",)),
    Trigger(rf"[A-Za-z0-9_.\-]{either(_SUFFIXES)}(?:[^A-Za-z0-9_(\[{{%$]|$)", _SUFFIXES),
    Trigger(LETTERS_BEYOND_ASCII),
)
"""A single label in a URL, a private name in one, a private name anywhere."""


class HostDetector:
    """The detector of host names; the span is the name alone."""

    def __init__(self, settings: Settings | None = None) -> None:
        settings = settings or Settings()
        self._public = settings.public_hosts
        self._muted = PUBLIC_HOST.id in settings.muted
        self.triggers = Triggers(_TRIGGERS if self._muted else (_ANY_URL, *_TRIGGERS))
        self._suffixes = Keywords(_SUFFIXES)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Return its rules."""
        every = (PRIVATE_NAME, BARE_NAME, TUNNEL, PUBLIC_HOST)
        known = tuple(without_listed(rule, self._public) for rule in every)
        return (*known[:-1], replace(known[-1], examples=())) if self._muted else known

    def scan(self, unit: TextUnit, text: str) -> Iterator[Match]:
        """Yield each host once, by the first rule that knows it."""
        if unit.channel in _CHANNELS_WITHOUT:
            return
        seen: set[int] = set()
        for match in _URL.finditer(text):
            span = Span(*match.span("host"))
            rule = self._of_url(_scheme(text, match.start()), match["host"])
            if rule is not None and (rule is PUBLIC_HOST or not is_example(text, span.start)):
                seen.add(span.start)
                if rule is PUBLIC_HOST and self._muted and unit.channel not in _PEOPLE:
                    continue
                confidence = _confidence(rule, match["host"], match["port"])
                yield Match(rule=rule.id, span=span, kind=Kind.HOST, confidence=confidence)
        for hit in self._suffixes.hits(text):
            start = start_of_run(text, hit.start, _LABELS, _LONGEST)
            if start == hit.start or start in seen or text[start] in ".-_":
                continue
            span = Span(start, hit.end)
            rule = self._of_name(unit, text, span)
            if rule is not None and not is_example(text, span.start):
                seen.add(start)
                yield Match(rule=rule.id, span=span, kind=Kind.HOST)

    def _of_url(self, scheme: str, host: str) -> Rule | None:
        name = host.lower()
        if scheme not in _NETWORK or self._is_excused(name):
            return None
        if name.endswith(PRIVATE_SUFFIXES):
            return None if _is_sample(name) else PRIVATE_NAME
        if _is_tunnel(name):
            return TUNNEL
        if "." not in name:
            return None if _is_placeholder(host) else BARE_NAME
        return PUBLIC_HOST if scheme in _WEB and name.rsplit(".", 1)[1].isalpha() else None

    def _of_name(self, unit: TextUnit, text: str, span: Span) -> Rule | None:
        """Judge a name outside a URL that ends in a private or tunnel suffix."""
        name = text[span.start : span.end].lower()
        if _GOES_ON.match(text, span.end) or self._is_excused(name):
            return None
        if text[max(0, span.start - 1) : span.start] in {*"./-_$%{}~#+"}:
            return None
        if _is_tunnel(name):
            return TUNNEL
        return PRIVATE_NAME if _is_host_token(unit, text, span, name) else None

    def _is_excused(self, name: str) -> bool:
        return (
            name in PUBLISHED_PRIVATE_NAMES
            or _REGION.fullmatch(name) is not None
            or is_reserved_host(name)
            or is_listed(name, self._public)
        )


def _scheme(text: str, colon: int) -> str:
    """Return the lower-case scheme before ``://``, empty if there is none."""
    return text[start_of_run(text, colon, _SCHEME, 17) : colon].lower()


def _confidence(rule: Rule, host: str, port: str | None) -> Confidence:
    if rule is PUBLIC_HOST:
        return Confidence.LOW
    if rule is BARE_NAME:
        telling = port is not None or any(char.isdigit() for char in host)
        return Confidence.MEDIUM if telling else Confidence.LOW
    return Confidence.HIGH


def _is_tunnel(name: str) -> bool:
    return name.endswith(_BELOW_TUNNELS) and name.split(".", 1)[0] not in TUNNEL_HOME_LABELS


def _is_placeholder(host: str) -> bool:
    """Tell whether a single label only stands for a host: ``server``, ``HOST``, ``my-proxy-2``."""
    if len(host) < 3 or host.isdigit() or (host.isupper() and "_" in host):
        return True
    words = _WORDS.findall(host.lower())
    return all(
        is_made_of(word, _PLACEHOLDER_WORDS) or word.removeprefix("my") in PLACEHOLDER_HOSTS
        for word in words
    )


def _is_sample(name: str) -> bool:
    """Tell whether a private name is nobody's: ``foo.local``."""
    return all(label in SAMPLE_LABELS for label in name.split(".")[:-1])


def _is_host_token(unit: TextUnit, text: str, span: Span, name: str) -> bool:
    """Tell whether a dotted name stands where a host stands, not an attribute or a file."""
    before, after = text[max(0, span.start - 1) : span.start], text[span.end : span.end + 1]
    if before == "@" and text[max(0, span.start - 2) : span.start - 1].isalnum():
        return True
    shown = text[span.start : span.end]
    labels = name.split(".")
    wordy = name.endswith(WORDY_SUFFIXES)
    if labels[0] in CODE_OWNERS or _is_sample(name):
        return False
    if (wordy and "_" in name) or (before == "\\" and name[0].isdigit()):
        return False  # an attribute, or a group in a replacement
    if _PORT.match(text, span.end):
        return True
    if wordy and not (shown == name or shown.isupper()):  # Name.Local, Setup.local
        return False
    quoted = before != "" and before in "\"'`" and before == after
    if len(labels) == 2 and wordy and labels[0] in FILE_STEMS:
        return False
    if quoted or _KEY_BEFORE.search(text, max(0, span.start - 40), span.start):
        return True
    telling = any(char.isdigit() or char == "-" for label in labels[:-1] for char in label)
    if len(labels) > 2:
        return not wordy or telling or unit.channel in _PROSE
    return not wordy and (telling or unit.channel in _PROSE)
