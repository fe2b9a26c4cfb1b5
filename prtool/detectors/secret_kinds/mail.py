"""Credentials of mail services."""

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
from prtool.model.finding import Confidence

KINDS: tuple[SecretKind, ...] = (
    SecretKind(
        id="secret/sendgrid-key",
        title="SendGrid API key",
        source="https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys",
        keywords=("sg.",),
        regex=token(r"SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}"),
        found=found("SENDGRID_API_KEY=", "SG.", "a1" * 11, ".", "Bc3" * 14, "d"),
        left=left("SENDGRID_API_KEY=", "SG.", "a1" * 11, ".", "Bc3"),
    ),
    SecretKind(
        id="secret/mailgun-key",
        title="Mailgun API key",
        source="https://documentation.mailgun.com/docs/mailgun/user-manual/api-key-mgmt",
        keywords=("key-",),
        regex=token(r"key-[0-9a-f]{32}"),
        found=found("MAILGUN=", "key-", "3fa9" * 8),
        left=left("MAILGUN=", "key-", "3fa9" * 4),
    ),
    SecretKind(
        id="secret/mailgun-account-key",
        title="Mailgun API key without a prefix",
        source="https://documentation.mailgun.com/docs/mailgun/user-manual/api-key-mgmt",
        keywords=("mailgun",),
        regex=named("mailgun", r"[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}"),
        found=found("MAILGUN_API_KEY=", SAMPLE_HEX * 2, "-3fa9b7c1-d5e80246"),
        left=left("MAILGUN_API_KEY=", SAMPLE_HEX * 2, "-3fa9b7c1"),
        accept=is_mixed,
    ),
    SecretKind(
        id="secret/mailchimp-key",
        title="Mailchimp API key",
        source="https://mailchimp.com/developer/marketing/guides/quick-start/",
        keywords=tuple(f"-us{digit}" for digit in range(1, 10)),
        regex=token(r"[0-9a-f]{32}-us[1-9]\d?"),
        found=found("MAILCHIMP=", "3fa9" * 8, "-us12"),
        left=left("MAILCHIMP=", "3fa9" * 4, "-us12"),
    ),
    SecretKind(
        id="secret/resend-key",
        title="Resend API key",
        source="https://resend.com/docs/api-reference/introduction#authentication",
        keywords=("re_",),
        regex=token(r"re_[A-Za-z0-9]{8}_[A-Za-z0-9]{20,32}"),
        found=found("RESEND_API_KEY=", "re_", "k7Qw9zR3_", "k7Qw9zR3" * 3),
        left=left("RESEND_API_KEY=", "re_", "k7Qw9zR3"),
        accept=is_mixed,
    ),
    SecretKind(
        id="secret/brevo-key",
        title="Brevo API or SMTP key",
        source="https://developers.brevo.com/docs/api-key-authentication",
        keywords=("xkeysib-", "xsmtpsib-"),
        regex=token(r"x(?:key|smtp)sib-[0-9a-f]{64}-[A-Za-z0-9]{16}"),
        found=found("api-key: ", "xkeysib-", SAMPLE_HEX * 4, "-", "k7Qw9zR3" * 2),
        left=left("api-key: ", "xkeysib-", SAMPLE_HEX),
    ),
    SecretKind(
        id="secret/postmark-token",
        title="Postmark server or account token",
        source="https://postmarkapp.com/developer/api/overview#authentication",
        keywords=("postmark",),
        regex=named("postmark", UUID),
        found=found("X-Postmark-Server-Token: ", SAMPLE_UUID),
        left=left("X-Postmark-Message-Id: ", SAMPLE_UUID),
        accept=is_mixed,
        confidence=Confidence.MEDIUM,
    ),
)
