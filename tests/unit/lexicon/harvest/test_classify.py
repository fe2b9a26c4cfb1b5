"""A key and its value become terms of the right kinds, whatever the format."""

from __future__ import annotations

import pytest

from prtool.lexicon.harvest.classify import classify
from prtool.lexicon.harvest.facts import ITEM, Fact
from prtool.lexicon.harvest.roles import Role, kebab, role_of
from prtool.model.finding import Kind
from tests.unit.lexicon.harvest.samples import KEY, LAN, MDNS, ME, ZZ

ADDRESS = ".".join(("10", "1", "2", "3"))
V6 = "fd12:" + "3456::7"


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("baseURL", "base-url"),
        ("BASE_URL", "base-url"),
        ("APIKey", "api-key"),
        ("WorkingDirectory", "working-directory"),
        ("X-Api-Key", "x-api-key"),
        (f"//npm.{LAN}/:_authToken", "npm-acme-lan-auth-token"),
    ],
)
def test_keys_of_all_styles_are_one(key: str, expected: str) -> None:
    assert expected == kebab(key)


ROLES = {
    Role.SECRET: """token secret password passwd api_key apiKey API_KEY openai_api_key PGPASSWORD
        client-secret secretKey AWS_SECRET_ACCESS_KEY AWS_ACCESS_KEY_ID authToken Authorization
        signing_key private_key api-keys bot_token webhook smtppass""",
    Role.KEY: "key tls.key keyId_key auth signingkey",
    Role.URL: "url base_url endpoint proxy http_proxy api-base DSN remote registry insteadof_url",
    Role.HOST: "host hostname server HTTP_HOST server_name db.addr listen bind domain ListenStream",
    Role.USER: "user username User Group login db_user PGUSER account",
    Role.PERSON: "owner author maintainer user.name author.name full_name",
    Role.EMAIL: "email user.email smtp_from reply-to from mail",
    Role.PATH: """dir auth-dir home log_file WorkingDirectory EnvironmentFile database_file
        ReadWritePaths build.context cert workdir token-file""",
    Role.ROUTE: "path base.path PATH",
    Role.COMMAND: "command ExecStart ExecStartPre entrypoint args health.cmd core.sshCommand",
    Role.UNIT: "After Requires container_name SyslogIdentifier service.unit Install.Alias",
    Role.PROVIDER: "provider model_provider",
    Role.ALIAS: "alias model default-model model_name models",
    Role.PROJECT: "project project_id tenant customer",
    Role.TICKET: "ticket tickets jira",
    Role.PORT: "port ssh_port PublishPort",
    Role.TEXT: """name description version max_tokens stop_token pad-token env_key timeout
        user-agent key_id enabled secret_name log-level token_type max-token""",
}


@pytest.mark.parametrize(
    ("key", "role"), [(key, role) for role, keys in ROLES.items() for key in keys.split()]
)
def test_the_name_of_a_key_tells_its_role(key: str, role: Role) -> None:
    assert role is role_of(tuple(key.split(".")))


@pytest.mark.parametrize(
    ("path", "role"),
    [
        (("openai-compatibility", ITEM, "name"), Role.PROVIDER),
        (("openai-compatibility", ITEM, "prefix"), Role.ALIAS),
        (("openai-compatibility", ITEM, "models", ITEM, "name"), Role.ALIAS),
        (("openai-compatibility", ITEM, "models", ITEM, "alias"), Role.ALIAS),
        (("openai-compatibility", ITEM, "api-key-entries", ITEM, "api-key"), Role.SECRET),
        (("openai-compatibility", ITEM, "api-key-entries", ITEM, "proxy-url"), Role.URL),
        (("codex-api-key", ITEM, "prefix"), Role.ALIAS),
        (("claude-api-key", ITEM, "excluded-models", ITEM), Role.ALIAS),
        (("oauth-model-alias", "codex", ITEM, "alias"), Role.ALIAS),
        (("ampcode", "model-mappings", ITEM, "to"), Role.ALIAS),
        (("api-keys", ITEM), Role.SECRET),
        (("providers", ITEM), Role.PROVIDER),
        (("hosts", ITEM), Role.HOST),
        (("dns", ITEM), Role.HOST),
        (("tokens", ITEM), Role.SECRET),
        (("stop_tokens", ITEM), Role.TEXT),
        (("secrets", ITEM), Role.TEXT),
        (("npm", "prefix"), Role.TEXT),
        (("services", "a", "environment", ITEM), Role.PAIR),
        (("services", "a", "environment", "DB_PASSWORD"), Role.SECRET),
        (("services", "a", "volumes", ITEM), Role.MOUNT),
        (("matrix", ITEM, ITEM), Role.TEXT),
        ((ITEM,), Role.TEXT),
        ((), Role.TEXT),
    ],
)
def test_its_place_tells_more(path: tuple[str, ...], role: Role) -> None:
    assert role is role_of(path)


