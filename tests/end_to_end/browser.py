"""A headless Chromium for the tests of the page: nothing is downloaded, and nothing leaves the machine."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, Request, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser that is closed afterwards."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Watch:
    """What a page did that it must not do: requests beyond its own file, messages on the console, errors, pop-ups."""

    path: Path
    asked: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def __call__(self, page: Page) -> None:
        page.on("request", self._asked)
        page.on("console", lambda message: self.troubles.append(message.text))
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("popup", lambda _: self.troubles.append("a window opened"))

    def _asked(self, request: Request) -> None:
        if request.url.partition("#")[0] != self.path.as_uri() and not request.url.startswith("blob:"):
            self.asked.append(request.url)
