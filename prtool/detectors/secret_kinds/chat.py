"""Credentials of chat and social services."""

from __future__ import annotations

from prtool.detectors.secret_kinds import checksums
from prtool.detectors.secret_kinds.model import (
    UUID,
    SecretKind,
    found,
    is_mixed,
    left,
    named,
    token,
)
from prtool.model.patterns import regex

_SAMPLE = "3fa9b7c1-3fa9-4fa9-9fa9-" + "3fa9b7c13fa9"

KINDS: tuple[SecretKind, ...] = (
    SecretKind(
        id="secret/slack-token",
        title="Slack token",
        source="https://docs.slack.dev/authentication/tokens",
        keywords=(
            *("xoxb-", "xoxa-", "xoxp-", "xoxo-", "xoxs-", "xoxr-", "xoxe.", "xoxe-", "xoxc-"),
            *("xoxd-", "xapp-"),
        ),
        regex=token(
            r"xox[abceoprs](?:\.xox[bp])?-[A-Za-z0-9-]{20,300}|xoxd-[A-Za-z0-9%+/=_-]{40,400}"
            r"|xapp-\d-[A-Z0-9]{8,14}-[A-Za-z0-9-]{20,120}"
        ),
        found=found("SLACK_TOKEN=", "xoxb-", "172839405162-", "a1B2c3" * 4),
        left=left("SLACK_TOKEN=", "xoxb-", "1728"),
    ),
    SecretKind(
        id="secret/slack-webhook",
        title="Slack incoming webhook",
        source="https://github.com/slackapi/python-slack-sdk/blob/1e2d144ba64a431ff1cb6c7e2b6b06febaae3013/docs-src/webhook/index.rst",
        keywords=("hooks.slack.com/",),
        regex=regex(
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
        keywords=("discord", "bot_token", "bot-token", "bottoken", "bot ", ".run(", ".login("),
        regex=regex(
            r"(?:(?i:discord[a-z0-9_.-]{0,30}|bot[_-]?token)[\"'`\]]{0,2}[ \t]{0,8}[:=,(]{1,2}"
            r"|(?i:bot) |\.(?:run|login)\()[ \t]{0,8}[\"'`]?"
            r"(?P<secret>[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,38})"
            r"(?![A-Za-z0-9_-])"
        ),
        found=found("BOT_TOKEN=", "MTk4Njky", "a7Q9" * 4, ".Cl2FMQ.", "kQ7zT" * 5, "aa"),
        left=left("BOT_TOKEN=", "MTk4Njky", "a7Q9" * 4, ".Cl2FMQ.", "kQ7z"),
    ),
    SecretKind(
        id="secret/discord-webhook",
        title="Discord webhook",
        source="https://discord.com/developers/docs/resources/webhook",
        keywords=("webhooks/",),
        regex=regex(
            r"discord(?:app)?\.com/api/(?:v\d{1,2}/)?webhooks/\d{17,20}/"
            r"(?P<secret>[A-Za-z0-9_-]{60,100})"
        ),
        found=found("https://discord.com/api/webhooks/" + "12345678" * 2 + "90/", "kQ7_" * 17),
        left=left("https://discord.com/api/webhooks/{id}/{token}"),
        why="Whoever reads it can post into the channel.",
    ),
    SecretKind(
        id="secret/telegram-bot-token",
        title="Telegram bot token",
        source="https://github.com/tdlib/telegram-bot-api/blob/master/telegram-bot-api/ClientManager.cpp",
        keywords=(":aa",),
        regex=regex(r"(?<!\d)(?P<secret>[1-9]\d{7,15}:AA[A-Za-z0-9_-]{33})(?![A-Za-z0-9_-])"),
        found=found("https://api.telegram.org/bot", "110201543:", "AA", "HdqTcvC" * 4, "H1xGW"),
        left=left("https://api.telegram.org/bot", "110201543:", "AA", "HdqTcvC"),
    ),
    SecretKind(
        id="secret/teams-webhook",
        title="Microsoft Teams incoming webhook",
        source="https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook",
        keywords=("webhook.office.com",),
        regex=regex(
            rf"webhook\.office\.com/webhookb2/(?P<secret>{UUID}@{UUID}"
            rf"/IncomingWebhook/[0-9A-Za-z]{{32}}/{UUID}(?:/[A-Za-z0-9_-]{{20,80}})?)"
        ),
        found=found(
            "https://acme.webhook.office.com/webhookb2/",
            *(f"{_SAMPLE}@{_SAMPLE}", "/IncomingWebhook/", "3fa9" * 8, "/", _SAMPLE),
        ),
        left=left("https://acme.webhook.office.com/webhookb2/", "3fa9b7c1/IncomingWebhook/x"),
        why="Whoever reads it can post into the channel.",
    ),
    SecretKind(
        id="secret/google-chat-webhook",
        title="Google Chat incoming webhook",
        source="https://developers.google.com/workspace/chat/quickstart/webhooks",
        keywords=("chat.googleapis.com/",),
        regex=regex(
            r"chat\.googleapis\.com/v1/spaces/[A-Za-z0-9_-]{4,40}/messages\?key=[A-Za-z0-9_-]{20,60}"
            r"&(?:amp;)?token=(?P<secret>[A-Za-z0-9_-]{30,60}(?:%3D|=)?)"
        ),
        found=found(
            "https://chat.googleapis.com/v1/spaces/AAAA/messages?key=" + "k7Qw9" * 5 + "&token=",
            *("k7Qw9zR3" * 5, "k7Q"),
        ),
        left=left("https://chat.googleapis.com/v1/spaces/AAAA/messages?key=KEY&token=TOKEN"),
        why="Whoever reads it can post into the space.",
    ),
    SecretKind(
        id="secret/matrix-token",
        title="Access or refresh token of a Matrix server",
        source="https://github.com/element-hq/synapse/blob/develop/synapse/handlers/auth.py",
        keywords=("syt_", "syr_"),
        regex=token(r"sy[tr]_[A-Za-z0-9+/]{1,400}_[A-Za-z]{20}_[A-Za-z0-9]{6}"),
        found=found("access_token: ", "syt_", "YWNtZQ_", "kQwzRtKqWz" * 2, "_1x7QzW"),
        left=left("access_token: ", "syt_", "YWNtZQ_", "kQwzR"),
        checksum=checksums.synapse,
    ),
    SecretKind(
        id="secret/twilio-key",
        title="Twilio API key or auth token",
        source="https://www.twilio.com/docs/glossary/what-is-a-sid",
        keywords=("twilio",),
        regex=named("twilio", r"(?:SK)?[0-9a-f]{32}"),
        found=found("TWILIO_AUTH_TOKEN=", "3fa9b7c1" * 4),
        left=left("TWILIO_AUTH_TOKEN=", "3fa9b7c1" * 2),
        accept=is_mixed,
    ),
)
