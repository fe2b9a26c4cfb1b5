"""Makes the plugins of detect-secrets, which take longer to import than most checks take."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from contextlib import contextmanager
from types import ModuleType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from detect_secrets.plugins.base import BasePlugin
    from detect_secrets.plugins.high_entropy_strings import HighEntropyStringsPlugin


def make_plugins() -> tuple[tuple[BasePlugin, ...], HighEntropyStringsPlugin]:
    """Make the plugins, the one for random text apart.

    Left out are those for public addresses, which are no secrets, for PEM headers, which have an
    exact pattern here, and for hexadecimal text, which is mostly noise.
    """
    _without_scanner()
    with _offline():
        from detect_secrets.plugins import (
            artifactory,
            aws,
            azure_storage_key,
            basic_auth,
            cloudant,
            discord,
            github_token,
            gitlab_token,
            high_entropy_strings,
            ibm_cloud_iam,
            ibm_cos_hmac,
            jwt,
            keyword,
            mailchimp,
            npm,
            openai,
            pypi_token,
            sendgrid,
            slack,
            softlayer,
            square_oauth,
            stripe,
            telegram_token,
            twilio,
        )

    plugins = (
        artifactory.ArtifactoryDetector(),
        aws.AWSKeyDetector(),
        azure_storage_key.AzureStorageKeyDetector(),
        basic_auth.BasicAuthDetector(),
        cloudant.CloudantDetector(),
        discord.DiscordBotTokenDetector(),
        github_token.GitHubTokenDetector(),
        gitlab_token.GitLabTokenDetector(),
        ibm_cloud_iam.IbmCloudIamDetector(),
        ibm_cos_hmac.IbmCosHmacDetector(),
        jwt.JwtTokenDetector(),
        mailchimp.MailchimpDetector(),
        npm.NpmDetector(),
        openai.OpenAIDetector(),
        pypi_token.PypiTokenDetector(),
        sendgrid.SendGridDetector(),
        slack.SlackDetector(),
        softlayer.SoftlayerDetector(),
        square_oauth.SquareOAuthDetector(),
        stripe.StripeDetector(),
        telegram_token.TelegramBotTokenDetector(),
        twilio.TwilioKeyDetector(),
        keyword.KeywordDetector(),
    )
    return plugins, high_entropy_strings.Base64HighEntropyString()


class _Package(ModuleType):
    """Stands for ``detect_secrets`` itself, and becomes it when somebody asks for what is in it.

    Its own code is the scanner of files with all that it calls, which takes three times as long to
    import as the plugins.
    """

    def __getattr__(self, name: str) -> object:
        spec = self.__spec__
        if spec is None or spec.loader is None or name.startswith("__"):
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        self.__class__ = ModuleType  # type: ignore[assignment]
        spec.loader.exec_module(self)
        return getattr(self, name)


def _without_scanner() -> None:
    """Let the plugins be imported without the package that they are in."""
    name = "detect_secrets"
    spec = importlib.util.find_spec(name) if name not in sys.modules else None
    if spec is not None:
        sys.modules[name] = importlib.util.module_from_spec(spec)
        sys.modules[name].__class__ = _Package


class _Requests(ModuleType):
    """Stands for ``requests`` in the plugins, and becomes it when one of them calls somebody."""

    Response = object
    """They name it in an annotation."""

    def __getattr__(self, name: str) -> object:
        return getattr(importlib.import_module(self.__name__), name)


@contextmanager
def _offline() -> Iterator[None]:
    """Import the plugins without ``requests``, which takes three times as long as they do.

    They use it to ask a vendor whether a secret is alive, which nobody does here.
    """
    name = "requests"
    if name in sys.modules:
        yield
        return
    sys.modules[name] = _Requests(name)
    try:
        yield
    finally:
        del sys.modules[name]
