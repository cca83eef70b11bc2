// Around the photo: tools, colours, widths, what to do next, the chosen drawing, and the list of all.

import { h, setText, svg } from "../editor/dom.js";
import { tidy } from "./writing.js";

const ICONS = {
  arrow: "M4 20 19 5M10 5h9v9",
  line: "M4 20 20 4",
  angle: "M18 4 4 20h16",
  freehand: "M3 17c3-9 6-12 7.5-10.5S7 17 9 18.5 14 8 16 9s-1 7 1 8 3-1.5 4-3",
  text: "M5 5h14M12 5v15M5 5v3M19 5v3",
};

export class Tray {
  constructor(board) {
    this.board = board;
    Object.assign(this, { tool: "move", color: null, width: "thin" });
    const { find } = board;
    this.ref = Object.fromEntries(
      ["tools", "colors", "widths", "undo", "redo", "hide-all", "clear", "zoom-in", "zoom-out", "zoom-all", "hint", "middle",
        "note", "chosen", "chosen-title", "words-row", "words", "hide-one", "delete", "list"].map((name) => [name, find(name)]),
    );
    this.listen();
  }

  listen() {
    const { board, ref } = this;
    const on = (name, action) => ref[name].addEventListener("click", action);
    const middle = () => ({ x: board.view.width / 2, y: board.view.height / 2 });
    ref.tools.addEventListener("change", (event) => this.use(event.target.value));
    ref.tools.addEventListener("keydown", (event) => event.key === "Enter" && board.pen.putInTheMiddle());
    ref.colors.addEventListener("change", (event) => this.look({ color: event.target.value }));
    ref.widths.addEventListener("change", (event) => this.look({ width: event.target.value }));
    on("undo", () => board.step("undo"));
    on("redo", () => board.step("redo"));
    on("clear", () => board.tell({ kind: "clear" }));
    on("hide-all", () => board.tell({ kind: "hide", hidden: board.items.some((item) => !item.hidden) }));
    on("zoom-in", () => board.camera.glide(board.view.zoomed(1.5, middle())));
    on("zoom-out", () => board.camera.glide(board.view.zoomed(1 / 1.5, middle())));
    on("zoom-all", () => board.camera.glide(board.view.showingAll()));
    on("middle", () => board.pen.putInTheMiddle());
    on("delete", () => board.remove(board.selected));
    on("hide-one", () => this.hide(board.selected));
    ref.words.addEventListener("change", () => this.rewrite());
    for (const button of ref.chosen.querySelectorAll("[data-nudge]")) {
      const [dx, dy] = button.dataset.nudge.split(",").map(Number);
      button.addEventListener("click", (event) => board.nudge(board.selected, null, dx, dy, event.shiftKey));
    }
  }

  use(tool) {
    const { board } = this;
    board.pen.drop();
    this.tool = tool;
    for (const radio of this.ref.tools.querySelectorAll("input")) radio.checked = radio.value === tool;
    if (tool !== "move") board.select(null);
    else board.refresh();
  }

  // Another colour or width: for what is drawn next, and for what is chosen.
  look(fields) {
    const { board } = this;
    Object.assign(this, fields);
    if (board.chosen) board.change(board.selected, fields);
    board.redraw();
  }

  hide(index) {
    const { board } = this;
    board.settle();
    board.change(index, { hidden: !board.items[index].hidden });
  }

  rewrite() {
    const { board } = this;
    const text = tidy(this.ref.words.value);
    if (board.chosen?.kind !== "text") return;
    if (text) board.change(board.selected, { text });
    else board.remove(board.selected);
  }

  focus() {
    this.ref.tools.querySelector("input:checked").focus();
  }

  focusWords() {
    if (this.board.chosen?.kind === "text") this.ref.words.focus();
  }

  note(text) {
    this.ref.note.hidden = !text;
    setText(this.ref.note, text ?? "");
  }

  // ---- what is there now

