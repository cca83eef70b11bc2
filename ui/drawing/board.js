// The photo that one draws on: what Python says, what is being drawn right now, and what is still to be told.

import { clamp } from "../editor/geometry.js";
import { OnPhoto } from "../editor/photo.js";
import { Grips } from "./grips.js";
import { Pen } from "./pen.js";
import { Look, shapesOf } from "./shapes.js";
import { Tray } from "./tray.js";

const KEY_PAUSE_MS = 350;

export class Board extends OnPhoto {
  constructor(root) {
    super(root);
    this.live = null;
    this.drawing = this.find("drawing");
    this.grips = new Grips(this.find("handles"), this);
    this.pen = new Pen(this);
    this.tray = new Tray(this);
    this.find("board").addEventListener("keydown", (event) => this.key(event));
  }

  say(key, values = {}) {
    return Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), this.data.words[key]);
  }

  // ---- what Python says

  update(data, send) {
    const other = this.data?.photo.id !== data.photo.id;
    if (other) this.camera.keep();
    this.data = data;
    this.send = send;
    if (other) Object.assign(this, { queue: [], selected: null, live: null });
    if (data.client === this.client) this.queue = this.queue.filter((edit) => edit.count > data.done);
    Object.assign(this.view, { photo: data.photo, body: data.body_box, rollDeg: 0 });
    if (this.selected !== null && this.selected >= this.items.length) this.selected = null;
    this.showPicture();
    if (other) this.camera.resize(true);
    this.refresh();
  }

  tell(edit) {
    super.tell(edit);
    this.refresh();
  }

  // What is drawn, with what Python does not know yet.
  get items() {
    const items = this.queue.reduce(applied, this.data?.drawings ?? []);
    return this.live ? items.map((item, i) => (i === this.live.index ? this.live.drawing : item)) : items;
  }

  get chosen() {
    return this.selected === null ? null : (this.items[this.selected] ?? null);
  }

  add(drawing) {
    this.settle();
    if (this.items.length >= this.data.limits.drawings) {
      this.announce(this.say("full"));
      this.tray.note(this.say("full"));
      return;
    }
    this.tell({ kind: "add", drawing: rounded(drawing) });
    this.announce(this.say("added", { what: this.nameOf(drawing) }));
    if (drawing.kind !== "freehand") {
      this.tray.use("move");
      this.select(this.items.length - 1);
    }
  }

  change(index, fields) {
    this.live = null;
    this.tell({ kind: "change", index, drawing: rounded({ ...this.items[index], ...fields }) });
  }

  remove(index) {
    if (index === null) return;
    this.settle();
    const name = this.nameOf(this.items[index]);
    this.selected = null;
    this.tell({ kind: "remove", index });
    this.announce(this.say("removed", { what: name }));
    this.grips.focus(Math.min(index, this.items.length - 1)) || this.tray.focus();
  }

  // Undo and redo: after what is still being moved.
  step(kind) {
    this.pen.drop();
    this.settle();
    this.tell({ kind });
  }

  select(index, { focus = true } = {}) {
    if (this.selected !== index) this.settle();
    this.selected = index;
    this.refresh();
    if (index !== null && focus) this.grips.focus(index);
  }

  // ---- moving

  // A drawing with one point elsewhere, or all of them when `part` is null; inside of the photo.
  moved(drawing, part, dx, dy) {
    const { width, height } = this.data.photo;
    const points = drawing.points;
    const which = part === null ? points : [points[part]];
    const [xs, ys] = [which.map(([x]) => x), which.map(([, y]) => y)];
    const across = clamp(dx, -Math.min(...xs), width - Math.max(...xs));
    const down = clamp(dy, -Math.min(...ys), height - Math.max(...ys));
    return { ...drawing, points: points.map(([x, y], i) => (part === null || part === i ? [x + across, y + down] : [x, y])) };
  }

  // One photo pixel, or one pixel of the screen when that is more, so that a key is never without effect.
  nudge(index, part, dx, dy, far) {
    if (this.live && !(this.live.keys && this.live.index === index)) return;
    const step = Math.max(1, Math.round(1 / this.view.scale)) * (far ? 10 : 1);
    const drawing = this.moved(this.items[index], part, dx * step, dy * step);
    this.live = { index, drawing, keys: true };
    const [x, y] = drawing.points[part ?? 0];
    this.camera.keepInSight({ x, y });
    if (part !== null) this.loupe.show(this, { x, y }, 1500);
    clearTimeout(this.keyTimer);
    this.keyTimer = setTimeout(() => this.settle(), KEY_PAUSE_MS);
    this.refresh();
  }

  // Finishes what the arrow keys began.
  settle() {
    clearTimeout(this.keyTimer);
    if (!this.live?.keys) return;
    const { index, drawing } = this.live;
    this.change(index, drawing);
  }

  key(event) {
    if (event.key === "Escape") {
      if (this.pen.drop()) this.announce(this.say("cancelled"));
      else if (this.live) Object.assign(this, { live: null });
      else if (this.tray.tool !== "move") this.tray.use("move");
      else if (this.selected !== null) this.select(null);
      else return;
      event.preventDefault();
      event.stopPropagation();
      this.refresh();
      return;
    }
    if (event.target.matches("input[type=text]")) return;
    if ((event.key === "Delete" || event.key === "Backspace") && this.selected !== null && !event.target.matches("input")) {
      event.preventDefault();
      this.remove(this.selected);
      return;
    }
    if (!(event.ctrlKey || event.metaKey)) return;
    const letter = event.key.toLowerCase();
    const kind = letter === "y" || (letter === "z" && event.shiftKey) ? "redo" : letter === "z" ? "undo" : null;
    if (!kind) return;
    event.preventDefault();
    this.step(kind);
  }

  // ---- on the screen

  look() {
    return new Look(this.view, this.data, getComputedStyle(this.stage).fontFamily);
  }

  nameOf(drawing) {
    const angle = this.angle(drawing);
    return this.say(`name.${drawing.kind}`, { angle: angle === null ? "" : `${Math.round(angle)}°`, text: drawing.text ?? "" });
  }

  angle(drawing) {
    return drawing.kind === "angle" ? this.pen.degrees(drawing) : null;
  }

  refresh() {
    this.tray.update();
    this.grips.sync();
    this.redraw();
  }

  paint() {
    const { view, data, stage, image } = this;
    if (!data || view.width <= 1) return;
    if (image?.naturalWidth) image.style.transform = view.matrix(image.naturalWidth);
    stage.classList.toggle("home", view.atHome);
    stage.classList.toggle("placing", this.tray.tool !== "move");
    const look = this.look();
    const shown = this.items.filter((item) => !item.hidden);
    if (this.pen.draft) shown.push(this.pen.shown());
    this.drawing.replaceChildren(...shown.flatMap((item) => shapesOf(item, look)));
    this.grips.place(look);
    this.pen.writing.move();
    this.tray.live();
  }
}

// What an edit makes of drawings; undo and redo are known to Python alone.
function applied(items, { kind, index, drawing, hidden }) {
  if (kind === "add") return [...items, drawing];
  if (kind === "change") return items.map((item, i) => (i === index ? drawing : item));
  if (kind === "remove") return items.filter((_, i) => i !== index);
  if (kind === "clear") return [];
  if (kind === "hide") return items.map((item) => ({ ...item, hidden }));
  return items;
}

function rounded({ angle_deg: _, ...drawing }) {
  return { ...drawing, points: drawing.points.map((point) => point.map((number) => Math.round(number * 100) / 100)) };
}
