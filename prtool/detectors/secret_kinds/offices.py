"""Credentials of office, design and customer services."""

from __future__ import annotations

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
from prtool.model.patterns import regex

KINDS: tuple[SecretKind, ...] = (
    SecretKind(
        id="secret/linear-key",
        title="Linear API key",
        source="https://developers.linear.app/docs/graphql/working-with-the-graphql-api",
        keywords=("lin_api_", "lin_oauth_"),
        regex=token(r"lin_(?:api_[A-Za-z0-9]{40}|oauth_[a-f0-9]{64})"),
        found=found("LINEAR_API_KEY=", "lin_api_", "a1B2" * 10),
        left=left("LINEAR_API_KEY=", "lin_api_", "a1B2"),
    ),
    SecretKind(
        id="secret/notion-token",
        title="Notion integration token",
        source="https://developers.notion.com/docs/best-practices-for-handling-api-keys",
        keywords=("ntn_", "secret_"),
        regex=token(r"ntn_[A-Za-z0-9]{40,50}|secret_[A-Za-z0-9]{43}"),
        found=found("NOTION_KEY=", "ntn_", "a1B2" * 11, "c3"),
        left=left("NOTION_KEY=", "ntn_", "a1B2"),
    ),
    SecretKind(
        id="secret/airtable-token",
        title="Airtable personal access token",
        source="https://airtable.com/developers/web/guides/personal-access-tokens",
        keywords=("airtable",),
        regex=regex(
            r"(?i:airtable)[^\n]{0,60}?[^A-Za-z0-9\n](?P<secret>pat[A-Za-z0-9]{14}\.[a-f0-9]{64})"
            r"(?![A-Za-z0-9])"
        ),
        found=found("AIRTABLE=", "pat", "a1B2c3D4e5F6g7", ".", "3fa9" * 16),
        left=left("AIRTABLE=", "pat", "a1B2c3D4e5F6g7", ".", "3fa9"),
    ),
    SecretKind(
        id="secret/figma-token",
        title="Figma personal access token",
        source="https://developers.figma.com/docs/rest-api/personal-access-tokens/",
        keywords=("figd_",),
        regex=token(r"figd_[A-Za-z0-9_-]{38,64}"),
        found=found("X-Figma-Token: ", "figd_", "a1B_" * 10),
        left=left("X-Figma-Token: ", "figd_", "a1B_"),
    ),
    SecretKind(
        id="secret/postman-key",
        title="Postman API key",
        source="https://learning.postman.com/docs/developer/postman-api/authentication/",
        keywords=("pmak-",),
        regex=token(r"PMAK-[a-f0-9]{24}-[a-f0-9]{34}"),
        found=found("X-API-Key: ", "PMAK-", "3fa9" * 6, "-", "3fa9" * 8, "b7"),
        left=left("X-API-Key: ", "PMAK-", "3fa9" * 6),
    ),
    SecretKind(
        id="secret/hubspot-token",
        title="HubSpot private app token",
        source="https://developers.hubspot.com/docs/apps/legacy-apps/authentication/intro-to-auth",
        keywords=("pat-na", "pat-eu", "pat-ap", "pat-jp", "pat-ca"),
        regex=token(rf"pat-(?:na|eu|ap|jp|ca)\d{{0,2}}-{UUID}"),
        found=found("HUBSPOT_TOKEN=", "pat-na1-", SAMPLE_UUID),
        left=left("HUBSPOT_TOKEN=", "pat-na1-", "3fa9b7c1"),
    ),
    SecretKind(
        id="secret/asana-token",
        title="Asana personal access token",
        source="https://developers.asana.com/docs/personal-access-token",
        keywords=("asana",),
        regex=named("asana", r"[012]/\d{10,20}(?:/\d{10,20})?:[0-9a-f]{32}"),
        found=found("ASANA_ACCESS_TOKEN=", "1/", "1204073829165", ":", SAMPLE_HEX * 2),
        left=left("ASANA_ACCESS_TOKEN=", "1/", "1204073829165"),
    ),
    SecretKind(
        id="secret/dropbox-token",
        title="Dropbox access token",
        source="https://developers.dropbox.com/oauth-guide",
        keywords=("sl.",),
        regex=token(r"sl\.(?:u\.)?[A-Za-z0-9_-]{120,1400}"),
        found=found("DROPBOX_TOKEN=", "sl.", "k7Qw9zR3_a" * 14),
        left=left("DROPBOX_TOKEN=", "sl.", "k7Qw9zR3_a"),
        accept=is_mixed,
    ),
    SecretKind(
        id="secret/okta-token",
        title="Okta API token",
        source="https://developer.okta.com/docs/guides/create-an-api-token/main/",
        keywords=("okta", "ssws "),
        regex=regex(
            r"(?:(?i:okta[a-z0-9_.-]{0,30}?(?:token|key|secret))[\"'\]]{0,2}[ \t]{0,8}[:=]"
            r"[ \t]{0,8}[\"']?|SSWS )"
            r"(?P<secret>00[A-Za-z0-9_-]{40})(?![A-Za-z0-9_-])"
        ),
        found=found("Authorization: SSWS ", "00", "k7Qw9zR3_a" * 4),
        left=left("Authorization: SSWS ", "00", "k7Qw9zR3_a"),
        accept=is_mixed,
    ),
    SecretKind(
        id="secret/auth0-client-secret",
        title="Auth0 client secret",
        source="https://auth0.com/docs/get-started/applications/application-settings",
        keywords=("auth0",),
        regex=named("auth0", r"[A-Za-z0-9_-]{64}", after="A-Za-z0-9_-"),
        found=found("AUTH0_CLIENT_SECRET=", "k7Qw9zR3" * 8),
        left=left("AUTH0_CLIENT_ID=", "k7Qw9zR3" * 4),
        accept=is_mixed,
    ),
    SecretKind(
        id="secret/contentful-token",
        title="Contentful management token",
        source="https://www.contentful.com/developers/docs/references/authentication/",
        keywords=("cfpat-",),
        regex=token(r"CFPAT-[A-Za-z0-9_-]{43}"),
        found=found("CONTENTFUL_MANAGEMENT_TOKEN=", "CFPAT-", "k7Qw9zR3_a" * 4, "k7Q"),
        left=left("CONTENTFUL_MANAGEMENT_TOKEN=", "CFPAT-", "k7Qw"),
    ),
    SecretKind(
        id="secret/clickup-token",
        title="ClickUp personal API token",
        source="https://clickup.com/api/developer-portal/authentication/",
        keywords=("pk_",),
        regex=token(r"pk_\d{5,10}_[A-Z0-9]{32}"),
        found=found("CLICKUP_API_TOKEN=", "pk_", "4753994_", "K7QW9ZR3" * 4),
        left=left("CLICKUP_API_TOKEN=", "pk_", "live_", "K7QW9ZR3" * 4),
    ),
    SecretKind(
        id="secret/mapbox-token",
        title="Mapbox secret token",
        source="https://docs.mapbox.com/help/dive-deeper/access-tokens/",
        keywords=("sk.eyj",),
        regex=token(r"sk\.eyJ[A-Za-z0-9_-]{40,200}\.[A-Za-z0-9_-]{20,40}"),
        found=found("MAPBOX_TOKEN=", "sk.eyJ", "1Ijoi" * 12, ".", "k7Qw9zR3_a" * 2, "bc"),
        left=left("MAPBOX_TOKEN=", "pk.eyJ", "1Ijoi" * 12, ".", "k7Qw9zR3_a" * 2),
    ),
    SecretKind(
        id="secret/typeform-token",
        title="Typeform personal access token",
        source="https://www.typeform.com/developers/get-started/personal-access-token/",
        keywords=("tfp_",),
        regex=token(r"tfp_[A-Za-z0-9_.=-]{40,80}"),
        found=found("TYPEFORM_TOKEN=", "tfp_", "a1B2c3D4e" * 6),
        left=left("TYPEFORM_TOKEN=", "tfp_", "a1B2c3D4e"),
    ),
)
