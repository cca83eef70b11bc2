// What keys and screen readers hold: each drawing as a whole, and the points of the chosen one.

import { h, setAttributes } from "../editor/dom.js";
import { gripOf } from "./shapes.js";

const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const WITH_POINTS = ["arrow", "line", "angle"];

export class Grips {
  constructor(element, board) {
    Object.assign(this, { element, board, whole: [], points: [] });
  }

  // As many as there are drawings; those that are there stay, so that the focus does.
  sync() {
    const { board } = this;
    const { items, chosen } = board;
    fit(this.whole, items.length, (index) => this.make("grip", index, null));
    const points = chosen && !chosen.hidden && WITH_POINTS.includes(chosen.kind) ? chosen.points : [];
    fit(this.points, points.length, (part) => this.make("grip point", null, part));
    // The points come right after their drawing. What has the focus would lose it by being put there again.
    const first = points.length ? this.whole[board.selected].nextElementSibling : null;
    if (points.length && first !== this.points[0]) this.whole[board.selected].after(...this.points);
    items.forEach((item, index) => {
      const grip = this.whole[index];
      grip.hidden = Boolean(item.hidden);
      grip.classList.toggle("selected", index === board.selected);
      this.tell(grip, board.nameOf(item), item.points[0]);
    });
    points.forEach((point, part) => this.tell(this.points[part], board.say(`point.${chosen.kind}.${part}`), point));
  }

  tell(grip, name, [x, y]) {
    const { board } = this;
    setAttributes(grip, {
      "aria-label": name,
      "aria-valuemax": Math.round(board.data.photo.height),
      "aria-valuenow": Math.round(y),
      "aria-valuetext": board.say("place", { x: Math.round(x), y: Math.round(y) }),
    });
  }

  make(kind, index, part) {
    const { board } = this;
    const of = () => index ?? board.selected;
    const grip = h("div", {
      class: kind, role: "slider", tabindex: 0, "aria-valuemin": 0, "aria-describedby": "drawing-keys",
      "data-index": index, "data-part": part,
      onkeydown: (event) => {
        const step = KEYS[event.key];
        if (step && !event.ctrlKey && !event.metaKey && !event.altKey) {
          event.preventDefault();
          board.nudge(of(), part, step[0], step[1], event.shiftKey);
        } else if (event.key === "Enter") {
          event.preventDefault();
          board.settle();
          board.tray.focusWords();
        }
      },
      onfocus: () => part === null && board.select(index, { focus: false }),
      onblur: () => board.settle(),
    });
    this.element.append(grip);
    return grip;
  }

  // Whether there was something to go to.
  focus(index) {
    const grip = this.whole[index];
    if (!grip || grip.hidden) return false;
    grip.focus({ preventScroll: true });
    return true;
  }

  place(look) {
    const { items, chosen } = this.board;
    items.forEach((item, index) => this.whole[index] && put(this.whole[index], gripOf(item, look)));
    if (chosen) look.points(chosen).forEach((point, part) => this.points[part] && put(this.points[part], point));
  }
}

function fit(grips, count, make) {
  while (grips.length > count) grips.pop().remove();
  while (grips.length < count) grips.push(make(grips.length));
}

function put(grip, { x, y }) {
  grip.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
}
