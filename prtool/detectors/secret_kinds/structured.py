"""Key material and credentials with a structure of their own: PEM, JWT, hashes of passwords."""

from __future__ import annotations

from binascii import a2b_base64

from prtool.detectors.secret_kinds.model import SecretKind, found, is_mixed, left, token
from prtool.model.finding import Severity
from prtool.model.patterns import regex

_BEGIN = r"-----BEGIN (?:[A-Z0-9]{2,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----"
_END = r"-----END (?:[A-Z0-9]{2,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----"
_PEM = regex(
    _BEGIN
    # A block that is whole, also one inside string literals, comments or quoted text …
    + r"(?:(?:-{0,4}+[A-Za-z0-9+/=\s\\\"'`,>|#*;:.()_]){40,16000}+"
    + _END
    # … or one whose end is missing: headers, then lines of base64, the last one shorter.
    + r"|(?:\r?\n[A-Za-z-]{3,20}: [^\n]{0,100}){0,6}"
    + r"(?:[\s\\\"'`,>|#*;]{1,40}+[A-Za-z0-9+/=]{40,8000}+){1,400}"
    + r"(?:\r?\n[ \t]{0,40}[A-Za-z0-9+/]{4,76}={0,2}(?=[ \t\r]{0,8}(?:\n|\Z)))?)"
)
_LINE_OF_KEY = regex(r"[A-Za-z0-9+/]{40}")
_BASE64_LINE = r"[A-Za-z0-9+/=]{4,76}+"


def _holds_a_key(block: str) -> bool:
    """Tell a key from the two header lines with code or prose between them."""
    return _LINE_OF_KEY.search(block, 0, 900) is not None


def _encodes_a_private_key(value: str) -> bool:
    return b"PRIVATE KEY" in a2b_base64(value[:88])  # enough for the first line


