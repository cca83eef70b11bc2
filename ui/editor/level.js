// Levelling: two taps along something upright or level, a slider, or a number.

import { degrees, setText, tenths } from "./dom.js";
import { clamp, rollFromLine } from "./geometry.js";
import { t } from "./words.js";

const LEVELLED = [
  "The photo counts as level (set by you). It is shown levelled here.",
  "The photo counts as level (found by the analyzer). It is shown levelled here.",
];
const TURNED = [
  "The photo is turned {angle} clockwise (set by you). It is shown levelled here.",
  "The photo is turned {angle} clockwise (found by the analyzer). It is shown levelled here.",
  "The photo is turned {angle} counter-clockwise (set by you). It is shown levelled here.",
  "The photo is turned {angle} counter-clockwise (found by the analyzer). It is shown levelled here.",
];

export class Level {
  constructor(editor) {
    this.editor = editor;
    this.active = false;
    this.adjusting = false;
    this.ends = [];
    this.tapped = 0;
    const find = (name) => editor.find(name);
    this.section = find("level");
    this.slider = find("roll");
    this.number = find("roll-number");
    this.text = find("level-text");
    this.slider.addEventListener("input", () => this.preview(Number(this.slider.value)));
    this.slider.addEventListener("change", () => this.give(Number(this.slider.value)));
    this.number.addEventListener("input", () => (this.typing = true));
    this.number.addEventListener("change", () => this.give(this.number.valueAsNumber));
    find("level-taps").addEventListener("click", () => this.startTaps());
    find("level-auto").addEventListener("click", () => editor.tell({ kind: "auto_level" }));
    find("level-done").addEventListener("click", () => this.toggle(false));
  }

  // The two ends of the line, as points that can be dragged like the others.
  points() {
    if (!this.active) return [];
    return this.ends.map((end, i) => ({
      name: `level-${i}`, title: t(i ? "Second end of the levelling line" : "First end of the levelling line"), short: i ? "2" : "1",
      source: "person", side: "right", group: "level", ...end,
    }));
  }

  end(name) {
    return this.active ? (this.ends[Number(name.slice(-1))] ?? null) : null;
  }

  setEnd(name, { x, y }) {
    this.ends[Number(name.slice(-1))] = { x, y };
  }

  toggle(active = !this.active) {
    const { editor } = this;
    this.active = active;
    this.adjusting = false;
    editor.placing = null;
    this.section.hidden = !active;
    if (active) {
      editor.view.set(editor.view.showingAll());
      this.startLine();
    }
    editor.view.rollDeg = editor.data.roll_deg;
    this.sync();
    editor.toolbar.update(editor.data);
    editor.redraw();
    editor.find(active ? "level-taps" : "level-button").focus();
  }

  // A line beside the person, for those who drag it with keys instead of tapping.
  startLine() {
    const { photo, anterior_sign: forward } = this.editor.data;
    const x = photo.width * (forward > 0 ? 0.12 : 0.88);
    this.ends = [0.25, 0.7].map((part) => ({ x, y: photo.height * part }));
  }

  startTaps() {
    this.tapped = 0;
    this.editor.placing = "level";
    this.editor.inSight();
    this.editor.redraw();
    this.say();
  }

  next() {
    return `level-${this.tapped}`;
  }

  // A tap has placed an end of the line.
  tap() {
    this.tapped += 1;
    if (this.tapped === 1) this.ends[1] = { ...this.ends[0] };
    if (this.tapped > 1) {
      this.editor.placing = null;
      this.commit();
    }
    this.sync();
    this.say();
    this.editor.redraw();
  }

  sync() {
    const { editor } = this;
    editor.handles.sync([...editor.data.points, ...this.points()]);
  }

  // The line tells Python how the photo is turned; Python works it out by the library's own rule.
  commit() {
    const [p, q] = this.ends;
    const found = rollFromLine(p, q);
    if (!found) return;
    const rounded = ({ x, y }) => [Math.round(x * 100) / 100, Math.round(y * 100) / 100];
    this.editor.tell({ kind: "level", p: rounded(p), q: rounded(q) });
  }

  preview(rollDeg) {
    this.adjusting = true;
    this.editor.view.rollDeg = rollDeg;
    this.number.value = tenths(rollDeg);
    this.say();
    this.editor.redraw();
  }

  give(rollDeg) {
    this.adjusting = false;
    this.typing = false;
    const { editor } = this;
    const { largest_roll_deg: most } = editor.data;
    if (!Number.isFinite(rollDeg)) {
      this.update(editor.data);
      return;
    }
    const roll = clamp(Math.round(rollDeg * 10) / 10, -most, most);
    const same = editor.data.roll_source === "person" && Math.abs(roll - editor.data.roll_deg) < 0.05;
    if (same) this.update(editor.data);
    else editor.tell({ kind: "roll", roll_deg: roll });
  }

  update(data) {
    if (!this.adjusting) {
      this.slider.value = data.roll_deg;
      if (!this.typing) this.number.value = tenths(data.roll_deg);
    }
    this.editor.find("level-auto").disabled = data.roll_source === "model";
    this.say();
  }

  say() {
    const { editor } = this;
    const roll = editor.view.rollDeg;
    const byPerson = editor.data.roll_source === "person";
    const angle = degrees(Math.abs(roll), 1);
    let text = byPerson ? LEVELLED[0] : LEVELLED[1];
    if (Math.abs(roll) >= 0.05) text = roll > 0 ? TURNED[byPerson ? 0 : 1] : TURNED[byPerson ? 2 : 3];
    setText(this.text, t(text, { angle }));
  }

  // What to do next, while places are being tapped.
  get hint() {
    return this.tapped === 0 ? t("Tap a place on something upright or level.") : t("Now a second place on it, far from the first.");
  }
}
