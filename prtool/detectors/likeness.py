"""Tells what a value looks like: a secret, a placeholder, a digest, words. Knows no syntax."""

from __future__ import annotations

from itertools import pairwise

from prtool.detectors.keywords import words
from prtool.model.patterns import IGNORECASE, regex
from prtool.model.record import Counter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_OWN_PLACEHOLDER = regex(r"REDACTED_[A-Z0-9_]+")
"""What prtool writes in the place of a secret."""

_PLACEHOLDER = regex(
    r"example|placeholder|redacted|change[_-]?me|replace[_-]?(?:me|with)|insert[_-]?your"
    r"|your[_-]|^your|not[_-]?a?[_-]?real|x{5}|\*{3}|\.{3}|\u2026|\u2022{3}|_{5}|0{10}"
    # How the published key of the storage emulator begins.
    # Source: https://learn.microsoft.com/azure/storage/common/storage-connect-azurite
    r"|Eby8vdM02xNO",
    IGNORECASE,
)
_SAMPLE_CLAIMS = "zdWIiOiIxMjM0" + "NTY3ODkwI"
"""``sub`` of the token that the manuals of JSON web tokens share: 1234567890."""
_TEMPLATE = regex(
    r"^@[A-Za-z_]\w{0,60}@?$|\$\{|\$\(|^\$\w|\$[A-Z_]{3}|\{\{|\}\}|\{[A-Za-z_][\w.]{0,40}\}|<[A-Za-z_][^<>]{0,60}>|^<|>$"
    r"|%\([A-Za-z_]|^%[A-Za-z_]{1,40}%?$|%[sdvqx](?![0-9A-Fa-f])|@@|\(\)|^\{\}$|^__\w+__$"
    r"|\[\^?(?:A-Z|a-z|0-9|\\w)|\]\{\d|\(\?[:=!<P]"
)
_SEQUENCE = regex(
    r"(?:abc|def|ghi|jkl|mno|pqr|stu|vwx|xyz|qwe|rty|asd|fgh|zxc|vbn"
    r"|012|123|234|345|456|567|678|789|890|[-_.0])+[a-f1-9]?",
    IGNORECASE,
)

GENERIC_WORDS = words(
    """
    a abc abcd abcde abcdef access account actual admin alias an anonymous another any api
    apikey app asdf auth authorization b bad bar base basic baz bearer blah bob body bot c cafe
    changed client code config consumer cookie correct credential credentials csrf current
    custom d data database db deadbeef default dev different docker dummy e egg eggs elastic
    empty env existing expected expired f fail fake field file first foo foobar four fresh from
    git github gitlab good grafana guest ham hash header hello her here hidden his host http
    https hunter id in incorrect initial input invalid is it jwt key keycloak keys legacy
    letmein live localhost login long main mask masked me minio missing mock model mongo my
    mysecret mysql mytoken name new nil no none not null oauth of ok old on one openai original
    other output pass passphrase passwd password passwort pat path personal pk postgres primary
    private prod production provider public pwd qux qwerty rabbitmq random raw real redis
    refresh remote req request resp response right root rotated sample second secondary secret
    scott secrets server service session set short sk some spam stale static str string super t temp
    test tester testing tests text the third this three tiger tmp to tok token tokens two type u
    unknown unset unused updated upstream url user username uuid v val valid value very web
    welcome with world wrong x xxx xyz y yes you your z
    """
)
"""Words that say what stands in a place rather than being it; scott and tiger are Oracle's."""

_SHORTEST_PART = 3
"""Letters of a word that may be glued to others."""