  update() {
    const { board, ref } = this;
    const { data, items, chosen } = board;
    this.sayAll(data);
    if (this.noted !== data.note || data.done !== this.done) this.note(data.note);
    Object.assign(this, { noted: data.note, done: data.done });
    const busy = board.queue.some((edit) => edit.kind !== "photo");
    ref.undo.disabled = !data.can_undo && !busy;
    ref.redo.disabled = !data.can_redo;
    ref.clear.disabled = !items.length;
    ref["hide-all"].disabled = !items.length;
    setText(ref["hide-all"], board.say(items.length && items.every((item) => item.hidden) ? "show_all" : "hide_all"));
    if (chosen) {
      this.check("colors", chosen.color);
      this.check("widths", chosen.width);
    } else {
      this.check("colors", this.color);
      this.check("widths", this.width);
    }
    this.showChosen(chosen);
    this.list(items);
  }

  check(name, value) {
    for (const radio of this.ref[name].querySelectorAll("input")) radio.checked = radio.value === value;
  }

  showChosen(chosen) {
    const { board, ref } = this;
    ref.chosen.hidden = !chosen;
    if (!chosen) return;
    setText(ref["chosen-title"], board.nameOf(chosen));
    ref["words-row"].hidden = chosen.kind !== "text";
    ref.words.maxLength = board.data.limits.text;
    if (board.root.activeElement !== ref.words) ref.words.value = chosen.text ?? "";
    setText(ref["hide-one"], board.say(chosen.hidden ? "show_one" : "hide_one"));
  }

  list(items) {
    const { board, ref } = this;
    ref.list.hidden = !items.length;
    while (ref.list.children.length > items.length) ref.list.lastElementChild.remove();
    while (ref.list.children.length < items.length) {
      const index = ref.list.children.length;
      ref.list.append(h("li", {}, h("button", { type: "button", onclick: () => this.go(index) }, h("span", { class: "icon" }), h("span", { class: "what" }))));
    }
    items.forEach((item, index) => {
      const button = ref.list.children[index].firstElementChild;
      button.setAttribute("aria-pressed", String(index === board.selected));
      const { ink, casing } = board.data.style.colors[item.color];
      const path = { d: ICONS[item.kind], fill: "none", "stroke-linecap": "round", "stroke-linejoin": "round" };
      const icon = svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { ...path, stroke: casing, "stroke-width": 6 }), svg("path", { ...path, stroke: ink, "stroke-width": 3 }));
      button.firstElementChild.replaceChildren(icon);
      const name = board.nameOf(item);
      setText(button.lastElementChild, item.hidden ? board.say("hidden", { what: name }) : name);
    });
  }

  // To a drawing from the list.
  go(index) {
    this.use("move");
    this.board.select(index);
  }

  live() {
    const { board, ref } = this;
    ref["zoom-out"].disabled = ref["zoom-all"].disabled = board.view.whole;
    const placed = board.pen.draft?.fixed ?? 0;
    const empty = this.tool === "move" && !board.items.length;
    setText(ref.hint, board.say(empty ? "hint.empty" : board.data.words[`hint.${this.tool}.${placed}`] ? `hint.${this.tool}.${placed}` : `hint.${this.tool}`));
    ref.middle.hidden = this.tool === "move" || this.tool === "freehand" || placed > 0;
  }

  // All words that stand in the page itself, and the colours to choose from.
  sayAll(data) {
    const { board, ref } = this;
    for (const element of board.root.querySelectorAll("[data-word]")) setText(element, data.words[element.dataset.word]);
    for (const element of board.root.querySelectorAll("[data-label]")) element.setAttribute("aria-label", data.words[element.dataset.label]);
    this.color ??= Object.keys(data.style.colors)[0];
    if (!ref.colors.querySelector("input")) {
      ref.colors.append(...Object.entries(data.style.colors).map(([name, look]) => swatch(name, look)));
    }
    for (const radio of ref.colors.querySelectorAll("input")) {
      radio.setAttribute("aria-label", data.words[`color.${radio.value}`]);
      radio.parentElement.title = data.words[`color.${radio.value}`];
    }
  }
}

function swatch(name, { ink, casing }) {
  const dot = svg("circle", { cx: 12, cy: 12, r: 8, fill: ink, stroke: casing, "stroke-width": 2.5 });
  return h("label", {}, h("input", { type: "radio", name: "color", value: name }), svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, dot));
}
