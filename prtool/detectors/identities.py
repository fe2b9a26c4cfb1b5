"""Finds people: e-mail addresses in every text, ``@mentions`` where a forge would ping them."""

from __future__ import annotations

from prtool.detectors.keywords import start_of_line, start_of_run, words
from prtool.detectors.reserved import is_example, is_reserved_host
from prtool.model.finding import Confidence, Example, Kind, Match, Rule, Severity
from prtool.model.patterns import IGNORECASE, regex
from prtool.model.text import PING_CHANNELS, Channel, Span, TextUnit
from prtool.sieve.trigger import Trigger, Triggers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

EMAIL = Rule(
    id="identity/email",
    title="E-mail address",
    severity=Severity.MEDIUM,
    why="It names a person or an organisation.",
    source="https://www.rfc-editor.org/rfc/rfc5322#section-3.4.1",
    examples=(
        Example(text="ask initech.dev" + "@acme-corp.io first", span=(4, 28)),
        Example(text="A Dev <dev" + "@acme-corp.io>", span=(7, 23), channel=Channel.AUTHOR),
        Example(text="dev <dev@acmebox.(none)>", span=(5, 23), channel=Channel.COMMITTER),
        Example(text="ask dev@example.com first", span=None),
        Example(text="git clone git@forge.acme-corp.io:acme/app.git", span=None),
        Example(text="npm install left-pad@1.3.0 && go get acme.io/x@v1.2.3", span=None),
    ),
)
CREDIT = Rule(
    id="identity/credit",
    title="E-mail address of a credited author or of an office",
    severity=Severity.LOW,
    why="It names somebody, where people and offices are named in public.",
    source="https://www.gnu.org/prep/maintain/html_node/Copyright-Notices.html",
    examples=(
        Example(text="# Copyright (c) 2024 A Dev <dev" + "@acme-corp.io>", span=(28, 44)),
        Example(text="A Dev <dev" + "@acme-corp.io>", span=(7, 23), path="AUTHORS"),
        Example(text="# Copyright (c) 2024 A Dev <dev@example.com>", span=None),
    ),
)
MENTION = Rule(
    id="identity/mention",
    title="Mention of an account",
    severity=Severity.LOW,
    why="A forge notifies the account, and it names a person.",
    source="https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#mentioning-people-and-teams",
    examples=(
        Example(text="Thanks to @initech-dev for it.", span=(10, 22), channel=Channel.PR_BODY),
        Example(text="Use `@property` there", span=None, channel=Channel.PR_BODY),
        Example(text="@initech-dev", span=None, channel=Channel.CONTENT),
    ),
)

_LOCAL = regex(r"[A-Za-z0-9._%+'-]+")
_LONGEST = 64
"""Characters of a local part. Source: RFC 5321, section 4.5.3.1.1."""
_DOMAIN = regex(
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}"
    r"(?:[a-z][a-z0-9-]{0,22}[a-z]|[A-Z]{2,24}(?![a-z]))"
)
_AFTER_DOMAIN = regex(r"[\w@(\[]|-\w|\.\w|/|:\d{2}")
_FILE_SUFFIXES = words(
    """
    js mjs cjs ts tsx jsx css scss json yaml yml toml md txt py go rs java kt rb php c h cpp cs sh
    png jpg jpeg gif svg webp ico html htm xml lock service socket timer target mount tgz gz zip
    """
)
_ROBOTS = regex(
    r"(?:no-?reply|do-?not-?reply|noreply\+\S+|git|hg|svn|root|\d+\+\S+|nobody|mailer-daemon"
    r"|(?:john|jane|joe|j)[._-]?(?:doe|smith)|(?:user(?:name)?|you|your[._-]?(?:name|email)|name|email|me|foo|bar|someone|somebody)\d{0,3})",
    IGNORECASE,
)
_NO_REPLY_HOSTS = ("users.noreply.github.com", "users.noreply.gitlab.com", "noreply.github.com")
_SAMPLE_DOMAINS = regex(
    r"(?:[\w.-]{1,60}\.)?(?:example|domain|mydomain|yourdomain|your-domain|(?:any|your|my)?company"
    r"|host|email|foo|bar|test|server|hostname|invalid|somewhere|nowhere|anywhere)\.[a-z]{2,12}",
    IGNORECASE,
)