_KEY_PREFIX = regex(r"(?:sk|pk|rk|ak|key|tok|pat|api)-", IGNORECASE)
_SEPARATORS = regex(r"[-_.:/+@=~ ]+")
_WORDS = regex(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_LETTERS_WITH_NUMBER = regex(r"\d{0,12}([A-Za-z]*)\d{0,12}")
_LETTER_RUNS = regex(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_COMMON_PAIRS = words(
    """
    ab ac ad ag ai al am an ap ar as at ba be bl bu ca ce ch ci ck cl co cr ct da de di do ds ea ec
    ed ee ef el em en ep er es et ex fa fe ff fi fl fo ge gi go gr ha he hi ho ia ic id ie if ig il
    im in io ip ir is it iv ke la ld le li ll lo ly ma me mi mo mp na nc nd ne nf ng ni no ns nt oc
    od ol om on oo op or os ot ou ov ow pa pe pi pl po pp pr pt qu ra rc rd re ri rm ro rr rs rt sa
    sc se sh si so sp ss st su ta tc te th ti tl to tr ts tt ty ub ui ul um un up ur us ut va ve vi
    """
)
"""The 160 pairs of letters that make up four fifths of the words in English and in programs.

In random text they make up a quarter. Counted over the words of the Go and Python libraries.
"""

_DIGEST = regex(r"(?:0x)?(?:[0-9a-f]+|[0-9A-F]+)")
_DIGEST_LENGTHS = frozenset({32, 40, 48, 56, 64, 96, 128})
"""Hex digits of MD5, SHA-1, SHA-2 and SHA-3 digests."""
_SCOPE = regex(r"(?:[^/%\s]{2,60}(?:/|%2F)){1,2}(?:19|20)\d{6}(?:/|%2F)")
"""The scope of a signature of AWS: names of a key, a day, a region and a service."""
_PUBLISHABLE = regex(r"pk[._](?:eyJ|live_|test_)")
"""Keys that are made for web pages. Sources: Mapbox's and Stripe's pages on API keys."""
_COUNTER = regex(r"[-_.](?:\d{4,20}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$")
_UUIDS = regex(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_NUMBER = regex(r"0[xX][0-9A-Fa-f_]{1,16}|[0-9_.]+[A-Za-z]{0,3}")
_UUID = regex(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")

_ADDRESS_LIKE = regex(
    r"[A-Za-z][A-Za-z0-9+.-]{0,20}://|\.{1,2}/|~/|[A-Za-z]:[\\/]"
    r"|[^@\s]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}$"
    r"|[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}:\d{2,5}$"
)
_DOTTED = regex(r"[A-Za-z_]\w{0,40}(?:(?:\.|::|->)[A-Za-z_]\w{0,40}){1,8}")
_DOTS = regex(r"\.|::|->")
_WITH_NUMBER = regex(r"([A-Za-z_]{1,40})\d{0,6}([A-Za-z_]{0,40})")
_PATH_WORDS = regex(r"/?[A-Za-z][A-Za-z0-9_.-]{0,40}(?:/[A-Za-z][A-Za-z0-9_.-]{0,40}){0,8}")

_CONSTANT = regex(r"[A-Z][A-Z0-9]{0,40}(?:_[A-Z0-9]{1,40}){1,12}")
_RUN_OF_KEYS = regex(r"01234567|12345678|87654321|abcdefgh|qwertyui", IGNORECASE)


_MOST = 1024
"""Values of which each judge keeps what it has said: most are shown to it several times."""


def _remembered(judge: Callable[[str], bool]) -> Callable[[str], bool]:
    """Return a judge of values that does not work out again what it has said before."""
    said: dict[str, bool] = {}

    def remembered(value: str) -> bool:
        answer = said.get(value)
        if answer is None:
            if len(said) >= _MOST:
                said.clear()
            answer = said[value] = judge(value)
        return answer

    remembered.__doc__ = judge.__doc__
    return remembered


def entropy(value: str) -> float:
    """Return the Shannon entropy of ``value`` in bits per code point."""
    from math import log2

    size = len(value)
    return -sum(n / size * log2(n / size) for n in Counter(value).values()) if size else 0.0


_FIRST_PART = regex(r"^[A-Za-z0-9]{1,8}[-_]")


def is_placeholder(value: str) -> bool:
    """Tell whether ``value`` only stands in for something: masked, a template, prtool's own."""
    rest = _OWN_PLACEHOLDER.sub("", value)
    if rest != value and sum(char.isalnum() for char in rest) < 6:
        return True
    body = _FIRST_PART.sub("", value)
    return (
        len(set(body)) <= 1
        or _PLACEHOLDER.search(rest) is not None
        or _SAMPLE_CLAIMS in value
        or (_TEMPLATE.search(value) is not None and not _is_noise(value))
    )


def is_generic(value: str) -> bool:
    """Tell whether ``value`` is made of common words and counters: ``my-secret-token-1``."""
    if _SEQUENCE.fullmatch(value):
        return True
    for segment in _SEPARATORS.split(value):
        parts = _LETTERS_WITH_NUMBER.fullmatch(segment)
        if parts is None:
            return False
        letters = parts[1]
        if not letters or letters.lower() in GENERIC_WORDS:
            continue
        if not all(is_made_of(word.lower(), GENERIC_WORDS) for word in _WORDS.findall(letters)):
            return False
        if len(_WORDS.findall(letters)) > len(letters) / 2:  # xYzAb: letters, not words
            return False
    return True


def is_made_of(word: str, parts: frozenset[str]) -> bool:
    """Tell whether ``word`` is one of ``parts``, or two or three of them glued together."""
    if word in parts:
        return True
    if not word or len(word) > 30:
        return False
    fewest = {0: 0}
    for start in range(len(word)):
        if fewest.get(start, 3) == 3:
            continue
        for end in range(start + _SHORTEST_PART, len(word) + 1):
            if word[start:end] in parts:
                fewest[end] = min(fewest.get(end, 3), fewest[start] + 1)
    return len(word) in fewest


def is_publishable(value: str) -> bool:
    """Tell whether ``value`` is a key that its vendor means to be public."""
    return _PUBLISHABLE.match(value) is not None


def is_digest(value: str) -> bool:
    """Tell whether ``value`` has the form of a hash or a UUID."""
    if _UUID.fullmatch(value):
        return True
    return _DIGEST.fullmatch(value) is not None and len(value) in _DIGEST_LENGTHS


def is_wordy(value: str) -> bool:
    """Tell whether the letters of ``value`` read as words, with few digits between them."""
    letters = sum(char.isalpha() for char in value)
    digits = sum(char.isdigit() for char in value)
    if digits > max(4, letters // 3):
        return False
    pairs = common = 0
    for run in _LETTER_RUNS.findall(value):
        word = run.lower()
        pairs += len(word) - 1
        common += sum(word[at : at + 2] in _COMMON_PAIRS for at in range(len(word) - 1))
    return 2 * pairs >= letters and 5 * common >= 3 * pairs


def is_reference(value: str) -> bool:
    """Tell whether ``value`` names something: a URL, a path, an address, a number."""
    return (
        _ADDRESS_LIKE.match(value) is not None
        or (_DOTTED.fullmatch(value) is not None and all(map(_is_name, _DOTS.split(value))))
        or _NUMBER.fullmatch(value) is not None
        or _SCOPE.match(value) is not None
        or (_CONSTANT.fullmatch(value) is not None and sum(map(str.isdigit, value)) <= 4)
        or ("/" in value and _PATH_WORDS.fullmatch(value) is not None and is_wordy(value))
    )


@_remembered
def looks_random(value: str) -> bool:
    """Tell whether ``value`` looks generated: long, mixed and without words."""
    if len(value) < 16 or is_placeholder(value) or is_generic(value) or is_reference(value):
        return False
    rest = _UUIDS.sub("", value)
    if rest and rest != value and not looks_random(rest):
        return False
    name = _COUNTER.sub("", value)
    if name != value and len(name) >= 8 and is_wordy(name):
        return False
    has_digit = any(char.isdigit() for char in value)
    has_letter = any(char.isalpha() for char in value)
    if not has_letter or not (has_digit or _mixes_case(value)):
        return False
    if _CONSTANT.fullmatch(value) or _RUN_OF_KEYS.search(value):
        return False
    if len(value) >= 30 and len(set(value)) == len(value):
        return False  # an alphabet
    return entropy(value) >= 3.0 and not is_wordy(value)


@_remembered
def looks_like_key(value: str) -> bool:
    """Tell whether ``value`` may be a key or token, given that its name says so."""
    if len(value) < 8 or is_placeholder(value) or is_generic(value) or is_reference(value):
        return False
    has_digit = any(char.isdigit() for char in value)
    has_letter = any(char.isalpha() for char in value)
    if not has_digit or not has_letter or len(set(value)) < 5:
        return len(value) >= 20 and has_letter and looks_random(value)
    return _KEY_PREFIX.match(value) is not None or not is_wordy(value)


@_remembered
def looks_like_password(value: str) -> bool:
    """Tell whether ``value`` may be a password, given that its name says so."""
    if len(value) < 6 or is_placeholder(value) or is_generic(value) or is_reference(value):
        return False
    has_digit = any(char.isdigit() for char in value)
    has_symbol = any(char in "!#$%^&*?@" for char in value)
    has_cases = any(char.islower() for char in value) and any(char.isupper() for char in value)
    if has_digit and any(char.isalpha() for char in value):
        return has_symbol or not is_wordy(value)
    return has_symbol and has_cases and len(value) >= 8


def _mixes_case(value: str) -> bool:
    changes = sum(a.islower() and b.isupper() for a, b in pairwise(value))
    return changes * 8 >= len(value)


def _is_noise(value: str) -> bool:
    """Tell whether signs of a template stand in ``value`` by chance: it is long and all random."""
    return len(value) >= 32 and entropy(value) >= 5.2 and not is_wordy(value)


def _is_name(part: str) -> bool:
    """Tell whether one part of a dotted name is a name: short, or of words around one number."""
    if len(part) <= 8:
        return True
    found = _WITH_NUMBER.fullmatch(part)
    return found is not None and is_wordy(found[1] + found[2])
