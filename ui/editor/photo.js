// What the editor and the drawing board share: the photo below, and what is told until Python has it.

import { Camera } from "./camera.js";
import { setText } from "./dom.js";
import { Loupe } from "./loupe.js";

const pictures = new Map(); // photo id to picture: survives a change of page in the app

export class OnPhoto {
  constructor(root) {
    this.root = root;
    this.gone = new AbortController();
    this.find = (name) => root.querySelector(`[data-ref="${name}"]`);
    this.client = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
    Object.assign(this, { count: 0, queue: [], data: null, selected: null });
    this.stage = this.find("stage");
    this.camera = new Camera(this);
    this.view = this.camera.view;
    this.loupe = new Loupe(this.find("loupe"));
  }

  destroy() {
    this.gone.abort();
    this.camera.destroy();
    clearTimeout(this.keyTimer);
  }

  announce(text) {
    setText(this.find("announce"), text);
  }

  showPicture() {
    const { id, image, alt } = this.data.photo;
    if (image && !pictures.has(id)) {
      pictures.clear(); // one photo at a time is enough, and no more than needed is kept
      const picture = new Image();
      picture.src = image;
      pictures.set(id, picture);
    }
    const picture = pictures.get(id);
    if (!picture) {
      if (!this.queue.some((edit) => edit.kind === "photo")) this.tell({ kind: "photo" });
      return;
    }
    if (this.image === picture) return;
    this.image?.remove();
    this.image = picture;
    Object.assign(picture, { className: "photo", alt, draggable: false });
    this.stage.prepend(picture);
    picture.decode().then(() => this.redraw(), () => this.redraw());
  }

  // Everything that Python has not confirmed is told again, so that nothing gets lost between two runs.
  tell(edit) {
    this.count += 1;
    this.queue.push({ ...edit, count: this.count });
    this.send?.({ client: this.client, photo: this.data.photo.id, edits: this.queue });
  }

  redraw() {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.paint();
    });
  }
}
