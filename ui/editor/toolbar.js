// Buttons over the photo.

export class Toolbar {
  constructor(editor) {
    this.editor = editor;
    const on = (name, action) => editor.find(name).addEventListener("click", action);
    on("zoom-in", () => editor.camera.glide(editor.view.zoomed(1.5, this.middle())));
    on("zoom-out", () => editor.camera.glide(editor.view.zoomed(1 / 1.5, this.middle())));
    on("zoom-all", () => editor.camera.glide(editor.view.showingAll()));
    on("zoom-pelvis", () => editor.camera.glide(editor.view.showing(editor.data.pelvis_box)));
    on("undo", () => editor.step("undo"));
    on("redo", () => editor.step("redo"));
    on("reset", () => editor.step("reset"));
    on("level-button", () => editor.level.toggle());
  }

  middle() {
    return { x: this.editor.view.width / 2, y: this.editor.view.height / 2 };
  }

  update(data) {
    const { editor } = this;
    editor.find("zoom-pelvis").hidden = !data.points.some((point) => point.group === "pelvis");
    editor.find("undo").disabled = !data.can_undo;
    editor.find("redo").disabled = !data.can_redo;
    editor.find("reset").disabled = !data.corrected;
    editor.find("level-button").setAttribute("aria-expanded", String(editor.level.active));
  }

  live() {
    const { view } = this.editor;
    this.editor.find("zoom-out").disabled = view.whole;
    this.editor.find("zoom-all").disabled = view.whole;
  }
}
