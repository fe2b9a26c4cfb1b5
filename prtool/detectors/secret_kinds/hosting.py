"""Credentials of hosting providers."""

from __future__ import annotations

from prtool.detectors.secret_kinds.model import SecretKind, found, is_mixed, left, named, token
from prtool.model.finding import Confidence

KINDS: tuple[SecretKind, ...] = (
    SecretKind(
        id="secret/digitalocean-token",
        title="DigitalOcean token",
        source="https://docs.digitalocean.com/notes/2022/api-token-format",
        keywords=("dop_v1_", "doo_v1_", "dor_v1_"),
        regex=token(r"do[opr]_v1_[a-f0-9]{64}"),
        found=found("DO_PAT=", "dop_v1_", "3fa9" * 16),
        left=left("DO_PAT=", "dop_v1_", "3fa9" * 8),
    ),
    SecretKind(
        id="secret/heroku-api-key",
        title="Heroku API key",
        source="https://devcenter.heroku.com/articles/oauth",
        keywords=("hrku-",),
        regex=token(r"HRKU-[A-Za-z0-9_-]{36,64}"),
        found=found("HEROKU_API_KEY=", "HRKU-", "AAx9" * 12),
        left=left("HEROKU_API_KEY=", "HRKU-", "AAx9"),
    ),
    SecretKind(
        id="secret/flyio-token",
        title="Fly.io access token",
        source="https://fly.io/docs/security/tokens/",
        keywords=("fm1_", "fm2_", "fm1r_", "fm1a_", "fo1_"),
        regex=token(r"fm(?:1[ar]?|2)_[A-Za-z0-9+/_=-]{60,4000}|fo1_[A-Za-z0-9_-]{43}"),
        found=found("FlyV1 ", "fm2_", "lJPE" * 20),
        left=left("FlyV1 ", "fm2_", "lJPE" * 3),
    ),
    SecretKind(
        id="secret/netlify-token",
        title="Netlify access token",
        source="https://answers.netlify.com/t/change-to-the-netlify-authentication-token-format/106146",
        keywords=("nfp_", "nfc_", "nfo_", "nfu_", "nfb_"),
        regex=token(r"nf[pcoub]_[A-Za-z0-9]{36}"),
        found=found("NETLIFY_AUTH_TOKEN=", "nfp_", "b7Kq" * 9),
        left=left("NETLIFY_AUTH_TOKEN=", "nfp_", "b7Kq" * 4),
    ),
    SecretKind(
        id="secret/vercel-prefixed-token",
        title="Vercel token or API key with a prefix",
        source="https://vercel.com/changelog/new-token-formats-and-secret-scanning",
        keywords=("vcp_", "vci_", "vca_", "vcr_", "vck_"),
        regex=token(r"vc[piark]_[A-Za-z0-9]{24,80}"),
        found=found("token: ", "vcp_", "k7Qw9zR3" * 4),
        left=left("token: ", "vcp_", "k7Qw9zR3"),
        accept=is_mixed,
    ),
    SecretKind(
        id="secret/vercel-token",
        title="Vercel access token without a prefix",
        source="https://vercel.com/docs/cli/tokens",
        keywords=("vercel",),
        regex=named("vercel", r"[A-Za-z0-9]{24,60}"),
        found=found("VERCEL_TOKEN=", "k7Qw9zR3" * 3),
        left=left("VERCEL_TOKEN=", "k7Qw9zR3"),
        accept=is_mixed,
        confidence=Confidence.MEDIUM,
    ),
    SecretKind(
        id="secret/render-key",
        title="Render API key",
        source="https://api-docs.render.com/reference/authentication",
        keywords=("rnd_",),
        regex=token(r"rnd_[A-Za-z0-9]{28,40}"),
        found=found("RENDER_API_KEY=", "rnd_", "k7Qw9zR3" * 4),
        left=left("RENDER_API_KEY=", "rnd_", "k7Qw9zR3"),
        accept=is_mixed,
    ),
    SecretKind(
        id="secret/hetzner-token",
        title="Hetzner Cloud API token",
        source="https://docs.hetzner.cloud/reference/cloud#authentication",
        keywords=("hcloud", "hetzner"),
        regex=named("hcloud|hetzner", r"[A-Za-z0-9]{64}"),
        found=found("HCLOUD_TOKEN=", "k7Qw9zR3" * 8),
        left=left("HCLOUD_TOKEN=", "k7Qw9zR3" * 4),
        accept=is_mixed,
        confidence=Confidence.MEDIUM,
    ),
)
