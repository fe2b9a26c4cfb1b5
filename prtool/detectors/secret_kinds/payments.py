"""Credentials of payment and shop services."""

from __future__ import annotations

from prtool.detectors.secret_kinds.model import (
    SAMPLE_HEX,
    SAMPLE_UUID,
    UUID,
    SecretKind,
    found,
    left,
    named,
    token,
)

KINDS: tuple[SecretKind, ...] = (
    SecretKind(
        id="secret/stripe-key",
        title="Stripe secret or restricted key",
        source="https://docs.stripe.com/keys",
        keywords=(
            *("sk_live_", "sk_test_", "rk_live_", "rk_test_"),
            *("sk_org_live_", "sk_org_test_", "rk_org_live_", "rk_org_test_"),
        ),
        regex=token(r"[rs]k_(?:live|test|org_live|org_test)_[A-Za-z0-9]{16,247}"),
        found=found("stripe.api_key = '", "sk_live_", "4eC39H" * 4, after="'"),
        left=left("stripe.api_key = '", "pk_live_", "4eC39H" * 4, "'"),
    ),
    SecretKind(
        id="secret/stripe-webhook-secret",
        title="Signing secret of webhooks, of Stripe or of Standard Webhooks",
        source="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md",
        keywords=("whsec_", "whsk_"),
        regex=token(
            r"whsec_[A-Za-z0-9+/]{24,128}={0,2}"
            r"|whsk_(?:[A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{86}==)"
        ),
        found=found("endpoint_secret = '", "whsec_", "4eC39H" * 5, "4e", after="'"),
        left=left("endpoint_secret = '", "whsec_", "4eC3", "'"),
        why="Whoever reads it can forge events.",
    ),
    SecretKind(
        id="secret/square-token",
        title="Square access token or application secret",
        source="https://developer.squareup.com/docs/build-basics/access-tokens",
        keywords=("sq0atp-", "sq0csp-", "eaaa"),
        regex=token(r"sq0(?:atp-[A-Za-z0-9_-]{22}|csp-[A-Za-z0-9_-]{43})|EAAA[A-Za-z0-9_-]{60}"),
        found=found("SQUARE_TOKEN=", "sq0atp-", "a1" * 11),
        left=left("SQUARE_APP=", "sq0idp-", "a1" * 11),
    ),
    SecretKind(
        id="secret/paypal-secret",
        title="PayPal client secret",
        source="https://developer.paypal.com/api/rest/authentication/",
        keywords=("paypal",),
        regex=named("paypal", r"E[A-Za-z0-9_-]{79}", after="A-Za-z0-9_-"),
        found=found("PAYPAL_CLIENT_SECRET=", "E", "KQ7z-" * 15, "KQ7z"),
        left=left("PAYPAL_CLIENT_SECRET=", "E", "KQ7z-" * 5),
    ),
    SecretKind(
        id="secret/braintree-token",
        title="Braintree access token",
        source="https://developer.paypal.com/braintree/articles/control-panel/important-gateway-credentials",
        keywords=("access_token$",),
        regex=token(r"access_token\$(?:production|sandbox)\$[0-9a-z]{16}\$[0-9a-f]{32}"),
        found=found("BT=", "access_token$", "production$", "a1b2" * 4, "$", "3fa9" * 8),
        left=left("BT=", "access_token$", "production$", "a1b2" * 2, "$", "3fa9"),
    ),
    SecretKind(
        id="secret/shopify-token",
        title="Shopify access token",
        source="https://shopify.dev/changelog/length-of-the-shopify-access-token-is-increasing",
        keywords=("shpat_", "shpca_", "shppa_", "shpss_", "shpua_"),
        regex=token(r"shp(?:at|ca|pa|ss|ua)_[a-fA-F0-9]{32}"),
        found=found("SHOPIFY=", "shpat_", "3fa9" * 8),
        left=left("SHOPIFY=", "shpat_", "3fa9" * 5),
    ),
    SecretKind(
        id="secret/plaid-token",
        title="Plaid access, processor or asset report token",
        source="https://plaid.com/docs/quickstart/glossary/",
        keywords=tuple(
            f"{kind}-{environment}-"
            for kind in ("access", "processor", "report")
            for environment in ("sandbox", "development", "production")
        ),
        regex=token(
            rf"(?:access|processor|asset-report)-(?:sandbox|development|production)-{UUID}"
        ),
        found=found("t = '", "access-production-", SAMPLE_UUID),
        left=left("t = '", "access-production-", "3fa9b7c1"),
    ),
    SecretKind(
        id="secret/adyen-key",
        title="Adyen API key",
        source="https://docs.adyen.com/development-resources/api-credentials/",
        keywords=("aqe",),
        regex=token(r"AQE[A-Za-z0-9+/]{80,400}={0,2}-[A-Za-z0-9+/]{40,80}={0,2}-[!-~]{10,30}"),
        found=found("x-api-key: ", "AQE", "hmf7" * 22, "-", "k7Qw" * 11, "=-", "ab3,D5]f7g" * 2),
        left=left("x-api-key: ", "AQE", "hmf7" * 4),
    ),
    SecretKind(
        id="secret/paddle-key",
        title="Paddle API key",
        source="https://developer.paddle.com/api-reference/about/api-keys",
        keywords=("pdl_live_apikey_", "pdl_sdbx_apikey_"),
        regex=token(r"pdl_(?:live|sdbx)_apikey_[a-z0-9]{26}_[A-Za-z0-9]{22}_[A-Za-z0-9]{3}"),
        found=found(
            "Authorization: Bearer ",
            *("pdl_live_apikey_", "01k7qw9zr3ab" * 2, "cd", "_", "k7Qw9zR3aBc" * 2, "_AQ7"),
        ),
        left=left("Authorization: Bearer ", "pdl_live_apikey_", "01k7qw9zr3ab"),
    ),
    SecretKind(
        id="secret/flutterwave-key",
        title="Flutterwave secret key",
        source="https://developer.flutterwave.com/v3.0/docs/authentication",
        keywords=("flwseck",),
        regex=token(r"FLWSECK(?:_TEST)?-[A-Za-z0-9]{12,40}(?:-X)?"),
        found=found("FLW_SECRET_KEY=", "FLWSECK_TEST-", SAMPLE_HEX * 2, "-X"),
        left=left("FLW_SECRET_KEY=", "FLWPUBK_TEST-", SAMPLE_HEX * 2, "-X"),
    ),
    SecretKind(
        id="secret/shippo-token",
        title="Shippo API token",
        source="https://docs.goshippo.com/guides/authentication",
        keywords=("shippo_live_", "shippo_test_"),
        regex=token(r"shippo_(?:live|test)_[0-9a-f]{40}"),
        found=found("shippo = '", "shippo_live_", "3fa9" * 10, after="'"),
        left=left("shippo = '", "shippo_live_", "3fa9"),
    ),
)
