"""Asks the plugins of detect-secrets about single lines and puts their answers in place.

Owns the choice of lines and plugins, the widening of what a plugin reports to the whole value,
and the noise that is thrown away. Plugins are called string by string: nothing here reads or
changes the settings that detect-secrets keeps for the whole process.
"""

from __future__ import annotations

from prtool.detectors.assignments import speaks_about
from prtool.detectors.keywords import (
    Keywords,
    end_of_line,
    line_around,
    start_of_line,
    start_of_run,
)
from prtool.detectors.likeness import (
    entropy,
    is_digest,
    is_publishable,
    looks_like_password,
    looks_random,
)
from prtool.detectors.narrow import QUOTED
from prtool.detectors.secret_kinds.model import found, left
from prtool.model.finding import Confidence, Rule, Severity
from prtool.model.patterns import IGNORECASE, MULTILINE, regex
from prtool.model.text import Span
from prtool.sieve.trigger import LETTERS_BEYOND_ASCII, Trigger, either

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator

    from detect_secrets.plugins.base import BasePlugin
    from detect_secrets.plugins.high_entropy_strings import HighEntropyStringsPlugin

_BY_NAME = "Secret Keyword"
_BY_ENTROPY = "Base64 High Entropy String"
"""What two plugins call themselves; they guess, the others know a format."""
_RUN = regex(r"[A-Za-z0-9_+/.~-]+={0,2}")
_DIGIT = regex(r"[0-9]")
_HEX = regex(r"(?:0x)?[0-9A-Fa-f]+").fullmatch
_DATA = 300
"""Code points from which on a token is data, not a key."""
_AROUND = 400
"""Code points on each side of a candidate that the plugins get to see of a long line."""
_LONGEST_KEY = 72
"""Code points of a random text that is a key; longer ones are data or signatures."""
_BASE64_DIGESTS = frozenset({28, 44, 88})
"""Characters of SHA-1, SHA-256 and SHA-512 in base64, padding included."""
_URL_SAFE = str.maketrans("-_", "+/")
_GOES_ON = regex(r"[\"'`][ \t]{0,8}[+\\][ \t]{0,8}$")
"""What follows a piece of a text that is spread over lines."""
_NAMED = (
    *("passw", "pwd", "secret", "db_pass", "dbpass", "database_pass"),
    *(
        f"{word}{gap}key"
        for word in ("api", "auth", "service", "account", "db", "priv", "private", "client")
        for gap in ("", "_")
    ),
)
"""Names that the keyword plugin looks for."""
_NAMES = Keywords(_NAMED)
_BETWEEN = r"[^\s\"'`]{0,60}[\"'\])]{0,3}[ \t]{0,60}(?:[:=!>]{0,3}|\()[ \t]{0,60}"
"""What may stand between a name and the quotes around its value."""
_VALUE_AFTER = regex(_BETWEEN + r"[\"'`](?P<value>[^\"'\n]{6,200})[\"'`]")
_VALUE_BEFORE = regex(
    r"[\"'`](?P<value>[^\"'`\n]{6,200})[\"'`][ \t]{0,60}[!=]{2,3}[ \t]{0,60}[A-Za-z0-9_]{0,40}\Z"
)
_QUOTED = regex(r"[\"'](?P<value>[A-Za-z0-9+/_=-]{23,300})[\"']")
"""What the plugin for random text looks at; fewer characters can't have the entropy it asks for."""
_ENTROPY = 4.5
"""The limit of that plugin. Source: detect-secrets, ``Base64HighEntropyString``."""
_VENDORS = ("ibm", "softlayer", "cloudant")
_FORMAT = regex(
    r"(?:^|[\s=:\"])(?P<value>AKC[A-Za-z0-9]{10,300}|AP[0-9A-F][A-Za-z0-9]{8,300})(?=[\s\"]|$)"
    r"|(?P<prefixed>gh[pousr]_[A-Za-z0-9]{20,300})"
    r"|(?i:ibm|softlayer|cloudant)[^\n]{0,120}?(?<![A-Za-z0-9_+/.~-])"
    r"(?P<other>[A-Za-z0-9_+/.~-]{16,300})",
    MULTILINE,
)
"""What the plugins know beside that, and no other text is like."""
_HAS_FORMAT = regex(r"AKC|AP[0-9A-F]|gh[pousr]_|(?i:ibm|softlayer|cloudant)")
"""What a text has that has one of these formats."""
_HINTS = Keywords(
    (
        "akc",
        *(f"ap{digit}" for digit in "0123456789abcdef"),
        *(f"gh{kind}_" for kind in "pousr"),
        *_VENDORS,
    )
)
_TELLING = r"[0-9!#$%^&*?@]"
_IN_QUOTES = r"[A-Za-z0-9+\/_=\-]"
_DIGEST = regex(r"sha-?\d{1,3}[-/:]", IGNORECASE)
_OBJECT_ID = regex(
    r"(?:price|prod|sub|cus|ch|pi|pm|si|in|txn|evt|acct|seti|card)_[A-Za-z0-9]{8,40}"
)
"""Ids of objects. Source: https://docs.stripe.com/api."""
_ALONE_BEFORE = regex(r"[ \t]{0,80}(?:[rbuf]{1,2})?[\"'`]")
_ALONE_AFTER = regex(r"[\"'`][ \t,;)\]]{0,20}\r?\Z")
_DIGEST_BEFORE = regex(
    r"(?:sha-?\d|md5|h1|hash|digest|checksum|integrity|etag|commit|revision|fingerprint|uuid|guid"
    r"|crc|blake|cert|public|nonce|site-?key|\b[\w-]{0,40}(?:id|name|marker|body|cursor|signature"
    r"|continuationtoken|nexttoken)[\"']{1,2}[ \t]{0,4}[:=])[^\n]{0,24}$",
    IGNORECASE,
)

