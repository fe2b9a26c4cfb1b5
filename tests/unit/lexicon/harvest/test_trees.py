"""YAML, JSON and TOML: every private value with its kind and line, all else left."""

from __future__ import annotations

from prtool.lexicon.harvest import Reason
from prtool.model.finding import Kind
from tests.unit.lexicon.harvest.samples import KEY, LAN, ME, PLACES, ZZ, Reaper, left, taken

GATEWAY = """\
host: ""
port: 8317
tls: {enable: true, cert: "", key: "/srv/qx/tls.key"}
remote-management:
  allow-remote: false
  secret-key: "@KEY@"
  panel-github-repository: "https://github.com/acme/panel"
auth-dir: "/home/<ME>/.qx-auth"
api-keys:
  - "your-api-key-1"
  - "@KEY2@"
debug: false
proxy-url: "socks5://robin:@KEY3@@@IP@:1080/"
pprof: {addr: "127.0.0.1:8316"}
routing: {strategy: "round-robin", session-affinity: false}
gemini-api-key:
  - api-key: "@KEY4@"
    prefix: "teamqx"
    base-url: "https://generativelanguage.googleapis.com"
    proxy-url: "direct"
    headers: {X-Custom-Header: "custom-value", Authorization: "Bearer @KEY5@"}
    models: [{name: "gemini-2.5-flash", alias: "gemini-flash"}]
    excluded-models: ["gemini-2.5-*"]
openai-compatibility:
  - name: "openrouter"
    base-url: "https://openrouter.ai/api/v1"
    api-key-entries: [{api-key: "sk-...", proxy-url: "socks5://proxy.example.com:1080"}]
    models: [{name: "moonshotai/kimi-k2:free", alias: "kimi-k2"}]
  - name: QX
    base-url: "https://gw.northrouter.zz/v1/"
    api-key-entries: [{api-key: "${QX_KEY}"}, {api-key: "short"}]
    models:
      - {name: gpt-5.5, alias: "QX-GPT-5.5(high)"}
      - {name: gpt-5.5, alias: "Initech-GPT-5.5"}
"""


def test_a_gateway_configuration(reap: Reaper) -> None:
    harvest = reap("config.yaml", GATEWAY)
    assert taken(harvest) == {
        "/srv/qx/tls.key": (Kind.PATH, 3),
        KEY: (Kind.SECRET, 6),
        f"/home/{ME}/.qx-auth": (Kind.PATH, 8),
        "robin": (Kind.USER, 8),
        KEY + "-22": (Kind.SECRET, 11),
        KEY + "-33": (Kind.SECRET, 13),
        PLACES["@IP@"]: (Kind.HOST, 13),
        f"socks5://{PLACES['@IP@']}:1080": (Kind.URL, 13),
        KEY + "-44": (Kind.SECRET, 17),
        "teamqx": (Kind.ALIAS, 18),
        KEY + "-55": (Kind.SECRET, 21),
        "QX": (Kind.PROVIDER, 29),
        "gw.northrouter.zz": (Kind.HOST, 30),
        "https://gw.northrouter.zz/v1": (Kind.URL, 30),
        "QX-GPT-5.5(high)": (Kind.ALIAS, 33),
        "Initech-GPT-5.5": (Kind.ALIAS, 34),
        "Initech": (Kind.ALIAS, 34),
    }
    assert left(harvest) == {
        "8317": Reason.NUMBER,
        "github.com": Reason.PUBLIC_HOST,
        "https://github.com/acme/panel": Reason.PUBLIC_HOST,
        "your-api-key-1": Reason.PLACEHOLDER,
        "127.0.0.1": Reason.RESERVED,
        "generativelanguage.googleapis.com": Reason.PUBLIC_HOST,
        "https://generativelanguage.googleapis.com": Reason.PUBLIC_HOST,
        "gemini-2.5-flash": Reason.PUBLIC_MODEL,
        "gemini-flash": Reason.PUBLIC_MODEL,
        "gemini-2.5-*": Reason.PUBLIC_MODEL,
        "openrouter": Reason.PUBLIC_PROVIDER,
        "openrouter.ai": Reason.PUBLIC_HOST,
        "https://openrouter.ai/api/v1": Reason.PUBLIC_HOST,
        "sk-...": Reason.PLACEHOLDER,
        "proxy.example.com": Reason.PLACEHOLDER,
        "socks5://proxy.example.com:1080": Reason.PLACEHOLDER,
        "moonshotai/kimi-k2:free": Reason.PUBLIC_MODEL,
        "kimi-k2": Reason.PUBLIC_MODEL,
        "${QX_KEY}": Reason.REFERENCE,
        "short": Reason.SHORT_SECRET,
        "gpt-5.5": Reason.PUBLIC_MODEL,
    }


COMPOSE = """\
name: qx-stack
x-common: &common
  environment: &env
    LOG_LEVEL: info
    DB_PASSWORD: ${DB_PASSWORD}
services:
  relay:
    <<: *common
    image: registry.<LAN>:5000/team/relay:1.2
    container_name: qx-relay
    hostname: falcon7
    user: "1000:1000"
    command: ["/app/relay", "--config", "/srv/qx/relay.yaml", "--api-key", "@KEY@"]
    environment:
      - UPSTREAM_TOKEN=@KEY2@
      - NORTH_BASE_URL=https://gw.northrouter.zz/v1
      - MODE
    env_file: /srv/qx/relay.env
    volumes:
      - /home/<ME>/qx/config.yaml:/app/config.yaml:ro
      - qxdata:/data
      - ./logs:/app/logs
      - /var/run/docker.sock:/var/run/docker.sock
      - type: bind
        source: /srv/qx/auth
        target: /auth
    extra_hosts:
      - "north.<LAN>:@IP@"
      - "host.docker.internal:host-gateway"
    ports: ["8317:8317", "@IP2@:80:80"]
    labels:
      - "traefik.http.routers.relay.rule=Host(`relay.<LAN>`)"
  db:
    <<: *common
    image: postgres:16
    environment: {POSTGRES_PASSWORD: password123, PGUSER: postgres, PGHOST: pg1.<LAN>}
---
spec:
  env:
    - {name: API_TOKEN, value: "@KEY3@"}
    - {name: LOG, value: !secret log}
"""


