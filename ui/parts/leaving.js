// Asks before the page is closed or loaded anew, while something would be lost by it: several parts of a page
// may have something to lose, and what was typed may not be confirmed yet (unsaved.js) or not sent (forms.js).
// When the program was gone and is there again, the page is made anew: a program that was started again knows
// nothing of it, and would not say so.

const mounted = new Map();

function ask(event) {
  // Who was signed out must leave: what is on the screen is private.
  if (window.postureSignedOut || !navigator.userActivation?.hasBeenActive) return;
  const typed = window.postureEntries?.open() || window.postureForms?.open();
  if (![...mounted.values()].some(Boolean) && !typed) return;
  event.preventDefault();
  event.returnValue = true;
}

function comeBack() {
  const page = document.querySelector("[data-test-connection-state]");
  if (!page || window.postureComesBack) return;
  window.postureComesBack = true;
  let gone = false;
  new MutationObserver(() => {
    const there = ["CONNECTED", "STATIC_CONNECTED"].includes(page.dataset.testConnectionState);
    if (there && gone) setTimeout(() => window.postureRun?.(), 0);
    gone = !there;
  }).observe(page, { attributes: true, attributeFilter: ["data-test-connection-state"] });
}

// What this tab had goes to its page when it is loaded anew: the tab keeps the secret of its session for that,
// as long as there is something to come back to.
const TAB = "posture-tab";
const AGAIN_MS = 500;

function keepTab(data, tell) {
  try {
    const kept = sessionStorage.getItem(TAB);
    if (kept && kept !== data.tab && data.back !== "done") {
      if (data.waits !== window.postureWaits) setTimeout(() => tell("tab", kept), data.back === "wait" ? AGAIN_MS : 0);
      window.postureWaits = data.waits;
    } else if (data.keep) sessionStorage.setItem(TAB, data.tab);
    else sessionStorage.removeItem(TAB);
  } catch {
    // A browser that keeps nothing for its tabs asks before it loses something, as all do.
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  mounted.set(root, data.ask);
  window.addEventListener("beforeunload", ask);
  if (data.place === "page") {
    // Lets the whole page run, with all that its fields hold.
    window.postureRun = () => window.postureLeaves?.() || setTriggerValue("run", Date.now());
    comeBack();
    keepOrder();
    keepForms(data.unsent);
    keepTab(data, setTriggerValue);
  }
  return () => mounted.delete(root);
}
