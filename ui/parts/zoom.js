// A picture that can be enlarged and moved: by buttons, keys, mouse, wheel and fingers.
// Part of the component of `overlay_view.js`, whose script comes after it.

const MOST = 6; // times enlarged
const STEP = 1.5;

// The part of a picture that is shown, in its own units.
class Part {
  constructor(svg, stage) {
    const [left, top, width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
    Object.assign(this, { svg, stage, left, top, width, height });
    this.reset();
  }

  reset() {
    this.factor = 1;
    this.x = this.left + this.width / 2;
    this.y = this.top + this.height / 2;
    this.apply();
  }

  // Enlarge around a point of the picture, which stays where it is; its middle by default.
  zoom(times, at = [this.x, this.y]) {
    const factor = Math.min(Math.max(this.factor * times, 1), MOST);
    const kept = this.factor / factor;
    this.x = at[0] + (this.x - at[0]) * kept;
    this.y = at[1] + (this.y - at[1]) * kept;
    this.factor = factor;
    this.apply();
  }

  move(dx, dy) {
    this.x += dx;
    this.y += dy;
    this.apply();
  }

  apply() {
    const w = this.width / this.factor;
    const h = this.height / this.factor;
    this.x = Math.min(Math.max(this.x, this.left + w / 2), this.left + this.width - w / 2);
    this.y = Math.min(Math.max(this.y, this.top + h / 2), this.top + this.height - h / 2);
    this.svg.setAttribute("viewBox", [this.x - w / 2, this.y - h / 2, w, h].map((n) => n.toFixed(2)).join(" "));
    this.stage.classList.toggle("enlarged", this.factor > 1);
  }

  // Units per pixel of the screen.
  get unit() {
    return this.width / this.factor / (this.stage.clientWidth || 1);
  }

  // A place on the screen as a point of the picture.
  point(event) {
    const box = this.stage.getBoundingClientRect();
    const left = this.x - this.width / this.factor / 2;
    const top = this.y - this.height / this.factor / 2;
    return [left + (event.clientX - box.left) * this.unit, top + (event.clientY - box.top) * this.unit];
  }
}

function listenToKeys(stage, part) {
  const step = () => 40 * part.unit;
  const keys = {
    "+": () => part.zoom(STEP),
    "=": () => part.zoom(STEP),
    "-": () => part.zoom(1 / STEP),
    0: () => part.reset(),
    ArrowLeft: () => part.move(-step(), 0),
    ArrowRight: () => part.move(step(), 0),
    ArrowUp: () => part.move(0, -step()),
    ArrowDown: () => part.move(0, step()),
  };
  stage.addEventListener("keydown", (event) => {
    const arrow = event.key.startsWith("Arrow");
    // Without enlargement there is nothing to move: the arrows scroll the page as usual.
    if (!(event.key in keys) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (arrow && part.factor === 1) return;
    event.preventDefault();
    keys[event.key]();
  });
}

// One finger or the mouse moves an enlarged picture, two fingers or Ctrl and the wheel enlarge it.
function listenToPointers(stage, part) {
  const pointers = new Map();
  const spread = () => {
    const [a, b] = [...pointers.values()];
    return Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) || 1;
  };
  const middle = () => {
    const [a, b] = [...pointers.values()];
    return { clientX: (a.clientX + b.clientX) / 2, clientY: (a.clientY + b.clientY) / 2 };
  };
  stage.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse" && event.button !== 0) return;
    pointers.set(event.pointerId, event);
    if (part.factor > 1 || pointers.size > 1) stage.setPointerCapture(event.pointerId);
  });
  stage.addEventListener("pointermove", (event) => {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    if (pointers.size === 2) {
      const old = spread();
      pointers.set(event.pointerId, event);
      part.zoom(spread() / old, part.point(middle()));
    } else if (part.factor > 1) {
      part.move((before.clientX - event.clientX) * part.unit, (before.clientY - event.clientY) * part.unit);
      pointers.set(event.pointerId, event);
    }
  });
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
    stage.addEventListener(end, (event) => pointers.delete(event.pointerId));
  }
  stage.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return; // the page scrolls
      event.preventDefault();
      part.zoom(Math.exp(-event.deltaY / 200), part.point(event));
    },
    { passive: false },
  );
  stage.addEventListener("dblclick", (event) => {
    if (part.factor > 1) part.reset();
    else part.zoom(2.5, part.point(event));
  });
}

