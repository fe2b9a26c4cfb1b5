"""Credentials of payment and shop services."""

from __future__ import annotations

import re

from prtool.detectors.secret_kinds.model import SecretKind, found, left, token

KINDS: tuple[SecretKind, ...] = (
    SecretKind(
        id="secret/stripe-key",
        title="Stripe secret or restricted key",
        source="https://docs.stripe.com/keys",
        keywords=("sk_live_", "sk_test_", "rk_live_", "rk_test_", "sk_org_"),
        regex=token(r"[rs]k_(?:live|test|org_live|org_test)_[A-Za-z0-9]{16,247}"),
        found=found("stripe.api_key = '", "sk_live_", "4eC39H" * 4, after="'"),
        left=left("stripe.api_key = '", "pk_live_", "4eC39H" * 4, "'"),
    ),
    SecretKind(
        id="secret/stripe-webhook-secret",
        title="Stripe webhook signing secret",
        source="https://docs.stripe.com/webhooks/signature",
        keywords=("whsec_",),
        regex=token(r"whsec_[A-Za-z0-9+/]{24,128}={0,2}"),
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
        regex=re.compile(
            r"(?i:paypal)[^\n]{0,40}?(?i:secret)[^\n]{0,12}?[\"'= \t:]"
            r"(?P<secret>E[A-Za-z0-9_-]{79})(?![A-Za-z0-9_-])"
        ),
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
        source="https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens",
        keywords=("shpat_", "shpca_", "shppa_", "shpss_", "shpua_"),
        regex=token(r"shp(?:at|ca|pa|ss|ua)_[a-fA-F0-9]{32}"),
        found=found("SHOPIFY=", "shpat_", "3fa9" * 8),
        left=left("SHOPIFY=", "shpat_", "3fa9" * 5),
    ),
    SecretKind(
        id="secret/plaid-token",
        title="Plaid access token",
        source="https://plaid.com/docs/api/items/",
        keywords=("access-sandbox-", "access-production-", "access-development-"),
        regex=token(
            r"access-(?:sandbox|development|production)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
        ),
        found=found("t = '", "access-production-", "3fa9b7c1-3fa9-4fa9-9fa9-3fa9b7c13fa9"),
        left=left("t = '", "access-production-", "3fa9b7c1"),
    ),
    SecretKind(
        id="secret/adyen-key",
        title="Adyen API key",
        source="https://docs.adyen.com/development-resources/api-credentials/",
        keywords=("adyen", "aqe"),
        regex=token(r"AQE[A-Za-z0-9+/]{80,400}={0,2}-[A-Za-z0-9+/]{40,80}={0,2}-[!-~]{10,30}"),
        found=found("x-api-key: ", "AQE", "hmf7" * 22, "-", "k7Qw" * 11, "=-", "ab3,D5]f7g" * 2),
        left=left("x-api-key: ", "AQE", "hmf7" * 4),
    ),
)
