// Makes a painted scene answer to pointer, touch and keys. Needs nothing but the DOM, and no network.
// Give it the <svg> element; it returns { show(measure), fit(), release() }. Call fit() when other words are
// shown (class "tags-N"): only words that are seen can be fitted. On every change the element sends
// the event "measurechange" with detail { measure, pinned }; measure is null when nothing is looked at.
function attachScene(svg) {
  "use strict";
  if (!svg || svg.hasAttribute("data-live")) return null;
  svg.setAttribute("data-live", "");
  svg.classList.remove("auto");
  const marked = (target) => {
    const found = target instanceof Element ? target.closest("[data-measure]") : null;
    return found && svg.contains(found) ? found.getAttribute("data-measure") : null;
  };
  let pointed = null, focused = null, pinned = null, quiet = null, shown = null, timer = 0;

  function update() {
    const wanted = pinned || pointed || focused;
    const measure = wanted === quiet ? null : wanted;
    for (const name of [...svg.classList]) if (name.startsWith("show-")) svg.classList.remove(name);
    if (measure) svg.classList.add("show-" + measure);
    for (const part of svg.querySelectorAll("[aria-pressed]")) {
      part.setAttribute("aria-pressed", String(pinned !== null && part.getAttribute("data-measure") === pinned));
    }
    const state = measure + (pinned ? "!" : "");
    if (state === shown) return;
    shown = state;
    const detail = { measure: measure, pinned: pinned !== null };
    svg.dispatchEvent(new CustomEvent("measurechange", { detail: detail, bubbles: true, composed: true }));
  }
  function point(measure) {
    if (measure === pointed) return;
    clearTimeout(timer);
    // Moving across the drawing must not flicker.
    timer = setTimeout(() => {
      pointed = measure;
      if (measure !== null && measure !== quiet) quiet = null;
      update();
    }, measure ? 60 : 180);
  }
  function pin(measure) {
    if (measure === null || measure === pinned) {
      quiet = pinned;
      pinned = null;
    } else {
      pinned = measure;
      quiet = null;
    }
    update();
  }
  const handlers = {
    pointerover: (event) => { if (event.pointerType !== "touch") { clearTimeout(timer); point(marked(event.target)); } },
    pointerleave: () => point(null),
    click: (event) => pin(marked(event.target)),
    keydown: (event) => {
      const measure = marked(event.target);
      if (measure && (event.key === "Enter" || event.key === " ")) {
        event.preventDefault();
        pin(measure);
      }
    },
  };
  // Escape works wherever the focus is, as for any tooltip.
  const leave = (event) => {
    if (event.key !== "Escape" || !svg.isConnected) return;
    pinned = null;
    quiet = pointed || focused;
    update();
  };
  svg.ownerDocument.addEventListener("keydown", leave);
  for (const [name, handler] of Object.entries(handlers)) svg.addEventListener(name, handler);
  // Not on the <svg>: listening for focus would make it a place to tab to in some browsers.
  const focusable = svg.querySelectorAll("[tabindex]");
  const focus = (event) => { focused = marked(event.currentTarget); quiet = null; update(); };
  const blur = () => { focused = null; update(); };
  for (const part of focusable) {
    part.addEventListener("focus", focus);
    part.addEventListener("blur", blur);
  }

  // A title right inside an <svg> in a page is shown as a tooltip everywhere on it.
  const title = svg.querySelector(":scope > title"), defs = svg.querySelector("defs");
  if (title && defs && svg.ownerDocument.documentElement !== svg) defs.append(title);
  // A typeface that is wider than the room that was planned is squeezed.
  function fit() {
    for (const text of svg.querySelectorAll("text[data-width]:not([textLength])")) {
      const room = Number(text.getAttribute("data-width"));
      if (room > 0 && text.getComputedTextLength() > 1.01 * room) {
        text.setAttribute("textLength", room);
        text.setAttribute("lengthAdjust", "spacingAndGlyphs");
      }
    }
  }
  fit();
  return {
    show: (measure) => { pinned = measure; quiet = null; update(); },
    fit,
    release: () => {
      clearTimeout(timer);
      for (const [name, handler] of Object.entries(handlers)) svg.removeEventListener(name, handler);
      svg.ownerDocument.removeEventListener("keydown", leave);
      for (const part of focusable) {
        part.removeEventListener("focus", focus);
        part.removeEventListener("blur", blur);
      }
      svg.removeAttribute("data-live");
      svg.classList.add("auto");
    },
  };
}
