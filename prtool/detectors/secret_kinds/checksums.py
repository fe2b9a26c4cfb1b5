"""Check digits at the end of tokens: they tell a token that was issued from one that was made up.

All of them are the CRC-32 of zlib in the digits that the issuer chose.
"""

from __future__ import annotations

from binascii import crc32

_LOWER = "abcdefghijklmnopqrstuvwxyz"
_BASE62 = f"0123456789{_LOWER.upper()}{_LOWER}"
_BASE36 = f"0123456789{_LOWER}"


def github(token: str) -> bool:
    """Six base62 digits over what stands between the prefix and them; npm does the same.

    Source: https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
    """
    body = token.partition("_")[2]
    return _in_base(crc32(body[:-6].encode()), _BASE62, 6) == body[-6:]


def gitlab(token: str) -> bool:
    """Seven base36 digits over all before them, in routable tokens; older ones have none.

    Source: https://gitlab.com/gitlab-org/gitlab/-/blob/master/lib/authn/token_field/generator/routable_token.rb
    """
    if "." not in token:
        return True
    return _in_base(crc32(token[:-7].encode()), _BASE36, 7) == token[-7:]


def grafana(token: str) -> bool:
    """Eight hex digits, lowest byte first, over all before the last underscore.

    Source: https://github.com/grafana/grafana/blob/main/pkg/components/satokengen/tokengen.go
    """
    body, _, check = token.rpartition("_")
    return crc32(body.encode()).to_bytes(4, "little").hex() == check


def synapse(token: str) -> bool:
    """Six base62 digits over all before the last underscore.

    Source: https://github.com/element-hq/synapse/blob/develop/synapse/handlers/auth.py
    """
    body, _, check = token.rpartition("_")
    return _in_base(crc32(body.encode()), _BASE62, 6) == check


def _in_base(number: int, alphabet: str, width: int) -> str:
    """Return ``number`` in the digits of ``alphabet``, filled with zeros up to ``width``."""
    shown = ""
    while number:
        number, digit = divmod(number, len(alphabet))
        shown = alphabet[digit] + shown
    return shown.rjust(width, alphabet[0])
