// The photo with its drawing: layers, zoom, and measures that explain themselves. No step needs the server.

const switched = new Map(); // layers that a person switched, kept while the page is open
let shownPhoto = null;
const MOST = 6; // times enlarged
const STEP = 1.5;

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root");
  const source = JSON.stringify(data);
  if (root.source === source) return;
  root.source = source;
  root.className = "root overlay";
  const views = data.pictures.map((picture) => makeView(picture));
  const aside = makeAside(data);
  const row = make("div", "views");
  row.append(...views, aside);
  root.replaceChildren(makeLayers(data, root), row);
  for (const svg of root.querySelectorAll(".stage > svg")) {
    // The library's script fits the words into their room. What answers to pointers is one for all views.
    attachScene(svg).release();
    svg.classList.remove("auto");
  }
  applyLayers(root, data);
  explainMeasures(root, data);
  if (shownPhoto !== null && shownPhoto !== data.photo) {
    // Whoever chose a photo further down wants to see its result from the beginning.
    root.getRootNode().host?.closest('[data-testid="stMain"]')?.scrollTo({ top: 0 });
  }
  shownPhoto = data.photo;
}

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

// --- Layers ------------------------------------------------------------------------------------------

function isOn(layer) {
  return switched.get(layer.id) ?? layer.on;
}

function makeLayers(data, root) {
  const group = make("div", "layers");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", "Show in the picture");
  for (const layer of data.layers) {
    const button = make("button", "switch", layer.title);
    button.type = "button";
    button.dataset.switch = layer.id;
    button.addEventListener("click", () => {
      switched.set(layer.id, !isOn(layer));
      applyLayers(root, data);
    });
    group.append(button);
  }
  return group;
}

function applyLayers(root, data) {
  for (const layer of data.layers) {
    const on = isOn(layer);
    root.querySelector(`[data-switch="${layer.id}"]`).setAttribute("aria-pressed", on);
    for (const svg of root.querySelectorAll(".stage > svg")) svg.classList.toggle(`hide-${layer.id}`, !on);
  }
}

// --- A view that can be enlarged and moved -----------------------------------------------------------

function makeView(picture) {
  const figure = make("figure", "view");
  figure.dataset.view = picture.id;
  figure.style.setProperty("--ratio", picture.width / picture.height);
  const stage = make("div", "stage");
  stage.tabIndex = 0;
  stage.setAttribute("role", "group");
  stage.setAttribute("aria-label", `${picture.title}. Plus and minus zoom, arrow keys move.`);
  stage.innerHTML = picture.svg; // painted by the library, which escapes every text
  const svg = stage.querySelector("svg");
  svg.removeAttribute("width");
  svg.removeAttribute("height");
  const part = new Part(svg, stage);
  const tools = make("div", "tools");
  tools.append(
    tool("+", `Zoom in: ${picture.title}`, () => part.zoom(STEP)),
    tool("−", `Zoom out: ${picture.title}`, () => part.zoom(1 / STEP)),
    tool("↺", `Whole picture: ${picture.title}`, () => part.reset()),
  );
  figure.append(make("figcaption", "muted", picture.title), stage, tools);
  listenToKeys(stage, part);
  listenToPointers(stage, part);
  return figure;
}

function tool(sign, label, act) {
  const button = make("button", "tool", sign);
  button.type = "button";
  button.title = label;
  button.setAttribute("aria-label", label);
  button.addEventListener("click", act);
  return button;
}

// The part of a picture that is shown, in its own units.
class Part {
  constructor(svg, stage) {
    const [left, top, width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
    Object.assign(this, { svg, stage, left, top, width, height });
    this.reset();
  }

  reset() {
    this.factor = 1;
    this.x = this.left + this.width / 2;
    this.y = this.top + this.height / 2;
    this.apply();
  }

  // Enlarge around a point of the picture, which stays where it is; its middle by default.
  zoom(times, at = [this.x, this.y]) {
    const factor = Math.min(Math.max(this.factor * times, 1), MOST);
    const kept = this.factor / factor;
    this.x = at[0] + (this.x - at[0]) * kept;
    this.y = at[1] + (this.y - at[1]) * kept;
    this.factor = factor;
    this.apply();
  }

  move(dx, dy) {
    this.x += dx;
    this.y += dy;
    this.apply();
  }

  apply() {
    const w = this.width / this.factor;
    const h = this.height / this.factor;
    this.x = Math.min(Math.max(this.x, this.left + w / 2), this.left + this.width - w / 2);
    this.y = Math.min(Math.max(this.y, this.top + h / 2), this.top + this.height - h / 2);
    this.svg.setAttribute("viewBox", [this.x - w / 2, this.y - h / 2, w, h].map((n) => n.toFixed(2)).join(" "));
    this.stage.classList.toggle("enlarged", this.factor > 1);
  }

  // Units per pixel of the screen.
  get unit() {
    return this.width / this.factor / (this.stage.clientWidth || 1);
  }

  // A place on the screen as a point of the picture.
  point(event) {
    const box = this.stage.getBoundingClientRect();
    const left = this.x - this.width / this.factor / 2;
    const top = this.y - this.height / this.factor / 2;
    return [left + (event.clientX - box.left) * this.unit, top + (event.clientY - box.top) * this.unit];
  }
}

function listenToKeys(stage, part) {
  const step = () => 40 * part.unit;
  const keys = {
    "+": () => part.zoom(STEP),
    "=": () => part.zoom(STEP),
    "-": () => part.zoom(1 / STEP),
    0: () => part.reset(),
    ArrowLeft: () => part.move(-step(), 0),
    ArrowRight: () => part.move(step(), 0),
    ArrowUp: () => part.move(0, -step()),
    ArrowDown: () => part.move(0, step()),
  };
  stage.addEventListener("keydown", (event) => {
    const arrow = event.key.startsWith("Arrow");
    // Without enlargement there is nothing to move: the arrows scroll the page as usual.
    if (!(event.key in keys) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (arrow && part.factor === 1) return;
    event.preventDefault();
    keys[event.key]();
  });
}

// One finger or the mouse moves an enlarged picture, two fingers or Ctrl and the wheel enlarge it.
function listenToPointers(stage, part) {
  const pointers = new Map();
  const spread = () => {
    const [a, b] = [...pointers.values()];
    return Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) || 1;
  };
  const middle = () => {
    const [a, b] = [...pointers.values()];
    return { clientX: (a.clientX + b.clientX) / 2, clientY: (a.clientY + b.clientY) / 2 };
  };
  stage.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse" && event.button !== 0) return;
    pointers.set(event.pointerId, event);
    if (part.factor > 1 || pointers.size > 1) stage.setPointerCapture(event.pointerId);
  });
  stage.addEventListener("pointermove", (event) => {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    if (pointers.size === 2) {
      const old = spread();
      pointers.set(event.pointerId, event);
      part.zoom(spread() / old, part.point(middle()));
    } else if (part.factor > 1) {
      part.move((before.clientX - event.clientX) * part.unit, (before.clientY - event.clientY) * part.unit);
      pointers.set(event.pointerId, event);
    }
  });
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
    stage.addEventListener(end, (event) => pointers.delete(event.pointerId));
  }
  stage.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return; // the page scrolls
      event.preventDefault();
      part.zoom(Math.exp(-event.deltaY / 200), part.point(event));
    },
    { passive: false },
  );
  stage.addEventListener("dblclick", (event) => {
    if (part.factor > 1) part.reset();
    else part.zoom(2.5, part.point(event));
  });
}

