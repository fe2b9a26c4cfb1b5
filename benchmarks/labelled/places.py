"""Secrets without a format of their own, told by where they stand."""

from __future__ import annotations

import base64

from benchmarks.labelled import formats
from benchmarks.labelled.around import (
    curl,
    properties,
    text,
)
from benchmarks.labelled.model import Draw, Row


def _basic(d: Draw) -> str:
    return base64.b64encode(f"acme:{d.password()}".encode()).decode()


def _safe(d: Draw) -> str:
    """Return a password that needs no escape in a URL."""
    return d.password(signs="-_.")


_CONNECTIONS = (
    Row(
        "postgres-url",
        _safe,
        text(
            "deploy/acme.env",
            "PORT=8080\nACME_URL=postgres://acme:@@@db.example.com:5432/acme\nWORKERS=4\n",
        ),
    ),
    Row(
        "postgres-url",
        _safe,
        text(
            "acme/db.py",
            'ENGINE = create_engine("postgresql+asyncpg://acme:@@@192.0.2.40/acme")\n',
        ),
    ),
    Row(
        "mysql-url",
        _safe,
        text("acme/db.py", 'ENGINE = "mysql+pymysql://acme:@@@db.example.com/acme"\n'),
    ),
    Row(
        "mongodb-url",
        _safe,
        text(
            "charts/values.yaml", "db:\n  url: mongodb+srv://acme:@@@cluster0.ab1cd.mongodb.net/x\n"
        ),
    ),
    Row(
        "redis-url",
        _safe,
        text("src/cache.js", 'new Redis("redis://:@@@cache.example.com:6379");\n'),
    ),
    Row(
        "amqp-url",
        _safe,
        text(
            "deploy/acme.env", "PORT=8080\nACME_URL=amqps://acme:@@@mq.example.com/%2f\nWORKERS=4\n"
        ),
    ),
    Row(
        "ldap-url",
        lambda d: d.password(signs="%").replace("%", "%21"),
        text(
            "deploy/acme.env",
            "PORT=8080\nACME_URL=ldaps://cn=acme:@@@ldap.example.com\nWORKERS=4\n",
        ),
    ),
    Row(
        "jdbc",
        _safe,
        text(
            "src/main/resources/application-prod.properties",
            "server.port=8080\n"
            "spring.datasource.url=jdbc:postgresql://db.example.com/acme?user=acme&password=@@"
            "\n",
        ),
    ),
    Row("jdbc-password", Draw.password, properties("spring.datasource.password")),
    Row(
        "ado-connection",
        Draw.password,
        text(
            "appsettings.Production.json",
            '{"ConnectionStrings": {"Default": "Server=db.example.com;'
            'Database=acme;User Id=acme;Password=@@;Encrypt=True"}}\n',
        ),
    ),
    Row(
        "azure-bus",
        lambda d: d.base64(32),
        text(
            "src/Bus.cs",
            'const string Bus = "Endpoint=sb://acme.servicebus.windows.net/;'
            'SharedAccessKeyName=Root;SharedAccessKey=@@";\n',
        ),
    ),
    Row(
        "git-remote",
        _safe,
        text("scripts/sync.sh", "git remote add up https://acme:@@@git.example.com/a.git\n"),
    ),
    Row(
        "proxy-url",
        _safe,
        text("Dockerfile", "FROM alpine\nENV HTTPS_PROXY=http://acme:@@@proxy.example.com:3128\n"),
    ),
    Row(
        "index-url",
        lambda d: d.alnum(40),
        text(
            "requirements.txt",
            "--extra-index-url https://__token__:@@@pypi.example.com/simple\nflask==3.0.3\n",
        ),
    ),
    Row(
        "smtp-url",
        _safe,
        text(
            "deploy/acme.env",
            "PORT=8080\nACME_URL=smtp://acme:@@@mail.example.com:587\nWORKERS=4\n",
        ),
    ),
)

_COMMANDS = (
    Row("bearer", lambda d: d.alnum(40), curl("Authorization: Bearer @@")),
    Row(
        "bearer-jwt",
        lambda d: formats.jwt(d, name="acme", iat=1861920000),
        text("tests/api.http", "GET https://api.example.com/me\nAuthorization: Bearer @@\n"),
    ),
    Row(
        "jwt",
        lambda d: formats.jwt(d, role="service_role", iss="acme"),
        text("src/db.ts", 'const client = createClient(url, "@@");\n'),
    ),
    Row("basic", _basic, curl("Authorization: Basic @@")),
    Row("api-key-header", lambda d: d.alnum(32), curl("X-API-Key: @@")),
    Row(
        "curl-user",
        _safe,
        text("scripts/ping.sh", "curl -sf -u acme:@@ https://api.example.com/health\n"),
    ),
    Row(
        "sshpass",
        _safe,
        text("scripts/copy.sh", "sshpass -p '@@' scp app.tgz acme@build.example.com:\n"),
    ),
    Row(
        "mysql-command", _safe, text("scripts/dump.sh", "mysqldump -u acme -p@@ acme > acme.txt\n")
    ),
    Row(
        "docker-login",
        _safe,
        text("scripts/login.sh", "docker login -u acme -p @@ registry.example.com\n"),
    ),
    Row(
        "query-token",
        lambda d: d.hex(40),
        text(
            "docs/feed.md", "Subscribe to https://api.example.com/feed.xml?access_token=@@ then.\n"
        ),
    ),
    Row("netrc", _safe, text("ci/netrc.txt", "machine git.example.com login acme password @@\n")),
    Row("pgpass", _safe, text("ci/pgpass.txt", "db.example.com:5432:acme:acme:@@\n")),
    Row(
        "shadow",
        formats.crypt_hash,
        text("ops/shadow.txt", "root:*:19000:0:99999:7:::\nacme:@@:19000:0:99999:7:::\n"),
    ),
    Row(
        "bootstrap-token",
        lambda d: f"{d.lower(6)}.{d.lower(16)}",
        text("scripts/join.sh", "kubeadm join api.example.com:6443 --token @@\n"),
    ),
)

ROWS = (*_CONNECTIONS, *_COMMANDS)