def test_docker_compose_and_a_second_document(reap: Reaper) -> None:
    harvest = reap("docker-compose.yml", COMPOSE)
    assert taken(harvest) == {
        "qx-stack": (Kind.PROJECT, 1),
        f"registry.{LAN}": (Kind.HOST, 9),
        "qx-relay": (Kind.UNIT, 10),
        "falcon7": (Kind.HOST, 11),
        "/app/relay": (Kind.PATH, 13),
        "/srv/qx/relay.yaml": (Kind.PATH, 13),
        KEY: (Kind.SECRET, 13),
        KEY + "-22": (Kind.SECRET, 15),
        "gw.northrouter.zz": (Kind.HOST, 16),
        "https://gw.northrouter.zz/v1": (Kind.URL, 16),
        "/srv/qx/relay.env": (Kind.PATH, 18),
        f"/home/{ME}/qx/config.yaml": (Kind.PATH, 20),
        "robin": (Kind.USER, 20),
        "qxdata": (Kind.OTHER, 21),
        "/srv/qx/auth": (Kind.PATH, 25),
        f"north.{LAN}": (Kind.HOST, 28),
        PLACES["@IP@"]: (Kind.HOST, 28),
        PLACES["@IP2@"]: (Kind.HOST, 30),
        f"relay.{LAN}": (Kind.HOST, 32),
        f"pg1.{LAN}": (Kind.HOST, 36),
        KEY + "-33": (Kind.SECRET, 40),
    }
    assert left(harvest) == {
        "${DB_PASSWORD}": Reason.REFERENCE,
        "1000": Reason.NUMBER,
        "./logs": Reason.RELATIVE,
        "/var/run/docker.sock": Reason.GENERIC,
        "host.docker.internal": Reason.RESERVED,
        "host-gateway": Reason.RESERVED,
        "8317:8317": Reason.NUMBER,
        "password123": Reason.PLACEHOLDER,
        "postgres": Reason.GENERIC,
    }


JSON = """\
{
  // where it runs
  "mcpServers": {
    "qx": {
      "command": "/home/<ME>/bin/qx-mcp", /* mine */
      "args": ["--api-key", "@KEY@", "--host", "falcon.<LAN>", "--verbose",],
      "env": {"QX_SECRET": "@KEY2@", "NOTE": "see // \\"here\\""}
    },
  },
  "email": "robin@<ZZ>", "port": 8317, "enabled": true, "token": null,
  "project_id": "qx-prod-7",
  "auths": {"registry.<LAN>": {"auth": "@KEY3@"}},
  "webhookUrl": "https://robin:@KEY4@@gw.<ZZ>/in?token=@KEY5@&page=2"
}
"""


def test_json_with_comments_and_last_commas(reap: Reaper) -> None:
    harvest = reap("settings.json", JSON)
    assert taken(harvest) == {
        f"/home/{ME}/bin/qx-mcp": (Kind.PATH, 5),
        "robin": (Kind.USER, 5),
        KEY: (Kind.SECRET, 6),
        f"falcon.{LAN}": (Kind.HOST, 6),
        KEY + "-22": (Kind.SECRET, 7),
        f"robin@{ZZ}": (Kind.EMAIL, 10),
        "qx-prod-7": (Kind.PROJECT, 11),
        f"registry.{LAN}": (Kind.HOST, 12),
        KEY + "-33": (Kind.SECRET, 12),
        KEY + "-44": (Kind.SECRET, 13),
        KEY + "-55": (Kind.SECRET, 13),
        f"gw.{ZZ}": (Kind.HOST, 13),
        f"https://gw.{ZZ}/in": (Kind.URL, 13),
    }
    assert left(harvest) == {"8317": Reason.NUMBER, "null": Reason.SETTING}


TOML = """\
model = "gpt-5.5"
model_provider = "northrouter"

[model_providers.northrouter]
name = "North Router"
base_url = "https://gw.northrouter.zz/v1" # theirs
env_key = "NORTHROUTER_API_KEY"

[[projects]]
path = "/home/<ME>/work/qx"
tickets = [
  "QX-1234",
]
owner = 'robin'
[projects.auth]
token = \"\"\"
@KEY@\"\"\"
[[projects]]
path = "/v1/responses"
"ticket" = "OPS-7"
[projects.auth]
password = "@SHORT@"
note = \"\"\"
this is = no key\"\"\"
host = "falcon7"
"""


def test_toml(reap: Reaper) -> None:
    harvest = reap("config.toml", TOML)
    assert taken(harvest) == {
        "northrouter": (Kind.PROVIDER, 2),
        "gw.northrouter.zz": (Kind.HOST, 6),
        "https://gw.northrouter.zz/v1": (Kind.URL, 6),
        f"/home/{ME}/work/qx": (Kind.PATH, 10),
        "robin": (Kind.USER, 10),
        "QX-1234": (Kind.TICKET, 11),
        KEY: (Kind.SECRET, 16),
        "OPS-7": (Kind.TICKET, 20),
        "falcon7": (Kind.HOST, 25),
    }
    assert left(harvest) == {
        "gpt-5.5": Reason.PUBLIC_MODEL,
        "/v1/responses": Reason.UNSURE,
        PLACES["@SHORT@"]: Reason.SHORT_SECRET,
    }