// --- Measures ----------------------------------------------------------------------------------------

function makeAside(data) {
  const aside = make("div", "aside");
  const list = make("ul", "measures");
  list.setAttribute("aria-label", "Measures in the picture");
  for (const measure of data.measures) {
    const button = make("button", "measure");
    button.type = "button";
    button.dataset.show = measure.name;
    button.setAttribute("aria-pressed", "false");
    button.append(make("span", "name", measure.title), make("b", "number", measure.value));
    const item = make("li");
    item.append(button);
    list.append(item);
  }
  const words = make("div", "words");
  words.setAttribute("aria-live", "polite");
  aside.append(make("h3", "", "Look closer"), list, words, makeLegend(data.legend));
  return aside;
}

function makeLegend(rows) {
  const details = make("details", "legend");
  details.append(make("summary", "", "How to read the drawing"));
  const list = make("ul");
  for (const row of rows) {
    const item = make("li");
    const sign = make("span", `sign ${row.kind}`);
    sign.style.color = row.color;
    item.append(sign, make("span", "", row.text));
    list.append(item);
  }
  details.append(list);
  return details;
}

// Pointing at a measure, in the list or in the picture, lights it up; a click keeps it.
function explainMeasures(root, data) {
  const hint = data.measures.length
    ? "Choose a measure, here or in the picture, to see where it is and what it says."
    : "Nothing could be measured in this photo.";
  const byName = new Map(data.measures.map((measure) => [measure.name, measure]));
  const words = root.querySelector(".words");
  let kept = null;

  const show = (name) => {
    const measure = byName.get(name);
    for (const svg of root.querySelectorAll(".stage > svg")) {
      for (const other of byName.keys()) svg.classList.toggle(`show-${other}`, other === name);
    }
    for (const button of root.querySelectorAll("[data-show]")) {
      button.setAttribute("aria-pressed", button.dataset.show === name);
    }
    if (words.dataset.of === (name ?? "")) return;
    words.dataset.of = name ?? "";
    words.replaceChildren(...(measure ? tell(measure) : [make("p", "muted", hint)]));
  };
  const keep = (name) => {
    kept = kept === name ? null : name;
    show(kept);
  };
  const named = (event) => {
    const name = event.target.closest?.("[data-measure]")?.dataset.measure;
    return byName.has(name) ? name : null;
  };

  for (const button of root.querySelectorAll("[data-show]")) {
    button.addEventListener("pointerenter", () => show(button.dataset.show));
    button.addEventListener("pointerleave", () => show(kept));
    button.addEventListener("focus", () => show(button.dataset.show));
    button.addEventListener("blur", () => show(kept));
    button.addEventListener("click", () => keep(button.dataset.show));
  }
  for (const svg of root.querySelectorAll(".stage > svg")) {
    // The list beside the picture is the way for keys: once through the measures, not once in each view.
    for (const part of svg.querySelectorAll("[tabindex]")) part.setAttribute("tabindex", "-1");
    svg.addEventListener("pointerover", (event) => show(named(event) ?? kept));
    svg.addEventListener("pointerleave", () => show(kept));
    svg.addEventListener("click", (event) => {
      const name = named(event);
      if (name) keep(name);
    });
  }
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      kept = null;
      show(null);
    }
  });
  words.dataset.of = "?";
  show(null);
}

function tell(measure) {
  const head = make("p", "head");
  head.append(make("b", "", measure.title), make("span", "", ` ${measure.value}`));
  const parts = [head, make("p", "muted", [measure.technical, measure.interval].filter(Boolean).join(" · "))];
  return parts.concat(measure.sentences.map((sentence) => make("p", "", sentence)));
}
