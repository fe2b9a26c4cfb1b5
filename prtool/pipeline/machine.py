"""Asks this machine who works on it, for the lexicon."""

from __future__ import annotations

import os
import pwd
import socket
from pathlib import Path

from prtool.lexicon.harvest import MachineFacts
from prtool.repo.open import Repository


def machine_facts(repository: Repository) -> MachineFacts:
    """Return what git's config and the system say of user and host; asks no network."""
    try:
        account = pwd.getpwuid(os.getuid())
        user, home, full_name = account.pw_name, account.pw_dir, account.pw_gecos.split(",")[0]
    except KeyError:
        user, home, full_name = "", str(Path.home()), ""
    hostname = socket.gethostname()
    return MachineFacts(
        git_name=repository.setting("user", "name") or "",
        git_email=repository.setting("user", "email") or "",
        hostname=hostname.split(".")[0],
        fqdn=hostname if "." in hostname else "",
        user=user,
        home=home,
        full_name=full_name,
        remotes=repository.remote_urls,
    )