RULE = Rule(
    id="secret/second-opinion",
    title="Value that detect-secrets takes for a secret",
    severity=Severity.MEDIUM,
    why="It may be a credential of a kind that has no pattern of its own here.",
    source="https://github.com/Yelp/detect-secrets",
    examples=(
        found('if given == "', "qX7v9Lm2Rt4B", "w8Zk3Nd6", after='" == password {'),
        left('"api_key_alias": "acme-5.5"'),
        left(
            "github.com/acme/lib v1.2.3 h1:", "qX7v9Lm2Rt4Bw8Zk3Nd6", "qX7v9Lm2Rt4B", "w8Zk3Nd6AbE="
        ),
    ),
)


def triggers() -> tuple[Trigger, ...]:
    """Return what stands in a line where something is found."""
    return (
        Trigger(
            either(_NAMED)
            + r"[^ \t\n\"'`]*[\"'\])]*[ \t]*[:=!>(]*[ \t]*[\"'`][^\"'\n]*"
            + _TELLING,
            _NAMED,
        ),
        Trigger(r"[\"'`][ \t]*[!=]{2,3}[ \t]*[A-Za-z0-9_]*" + either(_NAMED), _NAMED),
        # The end of what stands in quotes: engines are fastest when asked for less than all of it.
        Trigger(rf"{_IN_QUOTES}{{20}}[\"']", any_case=False, narrow=QUOTED),
        Trigger(
            r"(?:AKC[A-Za-z0-9]{10}|AP[0-9A-F][A-Za-z0-9]{8}|gh[pousr]_[A-Za-z0-9]{20})",
            any_case=False,
        ),
        Trigger(either(_VENDORS) + r"[^\n]*[A-Za-z0-9_+/.~\-]{16}", _VENDORS),
        Trigger(LETTERS_BEYOND_ASCII),
    )


class SecondOpinion:
    """The plugins, made once, when the first line is worth their time."""

    def __init__(self) -> None:
        self._plugins: tuple[BasePlugin, ...] = ()
        self._entropy: HighEntropyStringsPlugin | None = None

    def places(
        self, text: str, is_known: Callable[[Span], bool] = lambda _: False
    ) -> Iterator[tuple[Span, Confidence]]:
        """Yield what the plugins find in the lines of ``text`` that may hold a secret.

        Args:
            text: any text.
            is_known: tells of a range whether its secret has been found already.
        """
        for start, end in candidates(text, is_known):
            line = text[start:end]
            for origin, value in self._answers(line):
                for span in _judge(origin, line, value):
                    sure = origin not in {_BY_NAME, _BY_ENTROPY}
                    yield span.shift(start), Confidence.MEDIUM if sure else Confidence.LOW

    def _answers(self, line: str) -> Iterator[tuple[str, str]]:
        """Yield (kind of plugin, what it takes for a secret) for one line."""
        entropy = self._entropy
        if entropy is None:
            from prtool.detectors.plugins import make_plugins

            self._plugins, entropy = make_plugins()
            self._entropy = entropy
        for plugin in self._plugins:
            for value in plugin.analyze_string(line):
                yield plugin.secret_type, value
        for value in entropy.analyze_string(line):
            if entropy.calculate_shannon_entropy(value) > entropy.entropy_limit:
                yield _BY_ENTROPY, value


