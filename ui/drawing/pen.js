// Mouse, pen and fingers on the photo: drawing, choosing, moving, and looking closer.

import { distance } from "../editor/geometry.js";
import { angleOf, distanceTo, simplified } from "./shapes.js";
import { Writing } from "./writing.js";

const REACH = { mouse: 10, pen: 12, touch: 22 };
const POINT_REACH = { mouse: 14, pen: 16, touch: 26 };
const TAP_PX = 6;
const TAP_MS = 300;
const STEP_PX = 1.5;
const NEEDED = { arrow: 2, line: 2, angle: 3 };

export class Pen {
  constructor(board) {
    this.board = board;
    this.down = new Map();
    this.draft = null;
    this.grab = null;
    this.writing = new Writing(board, (place, text) => board.add(this.made("text", [place], text)));
    const { stage } = board;
    const on = (name, handler, options) => stage.addEventListener(name, handler.bind(this), options);
    on("pointerdown", this.press);
    on("pointermove", this.move);
    on("pointerup", this.release);
    on("pointercancel", this.abort);
    on("mousedown", (event) => event.target !== this.writing.input && event.preventDefault());
    // A finger on a drawing moves that, and not the page.
    on("touchstart", (event) => this.holds(event) && event.preventDefault(), { passive: false });
    on("wheel", this.wheel, { passive: false });
  }

  get tool() {
    return this.board.tray.tool;
  }

