"""Harmless text that is random: digests, ids, lock files, public keys, encoded data."""

from __future__ import annotations

import base64
import json
import textwrap
import zlib

from benchmarks.labelled import formats
from benchmarks.labelled.model import Draw, Row, harmless

_SIZES = (8, 12, 16, 24, 32, 40, 48, 56, 64, 96, 128)
"""Hexadecimal digits of ids, check sums and digests."""
_DIGEST_LINES = (
    ("dist/SHA256SUMS", "{}  acme-1.4.2.tar.gz\n"),
    ("src/version.py", 'REVISION = "{}"\n'),
    ("docs/changelog.md", "- Fix the parser ({})\n"),
    ("tests/test_hash.py", 'def test_digest():\n    assert digest(b"acme") == "{}"\n'),
    ("ci/cache.yml", "key: deps-linux-{}\n"),
)


def _wrapped(body: str, size: int = 76) -> str:
    return "\n".join(textwrap.wrap(body, size))


def _png(d: Draw, size: int = 400) -> str:
    head = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x40\0\0\0\x40\x08\x06\0\0\0"
    return base64.b64encode(head + zlib.compress(d.raw(size))).decode()


def _protobuf(d: Draw) -> str:
    fields = b"".join(bytes((8 * n + 2, 16)) + d.raw(16) for n in range(1, 9))
    return base64.b64encode(fields).decode()


def _digests() -> tuple[Row, ...]:
    rows = []
    for at, size in enumerate(_SIZES):
        path, template = _DIGEST_LINES[at % len(_DIGEST_LINES)]
        rows.append(harmless(
            f"hex-{size}", path, lambda d, t=template, n=size: t.format(d.hex(n))  # type: ignore[misc]
        ))  # fmt: skip
    return tuple(rows)


_HASHES = (
    *_digests(),
    harmless("hex-upper", "docs/sums.txt", lambda d: f"SHA-1: {d.hex(40).upper()}\n"),
    harmless("crc", "src/crc.c", lambda d: f"static const uint32_t seed = 0x{d.hex(8)};\n"),
    harmless("image-digest", "Dockerfile", lambda d: f"FROM python@sha256:{d.hex(64)}\n"),
    harmless("action-pin", ".github/workflows/ci.yml",
             lambda d: f"steps:\n  - uses: actions/checkout@{d.hex(40)} # v4.2.2\n"),
    harmless("git-object", "docs/git.md", lambda d: f"    tree {d.hex(40)}\n    parent {d.hex(40)}\n"),
    harmless("blame-ignore", "ignore-revs.txt", lambda d: f"# Format all\n{d.hex(40)}\n"),
    harmless("etag", "tests/http.txt", lambda d: f'HTTP/1.1 200 OK\nETag: "{d.hex(32)}"\n'),
    harmless("weak-etag", "tests/http.txt", lambda d: f'ETag: W/"{d.base64(16)}"\n'),
    harmless("content-md5", "tests/http.txt", lambda d: f"Content-MD5: {d.base64(16)}\n"),
    harmless("sri", "site/index.html", lambda d: (
        f'<script src="https://cdn.example.com/a.js" integrity="sha384-{d.base64(48)}" '
        'crossorigin="anonymous"></script>\n')),
    harmless("csp-nonce", "site/page.html", lambda d: f'<script nonce="{d.base64(16)}">go()</script>\n'),
    harmless("csp-hash", "nginx/csp.txt", lambda d: f"script-src 'self' 'sha256-{d.base64(32)}';\n"),
    harmless("nix-hash", "default.nix", lambda d: f'  sha256 = "{d.some(_NIX, 52)}";\n'),
    harmless("nix-sri", "flake.nix", lambda d: f'  hash = "sha256-{d.base64(32)}";\n'),
    harmless("nix-store", "docs/nix.md", lambda d: f"Look into /nix/store/{d.some(_NIX, 32)}-acme-1.2\n"),
    harmless("lfs-pointer", "assets/logo.psd", lambda d: (
        "version https://git-lfs.github.com/spec/v1\n"
        f"oid sha256:{d.hex(64)}\nsize 132735\n")),
    harmless("fingerprint", "docs/ssh.md", lambda d: f"256 SHA256:{d.base64(32)[:-1]} acme (ED25519)\n"),
    harmless("md5-fingerprint", "docs/ssh.md", lambda d: (
        "MD5:" + ":".join(textwrap.wrap(d.hex(32), 2)) + "\n")),
    harmless("certificate-pin", "app/pins.xml", lambda d: f'<pin digest="SHA-256">{d.base64(32)}</pin>\n'),
    harmless("hpkp", "app/Net.kt", lambda d: f'.add("api.example.com", "sha256/{d.base64(32)}")\n'),
    harmless("ethereum-hash", "docs/chain.md", lambda d: f"Transaction 0x{d.hex(64)}\n"),
    harmless("ethereum-address", "src/addr.ts", lambda d: f'const WETH = "0x{d.hex(40)}";\n'),
    harmless("bitcoin-address", "docs/donate.md", lambda d: f"Donate: bc1q{d.some(_BECH, 38)}\n"),
    harmless("ipfs-cid", "docs/ipfs.md", lambda d: f"ipfs cat Qm{d.some(_B58, 44)}\n"),
    harmless("ipfs-cid-1", "docs/ipfs.md", lambda d: f"ipfs cat bafybei{d.base32(52).lower()}\n"),
)  # fmt: skip

