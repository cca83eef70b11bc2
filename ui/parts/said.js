// English stands in the scripts and is its own key: `data.said` holds what another language says instead.

let saidInstead = {};

function useWords(said) {
  saidInstead = said ?? {};
}

function t(text, places = {}) {
  return (saidInstead[text] ?? text).replace(/\{(\w+)\}/g, (whole, name) => places[name] ?? whole);
}