_ALGORITHM_DOMAINS = frozenset({"openssh.com", "libssh.org", "lysator.liu.se", "ssh.com"})
"""What stands behind the ``@`` in names of algorithms. Source: RFC 4251, section 6."""
_ID_BEFORE = regex(
    r"(?:message-id|in-reply-to|references|content-id|list-id|cid)[\"']?[ \t]{0,3}[:=(]"
    r"[^\n]{0,160}$",
    IGNORECASE,
)
"""What stands before ids of messages. Source: RFC 5322, section 3.6.4."""
_CREDIT_BEFORE = regex(
    r"copyright|\(c\)|\u00a9|author|maintain|translator|language-team|report-msgid|contribut"
    r"|credit|thank|written by|created by|reported by|patch(?:es)? (?:by|from)|suggested by"
    r"|based on|ported by|modified|revised by|alterations by|added:|@email|e-mail:",
    IGNORECASE,
)
_CREDIT_LINE = regex(
    r"[ \t]{0,20}[#*;/%-][ \t#*;/.\"'+%-]{0,20}(?:[^\W\d_][\w.'\u2019,-]{0,30}[ \t]{1,3}){1,5}"
    r"(?:\([^()\n]{1,40}\)[ \t]{0,3})?<$"
)
"""Name and bracket behind the mark of a comment or a list, as where authors are listed."""
_CREDIT_FILE = regex(
    r"(?:\A|/)(?:(?:AUTHORS|CONTRIBUTORS|CREDITS|THANKS|MAINTAINERS|COPYING|LICEN[CS]E|NOTICE|HISTORY"
    r"|CHANGES|CHANGELOG|NEWS|PKG-INFO|METADATA)[^/]{0,40}|[^/]{1,80}\.pot?)\Z"
)
_OFFICE = regex(
    r"(?:[\w.+-]{1,40}[-._])?(?:support|feedback|security|conduct|info|help|contact|press|privacy|legal"
    r"|abuse|webmaster|postmaster|hostmaster|sponsors|foundation)",
    IGNORECASE,
)
"""Local parts of offices. Source: RFC 2142."""
_FILE_CHANNELS = frozenset({Channel.CONTENT, Channel.REMOVED, Channel.CONTEXT})

_BRACKETS = regex(r"<([^<>]*@[^<>]+)>")
_IDENTITY_CHANNELS = frozenset({Channel.AUTHOR, Channel.COMMITTER})
_MENTION = regex(r"@[A-Za-z0-9](?:[A-Za-z0-9]|-(?=[A-Za-z0-9])){0,38}(?:/[A-Za-z0-9_-]{1,40})?")
_BEFORE_MENTION = regex(r"[\w/`@.&=:\\-]$")
_NOT_ACCOUNTS = words(
    """
    param return returns see throws deprecated since author version link override property
    staticmethod classmethod dataclass pytest abstractmethod overload test before after interface
    media import charset font keyframes supports layer container angular types babel vue nestjs
    latest next beta main master head todo internal private public readonly
    """
)
_CHANNELS_WITHOUT = frozenset({Channel.BINARY, Channel.DATE, Channel.MODE})


