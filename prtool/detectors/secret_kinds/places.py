"""Credentials told by where they stand: URLs, HTTP headers, command lines, .netrc."""

from __future__ import annotations

from binascii import a2b_base64

from prtool.detectors.likeness import (
    is_generic,
    is_placeholder,
    looks_like_key,
    looks_like_password,
    looks_random,
)
from prtool.detectors.secret_kinds.model import SecretKind, found, left
from prtool.model.finding import Confidence
from prtool.model.patterns import regex

_PUBLISHED_PAIRS = frozenset(
    {
        "aladdin:opensesame",  # RFC 7617, section 2, without its blank
        "s6bhdrkqt3:gx1fbat3bv",  # RFC 6749, section 4
        "s6bhdrkqt3:7fjfp0zbr1ktdrbnfvdmiw",  # RFC 6749, section 2.3.1
    }
)
"""Example pairs of standards, in lower case."""
_PUBLISHED_PASSWORDS = frozenset({"tiger"})
"""Of scott, whom the documentation of databases has as its user since Oracle's first one."""


def _is_password(value: str) -> bool:
    is_template = value.startswith("{") and value.endswith("}")
    is_sample = is_template or value in _PUBLISHED_PASSWORDS or is_placeholder(value)
    return len(value) >= 3 and not is_sample and not is_generic(_unquoted(value))


def _unquoted(value: str) -> str:
    if "%" not in value:
        return value
    from urllib.parse import unquote

    return unquote(value)


def _is_user_and_password(value: str) -> bool:
    try:
        pair = a2b_base64(value + "=" * (-len(value) % 4), strict_mode=True).decode("utf-8")
    except ValueError:  # binascii.Error is one
        return False
    _, colon, password = pair.partition(":")
    is_published = pair.lower().replace(" ", "") in _PUBLISHED_PAIRS
    return bool(colon) and pair.isprintable() and not is_published and _is_password(password)


_SCHEMES = (
    *("postgres", "postgresql", "mysql", "mariadb", "mongodb", "redis", "rediss", "valkey"),
    *("amqp", "amqps", "mssql", "sqlserver", "oracle", "clickhouse", "cassandra", "couchbase"),
    *("couchbases", "influxdb", "neo4j", "bolt", "cockroachdb", "nats", "kafka", "ldap", "ldaps"),
    *("smtp", "smtps", "imap", "imaps", "snowflake", "memcached", "etcd", "libsql"),
)

_HEADER = r"(?i:(?:[a-z]{1,16}-){1,3}(?:api-key|token|auth-key))"

