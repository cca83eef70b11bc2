// What was entered last comes before the way to another page. A field hands its text over a moment after it has
// lost the focus: arriving after the click on a link, that would bring the old page back, and cost the click.

const HANDED_OVER_MS = 700;
const WAYS = "a[href], [data-testid=stMain] button";
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
    entered = 0;
    if (handed) typed = null;
  }).observe(page, { attributes: true, attributeFilter: ["data-test-script-state"] });

  const waits = () => entered && performance.now() - entered < HANDED_OVER_MS;
  const goOn = () => {
    if (waits()) return void setTimeout(goOn, 20);
    const way = held;
    held = null;
    entered = 0;
    (way.isConnected ? way : drawnAnew(way))?.click();
  };
  const clicked = (event) => {
    const { target } = event;
    if (target.closest?.(ENTRIES)) return void note();
    const way = target.closest?.(WAYS);
    if (!way || way === held || way.target === "_blank" || event.ctrlKey || event.metaKey) return;
    if (typed && typed === document.activeElement) typed.blur();
    if (!held && !waits()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!held) setTimeout(goOn, 0);
    held = way;
  };
  // Before Streamlit's own, which listens further down.
  window.addEventListener("click", clicked, true);
}
