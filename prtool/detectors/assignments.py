"""Finds values given to names that promise a secret: ``api_key = "…"``, ``--token …``, lists.

Owns the syntax around the value; what a value must look like is in ``likeness``.
"""

from __future__ import annotations

from itertools import product

from prtool.detectors.keywords import Keywords, start_of_run, words
from prtool.detectors.likeness import (
    is_publishable,
    looks_like_key,
    looks_like_password,
    looks_random,
)
from prtool.detectors.narrow import LISTED
from prtool.detectors.secret_kinds.model import found, left
from prtool.model.finding import Confidence, Example, Rule, Severity
from prtool.model.patterns import IGNORECASE, regex
from prtool.model.record import NamedTuple
from prtool.model.text import Span, TextUnit, suffix
from prtool.sieve.trigger import LETTERS_BEYOND_ASCII, Trigger, either

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

_PASSWORDS = ("passwd", "password", "passphrase", "passwort", "pwd", "pass", "psk", "pin_code")
_KEYS = ("secret", "token", "credential", "bearer")
_KEY_ADJECTIVES = (
    *("api", "access", "auth", "private", "signing", "encryption", "master", "account", "client"),
    *("app", "license", "service", "session", "shared", "storage", "hmac", "jwt", "webhook"),
    *("management", "admin", "subscription", "deploy", "proxy", "upstream", "provider"),
)
_NAMES = (
    *_PASSWORDS,
    *_KEYS,
    *(f"{word}{gap}key" for word, gap in product(_KEY_ADJECTIVES, ("", "_", "-", " "))),
)