_LOCKS = (
    harmless("go-sum", "go.sum", lambda d: "".join(
        f"github.com/acme/lib{n} v1.{n}.0 h1:{d.base64(32)}\n"
        f"github.com/acme/lib{n} v1.{n}.0/go.mod h1:{d.base64(32)}\n" for n in range(9))),
    harmless("npm-lock", "package-lock.json", lambda d: json.dumps({"packages": {
        f"node_modules/acme-{n}": {
            "version": f"2.{n}.1", "integrity": "sha512-" + formats.sha512_base64(d),
            "resolved": f"https://registry.npmjs.org/acme-{n}/-/acme-{n}-2.{n}.1.tgz",
        } for n in range(9)}}, indent=2) + "\n"),
    harmless("yarn-lock", "yarn.lock", lambda d: (
        f'acme@^1.0.0:\n  version "1.2.0"\n  resolved "https://registry.yarnpkg.com/acme/-/'
        f'acme-1.2.0.tgz#{d.hex(40)}"\n  integrity sha512-{formats.sha512_base64(d)}\n')),
    harmless("berry-lock", "yarn.lock", lambda d: (
        f'"acme@npm:^1.0.0":\n  version: 1.2.0\n  checksum: 10c0/{d.hex(128)}\n  linkType: hard\n')),
    harmless("pnpm-lock", "pnpm-lock.yaml", lambda d: (
        f"  /acme@1.2.0:\n    resolution: {{integrity: sha512-{formats.sha512_base64(d)}}}\n")),
    harmless("cargo-lock", "Cargo.lock", lambda d: (
        f'[[package]]\nname = "acme"\nversion = "1.2.0"\nchecksum = "{d.hex(64)}"\n')),
    harmless("poetry-lock", "poetry.lock", lambda d: (
        f'files = [\n    {{file = "acme-1.2.whl", hash = "sha256:{d.hex(64)}"}},\n]\n'
        f'content-hash = "{d.hex(64)}"\n')),
    harmless("uv-lock", "uv.lock", lambda d: (
        f'sdist = {{ url = "https://files.pythonhosted.org/packages/{d.hex(2)}/{d.hex(2)}/'
        f'{d.hex(60)}/acme-1.2.tar.gz", hash = "sha256:{d.hex(64)}", size = 9021 }}\n')),
    harmless("requirements", "requirements.txt", lambda d: (
        f"acme==1.2.0 \\\n    --hash=sha256:{d.hex(64)} \\\n    --hash=sha256:{d.hex(64)}\n")),
    harmless("pipfile-lock", "Pipfile.lock", lambda d: (
        f'{{"_meta": {{"hash": {{"sha256": "{d.hex(64)}"}}}}}}\n')),
    harmless("composer-lock", "composer.lock", lambda d: (
        f'{{"dist": {{"reference": "{d.hex(40)}", "shasum": ""}}, "content-hash": "{d.hex(32)}"}}\n')),
    harmless("gemfile-lock", "Gemfile.lock", lambda d: f"CHECKSUMS\n  acme (1.2) sha256={d.hex(64)}\n"),
    harmless("podfile-lock", "Podfile.lock", lambda d: f"SPEC CHECKSUMS:\n  Acme: {d.hex(40)}\n"),
    harmless("swift-lock", "Package.resolved", lambda d: f'"state" : {{ "revision" : "{d.hex(40)}" }}\n'),
    harmless("flake-lock", "flake.lock", lambda d: (
        f'"narHash": "sha256-{d.base64(32)}",\n"rev": "{d.hex(40)}"\n')),
    harmless("terraform-lock", "terraform.lock.hcl.txt", lambda d: (
        f'hashes = [\n  "h1:{d.base64(32)}",\n  "zh:{d.hex(64)}",\n]\n')),
    harmless("helm-lock", "Chart.lock", lambda d: f"digest: sha256:{d.hex(64)}\n"),
    harmless("gradle-sums", "gradle/verification-metadata.xml", lambda d: (
        f'<sha256 value="{d.hex(64)}" origin="Generated by Gradle"/>\n')),
    harmless("bazel", "WORKSPACE", lambda d: f'http_archive(name = "acme", sha256 = "{d.hex(64)}")\n'),
    harmless("deno-lock", "deno.lock", lambda d: f'"https://deno.land/std@0.224.0/a.ts": "{d.hex(64)}"\n'),
    harmless("conda", "conda-lock.yml", lambda d: f"hash:\n  md5: {d.hex(32)}\n  sha256: {d.hex(64)}\n"),
    harmless("wheel-record", "acme-1.2.dist-info/RECORD", lambda d: (
        f"acme/__init__.py,sha256={d.base64url(32)},2301\n")),
    harmless("mix-lock", "mix.lock", lambda d: f'"acme": {{:hex, :acme, "1.2.0", "{d.hex(64)}", [:mix]}},\n'),
)  # fmt: skip

