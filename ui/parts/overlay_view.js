// The photo with its drawing: layers, zoom, and measures that explain themselves. No step needs the server.

const switched = new Map(); // layers that a person switched, kept while the page is open
let shownPhoto = null;
const LETTERS_U = 16; // of the words on tags, in units of the picture
const LEAST_PX = 12; // smaller letters are not read on a phone

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root");
  const source = JSON.stringify(data);
  if (root.source === source) return;
  root.source = source;
  useWords(data.said);
  root.className = "root overlay";
  const row = make("div", `views of-${data.pictures.length}`);
  const ratios = data.pictures.map((picture) => picture.width / picture.height);
  row.classList.toggle("wide", ratios.length === 1 && ratios[0] > 1);
  row.style.setProperty("--pictures", ratios.map((ratio) => `${ratio}fr`).join(" "));
  row.append(...data.pictures.map((picture) => makeView(picture)), makeLegend(data), makeAside(data));
  root.replaceChildren(makeLayers(data, root), row);
  for (const svg of root.querySelectorAll(".stage > svg")) {
    // The library's script fits the words into their room. What answers to pointers is one for all views.
    const scene = attachScene(svg);
    scene.release();
    svg.fitWords = scene.fit;
    svg.classList.remove("auto");
  }
  root.sizes?.disconnect();
  root.sizes = new ResizeObserver((seen) => seen.forEach((entry) => fitTags(entry.target, data.tag_sizes ?? [1])));
  for (const stage of root.querySelectorAll(".stage")) root.sizes.observe(stage);
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

// Whether anything of a layer could be drawn in this photo. A switch for nothing would look broken.
function isDrawn(layer, root) {
  return root.querySelector(`.stage > svg [data-layer="${layer.id}"] > *`) !== null;
}

function makeLayers(data, root) {
  const group = make("div", "layers");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", t("Show in the picture"));
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
    const drawn = isDrawn(layer, root);
    const on = isOn(layer) && drawn;
    const button = root.querySelector(`[data-switch="${layer.id}"]`);
    button.setAttribute("aria-pressed", on);
    button.disabled = !drawn;
    button.title = drawn ? "" : (data.not_drawn ?? "");
    for (const svg of root.querySelectorAll(".stage > svg")) svg.classList.toggle(`hide-${layer.id}`, !on);
  }
}

// --- Tags whose words can be read ---------------------------------------------------------------------

// The smallest of the sizes at which the words are large enough, as wide as the picture is shown now.
function fitTags(stage, sizes) {
  const svg = stage.querySelector("svg");
  const width = Number(stage.dataset.units);
  const px = (LETTERS_U * stage.clientWidth) / width;
  const fits = sizes.findIndex((times) => px * times >= LEAST_PX);
  const size = fits < 0 ? sizes.length - 1 : fits;
  sizes.forEach((_, other) => svg.classList.toggle(`tags-${other}`, other === size && other > 0));
  svg.fitWords();
}

// --- A view that can be enlarged and moved -----------------------------------------------------------

function makeView(picture) {
  const figure = make("figure", "view");
  figure.dataset.view = picture.id;
  figure.style.setProperty("--ratio", picture.width / picture.height);
  const stage = make("div", "stage");
  stage.dataset.units = picture.width;
  stage.tabIndex = 0;
  stage.setAttribute("role", "group");
  stage.setAttribute("aria-label", t("{picture}. Plus and minus zoom, arrow keys move.", { picture: picture.title }));
  stage.innerHTML = picture.svg; // painted by the library, which escapes every text
  const svg = stage.querySelector("svg");
  svg.removeAttribute("width");
  svg.removeAttribute("height");
  const part = new Part(svg, stage);
  const tools = make("div", "tools");
  tools.append(
    tool("+", t("Zoom in: {picture}", { picture: picture.title }), () => part.zoom(STEP)),
    tool("−", t("Zoom out: {picture}", { picture: picture.title }), () => part.zoom(1 / STEP)),
    tool("↺", t("Whole picture: {picture}", { picture: picture.title }), () => part.reset()),
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

// --- Measures ----------------------------------------------------------------------------------------

function makeAside(data) {
  const aside = make("div", "aside");
  const list = make("ul", "measures");
  list.setAttribute("aria-label", t("Measures in the picture"));
  for (const measure of data.measures) {
    const button = make("button", "measure");
    button.type = "button";
    button.dataset.show = measure.name;
    button.setAttribute("aria-pressed", "false");
    button.append(make("span", "name", measure.title), makeNumber(measure));
    const item = make("li");
    item.append(button);
    list.append(item);
  }
  const words = make("div", "words");
  words.setAttribute("aria-live", "polite");
  aside.append(make("h3", "", t("Look closer")), list, words);
  return aside;
}

function makeNumber(measure) {
  const number = make("b", "number", measure.value);
  if (measure.yours) number.prepend(make("span", "yours", t("yours")), " ");
  return number;
}

function makeLegend(data) {
  const list = make("ul", "legend");
  list.setAttribute("aria-label", t("How to read the drawing"));
  for (const row of data.legend) {
    const item = make("li");
    const sign = make("span", `sign ${row.kind}`);
    sign.style.color = row.color;
    item.append(sign, make("span", "", row.text));
    list.append(item);
  }
  return list;
}

// What the words say while nothing is chosen.
function invite(data) {
  const hint = data.measures.length
    ? t("Choose a measure, here or in the picture, to see where it is and what it says.")
    : t("Nothing could be measured in this photo.");
  return [make("p", "", hint), make("p", "muted", data.caveat)];
}

// Pointing at a measure, in the list or in the picture, lights it up; a click keeps it.
function explainMeasures(root, data) {
  const byName = new Map(data.measures.map((measure) => [measure.name, measure]));
  const words = root.querySelector(".words");
  let kept = null;

  const show = (name) => {
    if (words.dataset.of === (name ?? "")) return;
    words.dataset.of = name ?? "";
    const measure = byName.get(name);
    for (const svg of root.querySelectorAll(".stage > svg")) {
      for (const other of byName.keys()) svg.classList.toggle(`show-${other}`, other === name);
    }
    for (const button of root.querySelectorAll("[data-show]")) {
      button.setAttribute("aria-pressed", button.dataset.show === name);
    }
    words.replaceChildren(...(measure ? tell(measure) : invite(data)));
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
    button.addEventListener("pointermove", () => show(button.dataset.show));
    button.addEventListener("pointerleave", () => show(kept));
    button.addEventListener("focus", () => show(button.dataset.show));
    button.addEventListener("blur", () => show(kept));
    button.addEventListener("click", () => keep(button.dataset.show));
  }
  for (const svg of root.querySelectorAll(".stage > svg")) {
    // The list beside the picture is the way for keys: once through the measures, not once in each view.
    for (const part of svg.querySelectorAll("[tabindex]")) part.setAttribute("tabindex", "-1");
    // Not "pointerover": a picture that appears below a resting pointer should be seen as a whole first.
    svg.addEventListener("pointermove", (event) => show(named(event) ?? kept));
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
