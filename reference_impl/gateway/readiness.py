"""Telling the service manager that requests are answered (`Type=notify`).

Protocol: https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html.
"""

from __future__ import annotations

import os
import socket

_ADDRESS = "NOTIFY_SOCKET"


def tell_ready() -> None:
    """Say so, if somebody waits for it.

    Raises:
        OSError: Whoever waits can't be reached.
    """
    address = os.environ.get(_ADDRESS, "")
    if not address:
        return
    if address.startswith("@"):  # a name in no file system
        address = f"\0{address[1:]}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
        sock.connect(address)
        sock.sendall(b"READY=1")