_IDS = (
    *(harmless("uuid", path, lambda d, t=line: t.format(d.uuid())) for path, line in (  # type: ignore[misc]
        ("src/ids.py", 'TENANT_ID = "{}"\n'), ("config/app.yaml", "client_id: {}\n"),
        ("docs/run.md", "Request {} failed.\n"), ("app.sln", '"Acme", "acme.csproj", "{{{}}}"\n'),
        ("db/seed.sql", "INSERT INTO users VALUES ('{}', 'acme');\n"),
        ("k8s/pod.yaml", "  uid: {}\n"), ("src/com.cs", '[Guid("{}")]\n'),
        ("tests/api.json", '{{"correlationId": "{}"}}\n'), ("infra/id.tf", 'subscription_id = "{}"\n'),
        ("src/keys.sql", "PRIMARY KEY (id) -- {}\n"))),
    harmless("xcode-id", "App.xcodeproj/project.txt", lambda d: (
        f"\t\t{d.hex(24).upper()} /* App.swift in Sources */ = {{isa = PBXBuildFile; }};\n")),
    harmless("object-id", "tests/doc.json", lambda d: f'{{"_id": {{"$oid": "{d.hex(24)}"}}}}\n'),
    harmless("ulid", "docs/ids.md", lambda d: f"Order 01J{d.some(_CROCKFORD, 23)}\n"),
    harmless("trace-id", "docs/trace.md", lambda d: f"traceparent: 00-{d.hex(32)}-{d.hex(16)}-01\n"),
    harmless("aws-arn", "docs/aws.md", lambda d: f"arn:aws:iam::{d.digits(12)}:role/AcmeDeploy\n"),
    harmless("aws-ids", "infra/net.tf", lambda d: f'vpc_id = "vpc-{d.hex(17)}"\nami = "ami-{d.hex(17)}"\n'),
    harmless("kms-arn", "infra/kms.tf", lambda d: (
        f'kms_key_id = "arn:aws:kms:eu-west-1:{d.digits(12)}:key/{d.uuid()}"\n')),
    harmless("secret-arn", "infra/task.json", lambda d: (
        f'{{"name": "DB_PASSWORD", "valueFrom": "arn:aws:secretsmanager:eu-west-1:{d.digits(12)}:'
        f'secret:acme/db-{d.letters(6)}"}}\n')),
    harmless("cognito-pool", "src/auth.ts", lambda d: f'userPoolId: "eu-west-1_{d.alnum(9)}",\n'),
    harmless("cloudfront", "docs/cdn.md", lambda d: f"https://d{d.lower(13)}.cloudfront.net/app.js\n"),
    harmless("azure-id", "infra/az.bicep", lambda d: f"id: '/subscriptions/{d.uuid()}/resourceGroups/x'\n"),
    harmless("gcp-client-id", "src/login.ts", lambda d: (
        f'clientId: "{d.digits(12)}-{d.lower(32)}.apps.googleusercontent.com"\n')),
    harmless("k8s-pod", "docs/k8s.md", lambda d: f"kubectl logs acme-api-{d.hex(10)}-{d.lower(5)}\n"),
    harmless("recaptcha-site", "site/form.html", lambda d: f'<div data-sitekey="6L{d.url(38)}"></div>\n'),
    harmless("analytics-id", "site/ga.js", lambda d: f'gtag("config", "G-{d.upper(10)}");\n'),
    harmless("stripe-public", "src/pay.js", lambda d: f'Stripe("{"pk_" + "live_"}51{d.alnum(97)}");\n'),
    harmless("stripe-ids", "tests/pay.json", lambda d: f'{{"id": "cus_{d.alnum(14)}", "price": "price_1{d.alnum(23)}"}}\n'),
    harmless("mapbox-public", "src/map.js", lambda d: (
        f'mapboxgl.accessToken = "pk.eyJ1Ijoi{d.alnum(50)}.{d.url(22)}";\n')),
    harmless("youtube-id", "docs/video.md", lambda d: f"https://www.youtube.com/watch?v={d.url(11)}\n"),
    harmless("document-link", "docs/gist.md", lambda d: f"https://gist.github.com/acme/{d.hex(32)}\n"),
    harmless("gravatar", "site/a.html", lambda d: f'<img src="https://www.gravatar.com/avatar/{d.hex(32)}">\n'),
    harmless("boundary", "tests/mail.txt", lambda d: (
        f"Content-Type: multipart/form-data; boundary=----WebKitFormBoundary{d.alnum(16)}\n")),
    harmless("message-id", "tests/mail.txt", lambda d: f"In-Reply-To: <{d.digits(14)}.{d.upper(6)}@mail.example.com>\n"),
    harmless("asset-name", "site/manifest.json", lambda d: f'{{"main.js": "/static/main.{d.hex(20)}.js"}}\n'),
    harmless("iban", "docs/pay.md", lambda d: "IBAN DE" + d.digits(20) + "\n"),
    harmless("build-id", "docs/build.md", lambda d: f"BuildID[sha1]={d.hex(40)}, not stripped\n"),
)  # fmt: skip

