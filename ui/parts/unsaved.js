// What was entered into a visit and is not confirmed yet. As long as there is any of it, no line on the page
// says "saved": from the first letter until the records themselves, asked beside the runs of the page, say that
// they hold the text.
// A text that they do not hold, because the program ended or the page was left, is kept in the memory of this
// window only, and put back into its field when that is there again; the session in which it was typed takes
// it without the field, too.

const SAVED_LINES = '[class*="st-key-saved_"]';
const CHOICES = "[data-testid=stButtonGroup] button, [data-testid=stNumberInput] button, [role=option], [role=gridcell]";
const TICK_MS = 500;
const PATIENCE_MS = 3_000;
const MARK = /^st-key-/; // before the keys of fields, in their classes
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
  let keeper = null; // where this session says what its records hold; nowhere while they are locked
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`html[data-posture-unsaved] ${SAVED_LINES} { visibility: hidden; }`);
  document.adoptedStyleSheets.push(sheet);

  const gone = () => !["CONNECTED", "STATIC_CONNECTED"].includes(page.dataset.testConnectionState);
  const open = () => chosen > 0 || [...drafts].some(([key, draft]) => draft.field.isConnected || fieldOf(key));
  const tell = () => document.documentElement.toggleAttribute("data-posture-unsaved", gone() || open());

  const typed = (field, key) => {
    if (field.type === "file" || field.getAttribute("role") === "combobox") return;
    const base = drafts.get(key)?.base ?? shown.get(key);
    drafts.set(key, { text: field.value, base, field, handed: 0, cut: stale, ticket: keeper?.ticket });
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
    if (chosen <= begun) chosen = 0;
    askKeeper();
  };
  const mayTake = (key, draft) => Boolean(keeper) && draft.ticket === keeper.ticket && !fieldOf(key);
  const due = ([key, draft]) => {
    if (!keeper || draft.asked) return false;
    if (draft.cut) return Boolean(fieldOf(key)) || mayTake(key, draft);
    return draft.handed > 0 && draft.handed <= begun;
  };
  const askKeeper = async () => {
    const asked = [...drafts].filter(due);
    if (!asked.length) return;
    for (const [, draft] of asked) draft.asked = true;
    const answers = await heldBy(keeper, asked.map(([key, draft]) => [key, draft.text, mayTake(key, draft)]));
    for (const [key, draft] of asked) {
      draft.asked = false;
      if (drafts.get(key) !== draft) continue; // somebody typed on
      const answer = answers[key.replace(MARK, "")];
      if (answer === "lost" || (answer === "unknown" && draft.cut)) putBack(key, draft);
      else if (answer) drafts.delete(key);
    }
    tell();
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

  const putBack = (key, draft) => {
    const field = fieldOf(key);
    if (!field) {
      draft.cut = true;
      return;
    }
    const text = withOthers(draft, field);
    const shows = field.value === text;
    // Kept until the records hold it.
    drafts.set(key, { ...draft, text, field, cut: false, ticket: keeper?.ticket });
    if (shows) window.postureRun?.(); // the field knows its text, so Enter says nothing new
    else fill(field, text);
    handedOver(key);
  };
  const tick = () => {
    for (const draft of drafts.values()) draft.cut ||= !draft.field.isConnected;
    if (running || gone()) return;
    if (!stale) askKeeper();
    const waiting = stale || chosen > 0 || [...drafts.values()].some((draft) => draft.handed && !draft.cut);
    if (waiting && Date.now() - waits > PATIENCE_MS) {
      waits = Date.now();
      window.postureRun?.(); // a run takes all that the fields hold
    }
    tell();
  };
  setInterval(tick, TICK_MS);
  const reach = (to) => {
    keeper = to;
  };
  const leave = (from) => {
    if (keeper === from) keeper = null;
  };
  return { gone, open, reach, leave };
}

/** What the records say of texts: "kept", "held" by the session until they can be, "lost", or "unknown". */
async function heldBy({ url, ticket }, texts) {
  const fields = Object.fromEntries(texts.map(([key, text, take]) => [key.replace(MARK, ""), { text, take }]));
  const headers = { "Content-Type": "application/json", "X-Records-Ticket": ticket };
  try {
    const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(fields), cache: "no-store" });
    return answer.ok ? await answer.json() : {};
  } catch {
    return {}; // asked again with the next tick
  }
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
