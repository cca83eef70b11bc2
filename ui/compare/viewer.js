// Before and after: one over the other with a divider, side by side, or as outlines. No choice needs the server.

const MODES = [
  ["slider", "Slider"],
  ["side", "Side by side"],
  ["outlines", "Outlines"],
];
const NAMES = { before: "Before", after: "After" };
const SPOKEN = { before: "The photo before.", after: "The photo after." };
const chosen = { mode: "slider", back: true, close: false, at: 50 }; // kept while the page is open
const drawings = new WeakMap();
let count = 0;

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root");
  useWords(data.said);
  const pictures = JSON.stringify(data.said ?? {}) + data.before.picture + data.after.picture;
  if (drawings.get(root) === pictures) return;
  drawings.set(root, pictures);
  root.className = "root viewer";
  const focused = root.getRootNode().activeElement?.dataset?.choice;
  const stages = make("div", "stages");
  const draw = () => {
    for (const button of root.querySelectorAll("[data-choice]")) {
      const [kind, value] = button.dataset.choice.split(":");
      button.setAttribute("aria-pressed", kind === "mode" ? chosen.mode === value : chosen[kind]);
    }
    stages.dataset.mode = chosen.mode;
    stages.replaceChildren(...makers[chosen.mode](data));
  };
  root.replaceChildren(makeBar(data, draw), stages);
  draw();
  if (focused) root.querySelector(`[data-choice="${focused}"]`)?.focus();
}

// --- Choices -----------------------------------------------------------------------------------------

function makeBar(data, draw) {
  const bar = make("div", "bar");
  const modes = make("div", "modes");
  modes.setAttribute("role", "group");
  modes.setAttribute("aria-label", t("How to show the two photos"));
  for (const [mode, title] of MODES) {
    modes.append(
      choice(`mode:${mode}`, t(title), () => {
        chosen.mode = mode;
        draw();
      }),
    );
  }
  const options = make("div", "options");
  options.setAttribute("role", "group");
  options.setAttribute("aria-label", t("Show in the pictures"));
  const toggle = (name, title) =>
    choice(`${name}:`, title, () => {
      chosen[name] = !chosen[name];
      draw();
    });
  options.append(toggle("back", t("Line of the back")));
  if (data.close_up) options.append(toggle("close", t("Enlarge the low back")));
  bar.append(modes, options);
  return bar;
}

function choice(id, title, act) {
  const button = make("button", "choice", title);
  button.type = "button";
  button.dataset.choice = id;
  button.addEventListener("click", act);
  return button;
}

// --- Ways to show them --------------------------------------------------------------------------------

const makers = {
  slider(data) {
    const [stage, svg] = makeStage(data, t("Both photos on each other: before on the left of the divider, after on the right."));
    const id = `cut-${(count += 1)}`;
    const view = viewOf(data);
    const rect = shape("rect", { x: view[0], y: view[1], width: view[2], height: view[3] });
    const cut = shape("clipPath", { id });
    cut.append(rect);
    const before = photo(data.before, "before", data);
    const left = shape("g", { "clip-path": `url(#${id})`, class: "cut" });
    left.append(shape("rect", { x: view[0], y: view[1], width: view[2], height: view[3], class: "ground" }), before);
    svg.append(cut, photo(data.after, "after", data), left);
    const tags = ["before", "after"].map((name) => tag(name));
    stage.append(...tags);
    addSlider(stage, {
      label: t("Divider between before and after"),
      text: (at) => t("{before} % before, {after} % after", { before: at, after: 100 - at }),
      start: chosen.at,
      onMove: (at) => {
        chosen.at = at;
        rect.setAttribute("width", (view[2] * at) / 100);
        tags[0].style.opacity = at < 18 ? 0 : 1;
        tags[1].style.opacity = at > 82 ? 0 : 1;
      },
    });
    return [figure(stage, t("Drag the divider, or use the arrow keys."), data)];
  },

  side(data) {
    return ["before", "after"].map((name) => {
      const [stage, svg] = makeStage(data, t(SPOKEN[name]));
      svg.append(photo(data[name], name, data));
      stage.append(tag(name));
      return figure(stage, data[name].mirrored ? t("Mirrored to look the same way.") : "", data);
    });
  },

  outlines(data) {
    const [stage, svg] = makeStage(data, t("The outlines of both photos on each other, on the same ankle."));
    stage.classList.add("paper");
    svg.append(shape("line", { class: "plumb", x1: data.plumb, x2: data.plumb, y1: 0, y2: data.height }));
    for (const name of ["before", "after"]) {
      for (const ring of data[name].outline) svg.append(shape("polygon", { class: `body ${name}`, points: ring }));
    }
    for (const name of ["before", "after"]) {
      if (chosen.back && data[name].back) svg.append(shape("polyline", { class: `back ${name}`, points: data[name].back }));
    }
    const key = make("ul", "key");
    for (const name of ["before", "after"]) key.append(make("li", name, t(NAMES[name])));
    key.append(make("li", "plumb", t("Vertical through the ankle")));
    const box = figure(stage, "", data);
    box.append(key); // not on the picture: it would hide the feet
    return [box];
  },
};

function viewOf(data) {
  return chosen.close && data.close_up ? data.close_up : [0, 0, data.width, data.height];
}

function makeStage(data, spoken) {
  const stage = make("div", "stage");
  const svg = shape("svg", { viewBox: viewOf(data).join(" "), role: "img", "aria-label": spoken });
  stage.style.setProperty("--ratio", data.width / data.height);
  stage.append(svg);
  return [stage, svg];
}

function figure(stage, words, data) {
  const box = make("figure", "picture");
  box.style.setProperty("--ratio", data.width / data.height);
  box.append(stage);
  if (words) box.append(make("figcaption", "muted", words));
  return box;
}

// The photo without what lies beyond its edges, and the line of its back.
function photo(side, name, data) {
  const id = `edge-${(count += 1)}`;
  const group = shape("g", { class: `photo ${name}` });
  const clip = shape("clipPath", { id });
  clip.append(shape("polygon", { points: side.corners }));
  const size = { width: data.width, height: data.height };
  group.append(clip, shape("image", { href: side.picture, ...size, "clip-path": `url(#${id})` }));
  if (chosen.back && side.back) {
    group.append(shape("polyline", { class: "casing", points: side.back }));
    group.append(shape("polyline", { class: `back ${name}`, points: side.back }));
  }
  return group;
}

function tag(name) {
  const element = make("span", `tag ${name}`, t(NAMES[name]));
  element.setAttribute("aria-hidden", "true");
  return element;
}

function make(name, className, text) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function shape(name, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
