// The list of clients: search while typing, pages, and a click that opens a client. The field keeps its text
// and focus while the list below it changes.

const PAUSE_MS = 250;

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  root.tell = setTriggerValue;
  if (!root.list) root.list = build(root, data);
  root.list.show(data);
  return () => root.list.stop();
}

function build(root, data) {
  const find = element("div", "find");
  const label = element("label", "", data.words.search);
  const input = element("input");
  input.type = "search";
  input.autocomplete = "off";
  input.spellcheck = false;
  input.maxLength = 100;
  input.placeholder = data.words.hint;
  input.value = data.search;
  label.append(input);
  const count = element("p", "count muted");
  count.setAttribute("role", "status");
  find.append(label, count);
  const table = element("table");
  const caption = element("caption", "hidden", data.words.caption);
  const head = element("thead");
  const row = element("tr");
  for (const [kind, title] of data.words.columns) {
    const cell = element("th", kind, title);
    cell.scope = "col";
    row.append(cell);
  }
  head.append(row);
  const body = element("tbody");
  table.append(caption, head, body);
  const none = element("p", "none");
  const pages = element("nav", "pages");
  pages.setAttribute("aria-label", data.words.pages);
  root.replaceChildren(find, table, none, pages);

  let asked = data.search;
  let timer = 0;
  const ask = (page) => {
    clearTimeout(timer);
    asked = input.value;
    root.tell("ask", { search: asked, page });
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => ask(0), PAUSE_MS);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") ask(0);
  });

  return {
    // Nothing more is asked for once somebody leaves: the answer would come to another page.
    stop: () => clearTimeout(timer),
    show(now) {
      count.textContent = now.words.count;
      none.textContent = now.words.none;
      none.hidden = !now.words.none;
      table.hidden = !now.clients.length;
      body.replaceChildren(...now.clients.map((client) => clientRow(root, client)));
      pages.hidden = now.pages < 2;
      const back = pageButton(now.words.back, now.page > 0, () => ask(now.page - 1));
      const on = pageButton(now.words.on, now.page < now.pages - 1, () => ask(now.page + 1));
      pages.replaceChildren(back, element("span", "", now.words.page), on);
    },
  };
}

function clientRow(root, client) {
  const row = element("tr");
  const first = element("th");
  first.scope = "row";
  const button = element("button", "", client.code);
  button.type = "button";
  first.append(button, element("span", "", client.name));
  row.append(first, element("td", "name", client.name));
  row.append(element("td", "number", client.visits), element("td", "number", client.last));
  row.addEventListener("click", () => {
    root.list.stop();
    root.tell("open", client.id);
  });
  return row;
}

function pageButton(text, on, act) {
  const button = element("button", "", text);
  button.type = "button";
  button.disabled = !on;
  button.addEventListener("click", act);
  return button;
}

function element(tag, kind = "", text = "") {
  const made = document.createElement(tag);
  if (kind) made.className = kind;
  if (text !== "") made.textContent = text;
  return made;
}