_PUBLIC = (
    harmless("ssh-public", "keys/deploy.txt", lambda d: (
        f"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI{d.base64(32)[:-1]} acme\n")),
    harmless("ssh-rsa-public", "keys/old.txt", lambda d: f"ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQ{d.base64(384)} acme\n"),
    harmless("known-hosts", "keys/hosts.txt", lambda d: (
        f"git.example.com ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAI{d.base64(96)}\n")),
    harmless("certificate", "certs/ca.txt", lambda d: formats.pem("CERTIFICATE", d.raw(900)) + "\n"),
    harmless("public-key", "keys/jwt.txt", lambda d: formats.pem("PUBLIC KEY", d.raw(294)) + "\n"),
    harmless("request", "certs/req.txt", lambda d: formats.pem("CERTIFICATE REQUEST", d.raw(600)) + "\n"),
    harmless("dh-parameters", "nginx/dh.txt", lambda d: formats.pem("DH PARAMETERS", d.raw(264)) + "\n"),
    harmless("pgp-public", "KEYS", lambda d: (
        f"-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n{_wrapped(d.base64(900), 64)}\n={d.base64(3)}\n"
        "-----END PGP PUBLIC KEY BLOCK-----\n")),
    harmless("pgp-signature", "dist/acme.sig.txt", lambda d: (
        f"-----BEGIN PGP SIGNATURE-----\n\n{_wrapped(d.base64(400), 64)}\n={d.base64(3)}\n"
        "-----END PGP SIGNATURE-----\n")),
    harmless("encrypted-message", "vault/pw.txt", lambda d: (
        f"-----BEGIN PGP MESSAGE-----\n\n{_wrapped(d.base64(400), 64)}\n={d.base64(3)}\n"
        "-----END PGP MESSAGE-----\n")),
    harmless("wireguard-public", "ops/peer.txt", lambda d: f"[Peer]\nPublicKey = {d.base64(32)}\n"),
    harmless("jwks", "keys/jwks.json", lambda d: (
        f'{{"keys": [{{"kty": "RSA", "e": "AQAB", "kid": "{d.hex(16)}", "n": "{d.base64url(256)}"}}]}}\n')),
    harmless("dkim", "dns/zone.txt", lambda d: f'mail._domainkey IN TXT "v=DKIM1; k=rsa; p={d.base64(294)}"\n'),
    harmless("age-recipient", ".sops-config.txt", lambda d: f"age: age1{d.some(_BECH, 58)}\n"),
    harmless("minisign-public", "dist/key.pub.txt", lambda d: f"untrusted comment: minisign public key\nRW{d.base64(40)}\n"),
    harmless("public-key-name", "src/verify.go", lambda d: f'const publicKey = "{d.base64(32)}"\n'),
    harmless("certificate-data", "k8s/ca.yaml", lambda d: "certificate-authority-data: " + base64.b64encode(
        formats.pem("CERTIFICATE", d.raw(700)).encode()).decode() + "\n"),
    harmless("sealed-secret", "k8s/sealed.yaml", lambda d: (
        f"kind: SealedSecret\nspec:\n  encryptedData:\n    password: AgB{d.base64(510)}\n")),
    harmless("ansible-vault", "group_vars/all.txt", lambda d: (
        "db_password: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n"
        + textwrap.indent(_wrapped(d.hex(400), 80), "  ") + "\n")),
    harmless("sops", "config/enc.yaml", lambda d: (
        f"password: ENC[AES256_GCM,data:{d.base64(20)},iv:{d.base64(32)},tag:{d.base64(16)},type:str]\n")),
)  # fmt: skip

