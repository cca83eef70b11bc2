// What was entered into a visit and is not confirmed yet. As long as there is any of it, no line on the page
// says "saved": from the first letter until the run of the page that took the text has ended.
// A text that could not be handed over, because the program ended or the page was left, is kept in the memory
// of this window only, and put back into its field when that is there again.

const SAVED_LINES = '[class*="st-key-saved_"]';
const CHOICES = "[data-testid=stButtonGroup] button, [data-testid=stNumberInput] button, [role=option], [role=gridcell]";
const TICK_MS = 500;
const PATIENCE_MS = 3_000;
const OTHER = "[Written in another window at the same time:]";

/** Watches all fields of visits, once for each window; `gone()` says that the program does not answer. */
function watchEntries() {
  return (window.postureEntries ??= startWatching());
}

function startWatching() {
  const page = document.querySelector("[data-test-script-state]");
  const drafts = new Map(); // what was typed, by the key of its field
  const shown = new Map(); // what a field held before
  let count = 0; // of what was handed over
  let begun = 0; // how much of that when the run began that is on its way
  let chosen = 0; // the last choice that is not confirmed
  let waits = 0; // since when nothing came of what was handed over
  let running = page.dataset.testScriptState === "running";
  let stale = false; // the program was gone, and has not made this page anew
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`html[data-posture-unsaved] ${SAVED_LINES} { visibility: hidden; }`);
  document.adoptedStyleSheets.push(sheet);

  const gone = () => !["CONNECTED", "STATIC_CONNECTED"].includes(page.dataset.testConnectionState);
  const open = () => chosen > 0 || [...drafts].some(([key, draft]) => draft.field.isConnected || fieldOf(key));
  const tell = () => document.documentElement.toggleAttribute("data-posture-unsaved", gone() || open());

  const typed = (field, key) => {
    if (field.type === "file" || field.getAttribute("role") === "combobox") return;
    const base = drafts.get(key)?.base ?? shown.get(key);
    drafts.set(key, { text: field.value, base, field, handed: 0, cut: stale });
    tell();
  };
  const handedOver = (key) => {
    const draft = drafts.get(key);
    if (!draft) return;
    draft.handed = ++count;
    waits = Date.now();
  };
  const choose = () => {
    chosen = ++count;
    waits = Date.now();
    tell();
  };
  const listen = {
    focusin: (field, key) => drafts.has(key) || shown.set(key, field.value),
    input: typed,
    focusout: (field, key) => handedOver(key),
    keydown: (field, key, event) => {
      if (event.key !== "Enter") return;
      if (field.getAttribute("role") === "combobox") choose();
      else if (field.tagName !== "TEXTAREA" || event.ctrlKey || event.metaKey) handedOver(key);
    },
  };
  for (const [kind, act] of Object.entries(listen)) {
    const heard = (event) => {
      const key = keyOf(event.target);
      if (key) act(event.target, key, event);
    };
    document.addEventListener(kind, heard, true);
  }
  const clicked = (event) => {
    const choice = event.target.closest?.(CHOICES);
    if (choice && (keyOf(choice) || choice.closest("[role=listbox], [data-baseweb=calendar]"))) choose();
  };
  document.addEventListener("click", clicked, true);
  sliders(choose);

  const ended = () => {
    stale = false;
    for (const [key, draft] of drafts) if (draft.handed && draft.handed <= begun && !draft.cut) drafts.delete(key);
    if (chosen <= begun) chosen = 0;
  };
  const look = () => {
    const now = page.dataset.testScriptState === "running" && !gone();
    if (gone()) {
      stale = true;
      waits = Date.now();
      for (const draft of drafts.values()) draft.cut = true;
      begun = chosen = 0; // what was chosen is gone with the program; the page will show it
    } else if (now && !running) {
      begun = count;
      waits = Date.now();
    } else if (!now && running) ended();
    running = now;
    tell();
  };
  new MutationObserver(look).observe(page, { attributes: true });

  const putBack = () => {
    for (const [key, draft] of drafts) {
      draft.cut ||= !draft.field.isConnected;
      const field = fieldOf(key);
      if (!draft.cut || !field) continue;
      // Kept until a run of the page has taken it.
      drafts.set(key, { ...draft, text: withOthers(draft, field), field, cut: false });
      fill(field, drafts.get(key).text);
      handedOver(key);
    }
  };
  const tick = () => {
    if (running || gone()) return;
    if (!stale) putBack();
    const waiting = stale || chosen > 0 || [...drafts.values()].some((draft) => draft.handed);
    if (waiting && Date.now() - waits > PATIENCE_MS) {
      waits = Date.now();
      window.postureRun?.(); // a run takes all that the fields hold
    }
    tell();
  };
  setInterval(tick, TICK_MS);
  return { gone, open };
}

const keyOf = (element) => element.closest?.('[class*="st-key-visit_"]')?.className.match(/st-key-visit_\d+_\w+/)?.[0];
const fieldOf = (key) => document.querySelector(`.${key} textarea, .${key} input`);

/** What stands in the field now and was not there before stays, too. */
function withOthers({ text, base }, field) {
  const now = field.value;
  if (field.tagName !== "TEXTAREA" || now === base || text.includes(now)) return text;
  return now.includes(text) ? now : `${text}\n\n${OTHER}\n${now}`;
}

/** As if a person had typed it, and handed it over. */
function fill(field, text) {
  if (field.value !== text) {
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set.call(field, text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const keys = { key: "Enter", code: "Enter", bubbles: true, cancelable: true };
  const enter = () => field.dispatchEvent(new KeyboardEvent("keydown", { ...keys, ctrlKey: field.tagName === "TEXTAREA" }));
  setTimeout(enter, 0); // when the field knows its text
}

/** A slider that was moved is a choice. */
function sliders(choose) {
  let slider = null;
  let value = "";
  const begin = (event) => {
    slider = event.target.closest?.("[data-testid=stSlider]")?.querySelector("[role=slider]");
    value = slider?.getAttribute("aria-valuenow");
  };
  const end = () => {
    if (slider && keyOf(slider) && slider.getAttribute("aria-valuenow") !== value) choose();
    slider = null;
  };
  for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, begin, true);
  for (const kind of ["pointerup", "keyup"]) document.addEventListener(kind, end, true);
}
