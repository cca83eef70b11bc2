// A field on the photo into which words are typed, at the place where they will stand.

export class Writing {
  constructor(board, add) {
    Object.assign(this, { board, add, input: board.find("writing"), place: null });
    this.input.addEventListener("keydown", (event) => event.key === "Enter" && this.done());
    this.input.addEventListener("blur", () => this.done());
  }

  get open() {
    return !this.input.hidden;
  }

  begin(place) {
    this.place = place;
    Object.assign(this.input, { value: "", hidden: false, maxLength: this.board.data.limits.text });
    this.move();
    this.input.focus({ preventScroll: true });
    this.board.redraw();
  }

  // Keeps the field at its place of the photo, and in sight.
  move() {
    if (!this.open) return;
    const { view } = this.board;
    const { offsetWidth: wide, offsetHeight: high } = this.input;
    const at = view.toScreen({ x: this.place[0], y: this.place[1] });
    const left = Math.max(4, Math.min(at.x, view.width - wide - 4));
    const top = Math.max(4, Math.min(at.y - high / 2, view.height - high - 4));
    this.input.style.transform = `translate(${left}px, ${top}px)`;
  }

  done() {
    if (!this.open) return;
    this.close();
    const text = tidy(this.input.value);
    if (text) this.add(this.place, text);
    this.board.redraw();
  }

  close() {
    this.input.hidden = true;
  }
}

// One line, without needless spaces.
export function tidy(text) {
  return text.trim().replace(/\s+/g, " ");
}
