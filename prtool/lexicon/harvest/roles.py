"""What a key says about its value: the one table of key names, for all formats.

Looks at names only, never at values.
"""

from __future__ import annotations

from enum import StrEnum
from itertools import pairwise

from prtool.lexicon.harvest.facts import ITEM
from prtool.lexicon.public import words_of
from prtool.model.patterns import regex


class Role(StrEnum):
    """What the value of a key is."""

    SECRET = "secret"  # noqa: S105 - a role, not a value
    KEY = "key"
    """A secret, a file or nothing of interest: its value tells."""
    URL = "url"
    HOST = "host"
    USER = "user"
    PERSON = "person"
    EMAIL = "email"
    PATH = "path"
    ROUTE = "route"
    """A path of a file or, just as often, of a URL."""
    COMMAND = "command"
    UNIT = "unit"
    PROVIDER = "provider"
    ALIAS = "alias"
    PROJECT = "project"
    TICKET = "ticket"
    IMAGE = "image"
    MOUNT = "mount"
    HOST_ENTRY = "host-entry"
    PORT = "port"
    PAIR = "pair"
    """``KEY=value`` as one string."""
    TEXT = "text"
    """Says nothing: the value's own shape decides."""


_BY_LAST_WORD = {
    Role.SECRET: """apikey authorization bearer cookie credential credentials passphrase pass
        passwd passwort password psk pwd secret token webhook""",
    Role.KEY: "auth key signingkey",
    Role.URL: "base dsn endpoint homepage issuer origin proxy registry uri url",
    Role.HOST: """addr address bind domain fqdn gateway host hostname ip listen nameserver peer
        server""",
    Role.USER: "account group login user username",
    Role.PERSON: "author committer maintainer owner",
    Role.EMAIL: "email mail",
    Role.PATH: """cert dir directory file folder home keyfile root socket workdir
        certificate""",
    Role.ROUTE: "path",
    Role.COMMAND: "cmd command",
    Role.UNIT: "unit",
    Role.PROVIDER: "provider",
    Role.ALIAS: "alias model",
    Role.PROJECT: "customer organization project tenant",
    Role.TICKET: "ticket",
    Role.IMAGE: "image",
    Role.PORT: "port",
}
_BY_KEY = {
    Role.SECRET: """access-key-id client-key private-key smtppass dbpass""",
    Role.URL: "api-base base-api remote repository webhook-url-base",
    Role.HOST: """allowed-host dbhost dns host-name no-proxy pghost server-name smtpserver
        listen-stream listen-datagram""",
    Role.USER: "dbuser pguser run-as smtpuser user-name",
    Role.PERSON: "full-name real-name",
    Role.EMAIL: "email-address from mail-from reply-to smtp-from",
    Role.PATH: """build database-file environment-file read-write-path read-only-path
        inaccessible-path bind-path bind-read-only-path exec-path load-credential""",
    Role.COMMAND: """arg args entrypoint exec exec-condition exec-reload exec-start
        exec-start-post exec-start-pre exec-stop exec-stop-post script""",
    Role.UNIT: """after also before binds-to conflicts container-name on-failure on-success part-of
        propagates-reload-to required-by requires requisite service-name syslog-identifier upholds
        wanted-by wants""",
    Role.ALIAS: "model-id model-name",
    Role.PROJECT: "compose-project-name org project-id project-name",
    Role.TICKET: "issue-key jira",
    Role.MOUNT: "volume",
    Role.HOST_ENTRY: "extra-host add-host",
    Role.PORT: "publish-port",
    Role.PAIR: "environment env label annotation",
    Role.TEXT: """api-path base-path env-key key-id path-prefix secret-name token-type
        user-agent""",
}


def _table(rows: dict[Role, str]) -> dict[str, Role]:
    return {word: role for role, words in rows.items() for word in words.split()}