KINDS: tuple[SecretKind, ...] = (
    SecretKind(
        id="secret/private-key",
        title="Private key",
        source="https://www.rfc-editor.org/rfc/rfc7468",
        keywords=("-----begin ",),
        regex=_PEM,
        multiline=True,
        found=found(
            "key = ",
            "-----BEGIN RSA ",
            "PRIVATE KEY-----\n",
            "MIIEpAIB" * 8 + "\n",
            "AAKCAQEA" * 4 + "\n",
            "-----END RSA ",
            "PRIVATE KEY-----",
        ),
        left=left("-----BEGIN ", "PRIVATE KEY-----\nthe text of the key goes here\n"),
        accept=_holds_a_key,
    ),
    SecretKind(
        id="secret/encoded-private-key",
        title="Private key in base64",
        source="https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/",
        keywords=("ls0tls1crudjti",),
        regex=regex(r"(?<![A-Za-z0-9+/])LS0tLS1CRUdJTi[A-Za-z0-9+/]{80,12000}={0,2}"),
        found=found(
            "client-key-data: ", "LS0tLS1CRUdJTi", "BQUklWQVRFIEtFWS0tLS0t" + "Ck1JSUV2" * 12
        ),
        left=left("certificate-data: ", "LS0tLS1CRUdJTi", "BDRVJUSUZJQ0FURS0tLS0t" * 6),
        accept=_encodes_a_private_key,
    ),
    SecretKind(
        id="secret/putty-private-key",
        title="Private key of PuTTY",
        source="https://the.earth.li/~sgtatham/putty/latest/htmldoc/AppendixC.html",
        keywords=("private-lines:",),
        regex=regex(
            r"Private-Lines: \d{1,3}\r?\n"
            rf"(?P<secret>{_BASE64_LINE}(?:\r?\n{_BASE64_LINE}){{0,200}})"
        ),
        multiline=True,
        found=found("Private-Lines: 2\n", "AAABAQ" * 10, "\n", "AAABAQ" * 6, after="\n"),
        left=left("Public-Lines: 2\n", "AAABAQ" * 10, "\n"),
    ),
    SecretKind(
        id="secret/wireguard-key",
        title="WireGuard private or preshared key",
        source="https://github.com/WireGuard/wireguard-tools/blob/master/src/man/wg.8",
        keywords=("privatekey", "presharedkey"),
        regex=regex(
            r"(?:PrivateKey|PresharedKey)[ \t]{0,8}=[ \t]{0,8}(?P<secret>[A-Za-z0-9+/]{43}=)"
        ),
        found=found("PrivateKey = ", "k7Qw9zR3+" * 4, "k7Qw9zR="),
        left=left("PublicKey = ", "k7Qw9zR3+" * 4, "k7Qw9zR="),
    ),
    SecretKind(
        id="secret/jwt",
        title="JSON web token",
        source="https://www.rfc-editor.org/rfc/rfc7519",
        keywords=(".eyj",),
        regex=token(
            r"eyJ[A-Za-z0-9_-]{14,4000}\.eyJ[A-Za-z0-9_-]{8,8000}\.[A-Za-z0-9_-]{16,2000}",
            after="A-Za-z0-9_-",
        ),
        found=found("token=", "eyJ", "hbGciOiJIUzI1NiJ9", ".eyJ", "zdWIiOiJhY21lIn0.", "k7Qw" * 10),
        left=left("token=", "eyJ", "hbGciOiJIUzI1NiJ9", ".eyJ", "zdWIiOiJhY21lIn0"),
    ),
    SecretKind(
        id="secret/password-hash",
        title="Hash of a password",
        source="https://github.com/besser82/libxcrypt/blob/develop/doc/crypt.5",
        keywords=(
            *("$2a$", "$2b$", "$2x$", "$2y$", "$5$", "$6$", "$7$", "$y$", "$gy$", "$1$"),
            *("$apr1$", "$argon2"),
        ),
        regex=regex(
            r"\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}(?![./A-Za-z0-9])"
            r"|\$6\$(?:rounds=\d{1,9}\$)?[./A-Za-z0-9]{1,16}\$[./A-Za-z0-9]{86}(?![/A-Za-z0-9])"
            r"|\$5\$(?:rounds=\d{1,9}\$)?[./A-Za-z0-9]{1,16}\$[./A-Za-z0-9]{43}(?![/A-Za-z0-9])"
            r"|\$(?:apr)?1\$[./A-Za-z0-9]{1,8}\$[./A-Za-z0-9]{22}(?![/A-Za-z0-9])"
            r"|\$g?y\$[./A-Za-z0-9]{1,8}\$[./A-Za-z0-9]{1,86}\$[./A-Za-z0-9]{43}"
            r"|\$7\$[./A-Za-z0-9]{11,97}\$[./A-Za-z0-9]{43}(?![/A-Za-z0-9])"
            r"|\$argon2i?d?\$(?:v=\d{1,4}\$)?m=\d{1,9},t=\d{1,4},p=\d{1,4}"
            r"(?:,data=[A-Za-z0-9+/]{1,43})?"
            r"\$[A-Za-z0-9+/]{8,90}\$[A-Za-z0-9+/]{16,180}"
        ),
        found=found("acme:", "$2b$", "12$", "k7Qw9zR3/" * 5, "k7Qw9zR3", after=":acme"),
        left=left("acme:", "$2b$", "12$", "k7Qw9zR3/"),
        accept=lambda value: len(set(value)) > 12,
        severity=Severity.MEDIUM,
        why="Weak passwords can be guessed from it.",
    ),
    SecretKind(
        id="secret/json-web-key",
        title="Private or symmetric JSON web key",
        source="https://www.rfc-editor.org/rfc/rfc7518#section-6",
        keywords=('"d"', '"k"'),
        regex=regex(r"\"[dk]\"[ \t]{0,4}:[ \t]{0,4}\"(?P<secret>[A-Za-z0-9_-]{42,1400})\""),
        found=found('{"kty":"OKP","crv":"Ed25519","d":"', "k7Qw9zR3_a" * 4, "k7Q", after='"}'),
        left=left('{"kty":"OKP","crv":"Ed25519","x":"', "k7Qw9zR3_a" * 4, "k7Q", '"}'),
        accept=is_mixed,
    ),
    SecretKind(
        id="secret/openvpn-static-key",
        title="OpenVPN static key",
        source="https://github.com/OpenVPN/openvpn/blob/master/sample/sample-keys/ta.key",
        keywords=("-----begin openvpn static key",),
        regex=regex(
            r"-----BEGIN OpenVPN Static key V1-----"
            r"(?P<secret>(?:\s{1,8}+[0-9a-f]{32}){1,16})"
        ),
        multiline=True,
        found=found(
            "-----BEGIN OpenVPN " + "Static key V1-----", "\n", "3fa9b7c1" * 4, "\n", "d5e8" * 8
        ),
        left=left("-----BEGIN OpenVPN ", "Static key V1-----\n"),
    ),
)