def candidates(
    text: str, is_known: Callable[[Span], bool] = lambda _: False
) -> Iterator[tuple[int, int]]:
    """Yield ranges within single lines, none twice, with a value that is worth their time.

    That is a quoted value beside a secret's name, a quoted random text, or a format that only a
    plugin knows. What they would say of anything else is not accepted in the end. Hexadecimal
    texts do not count: in source code nearly all of them are digests and test vectors.
    """
    values: list[tuple[int, int, str]] = []
    for hit in _NAMES.hits(text):
        first = start_of_line(text, hit.start, _AROUND)
        after = _VALUE_AFTER.match(text, hit.end)
        before = _VALUE_BEFORE.search(text, first, hit.start)
        values.extend(
            (*match.span("value"), _BY_NAME)
            for match in (after, before)
            if match is not None
            and looks_like_password(match["value"].strip(" \t`=:,;"))
            and not (match is after and speaks_about(text[hit.end : match.start("value")]))
        )
    values.extend(
        (*match.span("value"), _BY_ENTROPY)
        for match in _QUOTED.finditer(text)
        if _is_random(match["value"]) and entropy(match["value"]) > _ENTROPY
    )
    for match in _formats(text):
        group = match.lastgroup or ""
        if _is_random(match[group]):
            values.append((*match.span(group), group))
    done = 0
    for start, end, origin in sorted(values):
        if start < done or is_known(Span(start, end)):
            continue
        first, last = start_of_line(text, start, _AROUND), end_of_line(text, end, _AROUND)
        # Making the plugins takes long: not for what would not be accepted from them.
        accepted = next(_judge(origin, text[first:last], text[start:end]), None)
        if last > done and accepted is not None:
            yield max(first, done), last
            done = last


def _formats(text: str) -> Iterator[re.Match[str]]:
    done = 0
    for hint in _HINTS.hits(text):
        if hint.start >= done and _HAS_FORMAT.match(text, hint.start):
            first, done = line_around(text, hint.start, hint.end)
            yield from _FORMAT.finditer(text, first, done)


def _is_random(value: str) -> bool:
    return _DIGIT.search(value) is not None and not _HEX(value) and looks_random(value)


def _judge(origin: str, line: str, value: str) -> Iterator[Span]:
    """Yield the whole values that a plugin's answer is a part of, without noise.

    Several plugins answer with a capture group (``ghp`` for a whole token), some with the quotes
    around it, so the bare answer is looked for in the line and widened to the run of token
    characters around it.
    """
    value = value.strip(" \t\"'`=:,;")
    position = line.find(value) if value else -1
    while position != -1:
        span = _widen(line, Span(position, position + len(value)))
        shown = line[span.start : span.end]
        if origin == _BY_NAME:
            accepted = looks_like_password(shown) and not _is_sentence(shown)
        else:
            accepted = looks_random(shown) and not is_publishable(shown)
        is_data = origin == _BY_ENTROPY and accepted and _is_data(line, span)
        if accepted and not is_data and not _is_digest_like(line, span):
            yield span
        position = line.find(value, span.end)


def _is_digest_like(line: str, span: Span) -> bool:
    """Tell whether a text is a digest or an id, by its looks or by what stands before it."""
    shown = line[span.start : span.end]
    return bool(
        _HEX(shown)
        or is_digest(shown)
        or _DIGEST.match(shown)
        or _OBJECT_ID.fullmatch(shown)
        or _DIGEST_BEFORE.search(line, 0, span.start)
    )


def _is_data(line: str, span: Span) -> bool:
    """Tell whether a random text is a digest in base64, or a piece of something longer."""
    size = span.end - span.start
    is_digest_of = line[span.end - 1] == "=" and size in _BASE64_DIGESTS
    goes_on = _GOES_ON.match(line, span.end) is not None
    is_alone = _ALONE_BEFORE.fullmatch(line[: span.start]) and _ALONE_AFTER.match(line, span.end)
    shown = line[span.start : span.end]
    return (
        size > _LONGEST_KEY or is_digest_of or goes_on or is_alone is not None or "\\" in shown
        or _is_readable(shown)
    )  # fmt: skip


def _is_readable(shown: str) -> bool:
    """Tell whether a text is base64 of a text; what that says is looked at by itself."""
    import base64

    body = shown.rstrip("=").translate(_URL_SAFE)
    try:
        plain = base64.b64decode(body + "=" * (-len(body) % 4), validate=True)
    except ValueError:
        return False
    readable = sum(32 <= byte < 127 or byte in b"\r\n\t" for byte in plain)
    return len(plain) >= 12 and readable >= 0.9 * len(plain)


def _is_sentence(shown: str) -> bool:
    """Tell whether most of a text are words with blanks between them."""
    parts = shown.split()
    return len(parts) > 1 and 2 * sum(part.strip(",.;:!?").isalpha() for part in parts) > len(parts)


def _widen(line: str, span: Span) -> Span:
    """Return ``span`` with the token characters next to it; no dots or dashes at the ends."""
    start, end = span
    if _RUN.match(line, start):
        start = start_of_run(line, start, _RUN, _DATA)
    if run := _RUN.match(line, end - 1):
        end = run.end()
    while start < span.start and line[start] in ".-":
        start += 1
    while end > span.end and line[end - 1] in ".-":
        end -= 1
    return Span(start, end)
