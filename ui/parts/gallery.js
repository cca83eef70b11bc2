// Sample photos as buttons with a picture. A click tells the server the name of the photo.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  const names = data.tiles.map((tile) => tile.name).join();
  root.pick = (name) => setTriggerValue("sample", name);
  if (root.shown === names) return;
  root.shown = names;
  const list = document.createElement("ul");
  list.className = "gallery";
  list.setAttribute("aria-label", data.label);
  for (const tile of data.tiles) {
    const button = document.createElement("button");
    button.type = "button";
    const picture = document.createElement("img");
    picture.src = tile.picture;
    picture.alt = "";
    const title = document.createElement("span");
    title.textContent = tile.title;
    button.append(picture, title);
    button.addEventListener("click", () => root.pick(tile.name));
    const item = document.createElement("li");
    item.append(button);
    list.append(item);
  }
  root.replaceChildren(list);
}
