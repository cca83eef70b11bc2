// The editor: what Python says, what is being moved right now, and what still has to be told to Python.

import { Drawing } from "./drawing.js";
import { clamp, pelvicTiltDeg } from "./geometry.js";
import { Handles } from "./handles.js";
import { Level } from "./level.js";
import { Panel } from "./panel.js";
import { OnPhoto } from "./photo.js";
import { Pointers } from "./pointer.js";
import { Toolbar } from "./toolbar.js";
import { sayPage, t, useWords } from "./words.js";

const KEY_PAUSE_MS = 350;

export class Editor extends OnPhoto {
  constructor(root) {
    super(root);
    this.local = new Map();
    this.drag = null;
    this.drawing = new Drawing(this.find("drawing"));
    this.handles = new Handles(this.find("handles"), this);
    this.level = new Level(this);
    this.panel = new Panel(this);
    this.toolbar = new Toolbar(this);
    this.pointers = new Pointers(this.stage, this);
    this.find("editor").addEventListener("keydown", (event) => this.key(event));
  }

  // ---- what Python says

  update(data, send) {
    useWords(data.said);
    sayPage(this.root);
    const other = this.data?.photo.id !== data.photo.id;
    if (other) this.camera.keep();
    this.data = data;
    this.send = send;
    if (other) {
      Object.assign(this, { queue: [], drag: null, selected: null, placing: null });
      this.local.clear();
    }
    if (data.client === this.client) this.queue = this.queue.filter((edit) => edit.count > data.done);
    const waiting = new Set(this.queue.map((edit) => edit.name));
    for (const name of this.local.keys()) {
      if (!waiting.has(name) && this.drag?.name !== name) this.local.delete(name);
    }
    Object.assign(this.view, { photo: data.photo, body: data.body_box });
    if (!this.level.adjusting) this.view.rollDeg = data.roll_deg;
    this.showPicture();
    this.handles.sync([...data.points, ...this.level.points()]);
    if (other) this.camera.resize(true);
    this.panel.update(data);
    this.toolbar.update(data);
    this.level.update(data);
    this.redraw();
  }

  // ---- points

  point(name) {
    return this.data?.points.find((point) => point.name === name) ?? null;
  }

  place(name) {
    if (name?.startsWith("level")) return this.level.end(name);
    return this.local.get(name) ?? this.point(name);
  }

  setPlace(name, { x, y }) {
    const place = { x: clamp(x, 0, this.data.photo.width), y: clamp(y, 0, this.data.photo.height) };
    if (name.startsWith("level")) this.level.setEnd(name, place);
    else this.local.set(name, place);
    return place;
  }

  select(name, { reveal = false } = {}) {
    if (this.selected !== name) this.settle();
    this.selected = name;
    if (reveal) this.camera.reveal(name);
    this.panel.select(name);
    this.redraw();
  }

  begin(name) {
    this.settle();
    const { x, y } = this.place(name);
    this.drag = { name, from: { x, y }, moved: false };
    this.select(name);
  }

  moveTo(point) {
    const place = this.setPlace(this.drag.name, point);
    this.redraw();
    this.loupe.show(this, place);
  }

  // The drag or the key strokes are done: tell Python.
  drop() {
    const { drag } = this;
    if (!drag) return false;
    clearTimeout(this.keyTimer);
    this.drag = null;
    if (!drag.keys) this.loupe.hide();
    if (drag.moved) this.commit(drag.name);
    this.redraw();
    return drag.moved;
  }

  commit(name) {
    if (name.startsWith("level")) {
      this.level.commit();
      return;
    }
    const { x, y } = this.place(name);
    this.tell({ kind: "move", name, x: Math.round(x * 100) / 100, y: Math.round(y * 100) / 100 });
  }

  // Finishes what the arrow keys began; false when there was nothing.
  settle() {
    return this.drag?.keys ? this.drop() : false;
  }

  cancel() {
    const { drag } = this;
    if (!drag) return;
    clearTimeout(this.keyTimer);
    this.drag = null;
    if (drag.name.startsWith("level")) this.level.setEnd(drag.name, drag.from);
    else if (this.queue.some((edit) => edit.name === drag.name)) this.local.set(drag.name, drag.from);
    else this.local.delete(drag.name);
    this.loupe.hide();
    this.redraw();
    this.say(t("Moving was cancelled."));
  }

  // One photo pixel, or one pixel of the screen when that is more, so that a key is never without effect.
  nudge(name, dx, dy, far) {
    if (this.drag && !(this.drag.keys && this.drag.name === name)) return;
    if (!this.drag) {
      const { x, y } = this.place(name);
      this.drag = { name, from: { x, y }, moved: true, keys: true };
    }
    const step = Math.max(1, Math.round(1 / this.view.scale)) * (far ? 10 : 1);
    const { x, y } = this.place(name);
    const place = this.setPlace(name, { x: x + dx * step, y: y + dy * step });
    this.camera.keepInSight(place);
    this.redraw();
    this.loupe.show(this, place, 1500);
    clearTimeout(this.keyTimer);
    this.keyTimer = setTimeout(() => this.settle(), KEY_PAUSE_MS);
  }

  confirm(name) {
    this.settle();
    this.tell({ kind: "confirm", name });
  }

  // The next tap on the photo places `name`.
  arm(name) {
    this.placing = this.placing === name ? null : name;
    this.panel.select(this.selected);
    this.redraw();
    if (this.placing) this.inSight();
  }

  placeAt(point) {
    const name = this.placing;
    if (name === "level") {
      this.level.tap(this.setPlace(this.level.next(), point));
      return;
    }
    this.placing = null;
    this.setPlace(name, point);
    this.handles.focus(name);
    this.select(name);
    this.commit(name);
    this.redraw();
  }

  key(event) {
    if (event.key === "Escape") {
      if (this.drag) this.cancel();
      else if (this.placing && this.placing !== "level") this.arm(this.placing);
      else if (this.level.active) this.level.toggle(false);
      else return;
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (!(event.ctrlKey || event.metaKey) || event.target.matches("input")) return;
    const letter = event.key.toLowerCase();
    const kind = letter === "y" || (letter === "z" && event.shiftKey) ? "redo" : letter === "z" ? "undo" : null;
    if (!kind) return;
    event.preventDefault();
    this.step(kind);
  }

  // Undo, redo, reset: after what is still being moved.
  step(kind) {
    this.settle();
    this.tell({ kind });
  }

  // ---- on the screen

  // Scrolls the page so that the photo can be seen.
  inSight() {
    this.find("frame").scrollIntoView({ block: "nearest" });
  }

  paint() {
    const { view, data, stage, image } = this;
    if (!data || view.width <= 1) return;
    if (image?.naturalWidth) image.style.transform = view.matrix(image.naturalWidth);
    stage.classList.toggle("home", view.atHome);
    stage.classList.toggle("placing", Boolean(this.placing));
    stage.classList.toggle("moving", Boolean(this.drag?.moved));
    this.drawing.update(this);
    this.handles.place();
    this.panel.live();
    this.toolbar.live();
  }

  // Tilt of the points as they are on the screen now, null when there is none.
  liveTilt() {
    const [asis, psis] = [this.place("asis"), this.place("psis")];
    if (!asis || !psis) return null;
    return pelvicTiltDeg(asis, psis, this.view.rollDeg, this.data.anterior_sign);
  }

  say(text) {
    this.announce(text);
  }
}
