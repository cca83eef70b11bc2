// One box shows what is typed in all passphrases of a form. The eyes that Streamlit puts between them stay for
// the mouse, but leave the order of the keyboard: who tabs from one passphrase to the next arrives there.

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root");
  const host = parentElement.getRootNode().host ?? root;
  const form = host.closest("[data-testid=stForm]");
  if (!form) return;
  const label = document.createElement("label");
  const box = document.createElement("input");
  box.type = "checkbox";
  box.checked = root.dataset.shown === "yes";
  label.append(box, data.label);
  root.replaceChildren(label);

  const fields = () => form.querySelectorAll('input[autocomplete="off"]');
  const follow = () => {
    for (const field of fields()) {
      const eye = field.closest("[data-testid=stTextInput]")?.querySelector("button");
      if (eye && eye.tabIndex !== -1) eye.tabIndex = -1;
    }
  };
  box.addEventListener("change", () => {
    root.dataset.shown = box.checked ? "yes" : "";
    for (const field of fields()) field.type = box.checked ? "text" : "password";
  });
  follow();
  // Fields may appear after this, and Streamlit may draw their eyes anew.
  const watch = new MutationObserver(follow);
  watch.observe(form, { childList: true, subtree: true });
  return () => watch.disconnect();
}
