// The records are open: a button to lock them, and a watch that locks them when nobody is there any more.
// That somebody is there is told beside the app's own connection: a run of the page in the tick of a click
// could cost the click. Only locking runs the page.
// What somebody typed and did not finish is handed over before: a field that loses the focus tells its text.

const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "scroll"];
const TELL_EVERY_MS = 20_000;
const AGAIN_MS = 2_000;
const PAUSE_MS = 2_000;
const WARN_MS = 30_000;
const HAND_OVER_MS = 4_000;
const LOOK_MS = 50;
const FINISH_EVERY_MS = 3_000;

const bars = (window.postureBars ??= new Set()); // those that are shown

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  root.tell = setTriggerValue;
  root.idle = data.idle_ms;
  root.here = { url: data.here, headers: { "X-Records-Ticket": data.ticket } };
  const keeper = { url: data.kept, ticket: data.ticket };
  watchEntries().reach(keeper);
  if (!root.watch) root.watch = start(root, data);
  return () => {
    watchEntries().leave(keeper);
    root.watch.stop();
    root.watch = null;
  };
}

function start(root, data) {
  const entries = watchEntries();
  const bar = document.createElement("div");
  bar.className = "watch";
  const words = document.createElement("span");
  words.setAttribute("role", "status");
  words.textContent = data.open;
  const lock = document.createElement("button");
  lock.type = "button";
  lock.textContent = data.lock;
  bar.append(words, lock);
  root.replaceChildren(bar);
  bars.add(bar);
  const place = new ResizeObserver(leaveRoom);
  place.observe(bar);
  lock.hidden = bar.hidden = !data.idle_ms;

  let last = Date.now();
  let told = last;
  const seen = () => {
    last = Date.now();
    if (last - told > TELL_EVERY_MS) {
      told = last;
      say();
    }
  };
  // Without an answer it is said again with the next sign. The server may have locked by itself, with the
  // computer asleep for example: then the page follows.
  const say = async () => {
    try {
      const { url, headers } = root.here;
      const answer = await fetch(url, { method: "POST", headers, cache: "no-store", keepalive: true });
      if (answer.status === 410 && root.watch) finish("late");
    } catch {
      told = Date.now() - TELL_EVERY_MS + AGAIN_MS;
    }
  };
  const handOver = () => {
    const field = document.activeElement;
    if (field && field !== document.body && typeof field.blur === "function") field.blur();
  };
  // Said again until this is gone: a run of the page that begins at the same moment can swallow it.
  let again = 0;
  const finish = (why) => {
    if (again) return;
    const since = Date.now();
    const ask = () => (why === "late" ? window.postureRun() : root.tell("lock", why));
    // When the records hold what was typed, and at last without that: nothing that was sent is lost.
    const first = () => {
      if (entries.open() && Date.now() - since < HAND_OVER_MS) return;
      clearInterval(again);
      // Again only when nothing came of it: asked for while it locks, it would ask a page that is gone.
      again = setInterval(() => answered() && ask(), FINISH_EVERY_MS);
      ask();
    };
    handOver();
    again = setInterval(first, LOOK_MS);
  };
  // A longer text is handed over in each pause of typing, as its field does it with Ctrl and Enter.
  let pause = 0;
  const typed = (event) => {
    const field = event.target;
    clearTimeout(pause);
    if (field?.tagName !== "TEXTAREA" || field.closest("[data-testid=stForm]")) return;
    pause = setTimeout(() => {
      const keys = { key: "Enter", code: "Enter", ctrlKey: true, bubbles: true, cancelable: true };
      field.dispatchEvent(new KeyboardEvent("keydown", keys));
    }, PAUSE_MS);
  };
  const hidden = () => {
    if (document.visibilityState === "hidden") handOver();
  };
  document.addEventListener("input", typed, true);
  document.addEventListener("visibilitychange", hidden);
  // Before the page changes, by the browser's own buttons too, and before it is left.
  window.navigation?.addEventListener("navigate", handOver);
  window.addEventListener("beforeunload", handOver);
  lock.addEventListener("click", () => finish("button"));
  for (const sign of SIGNS) document.addEventListener(sign, seen, { capture: true, passive: true });
  const clock = setInterval(() => {
    if (lost(bar, entries.gone())) {
      if (words.textContent !== data.lost) words.textContent = data.lost;
    } else if (!root.idle && words.textContent === data.lost) words.textContent = data.open;
    if (!root.idle) return;
    const left = root.idle - (Date.now() - last);
    const soon = left <= WARN_MS;
    bar.classList.toggle("soon", soon);
    const text = soon ? data.soon : data.open;
    if (!bar.classList.contains("lost") && words.textContent !== text) words.textContent = text;
    if (left <= HAND_OVER_MS) handOver();
    if (left <= 0) finish("idle");
  }, 1000);

  return {
    stop() {
      clearInterval(clock);
      clearInterval(again);
      clearTimeout(pause);
      place.disconnect();
      bars.delete(bar);
      leaveRoom();
      document.removeEventListener("input", typed, true);
      document.removeEventListener("visibilitychange", hidden);
      window.navigation?.removeEventListener("navigate", handOver);
      window.removeEventListener("beforeunload", handOver);
      for (const sign of SIGNS) document.removeEventListener(sign, seen, { capture: true });
    },
  };
}

// Whether all that the page asked for has run.
function answered() {
  return document.querySelector(".stApp")?.dataset.testScriptState === "notRunning";
}

// The page ends above the bar. That of the next page may be there before that of the last one is gone.
function leaveRoom() {
  const page = document.documentElement;
  const height = Math.max(0, ...[...bars].map((bar) => bar.offsetHeight));
  page.classList.toggle("records-bar", height > 0);
  page.style.setProperty("--records-bar", `${height}px`);
}

// Without the program nothing is saved: the bar says so.
function lost(bar, gone) {
  if (bar.classList.contains("lost") !== gone) {
    bar.classList.toggle("lost", gone);
    if (gone || bar.querySelector("button").hidden) bar.hidden = !gone;
  }
  return gone;
}
