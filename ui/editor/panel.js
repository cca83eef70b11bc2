// Beside the photo: the pelvis, the chosen point with its numbers, the list of points, and all measures.

import { degrees, glyph, h, setText, svg } from "./dom.js";
import { sourceText } from "./handles.js";
import { t } from "./words.js";

export class Panel {
  constructor(editor) {
    this.editor = editor;
    const find = (name) => editor.find(name);
    this.ref = Object.fromEntries(
      ["readout", "readout-title", "readout-value", "readout-how", "pelvis", "chosen", "chosen-title", "chosen-help", "chosen-x",
        "chosen-y", "chosen-sign", "chosen-place", "chosen-confirm", "chosen-reset", "points", "measures", "note", "hint"]
        .map((name) => [name, find(name)]),
    );
    for (const axis of ["x", "y"]) {
      this.ref[`chosen-${axis}`].addEventListener("change", () => this.typed(axis));
    }
    for (const button of this.ref.chosen.querySelectorAll("[data-nudge]")) {
      const [dx, dy] = button.dataset.nudge.split(",").map(Number);
      button.addEventListener("click", (event) => editor.nudge(editor.selected, dx, dy, event.shiftKey));
    }
    this.ref["chosen-place"].addEventListener("click", () => editor.arm(editor.selected));
    this.ref["chosen-confirm"].addEventListener("click", () => editor.confirm(editor.selected));
    this.ref["chosen-reset"].addEventListener("click", () => {
      editor.settle();
      editor.tell({ kind: "forget", name: editor.selected });
    });
  }

  update(data) {
    this.note(data.note);
    this.points(data.points);
    this.pelvis(data.pelvis);
    this.ref.measures.replaceChildren(...data.measures.map(measureRow));
    this.select(this.editor.selected);
    if (this.announced !== undefined && this.announced !== data.announce) this.editor.say(data.announce);
    this.announced = data.announce;
  }

  note(text) {
    this.ref.note.hidden = !text;
    setText(this.ref.note, text ?? "");
  }

  points(points) {
    const sameNames = this.ref.points.dataset.names === points.map((point) => point.name).join();
    if (!sameNames) {
      const chip = (point) =>
        h("li", {}, h("button", { type: "button", "data-point": point.name, onclick: () => this.go(point.name) }));
      this.ref.points.replaceChildren(...points.map(chip));
      this.ref.points.dataset.names = points.map((point) => point.name).join();
    }
    for (const point of points) {
      const button = this.ref.points.querySelector(`[data-point="${point.name}"]`);
      const tail = point.source === "person" ? h("span", { class: "hint" }, ` ${t("by you")}`) : null;
      button.replaceChildren(glyph(point.source), h("span", {}, point.short), ...[tail].filter(Boolean));
      button.title = `${point.title}: ${sourceText(point.source)}`;
    }
  }

  // To a point from the list: show it large and let the arrow keys move it.
  go(name) {
    this.editor.handles.focus(name);
    this.editor.select(name, { reveal: true });
    this.editor.inSight();
  }

  pelvis(pelvis) {
    const card = this.ref.pelvis;
    card.setAttribute("aria-label", pelvis.short);
    card.classList.toggle("fresh", pelvis.state === "measured" && card.dataset.state === "estimated");
    card.dataset.state = pelvis.state;
    const steps = pelvis.steps.map((step) =>
      h(
        "li",
        { class: "step", "data-done": String(Boolean(step.source)) },
        glyph(step.source || "suggested"),
        h("span", { class: "step-text" }, h("strong", {}, step.title), ` ${step.text}`),
        ...(step.source ? [] : this.stepButtons(step)),
      ),
    );
    card.replaceChildren(
      pelvis.state === "missing" ? "" : h("p", { class: "badge" }, pelvis.badge),
      h("h2", {}, pelvis.title),
      h("p", { class: "value" }, h("span", { class: "number" }, pelvis.value), h("span", { class: "range" }, pelvis.range)),
      ...(pelvis.bars.length ? [bars(pelvis.bars, pelvis.domain, pelvis.reference)] : []),
      h("p", { class: "words" }, pelvis.text),
      h("ul", { class: "steps" }, ...steps),
      h("p", { class: "small" }, pelvis.caution),
    );
  }

  stepButtons({ name, title }) {
    const label = t("{point} is already right where it is", { point: title });
    return [
      h("button", { type: "button", onclick: () => this.go(name) }, t("Show {point}", { point: title })),
      h("button", { type: "button", "data-confirm": name, "aria-label": label, onclick: () => this.editor.confirm(name) }, t("It is right here")),
    ];
  }

