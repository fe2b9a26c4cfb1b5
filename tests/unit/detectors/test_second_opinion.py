"""The second opinion: whole values, no noise, nothing left behind in detect-secrets."""

from __future__ import annotations

import subprocess
import sys
from base64 import b64encode

from detect_secrets.settings import get_settings

from prtool.detectors.second_opinion import SecondOpinion
from prtool.model.finding import Confidence
from tests.unit.detectors.samples import GITHUB, KEY


def shown(text: str) -> set[str]:
    return {text[span.start : span.end] for span, _ in SecondOpinion().places(text)}


def test_the_prefix_that_a_plugin_returns_is_widened_to_the_whole_token() -> None:
    """The GitHub plugin answers ``ghp``, which also stands before the token here."""
    token = "ghp_" + KEY + KEY[:16]
    assert {token} == shown(f"ghp is not {token}, it is longer")


def test_quotes_that_a_plugin_returns_are_not_part_of_the_value() -> None:
    """The Artifactory plugin answers with what stands before and after the token."""
    token = "AKC" + KEY
    assert shown(f'x("{token}")') == {token}


def test_a_value_is_reported_at_every_place() -> None:
    value = KEY + "aQz9"
    assert len({span for span, _ in SecondOpinion().places(f"x('{value}', '{value}')")}) == 2


def test_a_plugin_that_is_exact_keeps_its_span_and_is_surer() -> None:
    places = list(SecondOpinion().places(f"x = '{GITHUB[:4]}{KEY}{KEY[:16]}'"))
    assert Confidence.MEDIUM in {confidence for _, confidence in places}


def test_notations_that_have_no_pattern_of_their_own() -> None:
    assert {KEY} == shown(f'if "{KEY}" == given_password {{')


def test_an_unnamed_random_text_is_reported_as_a_guess() -> None:
    value = KEY + "aQz9"
    assert [sure for _, sure in SecondOpinion().places(f"x('{value}')")] == [Confidence.LOW]


def test_digests_identifiers_and_paths_are_noise() -> None:
    for text in (
        "github.com/acme/lib v1.2.3 h1:" + KEY * 2 + "AbE=",
        '"integrity": "sha512-' + KEY * 4 + 'AbE9Qw=="',
        'x = "' + "3fa9b7c1" * 8 + '"',
        'x = "3fa9b7c1-3fa9-4fa9-9fa9-3fa9b7c13fa9"',
        '{"R_AARCH64_TLSLE_MOVW_TPREL_G1_NC", Const, 20}',
        'open("internal/service2/handlers3/server4_test.go")',
        '"' + "aZ9+kQ3x" * 8 + '" +',
        f'    b"{KEY}aQz9",',
        f"script-src 'sha256-{KEY}{KEY}AbE='",
        f'<div data-sitekey="6L{KEY}{KEY[::-1]}"></div>',
        f'"price": "price_1{KEY}"',
        f'"VersionId": "{KEY}aQz9"',
        f'Stripe("{"pk_" + "live_"}{KEY}")',
        "id: '/subscriptions/3fa9b7c1-3fa9-4fa9-9fa9-3fa9b7c13fa9/resourceGroups/x'",
        'f("modify-subnet-group-1481762275392")',
        'f("' + b64encode(b"a text that is only packed up").decode() + '")',
        '{"api_key": "Is this a sentence ? Yes"}',
    ):
        assert set() == shown(text), text


def test_long_lines_are_looked_at_in_pieces() -> None:
    noise = "word " * 2_000
    assert {KEY} == shown(f'{noise}if "{KEY}" == given_password {{{noise}')


def test_the_settings_of_the_process_stay_as_they_are() -> None:
    before = get_settings().json()
    shown(f'password = "{KEY}"')
    assert before == get_settings().json()


def test_nothing_stands_for_requests_afterwards() -> None:
    code = (
        "import sys; from prtool.detectors.plugins import make_plugins; make_plugins();"
        "sys.exit('requests' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_package_is_whole_for_everybody_else() -> None:
    """The plugins come without it, and whoever asks for the rest gets it."""
    code = (
        "import sys\n"
        "from prtool.detectors.plugins import make_plugins\n"
        "make_plugins()\n"
        "assert 'detect_secrets.core.scan' not in sys.modules\n"
        "import detect_secrets\n"
        "assert detect_secrets.SecretsCollection.__module__.startswith('detect_secrets.core.')\n"
        "from detect_secrets.core.scan import scan_line\n"
        "from detect_secrets.settings import default_settings\n"
        "with default_settings():\n"
        "    list(scan_line('plain text'))\n"
        "try:\n"
        "    detect_secrets.nothing_like_this\n"
        "except AttributeError:\n"
        "    print('ok')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("ok\n", "")
