"""Somebody in a real browser, on the site that `make run` starts, and what they do there."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from django.conf import settings
from playwright.sync_api import Page, Route, expect

from cce_lms.demo import PASSWORD
from tests.stack import Stack


def right_answers() -> dict[str, set[str]]:
    """The right options of each question, by its stem, from the course's files."""
    answers = {}
    for path in Path(settings.BASE_DIR, "fixtures", "themes").glob("*.yaml"):
        for question in yaml.safe_load(path.read_text()).get("questions", []):
            answers[question["stem"]] = {choice["text"] for choice in question["choices"] if choice["right"]}
    return answers


class Visitor:
    """A browser window and what was asked and complained of in it. Nothing asked of another host leaves the machine."""

    def __init__(self, page: Page, stack: Stack) -> None:
        self.page, self.stack = page, stack
        self.asked_elsewhere: list[str] = []
        self.errors: list[str] = []
        page.route(lambda url: urlsplit(url).netloc != urlsplit(stack.url).netloc, self.stand_in)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("response", lambda response: self.errors.append(response.url) if response.status >= 500 else None)

    def stand_in(self, route: Route) -> None:
        self.asked_elsewhere.append(route.request.url)
        route.fulfill(status=200, content_type="text/html", body="<!doctype html><title>A player</title>")

    def sign_in(self, address: str, password: str = PASSWORD) -> None:
        self.page.goto(self.stack.url)
        self.page.get_by_label("E-mail").fill(address)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        expect(self.page.get_by_role("link", name="My learning")).to_be_visible()

    def title(self) -> str:
        return self.page.locator("h1").inner_text()

    def complete(self, reflection: str = "") -> None:
        if reflection:
            self.page.get_by_label("Your reflection").fill(reflection)
        before = self.title()
        self.page.get_by_role("button", name=re.compile("Mark complete and continue|I have thought about it")).click()
        expect(self.page.locator("h1")).not_to_have_text(before)

    def take_quiz(self, right: bool) -> None:
        """Answer every question, rightly or wrongly, and submit."""
        answers = right_answers()
        self.page.get_by_role("button", name=re.compile("^(Start|Try again)$")).click()
        questions = self.page.locator("fieldset.question")
        expect(questions).to_have_count(10)
        for question in questions.all():
            expected = answers[question.locator(".question-stem").inner_text()]
            options = question.locator("label").filter(has=self.page.locator("input"))
            texts = [text.strip() for text in options.all_inner_texts()]
            assert expected <= set(texts)
            wrong = next(text for text in texts if text not in expected)
            for text in expected if right else {wrong}:
                options.nth(texts.index(text)).click()
        self.page.get_by_role("button", name="Submit my answers").click()

    def walk_scenario(self) -> None:
        """Take the first option at each step until the end."""
        while self.page.get_by_role("heading", name="The end of this scenario").count() == 0:
            if self.page.get_by_role("link", name="Go on").count():
                self.page.get_by_role("link", name="Go on").click()
            else:
                self.page.locator(".scene-options a").first.click()