  at(event) {
    const box = this.board.stage.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  inPhoto(at) {
    const { view, data } = this.board;
    const point = view.toPhoto(at);
    return [Math.min(Math.max(point.x, 0), data.photo.width), Math.min(Math.max(point.y, 0), data.photo.height)];
  }

  holds(event) {
    if (event.touches.length > 1 || event.target === this.writing.input) return false;
    return this.tool !== "move" || this.under(this.at(event.touches[0]), "touch") !== null;
  }

  // What lies under a place on the screen: a point of the chosen drawing, or a drawing.
  under(at, pointer) {
    const { board } = this;
    const look = board.look();
    const { chosen } = board;
    if (chosen && !chosen.hidden && NEEDED[chosen.kind]) {
      const near = look.points(chosen).map((point, part) => ({ part, away: distance(point, at) }));
      const [best] = near.sort((a, b) => a.away - b.away);
      if (best.away <= (POINT_REACH[pointer] ?? 26)) return { index: board.selected, part: best.part };
    }
    const found = board.items
      .map((item, index) => ({ index, part: null, away: item.hidden ? Infinity : distanceTo(item, at, look) }))
      .filter(({ away }) => away <= (REACH[pointer] ?? 22));
    const nearest = found.sort((a, b) => a.away - b.away || b.index - a.index)[0];
    return nearest ?? null;
  }

  press(event) {
    if (event.button > 0 || event.target === this.writing.input) return;
    const at = this.at(event);
    this.down.set(event.pointerId, { at, start: at, moved: false, time: event.timeStamp });
    if (this.down.size > 1) {
      this.pinch = this.spread();
      this.back();
      return;
    }
    try {
      this.board.stage.setPointerCapture(event.pointerId);
    } catch {
      // a synthetic pointer, or one that has just gone, cannot be captured
    }
    this.writing.done();
    if (this.tool === "move") this.take(at, event.pointerType);
    else if (this.tool !== "text") this.begin(at);
  }

  take(at, pointer) {
    const { board } = this;
    const found = this.under(at, pointer);
    board.select(found ? found.index : null);
    if (!found) return;
    board.settle();
    this.grab = { ...found, from: board.view.toPhoto(at), drawing: board.items[found.index] };
  }

  begin(at) {
    const { board } = this;
    const point = this.inPhoto(at);
    if (this.tool === "freehand") this.draft = { points: [point], screen: [at], fixed: 0 };
    else if (!this.draft) this.draft = { points: [point], fixed: 0 };
    else this.draft.points = [...this.draft.points.slice(0, this.draft.fixed), point];
    board.redraw();
  }

  move(event) {
    const at = this.at(event);
    const pointer = this.down.get(event.pointerId);
    if (!pointer) {
      if (this.draft?.fixed && event.pointerType === "mouse") this.follow(at);
      return;
    }
    const before = pointer.at;
    pointer.at = at;
    pointer.moved ||= distance(at, pointer.start) > TAP_PX;
    const { board } = this;
    if (this.pinch) {
      const now = this.spread();
      board.camera.zoom(now.size / this.pinch.size, now.middle);
      board.camera.pan(now.middle.x - this.pinch.middle.x, now.middle.y - this.pinch.middle.y);
      this.pinch = now;
    } else if (this.grab) {
      if (pointer.moved) this.drag(at);
    } else if (this.draft) {
      this.draw(at, pointer);
    } else if (pointer.moved && this.tool === "move") {
      board.camera.pan(at.x - before.x, at.y - before.y);
    }
  }

  drag(at) {
    const { board, grab } = this;
    const now = board.view.toPhoto(at);
    const drawing = board.moved(grab.drawing, grab.part, now.x - grab.from.x, now.y - grab.from.y);
    board.live = { index: grab.index, drawing };
    if (grab.part !== null) {
      const [x, y] = drawing.points[grab.part];
      board.loupe.show(board, { x, y });
    }
    board.refresh();
  }

  draw(at, pointer) {
    const { board, draft } = this;
    const point = this.inPhoto(at);
    if (this.tool === "freehand") {
      if (distance(draft.screen.at(-1), at) < STEP_PX) return;
      draft.points.push(point);
      draft.screen.push(at);
    } else if (draft.fixed || this.tool === "angle") {
      draft.points[draft.points.length - 1] = point;
    } else if (pointer.moved) {
      draft.points = [draft.points[0], point];
    }
    if (this.tool !== "freehand") board.loupe.show(board, { x: point[0], y: point[1] });
    board.redraw();
  }

  // A mouse without a button: the end that is still to be placed follows it.
  follow(at) {
    this.draft.points = [...this.draft.points.slice(0, this.draft.fixed), this.inPhoto(at)];
    this.board.redraw();
  }

  release(event) {
    const pointer = this.down.get(event.pointerId);
    if (!pointer) return;
    this.forget(event);
    const { board } = this;
    board.loupe.hide();
    if (this.grab) {
      const { index } = this.grab;
      this.grab = null;
      if (board.live) board.change(index, board.live.drawing);
    } else if (this.tool === "text" && !pointer.moved) {
      this.writing.begin(this.inPhoto(pointer.at));
    } else if (this.draft && !this.pinched) {
      this.finish();
    } else if (!pointer.moved && !this.pinched && event.timeStamp - pointer.time < 2 * TAP_MS) {
      this.tapped(pointer.at, event.timeStamp);
    }
    if (!this.down.size) this.pinched = false;
  }

  tapped(at, time) {
    const { camera } = this.board;
    const double = this.lastTap && time - this.lastTap.time < TAP_MS && distance(this.lastTap.at, at) < 24;
    this.lastTap = double ? null : { at, time };
    if (double && this.board.selected === null) camera.toggle(at);
  }

  // The finger or the button is up: a stroke is done, a point is placed.
  finish() {
    const { board, draft } = this;
    const kind = this.tool;
    if (kind === "freehand") {
      this.draft = null;
      const points = this.stroke(draft);
      if (points.length > 1) board.add(this.made(kind, points));
      board.redraw();
      return;
    }
    const screen = draft.points.map(([x, y]) => board.view.toScreen({ x, y }));
    const apart = screen.every((point, i) => i === 0 || distance(point, screen[i - 1]) > TAP_PX);
    if (!apart) draft.points = draft.points.slice(0, Math.max(draft.fixed, 1));
    draft.fixed = draft.points.length;
    if (draft.fixed >= NEEDED[kind]) {
      this.draft = null;
      board.add(this.made(kind, draft.points));
    }
    board.redraw();
  }

  stroke({ points, screen }) {
    const named = screen.map((at, i) => ({ ...at, point: points[i] }));
    let tolerance = 0.7;
    let kept = simplified(named, tolerance);
    while (kept.length > this.board.data.limits.points) kept = simplified(named, (tolerance *= 1.5));
    return kept.length > 1 && distance(screen[0], screen.at(-1)) + screen.length > 4 ? kept.map(({ point }) => point) : [];
  }

  made(kind, points, text) {
    const { color, width } = this.board.tray;
    return { kind, points, color, width, ...(text ? { text } : {}) };
  }

  // What is being drawn, as far as it is.
  shown() {
    const { points } = this.draft;
    if (points.length > 1) return this.made(this.tool, points);
    const [[x, y]] = points;
    return this.made("line", [[x, y], [x + 0.01, y]]);
  }

  degrees(drawing) {
    return drawing.points.length < 3 ? null : angleOf(drawing.points.map(([x, y]) => ({ x, y })));
  }

  // Gives up what is being drawn; whether there was something.
  drop() {
    const busy = Boolean(this.draft) || Boolean(this.grab) || this.writing.open;
    Object.assign(this, { draft: null, grab: null });
    this.writing.close();
    this.board.loupe.hide();
    if (busy) this.board.live = null;
    this.board.redraw();
    return busy;
  }

  // A second finger: what the first one began is no drawing.
  back() {
    this.pinched = true;
    if (this.draft) this.draft = this.draft.fixed ? { ...this.draft, points: this.draft.points.slice(0, this.draft.fixed) } : null;
    this.grab = null;
    this.board.live = null;
    this.board.loupe.hide();
    this.board.redraw();
  }

  abort(event) {
    this.forget(event);
    this.drop();
  }

  forget(event) {
    this.down.delete(event.pointerId);
    if (this.down.size < 2) this.pinch = null;
  }

  spread() {
    const [a, b] = [...this.down.values()].map((pointer) => pointer.at);
    return { size: Math.max(distance(a, b), 1), middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 } };
  }

  wheel(event) {
    const { board } = this;
    if (!event.ctrlKey && board.view.whole && event.deltaY > 0) return;
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 18 : 1;
    board.camera.zoom(Math.exp(-event.deltaY * lines * (event.ctrlKey ? 0.01 : 0.0018)), this.at(event));
  }

  // A drawing in the middle of what is in sight, for those who draw with keys.
  putInTheMiddle() {
    const { view } = this.board;
    const reach = 0.16 * Math.min(view.width, view.height);
    const at = (dx, dy) => this.inPhoto({ x: view.width / 2 + dx * reach, y: view.height / 2 + dy * reach });
    const points = {
      arrow: () => [at(-1, -0.6), at(1, 0.6)],
      line: () => [at(-1, 0), at(1, 0)],
      angle: () => [at(-0.6, -1), at(-0.6, 0.6), at(1, 0.6)],
    };
    if (this.tool === "text") this.writing.begin(at(-0.6, 0));
    else if (points[this.tool]) this.board.add(this.made(this.tool, points[this.tool]()));
  }
}