class IdentityDetector:
    """The detector of the family ``identity``."""

    triggers = Triggers(
        [Trigger(r"[A-Za-z0-9._%+'\-]@[A-Za-z0-9][A-Za-z0-9\-]*\.[A-Za-z0-9]", ("@",))],
        prose=[Trigger("@[A-Za-z0-9]", ("@",))],
    )

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Return its rules."""
        return (EMAIL, CREDIT, MENTION)

    def scan(self, unit: TextUnit, text: str) -> Iterator[Match]:
        """Yield whole addresses, and mentions with their ``@``."""
        if unit.channel in _CHANNELS_WITHOUT:
            return
        if unit.channel in _IDENTITY_CHANNELS:
            yield from _of_identity(text)
            return
        pings = unit.channel in PING_CHANNELS
        at = text.find("@")
        while at != -1:
            if (address := _email(text, at)) is not None:
                rule = CREDIT if _is_credit(unit, text, address.start) else EMAIL
                yield Match(rule=rule.id, span=address, kind=Kind.EMAIL)
            elif pings and (mention := _mention(text, at)) is not None:
                yield Match(
                    rule=MENTION.id, span=mention, kind=Kind.USER, confidence=Confidence.LOW
                )
            at = text.find("@", at + 1)


def _of_identity(text: str) -> Iterator[Match]:
    """Yield the address of an author line, also one that git made up from user and host name."""
    match = _BRACKETS.search(text)
    if match is None:
        return
    name, _, host = match[1].partition("@")
    made_up = host.removesuffix(".(none)")
    if name and not _is_nobody(name, made_up) and not is_reserved_host(made_up):
        yield Match(rule=EMAIL.id, span=Span(*match.span(1)), kind=Kind.EMAIL)


def _email(text: str, at: int) -> Span | None:
    """Return the range of the address whose ``@`` is at ``at``, if there is one."""
    domain = _DOMAIN.match(text, at + 1)
    if domain is None or _AFTER_DOMAIN.match(text, domain.end()):
        return None
    name = text[start_of_run(text, at, _LOCAL, _LONGEST) : at].lstrip(".%+'-")
    start = at - len(name)
    if not name or _is_in_url(text, start) or _is_nobody(name, domain[0]):
        return None
    line = start_of_line(text, start, 200)
    if (
        is_example(text, start)
        or domain[0].lower() in _ALGORITHM_DOMAINS
        or _ID_BEFORE.search(text, line, start)
    ):
        return None
    return Span(start, domain.end())


def _is_in_url(text: str, start: int) -> bool:
    """Tell whether the name is part of a URL or a path, as in ``ssh://git@host``."""
    if text[start - 1 : start] in {"/", "@", "\\", "!", "~"}:
        return True
    scheme = text.rfind("://", max(0, start - 200), start)
    return scheme != -1 and not any(char.isspace() for char in text[scheme:start])


def _is_credit(unit: TextUnit, text: str, start: int) -> bool:
    """Tell whether the address at ``start`` stands where files name their authors, or an office."""
    if unit.channel not in _FILE_CHANNELS:
        return False
    if _OFFICE.fullmatch(text[start : text.find("@", start)]):
        return True
    if unit.path is not None and _CREDIT_FILE.search(unit.path):
        return True
    line = start_of_line(text, start, 200)
    before = text[line:start]
    return _CREDIT_BEFORE.search(before) is not None or _CREDIT_LINE.fullmatch(before) is not None


def _is_nobody(name: str, host: str) -> bool:
    lowered = host.lower()
    return (
        is_reserved_host(host)
        or lowered.rsplit(".", 1)[-1] in _FILE_SUFFIXES
        or lowered in _NO_REPLY_HOSTS
        or _ROBOTS.fullmatch(name) is not None
        or _SAMPLE_DOMAINS.fullmatch(host) is not None
        or max(len(name), lowered.find(".")) <= 2
    )


def _mention(text: str, at: int) -> Span | None:
    match = _MENTION.match(text, at)
    if match is None or _BEFORE_MENTION.search(text, max(0, at - 1), at):
        return None
    name = match[0][1:].split("/", 1)[0].lower()
    if name in _NOT_ACCOUNTS or name.isdigit() or text[match.end() : match.end() + 1] in {"(", "`"}:
        return None
    return Span(*match.span())