_LAST_WORDS = _table(_BY_LAST_WORD)
_KEYS = _table(_BY_KEY)
_ENDINGS = {
    **dict.fromkeys(("apikey", "passphrase", "passwd", "password", "secret", "token"), Role.SECRET),
    "hostname": Role.HOST,
    "username": Role.USER,
}
"""Also glued to something: ``PGPASSWORD``, ``authtoken``."""
_KEY_OWNERS = words_of(
    """access account admin api app auth consumer deploy encryption license management master
    private secret service session shared signing storage subscription"""
)
"""In front of ``key`` they make it a secret."""
_TEXT_TOKENS = words_of(
    "bad bos cls cut eos image mask max min next pad page per sep special stop unk"
)
"""In front of ``token`` they make it one of a text or of a listing, not of a person."""
_HUMP = regex(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NOT_WORD = regex(r"[\W_]+")

_PROVIDER_LISTS = frozenset({"openai-compatibility", "providers", "model-providers"})
_ALIAS_LISTS = frozenset({"models", "oauth-model-alias", "model-mappings", "model-aliases"})
_ALIAS_FIELDS = frozenset({"name", "id", "display-name", "from", "to"})
_GIT_PEOPLE = frozenset({"user", "author", "committer"})
_NAMES_OF_HOSTS = frozenset({"auths", "extra-hosts"})
_NAMES_OF_PROVIDERS = frozenset({"providers", "model-providers"})


def kebab(key: str) -> str:
    """Return a key as ``lower-case-words``: ``baseURL``, ``BASE_URL`` -> ``base-url``."""
    return _NOT_WORD.sub("-", _HUMP.sub("-", key)).strip("-").lower()


def role_of(path: tuple[str, ...]) -> Role:
    """Return what the value at a key path is."""
    keys = [key if key == ITEM else kebab(key) for key in path]
    items = len(keys) > 1 and keys[-1] == ITEM
    while keys and keys[-1] == ITEM:
        keys.pop()
    if not keys:
        return Role.TEXT
    last, around = keys[-1], [key for key in keys[:-1] if key != ITEM]
    if role := _by_place(last, around, items=items):
        return role
    return _by_name(_singular(last) if items else last)


def names_by_key(path: tuple[str, ...]) -> tuple[tuple[Role, str], ...]:
    """Return keys on a path that are themselves names, such as ``providers: {acme: …}``."""
    found: list[tuple[Role, str]] = []
    for parent, name in pairwise(path):
        if name != ITEM and kebab(parent) in _NAMES_OF_PROVIDERS:
            found.append((Role.PROVIDER, name))
        elif name != ITEM and kebab(parent) in _NAMES_OF_HOSTS:
            found.append((Role.HOST, name))
    return tuple(found)


def _by_place(last: str, around: list[str], *, items: bool) -> Role | None:
    """Return the role of a key that means something else in its surroundings."""
    parent = around[-1] if around else ""
    if last in _ALIAS_FIELDS and _ALIAS_LISTS & set(around[-2:]):
        return Role.ALIAS
    if last == "name" and _PROVIDER_LISTS & set(around[-2:]):
        return Role.PROVIDER
    if last == "prefix" and (parent in _PROVIDER_LISTS or parent.endswith("api-key")):
        return Role.ALIAS
    if last == "name" and parent in _GIT_PEOPLE:
        return Role.PERSON
    if parent == "install" and last == "alias":
        return Role.UNIT
    if parent in {"volumes", "mounts"} and last in {"source", "src"}:
        return Role.MOUNT
    if parent == "build" and last == "context":
        return Role.PATH
    if parent in {"environment", "env", "labels", "annotations"}:
        return _by_name(last)
    return Role.TEXT if last == "secrets" and items else None


def _by_name(key: str) -> Role:
    if role := _KEYS.get(key) or _KEYS.get(_singular(key)):
        return role
    words = key.split("-")
    for start in range(1, len(words) - 1):
        if role := _KEYS.get("-".join(words[start:])):
            return role
    before, last = (words[-2] if len(words) > 1 else ""), words[-1]
    if last == "token" and before in _TEXT_TOKENS:
        return Role.TEXT
    if last == "key" and before in _KEY_OWNERS:
        return Role.SECRET
    if role := _LAST_WORDS.get(last):
        return role
    if last == "keys" and before in _KEY_OWNERS:
        return Role.SECRET
    if last != "tokens" and (role := _LAST_WORDS.get(_singular(last))):
        return role
    return _ENDINGS.get(next((end for end in _ENDINGS if last.endswith(end)), ""), Role.TEXT)


def _singular(key: str) -> str:
    return key[:-1] if key.endswith("s") and not key.endswith(("ss", "dns", "address")) else key
