// A figure of the body on which somebody marks where it hurts: regions by tap or keys, areas painted freehand.

const SVG = "http://www.w3.org/2000/svg";
const MOST_POINTS = 60;
const TAP_UNITS = 5;
const STEP_UNITS = 3;

function make(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function html(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

class Figure {
  constructor(root) {
    this.root = root;
    this.client = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
    Object.assign(this, { count: 0, past: [], kind: null, painting: false, areas: [], stroke: null });
  }

  update(data, send) {
    this.data = data;
    this.send = send;
    if (data.client !== this.client || data.done >= this.count) this.areas = data.areas;
    this.kind ??= data.kinds[0].name;
    const words = JSON.stringify(data.words);
    if (this.said !== words) this.build();
    this.said = words;
    this.show();
  }

  // ---- what is marked

  set(areas) {
    this.past.push(this.areas);
    this.tell(areas);
  }

  tell(areas) {
    this.areas = areas;
    this.count += 1;
    this.send({ client: this.client, count: this.count, areas });
    this.show();
  }

  undo() {
    if (this.past.length) this.tell(this.past.pop());
  }

  toggle(view, region) {
    const same = (area) => area.view === view && area.region === region;
    const there = this.areas.some((area) => same(area) && area.kind === this.kind);
    const others = this.areas.filter((area) => !same(area));
    this.set(there ? others : [...others, { view, kind: this.kind, region }]);
  }

  // ---- the page

  build() {
    const { data, root } = this;
    const { words } = data;
    const kinds = html("fieldset", { class: "kinds" }, html("legend", {}, words.kinds));
    for (const kind of data.kinds) {
      const swatch = make("svg", { viewBox: "0 0 28 21", "aria-hidden": "true" }, make("rect", { width: 28, height: 21, fill: `url(#pain-${kind.name})`, stroke: kind.color }));
      const radio = html("input", { type: "radio", name: "kind", value: kind.name });
      radio.checked = kind.name === this.kind;
      radio.addEventListener("change", () => (this.kind = kind.name));
      kinds.append(html("label", {}, radio, swatch, html("span", {}, kind.title)));
    }
    const ways = html("fieldset", { class: "kinds ways" }, html("legend", {}, words.ways));
    for (const painting of [false, true]) {
      const radio = html("input", { type: "radio", name: "way", value: String(painting) });
      radio.checked = painting === this.painting;
      radio.addEventListener("change", () => {
        this.painting = painting;
        this.show();
      });
      ways.append(html("label", {}, radio, html("span", {}, painting ? words.paint : words.tap)));
    }
    const figures = html("div", { class: "figures" });
    this.figures = Object.fromEntries(data.views.map((view) => [view.name, this.view(view, figures)]));
    this.back = html("button", { type: "button" }, words.undo);
    this.back.addEventListener("click", () => this.undo());
    this.clear = html("button", { type: "button" }, words.clear);
    this.clear.addEventListener("click", () => this.set([]));
    this.list = html("p", { class: "marked", role: "status", "aria-live": "polite" });
    root.replaceChildren(html("p", { class: "hint", id: "pain-keys" }, words.hint), kinds, ways, figures, html("div", { class: "row" }, this.back, this.clear), this.list, this.patterns());
  }

  patterns() {
    const defs = make("defs");
    for (const { name, color, sign } of this.data.kinds) {
      const look = { fill: "none", stroke: color, "stroke-width": 1.3, "stroke-linecap": "round" };
      const ground = make("rect", { width: 7, height: 7, fill: color, "fill-opacity": 0.16 });
      defs.append(make("pattern", { id: `pain-${name}`, width: 7, height: 7, patternUnits: "userSpaceOnUse" }, ground, make("path", { d: sign, ...look })));
    }
    return make("svg", { class: "patterns", "aria-hidden": "true", width: 0, height: 0 }, defs);
  }

  view(view, figures) {
    const clip = make("clipPath", { id: `pain-clip-${view.name}` }, ...view.body.map((d) => make("path", { d })));
    const body = (d) => make("path", { d, class: "body" });
    const layer = (above) => make("g", { "clip-path": `url(#pain-clip-${view.name})` }, ...view.regions.filter((region) => region.above === above).map((region) => this.region(view.name, region)));
    const painted = make("g", { "clip-path": `url(#pain-clip-${view.name})` });
    const draft = make("path", { class: "draft", d: "" });
    const svg = make("svg", { viewBox: "-2 0 204 480", role: "group", "aria-label": view.title }, make("defs", {}, clip), body(view.body[0]), layer(false), ...view.body.slice(1).map(body), layer(true), painted, make("path", { class: "lines", d: view.lines }), draft);
    figures.append(html("figure", {}, svg, html("figcaption", {}, view.title)));
    const regions = [...svg.querySelectorAll("[data-region]")];
    regions.forEach((region, i) => {
      region.setAttribute("tabindex", i === 0 ? 0 : -1);
      region.addEventListener("keydown", (event) => this.key(event, view.name, regions, i));
    });
    svg.addEventListener("pointerdown", (event) => this.press(event, view.name, svg));
    svg.addEventListener("pointermove", (event) => this.move(event));
    svg.addEventListener("pointerup", () => this.release());
    svg.addEventListener("pointercancel", () => this.drop());
    return { svg, regions, painted, draft, view };
  }

  region(view, { name, title, d }) {
    const path = make("path", { d, class: "region", role: "button", "data-region": name, "aria-describedby": "pain-keys" });
    path.dataset.title = title;
    path.addEventListener("click", () => this.painting || this.toggle(view, name));
    return path;
  }

  // Tab goes from figure to figure, arrows from region to region, Space and Enter mark.
  key(event, view, regions, i) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step) {
      const next = regions[(i + step + regions.length) % regions.length];
      regions.forEach((region) => region.setAttribute("tabindex", region === next ? 0 : -1));
      next.focus();
    } else if (event.key === " " || event.key === "Enter") this.toggle(view, regions[i].dataset.region);
    else return;
    event.preventDefault();
  }

  show() {
    const { areas, data } = this;
    this.root.classList.toggle("painting", this.painting);
    const titles = Object.fromEntries(data.kinds.map((kind) => [kind.name, kind.title]));
    for (const [name, { regions, painted, view }] of Object.entries(this.figures)) {
      const here = areas.filter((area) => area.view === name);
      for (const region of regions) {
        const area = here.find((item) => item.region === region.dataset.region);
        region.style.fill = area ? `url(#pain-${area.kind})` : "";
        region.setAttribute("aria-pressed", String(Boolean(area)));
        region.setAttribute("aria-label", area ? `${region.dataset.title}: ${titles[area.kind]}` : region.dataset.title);
      }
      painted.replaceChildren(...here.filter((area) => area.points).map((area) => this.paintedArea(area, titles, view)));
    }
    this.back.disabled = !this.past.length;
    this.clear.disabled = !areas.length;
    this.list.textContent = data.said;
  }

  paintedArea(area, titles, view) {
    const { color } = this.data.kinds.find((kind) => kind.name === area.kind);
    const d = `M${area.points.map((point) => point.join(" ")).join("L")}Z`;
    const label = `${view.title}: ${titles[area.kind]}. ${this.data.words.remove}`;
    const path = make("path", { d, class: "painted", role: "button", tabindex: 0, "aria-label": label, fill: `url(#pain-${area.kind})`, stroke: color });
    const remove = () => this.set(this.areas.filter((item) => item !== area));
    path.addEventListener("click", remove);
    path.addEventListener("keydown", (event) => {
      if (!["Enter", " ", "Delete", "Backspace"].includes(event.key)) return;
      event.preventDefault();
      remove();
    });
    return path;
  }

  // ---- painting

  place(event, svg) {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    return [Math.min(Math.max(point.x, 0), 200), Math.min(Math.max(point.y, 0), 480)];
  }

  press(event, view, svg) {
    if (!this.painting || event.button > 0 || event.target.classList.contains("painted")) return;
    event.preventDefault();
    this.stroke = { view, svg, points: [this.place(event, svg)] };
    try {
      svg.setPointerCapture(event.pointerId);
    } catch {
      // a synthetic pointer cannot be captured; painting works without it
    }
  }

  move(event) {
    if (!this.stroke) return;
    const { svg, points, view } = this.stroke;
    const [x, y] = this.place(event, svg);
    const [a, b] = points.at(-1);
    if (Math.hypot(x - a, y - b) < STEP_UNITS) return;
    points.push([x, y]);
    this.figures[view].draft.setAttribute("d", `M${points.map((point) => point.join(" ")).join("L")}Z`);
  }

  release() {
    if (!this.stroke) return;
    const { view, points } = this.stroke;
    this.drop();
    const [xs, ys] = [0, 1].map((axis) => points.map((point) => point[axis]));
    const size = Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys));
    if (points.length < 3 || size < TAP_UNITS) return;
    const step = Math.ceil(points.length / MOST_POINTS);
    const kept = points.filter((_, i) => i % step === 0).map((point) => point.map((number) => Math.round(number * 10) / 10));
    this.set([...this.areas, { view, kind: this.kind, points: kept }]);
  }

  drop() {
    if (this.stroke) this.figures[this.stroke.view].draft.setAttribute("d", "");
    this.stroke = null;
  }
}

const figures = new WeakMap();

export default function (component) {
  const { parentElement, data, setTriggerValue } = component;
  const root = parentElement.querySelector(".root");
  let figure = figures.get(root);
  if (!figure) figures.set(root, (figure = new Figure(root)));
  figure.update(data, (message) => setTriggerValue("marks", message));
}
