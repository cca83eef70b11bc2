// What part of the photo is in sight, and how that changes: buttons, wheel, fingers, and the size of the stage.

import { View, clamp } from "./geometry.js";

const EDGE_PX = 24;
const GLIDE_MS = 260;
const views = new Map(); // photo id to its last view: survives a change of page in the app

export class Camera {
  constructor(editor) {
    this.editor = editor;
    this.view = new View();
    this.resizer = new ResizeObserver(() => this.resize());
    this.resizer.observe(editor.stage);
  }

  destroy() {
    cancelAnimationFrame(this.gliding);
    this.resizer.disconnect();
    this.keep();
  }

  // Remembers the view of the photo that is shown.
  keep() {
    const { data } = this.editor;
    if (data) views.set(data.photo.id, { ...this.view });
  }

  resize(fresh = false) {
    const { view, editor } = this;
    const { clientWidth: width, clientHeight: height } = editor.stage;
    if (!editor.data || !width || !height) return;
    const home = view.width <= 1 || Math.abs(view.scale / view.home().scale - 1) < 0.001;
    const before = view.scale / view.fitScale();
    view.set({ width, height });
    const kept = fresh ? views.get(editor.data.photo.id) : null;
    if (kept) view.set(view.limited(kept));
    else if (fresh || home) view.set(view.home());
    else view.set(view.limited({ scale: before * view.fitScale(), cx: view.cx, cy: view.cy }));
    editor.redraw();
  }

  set(values) {
    this.view.set(values);
    this.editor.redraw();
  }

  zoom(factor, at = { x: this.view.width / 2, y: this.view.height / 2 }) {
    cancelAnimationFrame(this.gliding);
    this.set(this.view.zoomed(factor, at));
  }

  pan(dx, dy) {
    cancelAnimationFrame(this.gliding);
    this.set(this.view.panned(dx, dy));
  }

  // A double tap: closer, or back to the whole person.
  toggle(at) {
    this.glide(this.view.atHome ? this.view.zoomed(2.8, at) : this.view.home());
  }

  // Moves smoothly, or at once for people who asked for less motion.
  glide(target) {
    cancelAnimationFrame(this.gliding);
    if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
      this.set(target);
      return;
    }
    const { scale, cx, cy } = this.view;
    const start = performance.now();
    const frame = (now) => {
      const t = clamp((now - start) / GLIDE_MS, 0, 1);
      const ease = 1 - (1 - t) ** 3;
      this.set({
        scale: scale * (target.scale / scale) ** ease,
        cx: cx + (target.cx - cx) * ease,
        cy: cy + (target.cy - cy) * ease,
      });
      if (t < 1) this.gliding = requestAnimationFrame(frame);
    };
    this.gliding = requestAnimationFrame(frame);
  }

  // Shows a place large; for the pelvis always both of its points.
  reveal(name) {
    const { data } = this.editor;
    const half = 0.4 * data.trunk_px;
    const { x, y } = this.editor.place(name);
    const around = { left: x - half, right: x + half, top: y - half, bottom: y + half };
    this.glide(this.view.showing(this.editor.point(name)?.group === "pelvis" ? data.pelvis_box : around));
  }

  keepInSight(point) {
    const at = this.view.toScreen(point);
    const dx = at.x < EDGE_PX ? EDGE_PX - at.x : Math.min(0, this.view.width - EDGE_PX - at.x);
    const dy = at.y < EDGE_PX ? EDGE_PX - at.y : Math.min(0, this.view.height - EDGE_PX - at.y);
    if (dx || dy) this.pan(dx, dy);
  }
}
