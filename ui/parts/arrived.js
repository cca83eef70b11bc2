// Brings what has just come into view, once: it may lie below the lower edge, or above the upper one. Where
// it is the result of what was done, the focus goes to it as well, so that it is read out.

const EDGE_PX = 90; // what floats over the edges of the page
const LOW = 0.5; // a heading below this share of the window says little of what comes after it

const known = (window.postureArrived ??= {});

function firstIn(selector) {
  const place = document.querySelector(`.st-key-${selector}`);
  return place?.querySelector("[data-testid=stAlert], h1, h2, h3");
}

function show(target, focus) {
  target.style.scrollMarginBlock = `${EDGE_PX}px`;
  if (!focus) {
    target.scrollIntoView({ block: "nearest" });
    return;
  }
  target.tabIndex = -1; // nothing to press: a frame around it would promise that
  target.style.outline = "none";
  target.focus({ preventScroll: true });
  const { top } = target.getBoundingClientRect();
  if (top < EDGE_PX || top > LOW * window.innerHeight) target.scrollIntoView({ block: "start" });
}

export default function ({ data, parentElement }) {
  const { place, number, focus } = data;
  if (known[place] === number) return;
  known[place] = number;
  const host = parentElement.getRootNode().host ?? parentElement;
  requestAnimationFrame(() => {
    const target = focus ? firstIn(place) : host.closest("[data-testid=stVerticalBlock]");
    if (target) show(target, focus);
  });
}
