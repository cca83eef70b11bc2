// Mouse, pen and fingers on the stage: dragging handles, panning, pinching, wheel and double tap.

import { distance } from "./geometry.js";

const TAP_MS = 300;
const TAP_PX = 8;
const REACH = { mouse: 18, pen: 20, touch: 30 };
const WHEEL_PAUSE_MS = 350;

export class Pointers {
  constructor(stage, editor) {
    this.stage = stage;
    this.editor = editor;
    this.down = new Map();
    this.lastTap = null;
    this.pageScrolled = 0;
    const on = (name, handler) => stage.addEventListener(name, handler.bind(this));
    on("pointerdown", this.press);
    on("pointermove", this.move);
    on("pointerup", this.release);
    on("pointercancel", this.abort);
    // The nearest handle gets the focus, not the one that happens to lie on top.
    stage.addEventListener("mousedown", (event) => event.preventDefault());
    stage.addEventListener("wheel", this.wheel.bind(this), { passive: false });
    const elsewhere = (event) => {
      if (!event.composedPath().includes(stage)) this.pageScrolled = event.timeStamp;
    };
    window.addEventListener("wheel", elsewhere, { passive: true, capture: true, signal: editor.gone.signal });
  }

  at(event) {
    const box = this.stage.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  press(event) {
    if (event.button > 0 || event.target.closest("button, input")) return;
    const { editor } = this;
    const at = this.at(event);
    this.down.set(event.pointerId, { at, start: at, moved: false, time: event.timeStamp });
    if (this.down.size > 1) {
      if (!editor.drag) this.pinch = this.spread();
      return;
    }
    const name = editor.placing ? null : editor.handles.nearest(at, REACH[event.pointerType] ?? REACH.touch);
    if (name) {
      event.preventDefault();
      const screen = editor.view.toScreen(editor.place(name));
      this.grab = { x: screen.x - at.x, y: screen.y - at.y, id: event.pointerId };
      editor.begin(name);
      editor.handles.focus(name);
    }
    // A synthetic pointer, or one that has just gone, cannot be captured; dragging works without it.
    try {
      this.stage.setPointerCapture(event.pointerId);
    } catch {
      this.grab ??= null;
    }
  }

  move(event) {
    const pointer = this.down.get(event.pointerId);
    if (!pointer) return;
    const before = pointer.at;
    pointer.at = this.at(event);
    pointer.moved ||= distance(pointer.at, pointer.start) > (event.pointerType === "touch" ? TAP_PX : 3);
    const { editor } = this;
    if (this.pinch) {
      const now = this.spread();
      editor.camera.zoom(now.size / this.pinch.size, now.middle);
      editor.camera.pan(now.middle.x - this.pinch.middle.x, now.middle.y - this.pinch.middle.y);
      this.pinch = now;
    } else if (this.grab?.id === event.pointerId) {
      if (!editor.drag || !pointer.moved) return;
      editor.drag.moved = true;
      editor.moveTo(editor.view.toPhoto({ x: pointer.at.x + this.grab.x, y: pointer.at.y + this.grab.y }));
    } else if (pointer.moved && this.down.size === 1) {
      editor.camera.pan(pointer.at.x - before.x, pointer.at.y - before.y);
    }
  }

  release(event) {
    const pointer = this.down.get(event.pointerId);
    if (!pointer) return;
    this.forget(event);
    const { editor } = this;
    if (this.grab?.id === event.pointerId) {
      this.grab = null;
      if (editor.drag) editor.drop();
      return;
    }
    if (pointer.moved || event.timeStamp - pointer.time > 2 * TAP_MS) return;
    if (editor.placing) {
      editor.placeAt(editor.view.toPhoto(pointer.at));
      return;
    }
    const double = this.lastTap && event.timeStamp - this.lastTap.time < TAP_MS && distance(this.lastTap.at, pointer.at) < 24;
    this.lastTap = double ? null : { at: pointer.at, time: event.timeStamp };
    if (double) editor.camera.toggle(pointer.at);
  }

  abort(event) {
    this.forget(event);
    if (this.grab?.id === event.pointerId) {
      this.grab = null;
      this.editor.cancel();
    }
  }

  forget(event) {
    this.down.delete(event.pointerId);
    if (this.down.size < 2) this.pinch = null;
  }

  spread() {
    const [a, b] = [...this.down.values()].map((pointer) => pointer.at);
    return { size: Math.max(distance(a, b), 1), middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 } };
  }

  // The wheel zooms, but a page that is being scrolled past the picture is not stopped by it.
  wheel(event) {
    const { editor } = this;
    const scrolling = event.timeStamp - this.pageScrolled < WHEEL_PAUSE_MS;
    const nothingToDo = editor.view.whole && event.deltaY > 0;
    if (!event.ctrlKey && (scrolling || nothingToDo)) {
      this.pageScrolled = event.timeStamp;
      return;
    }
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 18 : 1;
    editor.camera.zoom(Math.exp(-event.deltaY * lines * (event.ctrlKey ? 0.01 : 0.0018)), this.at(event));
  }
}