  select(name) {
    const { editor, ref } = this;
    const point = editor.point(name);
    for (const button of ref.points.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.dataset.point === name));
    }
    ref.chosen.classList.toggle("empty", !point);
    for (const field of ref.chosen.querySelectorAll("input, button")) field.disabled = !point;
    ref["chosen-sign"].replaceChildren(...(point ? [glyph(point.source)] : []));
    setText(ref["chosen-title"], point ? `${point.title}: ${sourceText(point.source)}` : t("Choose a point in the photo or in this list"));
    const armed = point && editor.placing === name;
    setText(ref["chosen-help"], point?.help ?? t("Drag it, or move it with the arrow keys, the numbers or the buttons that appear here."));
    if (!point) return;
    ref["chosen-place"].setAttribute("aria-pressed", String(Boolean(armed)));
    ref["chosen-confirm"].hidden = !point.confirmable;
    ref["chosen-reset"].disabled = point.source !== "person";
    this.numbers(this.shown !== name); // the answer to one number must not undo the typing of the other
    this.shown = name;
  }

  // The numbers of the chosen point, unless someone is typing there.
  numbers(force = false) {
    const { editor, ref } = this;
    if (!editor.point(editor.selected)) return;
    const place = editor.place(editor.selected);
    for (const axis of ["x", "y"]) {
      const field = ref[`chosen-${axis}`];
      const shown = String(Math.round(place[axis]));
      field.max = Math.round(editor.data.photo[axis === "x" ? "width" : "height"]);
      if ((force || editor.root.activeElement !== field) && field.value !== shown) field.value = shown;
    }
  }

  typed(axis) {
    const { editor, ref } = this;
    const value = ref[`chosen-${axis}`].valueAsNumber;
    const name = editor.selected;
    if (!editor.point(name)) return;
    if (Number.isFinite(value)) {
      const place = editor.place(name);
      editor.settle();
      editor.setPlace(name, { x: place.x, y: place.y, [axis]: value });
      editor.commit(name);
    }
    this.numbers(true);
    editor.redraw();
  }

  // What follows while something is being moved, before Python has answered.
  live() {
    const { editor, ref } = this;
    const { pelvis } = editor.data;
    const moving = editor.drag?.moved && editor.point(editor.drag.name)?.group === "pelvis";
    const turning = editor.level.adjusting && pelvis.state === "measured";
    const tilt = moving || turning ? editor.liveTilt() : undefined;
    setText(ref["readout-title"], pelvis.short);
    ref.readout.dataset.state = tilt === undefined ? pelvis.state : "live";
    setText(ref["readout-value"], tilt === undefined ? pelvis.value : tilt === null ? t("no value") : degrees(tilt));
    const waiting = editor.queue.some((edit) => edit.kind !== "photo");
    setText(ref["readout-how"], tilt === undefined ? (waiting ? t("working it out") : pelvis.summary) : t("as the line lies now"));
    ref.readout.dataset.side = editor.data.anterior_sign < 0 ? "right" : "left";
    const hint = editor.placing === "level" ? editor.level.hint : editor.placing ? t("Tap where {point} belongs.", { point: editor.point(editor.placing)?.short }) : "";
    ref.hint.hidden = !hint;
    setText(ref.hint, hint);
    this.numbers();
  }
}

function measureRow(measure) {
  return h(
    "li",
    { class: "measure", "data-yours": String(measure.yours) },
    h("div", { class: "measure-head" }, h("span", { class: "measure-name" }, measure.title), h("strong", { class: "measure-value" }, measure.value_text)),
    measure.bars.length ? bars(measure.bars, measure.domain, measure.reference) : null,
    h(
      "div",
      { class: "measure-foot" },
      h("span", {}, measure.range_text),
      measure.yours ? h("span", { class: "yours" }, glyph("person"), measure.yours_text) : measure.how ? h("span", {}, measure.how) : null,
    ),
    measure.model_text ? h("div", { class: "model-value" }, measure.model_text) : null,
  );
}

// Intervals on one scale: the current one, and the analyzer's own under it, with the usual range behind.
function bars(rows, [low, high], reference) {
  const share = (value) => Math.min(Math.max(((value - low) / (high - low)) * 100, 0.5), 99.5);
  const at = (value) => `${share(value).toFixed(2)}%`;
  const height = 6 + 10 * rows.length;
  const shapes = [];
  if (reference) {
    const width = `${(share(reference[1]) - share(reference[0])).toFixed(2)}%`;
    shapes.push(svg("rect", { class: "usual", x: at(reference[0]), width, y: 0, height, rx: 3 }));
  }
  rows.forEach((row, i) => {
    const y = 8 + 10 * i;
    shapes.push(
      svg("line", { class: `interval ${row.kind}`, x1: at(row.low), x2: at(row.high), y1: y, y2: y }),
      svg("circle", { class: `dot ${row.kind}`, cx: at(row.value), cy: y, r: row.kind === "model" ? 3 : 4.5 }),
    );
  });
  return svg("svg", { class: "bars", width: "100%", height, "aria-hidden": "true" }, ...shapes);
}
