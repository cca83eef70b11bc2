// Levelling: two taps along something upright or level, a slider, or a number.

import { degrees, setText } from "./dom.js";
import { clamp, rollFromLine } from "./geometry.js";

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
      name: `level-${i}`, title: `${i ? "Second" : "First"} end of the levelling line`, short: i ? "2" : "1",
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
    this.number.value = rollDeg.toFixed(1);
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
      if (!this.typing) this.number.value = data.roll_deg.toFixed(1);
    }
    this.editor.find("level-auto").disabled = data.roll_source === "model";
    this.say();
  }

  say() {
    const { editor } = this;
    const roll = editor.view.rollDeg;
    const turned = Math.abs(roll) < 0.05 ? "The photo counts as level" : `The photo is turned ${degrees(Math.abs(roll), 1)} ${roll > 0 ? "clockwise" : "counter-clockwise"}`;
    const by = editor.data.roll_source === "person" ? "set by you" : "found by the analyzer";
    setText(this.text, `${turned} (${by}). It is shown levelled here.`);
  }

  // What to do next, while places are being tapped.
  get hint() {
    return this.tapped === 0 ? "Tap a place on something upright or level." : "Now a second place on it, far from the first.";
  }
}
