// English stands in the scripts and is its own key: `data.said` holds what another language says instead.

let saidInstead = {};

export function useWords(said) {
  saidInstead = said ?? {};
}

export function t(text, places = {}) {
  return (saidInstead[text] ?? text).replace(/\{(\w+)\}/g, (whole, name) => places[name] ?? whole);
}

// What stands in the HTML: texts of elements with `data-say`, and labels of all.
export function sayPage(root) {
  for (const element of root.querySelectorAll("[data-say]")) {
    element.dataset.say ||= element.textContent;
    const text = t(element.dataset.say);
    if (element.textContent !== text) element.textContent = text;
  }
  for (const element of root.querySelectorAll("[data-label]")) {
    element.dataset.label ||= element.getAttribute("aria-label");
    element.setAttribute("aria-label", t(element.dataset.label));
  }
}
