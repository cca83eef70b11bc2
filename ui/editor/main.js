// What Streamlit calls: once when the editor appears, and again with every answer from Python.

import { Editor } from "./editor.js";

const editors = new WeakMap();

export default function (component) {
  const { parentElement, data, setTriggerValue } = component;
  let editor = editors.get(parentElement);
  if (!editor) {
    editor = new Editor(parentElement);
    editors.set(parentElement, editor);
  }
  editor.update(data, (message) => setTriggerValue("edit", message));
  // Streamlit also calls this when answers come faster than they are shown. Only an editor that is gone is over.
  return () =>
    setTimeout(() => {
      if ((parentElement.host ?? parentElement).isConnected) return;
      editors.delete(parentElement);
      editor.destroy();
    });
}
