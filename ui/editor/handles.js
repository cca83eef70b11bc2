// One handle for each point: a slider for the keyboard and for screen readers, a sign and a name for the eye.

import { glyph, h, setAttributes, setText } from "./dom.js";
import { t } from "./words.js";

const SOURCES = {
  person: "placed by you",
  model: "placed by the analyzer",
  marker: "on a dot that was found",
  suggested: "only a suggestion, not placed yet",
};
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export function sourceText(source) {
  return SOURCES[source] ? t(SOURCES[source]) : source;
}

export class Handles {
  constructor(element, editor) {
    this.element = element;
    this.editor = editor;
    this.byName = new Map();
  }

  // Makes the handles for `points`, keeping those that are there, so that the focus stays.
  sync(points) {
    const names = new Set(points.map((point) => point.name));
    for (const [name, handle] of this.byName) {
      if (!names.has(name)) {
        handle.root.remove();
        this.byName.delete(name);
      }
    }
    for (const point of points) {
      let handle = this.byName.get(point.name);
      if (!handle) this.byName.set(point.name, (handle = this.make(point)));
      handle.point = point;
      setText(handle.label, point.short);
      setAttributes(handle.root, { "data-source": point.source, "data-side": point.side, "aria-label": point.title });
      if (handle.sign.dataset.source !== point.source) {
        const sign = glyph(point.source);
        handle.sign.replaceWith(sign);
        handle.sign = sign;
      }
    }
  }

  make(point) {
    const label = h("span", { class: "name" });
    const sign = glyph(point.source);
    const root = h(
      "div",
      {
        class: "handle", role: "slider", tabindex: 0, "data-name": point.name, "data-group": point.group,
        "aria-valuemin": 0, "aria-describedby": "keys",
        onkeydown: (event) => this.key(event, point.name),
        onfocus: () => this.editor.select(point.name),
        onblur: () => this.editor.settle(),
      },
      sign,
      label,
    );
    this.element.append(root);
    return { root, label, sign, point };
  }

  key(event, name) {
    const { editor } = this;
    const step = KEYS[event.key];
    if (step && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      editor.nudge(name, step[0], step[1], event.shiftKey);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (editor.settle()) return;
      if (editor.point(name)?.confirmable) editor.confirm(name);
    }
  }

  focus(name) {
    this.byName.get(name)?.root.focus({ preventScroll: true });
  }

  // Puts the handles where the points are, and hides names that would lie over others.
  place() {
    const { editor } = this;
    const taken = [];
    const order = [...this.byName.values()].sort((a, b) => rank(b, editor) - rank(a, editor));
    for (const { root, label, point } of order) {
      const place = editor.place(point.name);
      root.hidden = !place;
      if (!place) continue;
      const at = editor.view.toScreen(place);
      root.style.transform = `translate(${at.x.toFixed(2)}px, ${at.y.toFixed(2)}px)`;
      const active = editor.selected === point.name;
      root.classList.toggle("selected", active);
      root.classList.toggle("dragging", editor.drag?.name === point.name);
      const width = 9 + 7.2 * point.short.length;
      const left = point.side === "left" ? at.x - 14 - width : at.x + 14;
      const box = { left, right: left + width, top: at.y - 10, bottom: at.y + 10 };
      const covered = taken.some((other) => overlap(box, other));
      label.classList.toggle("covered", covered && !active);
      if (!covered || active) taken.push(box);
      taken.push({ left: at.x - 8, right: at.x + 8, top: at.y - 8, bottom: at.y + 8 });
      const { x, y } = place;
      setAttributes(root, {
        "aria-valuemax": Math.round(editor.view.photo.height),
        "aria-valuenow": Math.round(y),
        "aria-valuetext": t("{x} pixels from the left, {y} from the top, {source}", {
          x: Math.round(x),
          y: Math.round(y),
          source: sourceText(point.source),
        }),
      });
    }
  }

  // The handle nearest to a place on the screen, within reach.
  nearest(at, reach) {
    let best = null;
    for (const { point } of this.byName.values()) {
      const place = this.editor.place(point.name);
      if (!place) continue;
      const screen = this.editor.view.toScreen(place);
      const away = Math.hypot(screen.x - at.x, screen.y - at.y) - (point.name === this.editor.selected ? 4 : 0);
      if (away <= reach && (!best || away < best.away)) best = { name: point.name, away };
    }
    return best?.name ?? null;
  }
}

function rank({ point }, editor) {
  if (point.name === editor.selected) return 3;
  return point.group === "pelvis" ? 2 : point.source === "person" ? 1 : 0;
}

function overlap(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
