"""Harmless text of other kinds: minified code, styles, drawings, names, messages, versions."""

from __future__ import annotations

from benchmarks.labelled.model import Draw, Row, harmless

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def _minified(d: Draw, statements: int = 120) -> str:
    parts = []
    for _ in range(statements):
        a, b, c = (d.some(_LETTERS, 1) for _ in range(3))
        parts.append(d.rng.choice((
            f"function {a}{b}({a},{b}){{return {a}.{c}?{b}({a}.{c}):{d.digits(3)}}}",
            f"var {a}={b}=>({c}.{d.some(_LETTERS, 2)}=!0,{b}<<{d.digits(1)}),{b}{c}=/^{a}[{b}-{c}]+$/g",
            f"t.exports={{key:{a},token:{b}.token,pass:{c}}}",
            f'{a}.setAttribute("data-{d.lower(6)}",{b}+"{d.lower(5)}")',
        )))  # fmt: skip
    return ";".join(parts) + "\n"


def _drawing(d: Draw) -> str:
    path = "".join(
        f"{d.some('MLCSQTAz', 1)}{d.digits(2)}.{d.digits(2)} {d.digits(2)}.{d.digits(1)}"
        for _ in range(60)
    )
    return f'<svg viewBox="0 0 24 24"><path d="M1 1{path}"/></svg>\n'


def _class_names(d: Draw) -> str:
    return "".join(
        f".css-{d.lower(7)}-{d.letters(9)}{{margin:0 {d.digits(1)}px}}" for _ in range(9)
    )


_TEXTS = (
    ("version", "docs/versions.md", "v1.24.0-rc.3+build.20260131.sha.4f2a9c1"),
    ("version", "src/user_agent.py", 'UA = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36"'),
    ("version", "conda/env.yaml", "  - libgcc-ng=13.2.0=h77fa898_7"),
    ("version", "Gemfile", 'gem "acme-rails", "~> 7.1.3.4"'),
    ("long-name", "src/Long.java", "class AbstractSingletonProxyFactoryBeanDefinitionParserV2 {}"),
    ("long-name", "src/flags.ts", "export const ENABLE_NEW_CHECKOUT_FLOW_EXPERIMENT_2026_Q1 = true;"),
    ("long-name", "src/err.go", "var ErrTooManyOpenConnectionsPerHost2 = New(tooManyOpenConns2)"),
    ("long-name", "tests/names.py", "def test_returns_404_when_user_has_no_access_to_resource_v2(): ..."),
    ("k8s-name", "k8s/x.yaml", "name: acme-prometheus-kube-state-metrics-v2-9-0"),
    ("k8s-name", "k8s/y.yaml", "image: registry.k8s.io/ingress-nginx/controller:v1.11.2"),
    ("bucket", "infra/s3.tf", 'bucket = "acme-prod-eu-west-1-terraform-state-2026"'),
    ("path", "docs/path.md", "Open src/main/java/org/acme/service/impl/UserServiceImplV2Test.java"),
    ("url", "docs/url.md", "https://docs.example.com/v2/reference/api/authentication#api-tokens"),
    ("url", "docs/q.md", "https://search.example.com/?q=how+to+reset+password&hl=en&safe=active"),
    ("url", "docs/map.md", "https://maps.example.com/@52.5200066,13.404954,15z/data=!3m1!4b1"),
    ("sql", "db/q.sql", "SELECT u.id, u.password_hash FROM users u WHERE u.token_id = $1;"),
    ("regex", "src/re.js", "const RE = /^(?:[A-Z0-9._%+-]+)@(?:[A-Z0-9-]+\\.)+[A-Z]{2,63}$/i;"),
    ("regex", "src/uuid.ts", "const U = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}$/;"),
    ("format", "src/fmt.c", 'printf("%08x-%04x-%04x-%02x%02x: %s\\n", a, b, c, d, e, name);'),
    ("alphabet", "src/b64.py",
     'A = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"'),
    ("alphabet", "src/b58.go", 'const a = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"'),
    ("alphabet", "src/keys.ts", "const ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', '1234567890'];"),
    ("message", "po/de.po", 'msgid "Token has expired"\nmsgstr "Das Zugriffstoken ist abgelaufen"'),
    ("message", "src/i18n/ja.json", '{"password": "パスワードを入力してください", "secret": "秘密"}'),
    ("message", "src/i18n/fr.json", '{"password": "Mot de passe oublié ?", "api_key": "Clé d’API"}'),
    ("message", "docs/faq.md", "Password: at least eight characters; the token is sent by e-mail."),
    ("licence", "LICENSE.txt", "SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception"),
    ("colour", "site/c.css", ".a{color:#1a2b3c;background:#deadbeef;box-shadow:0 0 3px #0f172a80}"),
    ("date", "docs/d.md", "Built on 2026-01-31T23:59:59.123456789+00:00 by job 8492017365."),
    ("number", "tests/pi.py", 'PI = "3.14159265358979323846264338327950288419716939937510"'),
    ("number", "tests/n.py", "N = 0xFFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD1"),
    ("phone", "docs/p.md", "Call +1 555 0100 or +44 20 7946 0958."),
    ("chess", "tests/c.txt", "r1bqkb1r/pppp1ppp/2n2n2/4p3/2B1P3/5N2/PPPP1PPP/RNBQK2R w KQkq - 4 4"),
    ("chemistry", "tests/m.txt", "CC(C)Cc1ccc(cc1)[C@@H](C)C(=O)O InChIKey=HEFNNWSXXWATRW-JTQLQIEISA-N"),
    ("shortcut", "keys.json", '{"key": "ctrl+shift+alt+f12", "command": "acme.toggleTokenViewV2"}'),
    ("cron", "ci/cron.yml", 'schedule: "*/15 2-6 1,15 * 1-5"'),
    ("emoji", "docs/e.md", ":key: Keep your keys :lock: safe, see [security](SECURITY.md#tokens)."),
    ("mime", "tests/mime.txt", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("locale", "src/locale.c", 'setlocale(LC_ALL, "zh-Hant-TW-u-ca-roc-x-lvariant-POSIX1");'),
    ("oid", "src/oid.go", "var oidSHA256WithRSA = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11}"),
    ("import", "src/imp.py", "from acme.contrib.auth.tokens import default_token_generator_v2"),
    ("css-class", "site/t.html", '<div class="md:hover:bg-slate-900/50 2xl:grid-cols-[1fr_500px_2fr]">'),
)  # fmt: skip

ROWS: tuple[Row, ...] = (
    harmless("minified", "dist/a.min.js", lambda d: _minified(d)),
    harmless("minified", "dist/b.js", lambda d: _minified(d, 400)),
    harmless("minified-css", "dist/c.css", _class_names),
    harmless("drawing", "site/icon.svg", _drawing),
    harmless("drawing", "src/Icon.tsx", lambda d: f"export const I = () => ({_drawing(d).strip()});\n"),
    harmless("chunk-names", "dist/m.js", lambda d: "".join(
        f'{n}:"{d.hex(20)}",' for n in range(20)) + "\n"),
    harmless("snapshot", "tests/snap.txt", lambda d: f'<div id="radix-:r{d.lower(2)}:" class="sc-{d.letters(6)} {d.letters(6)}">\n'),
    harmless("geohash", "tests/geo.json", lambda d: f'{{"geohash": "{d.lower(9)}", "polyline": "{d.some(_LETTERS + "@?_~}|", 60)}"}}\n'),
    *(harmless(kind, path, lambda _, t=line: f"{t}\n")  # type: ignore[misc]
      for kind, path, line in _TEXTS),
)  # fmt: skip
