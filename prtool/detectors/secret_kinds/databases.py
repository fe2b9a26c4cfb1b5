"""Credentials of database services."""

from __future__ import annotations

from prtool.detectors.secret_kinds.model import (
    SecretKind,
    found,
    is_mixed,
    left,
    token,
)

KINDS: tuple[SecretKind, ...] = (
    SecretKind(
        id="secret/supabase-token",
        title="Supabase token or secret key",
        source="https://supabase.com/docs/guides/api/api-keys",
        keywords=("sbp_", "sb_secret_"),
        regex=token(r"sbp_[a-f0-9]{40}|sb_secret_[A-Za-z0-9_-]{20,60}"),
        found=found("SUPABASE_ACCESS_TOKEN=", "sbp_", "3fa9" * 10),
        left=left("SUPABASE_ACCESS_TOKEN=", "sbp_", "3fa9"),
    ),
    SecretKind(
        id="secret/planetscale-credential",
        title="PlanetScale password or token",
        source="https://planetscale.com/docs/api/service-tokens",
        keywords=("pscale_",),
        regex=token(r"pscale_(?:pw|tkn|oauth)_[A-Za-z0-9_=.-]{32,64}"),
        found=found("DATABASE_PASSWORD=", "pscale_pw_", "a1B2" * 10),
        left=left("DATABASE_PASSWORD=", "pscale_pw_", "a1B2"),
    ),
    SecretKind(
        id="secret/neon-key",
        title="Neon API key or database password",
        source="https://neon.com/docs/manage/api-keys",
        keywords=("napi_", "npg_"),
        regex=token(r"napi_[a-z0-9]{56,70}|npg_[A-Za-z0-9]{12,20}"),
        found=found("NEON_API_KEY=", "napi_", "k7qw9zr3" * 8),
        left=left("NEON_API_KEY=", "napi_", "version_t"),
        accept=is_mixed,
    ),
    SecretKind(
        id="secret/mongodb-atlas-secret",
        title="Secret of a MongoDB Atlas service account",
        source="https://www.mongodb.com/docs/atlas/api/service-accounts-overview/",
        keywords=("mdb_sa_sk_",),
        regex=token(r"mdb_sa_sk_[A-Za-z0-9_-]{30,60}"),
        found=found("MONGODB_ATLAS_CLIENT_SECRET=", "mdb_sa_sk_", "k7Qw9zR3" * 5),
        left=left("MONGODB_ATLAS_CLIENT_ID=", "mdb_sa_id_", "3fa9b7c1" * 3),
    ),
)