_DATA = (
    harmless("png-uri", "site/a.css", lambda d: f".logo {{ background: url(data:image/png;base64,{_png(d)}) }}\n"),
    harmless("font-uri", "site/f.css", lambda d: f"src: url(data:font/woff2;base64,d09GMgABAAAA{d.base64(600)})\n"),
    harmless("svg-uri", "site/i.css", lambda _: (
        "background: url(\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3C/svg%3E\");\n")),
    harmless("image-lines", "docs/mail.txt", lambda d: (
        "Content-Transfer-Encoding: base64\n\n" + _wrapped(_png(d, 900)) + "\n")),
    harmless("notebook-image", "demo.ipynb", lambda d: f'{{"data": {{"image/png": "{_png(d, 700)}\\n"}}}}\n'),
    harmless("protobuf", "tests/msg.py", lambda d: f'PAYLOAD = base64.b64decode("{_protobuf(d)}")\n'),
    harmless("wasm", "src/wasm.js", lambda d: f'const wasm = "AGFzbQEAAAAB{d.base64(300)}";\n'),
    harmless("source-map", "dist/a.js.map", lambda d: (
        f'{{"version":3,"mappings":"{";".join(d.some(_VLQ, 40) for _ in range(30))}"}}\n')),
    harmless("hex-dump", "docs/dump.txt", lambda d: "".join(
        f"{16 * n:08x}  {' '.join(textwrap.wrap(d.hex(32), 2))}\n" for n in range(12))),
    harmless("c-array", "src/table.c", lambda d: "static const unsigned char t[] = {" + ", ".join(
        f"0x{d.hex(2)}" for _ in range(64)) + "};\n"),
    harmless("byte-string", "tests/t.py", lambda d: 'DATA = b"' + "".join(f"\\x{d.hex(2)}" for _ in range(48)) + '"\n'),
    harmless("test-vector", "tests/aes.txt", lambda d: f"COUNT = 0\nKEY = {d.hex(32)}\nPLAINTEXT = {d.hex(32)}\n"),
    harmless("test-vector-2", "tests/hkdf.py", lambda d: f'ikm="{d.hex(44)}", okm="{d.hex(84)}"\n'),
    harmless("point", "src/curve.go", lambda d: f'gx, _ := new(big.Int).SetString("{d.hex(64)}", 16)\n'),
    harmless("constants", "src/sha.rs", lambda d: ", ".join(f"0x{d.hex(8)}" for _ in range(24)) + "\n"),
    harmless("intel-hex", "fw/boot.hex", lambda d: "".join(f":10{d.hex(36).upper()}\n" for _ in range(9))),
    harmless("uuencode", "tests/u.txt", lambda d: "begin 644 a.bin\nM" + d.some(_UU, 60) + "\n`\nend\n"),
    harmless("sequence", "tests/dna.txt", lambda d: _wrapped(d.some("ACGT", 600)) + "\n"),
    harmless("protein", "tests/p.fasta", lambda d: ">sp|P0|ACME\n" + _wrapped(d.some("ACDEFGHIKLMNPQRSTVWY", 300), 60) + "\n"),
)  # fmt: skip

_NIX = "0123456789abcdfghijklmnpqrsvwxyz"
_BECH = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_B58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VLQ = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefgh,"
_UU = "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_"

ROWS = (*_HASHES, *_LOCKS, *_IDS, *_PUBLIC, *_DATA)
