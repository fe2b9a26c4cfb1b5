"""A real headless browser, driven over WebDriver: https://www.w3.org/TR/webdriver2/ ."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
START_S = 60.0
SPECIAL = {"Escape": "\ue00c", "Enter": "\ue007"}


def chromium() -> str | None:
    """Return the browser, None where there is none with its driver."""
    names = ("chromium", "chromium-browser", "google-chrome")
    if shutil.which("chromedriver") is None:
        return None
    return next((found for name in names if (found := shutil.which(name))), None)


@dataclass
class Browser:
    """One session."""

    url: str

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        data = json.dumps(body or {}).encode() if method == "POST" else None
        request = urllib.request.Request(self.url + path, data=data, method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=60) as response:
            return json.load(response)["value"]

    def open(self, page: Path) -> None:
        self.ask("POST", "/url", {"url": page.as_uri()})

    def run(self, script: str, *args: Any) -> Any:
        return self.ask("POST", "/execute/sync", {"script": script, "args": list(args)})

    def press(self, keys: str) -> None:
        """Press keys one after the other, as a person does."""
        typed = [SPECIAL[keys]] if keys in SPECIAL else list(keys)
        actions = [{"type": kind, "value": key} for key in typed for kind in ("keyDown", "keyUp")]
        self.ask(
            "POST", "/actions", {"actions": [{"type": "key", "id": "keys", "actions": actions}]}
        )

    def devtools(self, command: str, **params: Any) -> Any:
        body = {"cmd": command, "params": params}
        return self.ask("POST", "/goog/cdp/execute", body)

    def screenshot(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self.ask("GET", "/screenshot")))

    def problems(self) -> list[str]:
        """Return what the console says, such as what the policy of the page has refused."""
        return [entry["message"] for entry in self.ask("POST", "/se/log", {"type": "browser"})]


@contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    """Start a browser with an empty profile in ``folder``; it ends with the block."""
    driver = subprocess.Popen(
        ["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert driver.stdout is not None
        port = next(
            found[1]
            for line in driver.stdout
            if (found := re.search(r"successfully on port (\d+)", line))
        )
        session = Browser(f"http://127.0.0.1:{port}")
        options = {"binary": chromium(), "args": [*FLAGS, f"--user-data-dir={folder}"]}
        wanted = {"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
        made = session.ask("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        session.url += f"/session/{made['sessionId']}"
        try:
            yield session
        finally:
            session.ask("DELETE", "")
    finally:
        driver.terminate()
        driver.wait(10)
        if driver.stdout is not None:
            driver.stdout.close()


def wait_for(browser: Browser, script: str) -> None:
    """Wait until a script returns something true."""
    end = time.monotonic() + START_S
    while not browser.run(script):
        assert time.monotonic() < end, script
        time.sleep(0.05)
