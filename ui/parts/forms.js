// What was typed into a form and not sent yet is kept in the memory of this window only. When the form is shown
// again, after another page for example, the text stands in it again, and a line says that it is not saved.

const FORMS = '[class*="st-key-form_"]';
const TEXTS = "[data-testid=stTextInput] input, [data-testid=stTextArea] textarea";
const SENDS = "[data-testid=stFormSubmitButton] button";
const LOOK_EVERY_MS = 300;

/** Watches the forms of all pages, once for each window; `open()` says that one was not sent. */
function keepForms(words) {
  window.postureForms ??= startKeeping();
  window.postureForms.words = words;
}

function startKeeping() {
  const drafts = new Map(); // of each form: what its fields held before and hold now, by their labels
  const shown = new WeakMap(); // what a field held when somebody came to it
  const seen = new WeakSet(); // forms that were filled, if there was anything to fill in
  const own = { words: "", open: () => drafts.size > 0 };
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(".posture-unsent { margin: 0.5rem 0 0; font-size: 0.875rem; font-weight: 600; }");
  document.adoptedStyleSheets.push(sheet);

  const type = (field, form) => {
    if (!field.matches(TEXTS)) return;
    const draft = drafts.get(form) ?? new Map();
    const base = draft.get(field.ariaLabel)?.base ?? shown.get(field) ?? "";
    if (field.value === base) draft.delete(field.ariaLabel);
    else draft.set(field.ariaLabel, { base, text: field.value });
    if (draft.size) drafts.set(form, draft);
    else drop(form);
  };
  const drop = (form) => {
    drafts.delete(form);
    for (const line of document.querySelectorAll(`.${form} > .posture-unsent`)) line.remove();
  };
  const listen = {
    focusin: (field) => field.matches(TEXTS) && shown.set(field, field.value),
    input: type,
    click: (target, form) => target.closest(SENDS) && drop(form),
    keydown: (field, form, { key, ctrlKey, metaKey }) => {
      if (key === "Enter" && field.matches(TEXTS) && (field.tagName === "INPUT" || ctrlKey || metaKey)) drop(form);
    },
  };
  for (const [kind, act] of Object.entries(listen)) {
    const heard = (event) => {
      const form = formOf(event.target);
      if (form) act(event.target, form, event);
    };
    document.addEventListener(kind, heard, true);
  }

  const look = () => {
    for (const place of document.querySelectorAll(FORMS)) {
      if (seen.has(place)) continue;
      seen.add(place);
      fillIn(place, drafts.get(formOf(place)));
    }
  };
  const fillIn = (place, draft) => {
    if (!draft) return;
    for (const field of place.querySelectorAll(TEXTS)) {
      const typed = draft.get(field.ariaLabel);
      if (typed && field.value === typed.base) enter(field, typed.text);
    }
    const line = document.createElement("p");
    line.className = "posture-unsent";
    line.setAttribute("role", "status");
    line.textContent = own.words;
    place.append(line);
  };
  setInterval(look, LOOK_EVERY_MS);
  return own;
}

const formOf = (element) => element.closest?.(FORMS)?.className.match(/st-key-form_[\w-]+/)?.[0];

/** As if a person had typed it. */
function enter(field, text) {
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set.call(field, text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

