"""Credentials of monitoring and analytics services."""

from __future__ import annotations

from prtool.detectors.secret_kinds import checksums
from prtool.detectors.secret_kinds.model import (
    SAMPLE_HEX,
    SAMPLE_UUID,
    UUID,
    SecretKind,
    found,
    is_mixed,
    left,
    named,
    token,
)
from prtool.model.finding import Confidence
from prtool.model.patterns import regex

KINDS: tuple[SecretKind, ...] = (
    SecretKind(
        id="secret/grafana-token",
        title="Grafana service account or cloud token",
        source="https://github.com/grafana/grafana/blob/main/pkg/components/satokengen/tokengen.go",
        keywords=("glsa_", "glc_"),
        regex=token(r"glsa_[A-Za-z0-9]{32}_[a-f0-9]{8}|glc_[A-Za-z0-9+/]{40,400}={0,2}"),
        found=found("Authorization: Bearer ", "glsa_", "a1B2" * 8, "_", "3fa9b7c1"),
        left=left("Authorization: Bearer ", "glsa_", "a1B2"),
        checksum=lambda value: value.startswith("glc_") or checksums.grafana(value),
    ),
    SecretKind(
        id="secret/sentry-token",
        title="Sentry auth token",
        source="https://docs.sentry.io/api/guides/create-auth-token/",
        keywords=("sntrys_", "sntryu_", "sntrya_", "sntryi_"),
        regex=token(r"sntry[uai]_[a-f0-9]{64}|sntrys_[A-Za-z0-9+/=_-]{60,400}"),
        found=found("SENTRY_AUTH_TOKEN=", "sntryu_", "3fa9" * 16),
        left=left("SENTRY_AUTH_TOKEN=", "sntryu_", "3fa9"),
    ),
    SecretKind(
        id="secret/sentry-dsn",
        title="Sentry DSN with a secret key",
        source="https://docs.sentry.io/concepts/key-terms/dsn-explainer/",
        keywords=("ingest.", "sentry"),
        regex=regex(
            r"https?://[0-9a-f]{32}:(?P<secret>[0-9a-f]{32})@[a-z0-9.-]{0,60}?(?:ingest\.|sentry)"
        ),
        found=found(
            "SENTRY_DSN=https:" + "//" + SAMPLE_HEX * 2 + ":",
            SAMPLE_HEX * 2,
            after="@o1.ingest.sentry.io/2",
        ),
        left=left("SENTRY_DSN=https://", SAMPLE_HEX * 2, "@o1.ingest.sentry.io/2"),
    ),
    SecretKind(
        id="secret/new-relic-key",
        title="New Relic user or insert key",
        source="https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/",
        keywords=("nrak-", "nrii-"),
        regex=token(r"NRAK-[A-Z0-9]{27}|NRII-[A-Za-z0-9_-]{32}"),
        found=found("NEW_RELIC_API_KEY=", "NRAK-", "A1B2C3D4E" * 3),
        left=left("NEW_RELIC_API_KEY=", "NRAK-", "A1B2"),
    ),
    SecretKind(
        id="secret/new-relic-license-key",
        title="New Relic license key",
        source="https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/#license-key",
        keywords=("nral",),
        regex=token(r"[0-9a-f]{36}NRAL"),
        found=found("NEW_RELIC_LICENSE_KEY=", SAMPLE_HEX * 2, "3fa9", "NRAL"),
        left=left("NEW_RELIC_LICENSE_KEY=", SAMPLE_HEX, "NRAL"),
    ),
    SecretKind(
        id="secret/dynatrace-token",
        title="Dynatrace token",
        source="https://docs.dynatrace.com/docs/manage/identity-access-management/access-tokens-and-oauth-clients/access-tokens",
        keywords=("dt0",),
        regex=token(r"dt0[a-z]\d{2}\.[A-Z0-9]{8,24}\.[A-Z0-9]{64}"),
        found=found("DT_API_TOKEN=", "dt0c01.", "A1B2C3" * 4, ".", "A1B2" * 16),
        left=left("DT_API_TOKEN=", "dt0c01.", "A1B2C3" * 4),
    ),
    SecretKind(
        id="secret/datadog-key",
        title="Datadog API or application key",
        source="https://docs.datadoghq.com/account_management/api-app-keys/",
        keywords=("datadog", "dd_api", "dd-api", "dd_app", "dd-app"),
        regex=named("datadog|dd[_-]api|dd[_-]app", r"[0-9a-f]{40}|[0-9a-f]{32}"),
        found=found("DD_API_KEY=", SAMPLE_HEX * 2),
        left=left("DD_TRACE_ID=", SAMPLE_HEX * 2),
        accept=is_mixed,
    ),
    SecretKind(
        id="secret/honeycomb-key",
        title="Honeycomb ingest key",
        source="https://docs.honeycomb.io/api/authentication",
        keywords=tuple(f"hc{letter}ik_" for letter in "abcdefghijklmnopqrstuvwxyz"),
        regex=token(r"hc[a-z]ik_[a-z0-9]{58}"),
        found=found("X-Honeycomb-Team: ", "hcxik_", "01k7qw9zr3" * 5, "01k7qw9z"),
        left=left("X-Honeycomb-Team: ", "hcxik_", "01k7qw9zr3"),
        accept=is_mixed,
    ),
    SecretKind(
        id="secret/posthog-key",
        title="PostHog personal API key or secure key",
        source="https://posthog.com/docs/api#personal-api-keys-recommended",
        keywords=("phx_", "phs_"),
        regex=token(r"ph[xs]_[A-Za-z0-9]{40,60}"),
        found=found("POSTHOG_PERSONAL_API_KEY=", "phx_", "k7Qw9zR3" * 6),
        left=left("POSTHOG_API_KEY=", "phc_", "k7Qw9zR3" * 6),
        accept=is_mixed,
    ),
    SecretKind(
        id="secret/axiom-token",
        title="Axiom API or personal token",
        source="https://axiom.co/docs/reference/tokens",
        keywords=("xaat-", "xapt-"),
        regex=token(rf"xa(?:at|pt)-{UUID}"),
        found=found("AXIOM_TOKEN=", "xaat-", SAMPLE_UUID),
        left=left("AXIOM_TOKEN=", "xaat-", "3fa9b7c1"),
    ),
    SecretKind(
        id="secret/pagerduty-key",
        title="PagerDuty API key or routing key",
        source="https://support.pagerduty.com/main/docs/api-access-keys",
        keywords=("pagerduty",),
        regex=named(
            "pagerduty", r"[A-Za-z0-9+_-]{20}|[0-9a-f]{32}|R[A-Z0-9]{31}", after="A-Za-z0-9+_-"
        ),
        found=found("PAGERDUTY_API_KEY=", "u+k7Qw9zR3aB4c5D6e7F"),
        left=left("PAGERDUTY_SERVICE=", "u+k7Qw9zR3aB4c5D6e7F"),
        accept=is_mixed,
        confidence=Confidence.MEDIUM,
    ),
    SecretKind(
        id="secret/opsgenie-key",
        title="Opsgenie API key",
        source="https://support.atlassian.com/opsgenie/docs/api-key-management/",
        keywords=("opsgenie",),
        regex=named("opsgenie", UUID),
        found=found("OPSGENIE_API_KEY=", SAMPLE_UUID),
        left=left("OPSGENIE_TEAM_ID=", SAMPLE_UUID),
        accept=is_mixed,
        confidence=Confidence.MEDIUM,
    ),
)