VALUES = [
    # hosts
    ("host", f"gw.{LAN}:8443", [(Kind.HOST, f"gw.{LAN}")]),
    ("host", "falcon7.", [(Kind.HOST, "falcon7")]),
    ("host", f"[{V6}]:443", [(Kind.HOST, V6)]),
    ("host", V6, [(Kind.HOST, V6)]),
    ("host", ":8317", [(Kind.OTHER, ":8317")]),
    ("host", "/run/qx/qx.sock", [(Kind.PATH, "/run/qx/qx.sock")]),
    ("host", f"robin@gw.{LAN}", [(Kind.USER, "robin"), (Kind.HOST, f"gw.{LAN}")]),
    (
        "host",
        f"tcp://gw.{LAN}:1",
        [(Kind.HOST, f"gw.{LAN}"), (Kind.URL, f"tcp://gw.{LAN}:1")],
    ),
    ("server", "our good old server", []),
    ("server", "??", []),
    (
        "no_proxy",
        f"localhost, {ADDRESS},.{LAN}",
        [(Kind.HOST, "localhost"), (Kind.HOST, ADDRESS), (Kind.HOST, LAN)],
    ),
    (
        "allowed_hosts",
        f"a1.{LAN} a2.{LAN}",
        [(Kind.HOST, f"a1.{LAN}"), (Kind.HOST, f"a2.{LAN}")],
    ),
    # URLs
    ("endpoint", f"gw.{LAN}:8443", [(Kind.HOST, f"gw.{LAN}")]),
    ("endpoint", "/v1/chat/completions", [(Kind.PATH, "/v1/chat/completions")]),
    ("base", "main", []),
    ("url", "http://[::1", []),
    ("url", "https://a:b", []),
    ("url", "file:///srv/qx/a.json", [(Kind.PATH, "/srv/qx/a.json")]),
    (
        "url",
        f"https://{KEY}@gw.{LAN}/x/?q=1#f",
        [(Kind.SECRET, KEY), (Kind.HOST, f"gw.{LAN}"), (Kind.URL, f"https://gw.{LAN}/x")],
    ),
    (
        "remote",
        f"ssh://robin@gw.{LAN}:22/team/repo",
        [(Kind.USER, "robin"), (Kind.HOST, f"gw.{LAN}")],
    ),
    ("remote", f"robin@gw.{LAN}:team/repo", [(Kind.USER, "robin"), (Kind.HOST, f"gw.{LAN}")]),
    # people
    ("user", r"ACME\robin", [(Kind.USER, "robin")]),
    ("user", "robin:staff", [(Kind.USER, "robin"), (Kind.USER, "staff")]),
    ("owner", "Robin Initech (QX)", [(Kind.PERSON, "Robin Initech")]),
    ("owner", "robin", [(Kind.USER, "robin")]),
    (
        "authors",
        f"Robin Initech <robin@{ZZ}>, Kim Globex",
        [
            (Kind.EMAIL, f"robin@{ZZ}"),
            (Kind.PERSON, "Robin Initech"),
            (Kind.PERSON, "Kim Globex"),
        ],
    ),
    ("username", f"robin@{LAN}", [(Kind.EMAIL, f"robin@{LAN}"), (Kind.HOST, LAN)]),
    ("from", "nowhere", []),
    # paths
    ("dir", "/srv/qx/", [(Kind.PATH, "/srv/qx")]),
    ("ReadWritePaths", "/srv/qx -/srv/acme", [(Kind.PATH, "/srv/qx"), (Kind.PATH, "/srv/acme")]),
    (
        "log_file",
        rf"C:\Users\{ME}\qx.log",
        [(Kind.PATH, rf"C:\Users\{ME}\qx.log"), (Kind.USER, "robin")],
    ),
    ("socket", "unix:///run/qx.sock", [(Kind.PATH, "/run/qx.sock")]),
    ("volume", r"C:\qx:/data", [(Kind.PATH, r"C:\qx")]),
    (
        "volume",
        f"/srv/qx:/home/{ME}/x",
        [(Kind.PATH, "/srv/qx"), (Kind.PATH, f"/home/{ME}/x"), (Kind.USER, "robin")],
    ),
    ("volume", "qxdata", [(Kind.OTHER, "qxdata")]),
    (
        "volume",
        f"nfs://gw.{LAN}/x",
        [(Kind.HOST, f"gw.{LAN}"), (Kind.URL, f"nfs://gw.{LAN}/x")],
    ),
    # secrets
    ("key", KEY, [(Kind.SECRET, KEY)]),
    ("key", "ctrl+c", []),
    ("key", "~/tls.key", [(Kind.PATH, "~/tls.key")]),
    ("token", f"Bearer {KEY}", [(Kind.SECRET, KEY)]),
    ("password", "/" + KEY, [(Kind.SECRET, "/" + KEY)]),
    (
        "webhook",
        f"https://api.slack.com/{KEY}",
        [
            (Kind.HOST, "api.slack.com"),
            (Kind.URL, f"https://api.slack.com/{KEY}"),
            (Kind.SECRET, KEY),
        ],
    ),
    ("password", "/run/qx/password", [(Kind.PATH, "/run/qx/password")]),
    (
        "webhook",
        f"https://gw.{LAN}/in",
        [(Kind.HOST, f"gw.{LAN}"), (Kind.URL, f"https://gw.{LAN}/in")],
    ),
    ("api_keys", f"{KEY}a,{KEY}b", [(Kind.SECRET, f"{KEY}a"), (Kind.SECRET, f"{KEY}b")]),
    # names
    ("alias", "QX-GPT-5.5(high)", [(Kind.ALIAS, "QX-GPT-5.5(high)"), (Kind.ALIAS, "QX")]),
    ("alias", "my-gpt-5", [(Kind.ALIAS, "my-gpt-5")]),
    ("alias", "g2.5p", [(Kind.ALIAS, "g2.5p")]),
    ("After", "a.service b.timer", [(Kind.UNIT, "a.service"), (Kind.UNIT, "b.timer")]),
    ("image", f"registry.{LAN}:5000/a/b:1", [(Kind.HOST, f"registry.{LAN}")]),
    ("image", "acme/relay:1", []),
    ("extra_host", f"gw.{LAN}=" + ADDRESS, [(Kind.HOST, f"gw.{LAN}"), (Kind.HOST, ADDRESS)]),
    ("port", "8317", [(Kind.OTHER, "8317")]),
    ("port", "auto", []),
    ("environment", f"QX_TOKEN={KEY}", [(Kind.SECRET, KEY)]),
    ("environment", "production", []),
    # commands
    (
        "command",
        f"docker run -v /srv/qx:/data -e QX_TOKEN={KEY} --hostname falcon7 --user=robin acme/relay",
        [
            (Kind.SECRET, KEY),
            (Kind.PATH, "/srv/qx"),
            (Kind.PATH, "/data"),
            (Kind.HOST, "falcon7"),
            (Kind.USER, "robin"),
        ],
    ),
    ("command", "relay --host --verbose", []),
    ("command", "sudo -n -u qxrun true", [(Kind.USER, "qxrun")]),
    ("command", "runuser --user=qxrun -- true", [(Kind.USER, "qxrun")]),
    ("command", "su - qxrun", [(Kind.USER, "qxrun")]),
    ("command", "sudo --preserve-env true", []),
    ("note", "Basic authentication-and-more", []),
    ("command", "echo 'open /srv/qx/a", [(Kind.PATH, "/srv/qx/a")]),
    # anything else goes by its shape
    (
        "note",
        f"see http://gw.{LAN}/x.",
        [(Kind.HOST, f"gw.{LAN}"), (Kind.URL, f"http://gw.{LAN}/x")],
    ),
    (
        "note",
        "https://gw.globex.zz/x",
        [(Kind.HOST, "gw.globex.zz"), (Kind.URL, "https://gw.globex.zz/x")],
    ),
    ("note", f"v1.2.3.4 and {V6} or fd:1", [(Kind.HOST, V6)]),
    ("note", f"threading.local, self.internal, {MDNS}", [(Kind.HOST, MDNS)]),
    ("note", "com.acme.internal", [(Kind.HOST, "com.acme.internal")]),
    ("note", "use non-gpt-5 or pre-GPT-4 or GPT-5.5 or claude-3-5-sonnet", []),
    ("note", "use (QX-Claude-4.5).", [(Kind.ALIAS, "QX-Claude-4.5")]),
    ("note", "user.service.ts", []),
    ("note", "", []),
]


@pytest.mark.parametrize(("key", "value", "expected"), VALUES)
def test_a_value_is_taken_apart(key: str, value: str, expected: list[tuple[Kind, str]]) -> None:
    found = classify([Fact((key,), value, 3)], "a.yaml")
    assert expected == [(one.term.kind, one.term.value) for one in found]


def test_names_that_are_keys_are_found() -> None:
    facts = [
        Fact(("model_providers", "northrouter", "wire_api"), "chat", 1),
        Fact(("auths", f"registry.{LAN}", "x"), "1", 2),
        Fact(("services", "relay", "extra_hosts", f"gw.{LAN}"), ADDRESS, 3),
    ]
    assert [(one.term.kind, one.term.value, one.line) for one in classify(facts, "a")] == [
        (Kind.PROVIDER, "northrouter", 1),
        (Kind.HOST, f"registry.{LAN}", 2),
        (Kind.HOST, f"gw.{LAN}", 3),
        (Kind.HOST, ADDRESS, 3),
    ]
