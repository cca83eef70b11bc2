// What was entered last comes before the way to another page. A field hands its text over a moment after it has
// lost the focus: arriving after the click on a link, that would bring the old page back, and cost the click.
// Streamlit sends what fields hand over, and what the page asks for by itself, at the end of the tick, but the
// way to another page at once. Every way to another page therefore begins with the next tick, and until the page
// has answered it asks for no run by itself.

const HANDED_OVER_MS = 700;
const LEAVES_MS = 3_000; // a way that the page does not answer is none
const WAYS = "a[href], [data-testid=stMain] button";
const PAGES = "a[href]:not([download], [href^='#'])";
const ENTRIES = "[data-testid=stButtonGroup] button, [data-testid=stNumberInput] button, label, [role=option], [role=gridcell]";

/** The same way, when the run that took the text drew the page anew. */
function drawnAnew(way) {
  const same = (other) =>
    other.textContent === way.textContent && other.getAttribute("href") === way.getAttribute("href");
  return [...document.querySelectorAll(way.tagName)].find(same);
}

function keepOrder() {
  const page = document.querySelector("[data-test-script-state]");
  if (!page || window.postureInOrder) return;
  window.postureInOrder = true;
  let entered = 0; // when something was entered that no run of the page has taken yet
  let typed = null; // the field that holds what was not handed over
  let handed = false; // it was, and the next run takes it
  let held = null; // the way that waits
  let going = null; // the way that is taken now
  let left = 0; // when a way was taken that no run of the page has answered yet
  const note = () => {
    entered = performance.now();
  };
  const own = (field) => field.matches?.("textarea, input:not([type=file])") && !field.closest("[data-testid=stForm]");
  const hand = ({ target }) => {
    if (target !== typed) return;
    handed = true;
    note();
  };
  const type = ({ target }) => {
    if (!own(target)) return;
    typed = target;
    handed = false;
    note();
  };
  document.addEventListener("input", type, true);
  document.addEventListener("focusout", hand, true);
  document.addEventListener("keydown", (event) => event.key === "Enter" && hand(event), true);
  new MutationObserver(() => {
    if (page.dataset.testScriptState !== "running") return;
    entered = left = 0;
    if (handed) typed = null;
  }).observe(page, { attributes: true, attributeFilter: ["data-test-script-state"] });

  const waits = () => entered && performance.now() - entered < HANDED_OVER_MS;
  const goOn = () => {
    if (waits()) return void setTimeout(goOn, 20);
    const way = held.isConnected ? held : drawnAnew(held);
    if (!way && page.dataset.testScriptState === "running") return void setTimeout(goOn, 20);
    held = null;
    entered = 0;
    if (!way) return;
    going = way;
    if (way.matches(PAGES)) left = performance.now();
    way.click();
    going = null;
  };
  const clicked = (event) => {
    const { target } = event;
    if (target.closest?.(ENTRIES)) return void note();
    const way = target.closest?.(WAYS);
    if (!way || way === going || way.target === "_blank") return;
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (typed && typed === document.activeElement) typed.blur();
    if (!held && !waits() && !way.matches(PAGES)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!held) setTimeout(goOn, 0);
    held = way;
  };
  // The browser's own ways back and on: just before, a field hands its text over (watch.js).
  let passes = false;
  const travel = (event) => {
    if (passes) return;
    event.stopImmediatePropagation();
    const pass = () => {
      passes = true;
      left = performance.now();
      window.dispatchEvent(new PopStateEvent("popstate", { state: event.state }));
      passes = false;
    };
    setTimeout(pass, 0);
  };
  window.addEventListener("popstate", travel, true);
  // Before Streamlit's own, which listens further down.
  window.addEventListener("click", clicked, true);
  window.postureLeaves = () => left > 0 && performance.now() - left < LEAVES_MS;
}
