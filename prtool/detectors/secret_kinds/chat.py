"""Credentials of chat, mail and telephony services."""

from __future__ import annotations

import re

from prtool.detectors.secret_kinds.model import SecretKind, found, left, token

KINDS: tuple[SecretKind, ...] = (
    SecretKind(
        id="secret/slack-token",
        title="Slack token",
        source="https://docs.slack.dev/authentication/tokens",
        keywords=("xoxb-", "xoxa-", "xoxp-", "xoxo-", "xoxs-", "xoxr-", "xoxe", "xoxc-", "xapp-"),
        regex=token(
            r"xox[abceoprs](?:\.xox[bp])?-[A-Za-z0-9-]{20,300}|xapp-\d-[A-Z0-9]{8,14}-[A-Za-z0-9-]{20,120}"
        ),
        found=found("SLACK_TOKEN=", "xoxb-", "172839405162-", "a1B2c3" * 4),
        left=left("SLACK_TOKEN=", "xoxb-", "1728"),
    ),
    SecretKind(
        id="secret/slack-webhook",
        title="Slack incoming webhook",
        source="https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks",
        keywords=("hooks.slack.com",),
        regex=re.compile(
            r"hooks\.slack\.com/(?:services|workflows|triggers)/"
            r"(?P<secret>[A-Z0-9]{8,14}/[A-Z0-9]{8,20}/[A-Za-z0-9/]{16,80})"
        ),
        found=found("https://hooks.slack.com/services/", "T02ABCD3E/", "B05FGHI6J/", "kQ7z" * 6),
        left=left("https://hooks.slack.com/services/", "T00/B00/XXX"),
        why="Whoever reads it can post into the channel.",
    ),
    SecretKind(
        id="secret/discord-bot-token",
        title="Discord bot token",
        source="https://discord.com/developers/docs/reference#authentication",
        keywords=("discord", "bot", "token", "authorization"),
        regex=token(r"[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,38}"),
        found=found("BOT_TOKEN=", "MTk4Njky", "a7Q9" * 4, ".Cl2FMQ.", "kQ7zT" * 5, "aa"),
        left=left("BOT_TOKEN=", "MTk4Njky", "a7Q9" * 4, ".Cl2FMQ.", "kQ7z"),
    ),
    SecretKind(
        id="secret/discord-webhook",
        title="Discord webhook",
        source="https://discord.com/developers/docs/resources/webhook",
        keywords=("/api/webhooks/",),
        regex=re.compile(
            r"discord(?:app)?\.com/api/(?:v\d{1,2}/)?webhooks/\d{17,20}/"
            r"(?P<secret>[A-Za-z0-9_-]{60,72})"
        ),
        found=found("https://discord.com/api/webhooks/" + "12345678" * 2 + "90/", "kQ7_" * 17),
        left=left("https://discord.com/api/webhooks/{id}/{token}"),
        why="Whoever reads it can post into the channel.",
    ),
    SecretKind(
        id="secret/telegram-bot-token",
        title="Telegram bot token",
        source="https://core.telegram.org/bots/features#creating-a-new-bot",
        keywords=(":aa",),
        regex=re.compile(r"(?<!\d)(?P<secret>\d{8,10}:AA[A-Za-z0-9_-]{33})(?![A-Za-z0-9_-])"),
        found=found("https://api.telegram.org/bot", "110201543:", "AA", "HdqTcvC" * 4, "H1xGW"),
        left=left("https://api.telegram.org/bot", "110201543:", "AA", "HdqTcvC"),
    ),
    SecretKind(
        id="secret/teams-webhook",
        title="Microsoft Teams incoming webhook",
        source="https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook",
        keywords=("webhook.office.com",),
        regex=re.compile(
            r"webhook\.office\.com/webhookb2/(?P<secret>[0-9a-f-]{36}@[0-9a-f-]{36}"
            r"/IncomingWebhook/[0-9A-Za-z]{32}/[0-9a-f-]{36}(?:/[A-Za-z0-9_-]{20,80})?)"
        ),
        found=found(
            "https://acme.webhook.office.com/webhookb2/",
            "3fa9b7c1-3fa9-4fa9-9fa9-3fa9b7c13fa9@3fa9b7c1-3fa9-4fa9-9fa9-3fa9b7c13fa9",
            "/IncomingWebhook/",
            "3fa9" * 8,
            "/3fa9b7c1-3fa9-4fa9-9fa9-3fa9b7c13fa9",
        ),
        left=left("https://acme.webhook.office.com/webhookb2/", "3fa9b7c1/IncomingWebhook/x"),
        why="Whoever reads it can post into the channel.",
    ),
    SecretKind(
        id="secret/twilio-key",
        title="Twilio API key or auth token",
        source="https://www.twilio.com/docs/iam/api-keys",
        keywords=("twilio",),
        regex=re.compile(
            r"(?i:twilio)[^\n]{0,60}?(?<![A-Za-z0-9])(?P<secret>(?:SK)?[0-9a-f]{32})(?![A-Za-z0-9])"
        ),
        found=found("TWILIO_AUTH_TOKEN=", "3fa9" * 8),
        left=left("TWILIO_AUTH_TOKEN=", "3fa9" * 3),
    ),
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
        keywords=("key-", "mailgun"),
        regex=token(r"key-[0-9a-f]{32}|[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}"),
        found=found("MAILGUN=", "key-", "3fa9" * 8),
        left=left("MAILGUN=", "key-", "3fa9" * 4),
    ),
    SecretKind(
        id="secret/mailchimp-key",
        title="Mailchimp API key",
        source="https://mailchimp.com/developer/marketing/guides/quick-start/",
        keywords=("-us",),
        regex=token(r"[0-9a-f]{32}-us\d{1,2}"),
        found=found("MAILCHIMP=", "3fa9" * 8, "-us12"),
        left=left("MAILCHIMP=", "3fa9" * 4, "-us12"),
    ),
)
