"""Private addresses: found alone, and not confused with versions, networks and public ranges."""

from __future__ import annotations

import pytest

from prtool.detectors.addresses import AddressDetector
from prtool.detectors.base import Settings
from tests.unit.detectors.samples import SERVER, texts

ADDRESSES = AddressDetector()
ULA = "fd12:" + "3456::7"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (f"{SERVER}:80", SERVER),
        (f"ip={SERVER}.", SERVER),
        (f"http://{SERVER}/x", SERVER),
        (f"{SERVER}/24", SERVER),
        (f"{SERVER}/32", SERVER),
        ("172." + "20.1.1,", "172." + "20.1.1"),
        ("192." + "168.7.50", "192." + "168.7.50"),
        ("100." + "100.1.2", "100." + "100.1.2"),
        ("169." + "254.9.9", "169." + "254.9.9"),
        (f"[{ULA}]:80", ULA),
        ("FE80" + "::1C2D%eth0", "FE80" + "::1C2D"),
        (f"::ffff:{SERVER}", SERVER),
    ],
)
def test_found(text: str, address: str) -> None:
    assert texts(ADDRESSES, text) == [address]


@pytest.mark.parametrize(
    "text",
    [
        f"{SERVER}-beta", f"v{SERVER}", f"version: {SERVER}", f'version = "{SERVER}"',
        f"acme=={SERVER}", f"acme>={SERVER}", f"{SERVER}.4", f"1.{SERVER}", f"Section {SERVER}",
        "10.0.0.0/8", "10.20.30.0/24", "fc00::/7", "fd12:3456:789a::/48", "10.1.2", "10.1.2.300",
        "127.0.0.1", "0.0.0.0", "192.0.2.1", "198.51.100.7", "8.8.8.8", "172.32.1.1",
        "169.254.169.254", "10.255.255.255", "fd:12:34:56:78:9a", "2001:db8::1", "fdex: 1",
        f"for example, <code>{SERVER}</code>", f"e.g. {SERVER}", "169.254.170.23",
    ],
)  # fmt: skip
def test_left_alone(text: str) -> None:
    assert texts(ADDRESSES, text) == []


def test_public_hosts_of_the_settings_are_excused() -> None:
    assert texts(AddressDetector(Settings(public_hosts=(SERVER,))), f"dial {SERVER}") == []
