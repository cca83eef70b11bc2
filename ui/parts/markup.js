// Markup made by the server, shown as it is. What a person opened stays open while the markup is the same.
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root");
  if (root.shown !== data.markup) {
    root.shown = data.markup;
    root.innerHTML = data.markup;
  }
}
