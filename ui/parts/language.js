// The page says in which language it is, the browser remembers the one that somebody chose, and Streamlit's own
// words are said in it. Those have no other way: their text is changed where it stands, so that it is read aloud.

const A_YEAR_S = 31_536_000;
const WRITTEN = "[data-testid=stMarkdownContainer], [data-testid=stFileUploaderFileName], pre, textarea";
const BUTTONS = "[data-testid=stFileUploader] button, [data-testid=stCameraInput] button, header button";
const LABELS = ["aria-label", "placeholder", "title"];
const english = new WeakMap(); // by node: what it said, and what it says instead
let words = {};
let watching = false;

export default function ({ data }) {
  document.documentElement.lang = data.language;
  if (data.chosen) {
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `${data.cookie}=${data.chosen}; path=${data.path}; max-age=${A_YEAR_S}; samesite=lax${secure}`;
  }
  const other = JSON.stringify(words) !== JSON.stringify(data.streamlit);
  words = data.streamlit;
  if (other) sayAll(document.body);
  if (watching || !Object.keys(words).length) return;
  watching = true;
  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === "childList") for (const node of addedNodes) sayAll(node);
      else if (type === "characterData") sayText(target);
      else sayLabels(target);
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true, attributeFilter: LABELS });
}

function sayAll(root) {
  if (root.nodeType === Node.TEXT_NODE) sayText(root);
  if (root.nodeType !== Node.ELEMENT_NODE) return;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) sayText(walker.currentNode);
  for (const element of [root, ...root.querySelectorAll("[aria-label], [placeholder], [title]")]) sayLabels(element);
}

// What people typed, and what this app writes, is no word of Streamlit's.
function sayText(node) {
  const parent = node.parentElement;
  if (parent?.closest(WRITTEN) && !parent.closest(BUTTONS)) return;
  const said = instead(node, "", node.nodeValue);
  if (said !== node.nodeValue) node.nodeValue = said;
}

function sayLabels(element) {
  for (const label of LABELS) {
    const text = element.getAttribute(label);
    if (text === null) continue;
    const said = instead(element, label, text);
    if (said !== text) element.setAttribute(label, said);
  }
}

// Texts with a place: the size of a file, how many pages are folded.
function withPlace(text) {
  for (const message of Object.keys(words)) {
    const [before, place, after] = message.split(/(\{\w+\})/);
    if (!place || !text.startsWith(before) || !text.endsWith(after)) continue;
    const value = text.slice(before.length, text.length - after.length);
    if (/^\S+$/.test(value)) return words[message].replace(place, value);
  }
  return undefined;
}

function instead(node, label, text) {
  const known = english.get(node) ?? {};
  if (known[label]?.said === text) text = known[label].text;
  const said = words[text] ?? withPlace(text);
  if (said === undefined && !known[label]) return text;
  english.set(node, { ...known, [label]: { said: said ?? text, text } });
  return said ?? text;
}