_NOT_A_SECRET_AFTER = words(
    """
    age alg algorithm alias audience backend board budget bucket cache class claim cost count digest
    dir directory endpoint endswith env environment exp expired expires expiration expiry field
    file filename
    files filter format func function handler hash header hint id ids index info issuer kid kind
    label len length lifetime limit limits manager max method min mode mount mounts name names owner
    param parameter params parser path paths pattern per placeholder policy pos position prefix
    price provider reader ref regex request reset response rotation rule salt scheme scope scopes
    selector service size source startswith state status store stream suffix ttl type types uri url
    urls usage used validator version writer
    """
)
"""Words after which a name speaks about a secret rather than holds it: ``token_type``."""
_NOT_A_SECRET_BEFORE = regex(
    r"(?:public(?:[_-]?key)?|max|min|num|total|page|next|prev|continuation|cancel|cancellation"
    r"|pagination|cursor"
    r"|hash|hashed|input|output|prompt|completion|reasoning|bos|eos|pad|unk|sep|cls|mask|stop"
    r"|special|by|sync|ntoken|foreign|sort|partition|cache|idempotency|sha\d*|md5)s?[_-]?$",
    IGNORECASE,
)
_OF_A_REQUEST = regex(
    r"(?:(?:change|action|starting|marker|request|grant|csrf|xsrf|dkim)[_-]?|client)$",
    IGNORECASE,
)
"""What stands before ``token`` where it only ties requests together."""
_HANDSHAKE_BEFORE = regex(
    r"(?:shared|exporter|traffic|handshake|early|resumption)[_-]?$", IGNORECASE
)
"""Secrets of key agreements, which stand in test vectors."""
_GLUED = regex(r"s?(?![a-z])|(?:key|code|value|val|string|str|token|data|text)s?(?![a-z])")
"""How a name may go on after its telling word; ``tokenizer`` is another word."""
_TAIL_WORDS = regex(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_HEX = regex(r"[0-9A-Fa-f]+")
_NAME_RUN = regex(r"[A-Za-z0-9_.-]+")
_WORD_START = regex(r"(?:^|[^A-Za-z])$")

_AFTER_NAME = regex(
    r"(?P<tail>[A-Za-z0-9_-]{0,24})"
    r"(?:"
    r"(?P<closed>\\{0,3}[\"'`])?\]?[ \t]{0,60}"
    r"(?:(?:string|str)[ \t]{1,20})?"
    r"(?P<op>:[ \t]{0,4}[&A-Za-z][\w.\[\]<>|' ]{0,30}?[ \t]{0,4}=(?!=)|:=|=>|={1,3}|!==?"
    r"|:|,|\(|\|\||\?\?|is(?=[ \t]))"
    r"(?:[ \t]{0,60}(?:\[\]byte\(|String::from\(|(?:\w{1,20}\.)?SecretStr\("
    r"|[rbuf@]{1,2}(?=[\"'])))?"
    r"|(?P<xml>>)"
    r"|[\"'][ \t]{1,4}(?P<attribute>value[ \t]{0,2}=)"
    r"|(?P<blank>[ \t]{1,4}(?=[A-Za-z0-9+/_\"'-]))"
    r")"
)
_CALLS = frozenset({",", "(", "||", "??"})
"""After these a value stands in quotes, or is code."""
_LOOSE = frozenset({",", "(", "is"})
"""After these the text may say anything."""
_QUOTED = regex(
    r"[ \t]{0,60}(?P<quote>\\{0,3}[\"'`])(?P<value>[^\"'`\s\\]{4,512})(?P=quote)(?![\"'`])"
)
_BARE = regex(r"[ \t]{0,60}(?P<value>[A-Za-z0-9_+/=.~!@#$%^*?:-]{6,512})(?=[\s,;\"'`)}\]<&\\]|\Z)")
_LIST_OPEN = regex(r"[ \t]{0,60}(?:\[\]string)?[\[{][ \t]{0,60}\n?")
_LIST_ITEM = regex(
    r"\s{0,60}(?:,\s{0,60})?(?P<quote>[\"'`])(?P<value>[^\"'`\s\\]{4,512})(?P=quote)"
)
_BLOCK_OPEN = regex(r"[ \t]{0,60}(?:#[^\n]{0,400})?\r?\n")
_BLOCK_ITEM = regex(
    r"[ \t]{0,60}(?:#[^\n]{0,400}"
    r"|-[ \t]{1,8}(?P<quote>[\"']?)(?P<value>[^\s\"':#,]{4,512})(?P=quote)"
    r"[ \t]{0,60}(?:#[^\n]{0,400})?)?\r?(?:\n|\Z)"
)
_ITEMS = 500
"""So many items of one list are looked at."""

_CODE = words(
    """
    .go .py .pyi .js .jsx .mjs .cjs .ts .tsx .java .kt .kts .scala .c .h .cc .cpp .hpp .cs .rs
    .swift .php .rb .m .mm .lua .dart .ex .exs .erl .hs .ml .fs .vb .zig .nim .jl .r .pl .pm .groovy
    .vue .svelte .sql .s .asm .d .v .html .css .scss
    """
)
"""Suffixes of files in which a text without quotes is an expression, not a value."""

_GAP = r"[ \t]*"
_NAME = either(_NAMES) + rf"[A-Za-z0-9_\-]*(?:\\*[\"'`])?\]?{_GAP}(?:str(?:ing)?{_GAP})?"
_TELLING = r"(?:[0-9!#$%^&*?@]|(?-i:[a-z][A-Z][A-Za-z+\/=_.~\-]*[a-z][A-Z]))"
"""What no accepted value is without: a digit, a sign, or letters that change case twice."""

RULE = Rule(
    id="secret/generic-assignment",
    title="Value of a name that promises a secret",
    severity=Severity.HIGH,
    why="Whoever reads it can act as its owner.",
    examples=(
        found("api_key = '", "qX7v9Lm2", "Rt4Bw8", after="'"),
        found("api-key: ", "sk-", "local-", "1234567890"),
        Example(
            text=lambda: 'APIKey: "' + "sk-" + "qx-test-0001" + '",',
            span=(9, 24),
            path="internal/acme_test.go",
        ),
        left("api_key = 'your-api-key'"),
        left("token: ${ACME_TOKEN_2}"),
        Example(text="\ttoken := parseToken2(line)", span=None, path="internal/acme.go"),
        Example(text='token_type = "bearer0123"', span=None),
    ),
)


def triggers() -> tuple[Trigger, ...]:
    """Return what stands in a line where something is found."""
    return (
        Trigger(
            rf"{_NAME}(?:[:=!>(,|?][^\n]*[\"'`]|is{_GAP}[\"'`]|[\"'`]{_GAP}value[^\n]*)"
            rf"[^\"'`\\ \t\n]*{_TELLING}",
            _NAMES,
        ),
        Trigger(
            rf"{_NAME}(?:[:=>!][^\n=]*=?{_GAP}|[ \t]|is[ \t]{_GAP})"
            rf"[A-Za-z0-9_+\/=.~!@#$%^*?:\-]*{_TELLING}",
            _NAMES,
        ),
        # Lists of values, which may go on over the lines below.
        Trigger(
            rf"{_NAME}[:=!>][^\n]*[\[{{]{_GAP}(?:[\]\"'`][^\n]*)?\r?\n",
            _NAMES,
            below=_ITEMS + 1,
            narrow=LISTED,
        ),
        Trigger(rf"{_NAME}:{_GAP}(?:#[^\n]*)?\r?\n", _NAMES, below=_ITEMS + 1, narrow=LISTED),
        Trigger(LETTERS_BEYOND_ASCII),
    )


class Place(NamedTuple):
    """One value that may be a secret."""

    span: Span
    confidence: Confidence


class _Name(NamedTuple):
    """A name in three parts, as written, and what stands after it."""

    word: str
    """The entry of ``_NAMES`` that it has in it."""
    prefix: str
    shown: str
    after: re.Match[str]

    @property
    def promises_a_secret(self) -> bool:
        """Tell whether the name holds a secret rather than speaking about one."""
        tail: str = self.after["tail"]
        if self.word == "pass":
            is_result = self.shown == "PASS" and not self.prefix and self.after["op"] == ":"
            if tail or is_result or not _WORD_START.search(self.prefix):
                return False
        if self.word == "token" and _OF_A_REQUEST.search(self.prefix):
            return False
        goes_on = tail[:1].isalpha() and tail[0].islower() == self.shown[-1].islower()
        if goes_on and not _GLUED.match(tail.lower()):
            return False
        return not speaks_about(tail) and _NOT_A_SECRET_BEFORE.search(self.prefix) is None

    def accepts(self, value: str, *, is_expression: bool) -> Confidence | None:
        """Judge a value; ``is_expression`` says that the text may be code rather than a value."""
        if _HANDSHAKE_BEFORE.search(self.prefix) and _HEX.fullmatch(value):
            return None
        if is_publishable(value):
            return None
        if looks_random(value):
            has_digit = any(char.isdigit() for char in value)
            return Confidence.MEDIUM if has_digit or not is_expression else None
        if is_expression:
            return None
        accept = looks_like_password if self.word in _PASSWORDS else looks_like_key
        return Confidence.LOW if accept(value) else None


class Assignments:
    """Looks for names and the values given to them."""

    def __init__(self) -> None:
        self._names = Keywords(_NAMES)

    def places(self, unit: TextUnit, text: str) -> Iterator[Place]:
        """Yield the values in ``text`` that look like secrets; a place may come twice."""
        in_code = suffix(unit.path or "") in _CODE
        for hit in self._names.hits(text):
            after = _AFTER_NAME.match(text, hit.end)
            if after is None:
                continue
            start = start_of_run(text, hit.start, _NAME_RUN, 40)
            prefix = text[start : hit.start]
            name = _Name(_NAMES[hit.word], prefix, text[hit.start : hit.end], after)
            if not name.promises_a_secret:
                continue
            in_query = text[max(0, start - 1) : start] in {"?", "&"}
            for value, is_bare in _values(text, name):
                is_expression = is_bare and in_code and not in_query
                confidence = name.accepts(
                    value["value"], is_expression=is_expression or after["op"] in _LOOSE
                )
                if confidence is not None:
                    yield Place(Span(*value.span("value")), confidence)


def speaks_about(tail: str) -> bool:
    """Tell whether a name that goes on like this speaks about a secret: ``token`` + ``_type``."""
    return not _NOT_A_SECRET_AFTER.isdisjoint(word.lower() for word in _TAIL_WORDS.findall(tail))


def _values(text: str, name: _Name) -> Iterator[tuple[re.Match[str], bool]]:
    """Yield (match with a group ``value``, whether it stands without quotes)."""
    after = name.after
    position = after.end()
    operator = after["op"]
    if after["blank"] is not None and not name.prefix.startswith("--"):
        return  # only an option of a command is followed by its value
    if operator == "," and after["closed"] is None:
        return
    if quoted := _QUOTED.match(text, position):
        yield quoted, False
    elif operator in _CALLS:
        return
    elif opened := _LIST_OPEN.match(text, position):
        yield from ((item, False) for item in _run(text, opened.end(), _LIST_ITEM))
    elif operator == ":" and (opened := _BLOCK_OPEN.match(text, position)):
        items = _run(text, opened.end(), _BLOCK_ITEM)
        yield from ((item, True) for item in items if item["value"])
    elif bare := _BARE.match(text, position):
        yield bare, True


def _run(text: str, position: int, item: re.Pattern[str]) -> Iterator[re.Match[str]]:
    for _ in range(_ITEMS):
        match = item.match(text, position)
        if match is None or match.end() == position:
            return
        yield match
        position = match.end()
