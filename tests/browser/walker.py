"""Random walks through the app with the records open: what a person does, and what must hold after it.

A walk has two windows on one visit. Each action is followed by a look: the page is not blank, what was
entered is in the records or still in its window, and no line says "saved" while something is not.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from browser_driver import Driver, Server
from clinic_driver import PASSPHRASE, Desk, day_words
from playwright.sync_api import Error

from analyzer.records import Records

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator

DAY: Final = date(2026, 3, 2)
CODE: Final = "K-7"
PAGES: Final = ("Check a photo", "Correct", "Before and after", "Clients", "Learn", "Accuracy and privacy")
CHIPS: Final = {"Bridge": "glute_bridge", "Dead bug": "dead_bug", "Pelvic tilt, lying": "pelvic_tilt"}
PROMPT_MS: Final = 10_000
"""How long a page may take to come, on a busy machine."""
LOOK_MS: Final = 30_000
"""How long a look waits at most for what has to come."""
_SEEN: Final = """() => {
    const line = document.querySelector('.st-key-saved_line');
    const says = line && getComputedStyle(line).visibility === 'visible' && line.getClientRects().length > 0;
    return {
        saved: Boolean(says && line.innerText.includes('aved')),
        heading: document.querySelector('h1')?.innerText ?? '',
        notes: document.querySelector('.st-key-visit_1_notes textarea')?.value ?? null,
        height: document.querySelector('.st-key-visit_1_camera_height_cm input')?.value ?? null,
        chips: [...document.querySelectorAll('.st-key-visit_1_exercises button[aria-pressed=true]')]
            .map(chip => chip.innerText),
        fault: document.body.innerText.includes('Something went wrong inside'),
    };
}"""


@dataclass(frozen=True)
class Found:
    """Something that must not be."""

    walk: int
    action: int
    kind: str
    what: str


@dataclass
class Entered:
    """What was entered, over all windows. ``words`` have to be in the notes in the end."""

    words: list[str] = field(default_factory=list)
    height: float | None = None
    chips: set[str] = field(default_factory=set)
    old_notes: list[str] = field(default_factory=list)


class Walk:
    """One walk.

    Parameters
    ----------
    browser : Browser
    server : Server
        With records of its own, made by `make_records`.
    number, seed : int
    real_rest_s : float
        The longest rest that is really waited for; longer ones let the clock of the page go on.
    restarts : bool
        Whether the program is ended and started again on the way.
    say : callable
        Is given a line for everything that is found.
    """

    def __init__(
        self,
        browser: Browser,
        server: Server,
        number: int,
        seed: int,
        *,
        real_rest_s: float = 3.0,
        restarts: bool = True,
        say: Callable[[str], object] = lambda line: None,
    ) -> None:
        self.server, self.number, self.chance = server, number, random.Random(seed)  # noqa: S311 - not for secrets
        self.real_rest_s, self.restarts, self.say = real_rest_s, restarts, say
        self.records = Records.open(server.place, PASSPHRASE)
        self.entered = Entered()
        self.found: list[Found] = []
        self.log: list[str] = []
        self.action = 0
        self.windows = [self._open(browser) for _ in range(2)]
        self.desk = self.windows[0]

    def _open(self, browser: Browser) -> Desk:
        window = Driver(browser, self.server.url, dark=False, phone=False, touch=True)
        window.page.set_default_timeout(LOOK_MS)
        window.page.clock.install()
        window.page.on("dialog", lambda dialog: dialog.accept())
        desk = Desk(window).menu("Clients").unlock()
        return desk.client(CODE).follow(day_words(DAY), "Visit of")

    def close(self) -> None:
        for desk in self.windows:
            desk.window.close()
        self.records.close()

    # --- Going ----------------------------------------------------------------------------------------

    def go(self, actions: int) -> list[Found]:
        """So many actions, and a last look; what was found."""
        doings: list[tuple[int, Callable[[], object]]] = [
            (5, self.write), (4, self.toggle), (2, self.set_height), (4, self.open_page), (3, self.rest),
            (3, self.other_window), (2, self.reload), (1, self.back), (1, self.lock), (2, self.hurry),
        ]  # fmt: skip
        if self.restarts:
            doings.append((1, self.restart))
        weights, acts = zip(*doings, strict=True)
        for self.action in range(1, actions + 1):
            act = self.chance.choices(acts, weights)[0]
            self.log.append(act.__name__)
            try:
                act()
                self.look()
            except Error as error:
                self.tell("stuck", f"{act.__name__}: {str(error)[:300]}")
                self.recover()
        self.last_look()
        return self.found

    def tell(self, kind: str, what: str) -> None:
        self.found.append(Found(self.number, self.action, kind, f"{what} [{' '.join(self.log[-6:])}]"))
        self.say(f"walk {self.number}, action {self.action}: {kind}: {self.found[-1].what}")

    def recover(self) -> None:
        """After something was found: from the start in this window."""
        page = self.desk.page
        page.goto(self.server.url)
        self.desk.settle()
        self.to_visit()

    def press(self, what: Locator) -> None:
        """By mouse, keyboard or touch."""
        how = self.chance.choice(("mouse", "keyboard", "touch"))
        self.log[-1] += f":{how}"
        if how == "mouse":
            what.click()
        elif how == "keyboard":
            what.focus()
            self.desk.page.keyboard.press("Enter")
        else:
            what.tap()

    def to_visit(self) -> None:
        """To the visit, wherever this window is; the records are unlocked for it."""
        page, desk = self.desk.page, self.desk
        if page.locator(".st-key-visit_1_notes textarea").count():
            return
        if not page.get_by_role("button", name="Unlock").count():
            desk.menu("Clients")
        if page.get_by_role("button", name="Unlock").count():
            desk.unlock()
        if page.locator("h1").first.inner_text().startswith("Visit of"):
            return
        desk.menu("Clients")
        desk.client(CODE).follow(day_words(DAY), "Visit of")

    # --- Actions --------------------------------------------------------------------------------------

    def write(self) -> None:
        """A word at the end of the notes, and something after it."""
        self.to_visit()
        page = self.desk.page
        notes = page.get_by_label("Notes of this visit")
        word = f"w{self.number}x{self.action}"
        self.press(notes)
        page.keyboard.press("Control+End")
        page.keyboard.type(f" {word}")
        self.entered.words.append(word)
        self.look_at_sign()
        how = self.chance.choice(("Tab", "Control+Enter", "away", "nothing", "pause", "menu"))
        self.log[-1] += f":{how}"
        if how == "away":
            page.locator("h1").first.click()
        elif how == "menu":
            self.open_page()
        elif how == "pause":
            page.clock.run_for(2_500)
        elif how != "nothing":
            page.keyboard.press(how)

    def toggle(self) -> None:
        """An exercise that the client takes home, or not any more."""
        self.to_visit()
        name = self.chance.choice(list(CHIPS))
        before = self.seen()["chips"]
        chips = self.desk.page.locator(".st-key-visit_1_exercises")
        self.press(chips.get_by_role("button", name=name, exact=True))
        self.desk.settle()
        on = name in self.seen()["chips"]
        if on == (name in before):
            self.tell("action lost", f"{name} stayed {'on' if on else 'off'}")
        (self.entered.chips.add if on else self.entered.chips.discard)(name)

    def set_height(self) -> None:
        self.to_visit()
        self.entered.height = float(self.chance.randrange(40, 200))
        field_ = self.desk.page.get_by_role("spinbutton", name="Height of the camera")
        field_.fill(f"{self.entered.height:.0f}")
        self.look_at_sign()
        self.desk.page.keyboard.press(self.chance.choice(("Enter", "Tab")))

    def open_page(self) -> None:
        title = self.chance.choice(PAGES)
        self.press(self.desk.page.get_by_role("link", name=title, exact=True).first)
        try:
            self.desk.page.get_by_role("heading", name=title, exact=True).first.wait_for(timeout=PROMPT_MS)
        except Error:
            heading = self.seen()["heading"]
            self.tell("action lost", f"{title} was chosen, {heading or 'nothing'} is there")
        self.desk.settle()
        if title != (heading := self.seen()["heading"]):
            self.tell("action lost", f"{title} was there, and {heading or 'nothing'} after it")

    def rest(self) -> None:
        rest_s = self.chance.uniform(0.0, 60.0)
        if rest_s <= self.real_rest_s or self.chance.random() < 0.1:
            self.desk.page.wait_for_timeout(1000.0 * min(rest_s, self.real_rest_s))
        else:
            self.desk.page.clock.run_for(round(1000.0 * rest_s))

    def other_window(self) -> None:
        self.desk = self.windows[1 - self.windows.index(self.desk)]
        self.desk.page.bring_to_front()

    def reload(self) -> None:
        self.desk.page.reload()
        self.desk.page.locator("h1").first.wait_for()

    def back(self) -> None:
        self.desk.page.go_back()
        self.desk.settle()

    def lock(self) -> None:
        """Lock with the button, if the records are open."""
        button = self.desk.page.locator(".watch").get_by_role("button", name="Lock")
        if button.count() and button.is_visible():
            self.press(button)
            try:
                self.desk.page.locator(".watch").wait_for(state="detached", timeout=PROMPT_MS)
            except Error:
                self.tell("action lost", "the records are still open")
            self.desk.settle()

    def hurry(self) -> None:
        """Two things without waiting in between."""
        self.to_visit()
        page = self.desk.page
        name = self.chance.choice(list(CHIPS))
        before = self.seen()["chips"]
        page.locator(".st-key-visit_1_exercises").get_by_text(name, exact=True).click()
        (self.entered.chips.discard if name in before else self.entered.chips.add)(name)
        self.open_page()

    def restart(self) -> None:
        """The program ends, gently or at once, and is there again."""
        self.desk.settle()
        gently = self.chance.random() < 0.5
        if gently:
            self.server.stop()
        else:
            self.server.kill()
        for desk in self.windows:
            desk.page.wait_for_function(
                "() => !document.querySelector('.st-key-saved_line')"
                " || getComputedStyle(document.querySelector('.st-key-saved_line'))"
                ".visibility === 'hidden'"
            )
        self.server.begin()
        self.server.wait()
        for desk in self.windows:
            desk.page.clock.run_for(5_000)
            desk.page.wait_for_function(
                "() => document.querySelector('.stApp')?.dataset.testConnectionState"
                " === 'CONNECTED' && !document.querySelector('.watch')"
            )
            desk.settle()

    # --- Looking --------------------------------------------------------------------------------------

    def seen(self) -> dict[str, Any]:
        seen: dict[str, Any] = self.desk.page.evaluate(_SEEN)
        return seen

    def look_at_sign(self) -> None:
        """No "saved" over what is not: what the page shows was in the records when it says so."""
        kept = self.kept()
        seen = self.seen()
        if kept != self.kept() or not seen["saved"]:
            return
        if seen["notes"] is not None and seen["notes"] not in self.entered.old_notes:
            self.tell("unsaved under a saved sign", f"{seen['notes']!r} shown, {kept['notes']!r} kept")

    def kept(self) -> dict[str, Any]:
        visit = self.records.visit(1)
        self.entered.old_notes.append(visit.notes)
        return {"notes": visit.notes, "height": visit.camera_height_cm, "exercises": visit.exercises}

    def look(self) -> None:
        """After an action: not blank, no fault, and the sign tells the truth."""
        self.desk.settle()
        seen = self.seen()
        if not seen["heading"].strip():
            self.desk.page.wait_for_timeout(1000)
            if not self.seen()["heading"].strip():
                self.tell("blank page", self.desk.page.url.rpartition("/")[2])
                self.recover()
        if seen["fault"]:
            self.tell("fault", seen["heading"])
        self.look_at_sign()

    def last_look(self) -> None:
        """Whatever was entered is in the records, once every window has had its pause."""
        for desk in self.windows:
            self.desk = desk
            try:
                self.to_visit()
                self.desk.page.clock.run_for(4_000)
                self.desk.settle()
            except Error as error:
                self.tell("stuck", f"at the end: {str(error)[:300]}")
        end = time.monotonic() + LOOK_MS / 1000.0
        while time.monotonic() < end and any(word not in self.kept()["notes"] for word in self.entered.words):
            self.windows[0].page.wait_for_timeout(200)
        kept = self.kept()
        for word in self.entered.words:
            if word not in kept["notes"]:
                self.tell("lost", f"{word} is not in the notes")
        if self.entered.height is not None and kept["height"] != self.entered.height:
            self.tell("lost", f"height {self.entered.height}, kept {kept['height']}")
        for name, id_ in CHIPS.items():
            if (name in self.entered.chips) != (id_ in kept["exercises"]):
                self.tell("lost", f"{name}: kept {id_ in kept['exercises']}")


def make_records(place: Any) -> None:
    """Records with one client and one visit."""
    from analyzer.records import VisitDraft  # noqa: PLC0415

    with Records.create(place, PASSPHRASE) as records:
        records.save_visit(records.add_client(CODE, "Anna").id, VisitDraft(DAY))