KINDS: tuple[SecretKind, ...] = (
    SecretKind(
        id="secret/database-url-password",
        title="Password in a connection URL",
        source="https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1",
        keywords=("jdbc:", *(f"{name}{mark}" for name in _SCHEMES for mark in ("://", "+"))),
        regex=regex(
            rf"(?i:(?<![a-z])(?:{'|'.join(_SCHEMES)}|jdbc:[a-z]{{2,12}}))(?:\+[a-z0-9_]{{2,16}})?://"
            r"[^\s:@/\"'`<>]{0,100}:(?P<secret>[^\s/\"'`<>]{1,200})@"
        ),
        found=found("DSN=postgres:" + "//acme:", "qX7-", "v9Lm", after="@db.example.com:5432/app"),
        left=left("DSN=postgres://user:password@localhost:5432/app"),
        accept=_is_password,
    ),
    SecretKind(
        id="secret/url-password",
        title="Password in a URL",
        source="https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1",
        keywords=("://",),
        regex=regex(
            r"(?<=[A-Za-z0-9])://[^\s:@/\"'`<>?#&]{0,100}:(?P<secret>[^\s/\"'`<>?#]{1,300})@"
            r"(?=[A-Za-z0-9\[])"
        ),
        found=found("https:" + "//acme:", "qX7-", "v9Lm", after="@git.example.com/x.git"),
        left=left("https://user:pass@git.example.com/x.git"),
        accept=_is_password,
    ),
    SecretKind(
        id="secret/url-token",
        title="Token in the user part of a URL",
        source="https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1",
        keywords=("://",),
        regex=regex(r"(?<=[A-Za-z])://(?P<secret>[A-Za-z0-9_.~%-]{20,255})@(?=[A-Za-z0-9\[])"),
        found=found("https://", "k7Qw9zR3" * 4, after="@git.example.com/x.git"),
        left=left("https://github-actions-automation@git.example.com/x.git"),
        accept=looks_random,
    ),
    SecretKind(
        id="secret/basic-authorization",
        title="User and password in an Authorization header",
        source="https://www.rfc-editor.org/rfc/rfc7617",
        keywords=("basic ",),
        regex=regex(
            r"(?i:(?<![a-z])basic) [ \t]{0,3}"
            r"(?P<secret>[A-Za-z0-9+/]{8,400}={0,2})(?![A-Za-z0-9+/=])"
        ),
        found=found("Authorization: Basic ", "YWNtZTpx", "WDctdjlMbQ=="),
        left=left("Authorization: Basic ", "QWxhZGRpbjpv", "cGVuIHNlc2FtZQ=="),
        accept=_is_user_and_password,
    ),
    SecretKind(
        id="secret/bearer-authorization",
        title="Token in an Authorization header",
        source="https://www.rfc-editor.org/rfc/rfc6750",
        keywords=("bearer ", "authorization"),
        regex=regex(
            r"(?i:(?<![a-z])bearer|authorization\\?[\"']?[ \t]{0,8}[:=,][ \t]{0,8}\\?[\"']?"
            r"(?:token|bot|apikey|key|splunk|genie-?key|sso-key))"
            r" [ \t]{0,3}(?P<secret>[A-Za-z0-9_.~+/=:-]{8,4000})"
        ),
        found=found("Authorization: Bearer ", "k7Qw9zR3" * 4),
        left=left("Authorization: Bearer my-access-token"),
        accept=looks_like_key,
    ),
    SecretKind(
        id="secret/api-key-header",
        title="API key in an HTTP header",
        source="https://swagger.io/docs/specification/v3_0/authentication/api-keys/",
        keywords=("-api-key", "-token", "-auth-key"),
        regex=regex(
            rf"(?:(?<![A-Za-z0-9]){_HEADER}\\?[\"'`]?[ \t]{{0,8}}:[ \t]{{0,8}}\\?[\"'`]?"
            rf"|\(\\?[\"'`]{_HEADER}\\?[\"'`],[ \t]{{0,8}}\\?[\"'`])"
            r"(?P<secret>[A-Za-z0-9_.~+/=-]{8,1000})"
        ),
        found=found("curl -H 'x-api-key: ", "k7Qw9zR3" * 3, after="' https://api.example.com"),
        left=left("curl -H 'x-api-key: your-api-key' https://api.example.com"),
        accept=looks_like_key,
    ),
    SecretKind(
        id="secret/curl-user-password",
        title="Password on a command line",
        source="https://curl.se/docs/manpage.html#-u",
        keywords=("curl ", "--user", "--proxy-user", "sshpass "),
        regex=regex(
            r"(?:(?:curl (?:[^\n]{0,300}?[ \t])?-[uU]|--(?:proxy-)?user)[ =]{0,2}\\?[\"']?"
            r"[A-Za-z0-9._@+-]{1,100}:|sshpass [ \t]{0,3}-p[ \t]{0,4}[\"']?)"
            r"(?P<secret>[^\s\"'\\]{3,200})"
        ),
        found=found("curl -u acme:", "qX7-", "v9Lm", after=" https://api.example.com"),
        left=left("curl -u user:$PASSWORD https://api.example.com"),
        accept=_is_password,
    ),
    SecretKind(
        id="secret/netrc-password",
        title="Password in a .netrc file",
        source="https://www.gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html",
        keywords=("machine ",),
        regex=regex(
            r"machine [ \t]{0,7}\S{1,200}\s{1,8}login\s{1,8}\S{1,100}\s{1,8}password\s{1,8}"
            r"(?P<secret>\S{3,200})"
        ),
        multiline=True,
        first_line=r"machine [ \t]*[^ \t\n]+[\x00-\x09\x0b-\x20\x80-\xff]*(?:login|$)",
        found=found("machine git.example.com login acme password ", "qX7-", "v9Lm"),
        left=left("machine git.example.com login acme password secret"),
        accept=looks_like_password,
        confidence=Confidence.MEDIUM,
    ),
    SecretKind(
        id="secret/pgpass-password",
        title="Password in a .pgpass file",
        source="https://www.postgresql.org/docs/current/libpq-pgpass.html",
        keywords=(":5432:", ":*:"),
        regex=regex(
            r"(?<![^\s\"'])[A-Za-z0-9_.*-]{1,120}:(?:5432|\*)"
            r"(?::[A-Za-z0-9_*.-]{1,64}){2}:"
            r"(?P<secret>(?:\\:|[^\s:\"'`<>]){4,120})(?![^\s\"'])"
        ),
        found=found("db.example.com:5432:app:acme:", "qX7-", "v9Lm"),
        left=left("db.example.com:5432:app:acme:password"),
        accept=looks_like_password,
    ),
    SecretKind(
        id="secret/connection-string-password",
        title="Password in a connection string",
        source="https://learn.microsoft.com/dotnet/framework/data/adonet/connection-string-syntax",
        keywords=("password=", "pwd="),
        regex=regex(
            r"(?i:(?:server|data source|host|driver|user id|uid|username|database)[ \t]{0,2}="
            r"[^;\n\"']{1,120};(?:[^;=\n\"']{1,40}=[^;\n\"']{0,120};){0,8}"
            r"[ \t]{0,2}(?:password|pwd)=)"
            r"(?P<secret>[^;\s\"'`<>]{3,128})"
        ),
        found=found("Server=db.example.com;User Id=acme;Password=", "qX7-", "v9Lm", after=";"),
        left=left("Server=db.example.com;User Id=acme;Password=password;"),
        accept=_is_password,
    ),
    SecretKind(
        id="secret/url-query-password",
        title="Password in the query of a connection URL",
        source="https://jdbc.postgresql.org/documentation/use/#connecting-to-the-database",
        keywords=("password=",),
        regex=regex(
            r"(?<=[a-z])://[^\s\"'`<>?]{1,200}\?(?:[^\s\"'`<>]{0,200}?&)?(?i:password)="
            r"(?P<secret>[^\s&\"'`<>]{3,128})"
        ),
        found=found("jdbc:postgresql://db.example.com/app?user=acme&password=", "qX7-", "v9Lm"),
        left=left("jdbc:postgresql://db.example.com/app?user=acme&password={password}"),
        accept=_is_password,
    ),
    SecretKind(
        id="secret/command-password",
        title="Password in the options of a program",
        source="https://dev.mysql.com/doc/refman/8.4/en/password-security-user.html",
        keywords=("mysql", "mariadb", " login "),
        regex=regex(
            r"(?:(?:mysql|mariadb)(?:-?dump|-?admin|-?import|-?show|sh)?[ \t]"
            r"(?:[^\n|;&]{0,200}?[ \t])?(?:-p|--password=)"
            r"|(?:docker|podman|buildah|skopeo|oras|registry) login [ \t]{0,3}"
            r"(?:[^\n|;&]{0,200}?[ \t])?(?:-p|--password)[ =]{1,2})"
            r"[\"']?(?P<secret>[^\s\"'\\`|;&]{4,200})"
        ),
        found=found("mysqldump -u acme -p", "qX7-", "v9Lm", after=" acme"),
        left=left("docker login -u acme -p $PASSWORD registry.example.com"),
        accept=looks_like_password,
    ),
    SecretKind(
        id="secret/powershell-password",
        title="Password in a PowerShell script",
        source="https://learn.microsoft.com/powershell/module/microsoft.powershell.security/convertto-securestring",
        keywords=("convertto-securestring",),
        regex=regex(
            r"(?i:convertto-securestring[ \t]{1,4}(?:-(?:string|asplaintext|force)[ \t]{1,4}){0,3})"
            r"[\"'](?P<secret>[^\"'\n]{4,200})[\"']"
        ),
        found=found("$p = ConvertTo-SecureString '", "qX7-", "v9Lm", after="' -AsPlainText -Force"),
        left=left('$p = ConvertTo-SecureString "$env:PASSWORD" -AsPlainText -Force'),
        accept=_is_password,
    ),
)
