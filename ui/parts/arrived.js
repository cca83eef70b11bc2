// Brings what has just come into view, once: it may lie below the lower edge, or above the upper one. Where
// it is the result of what was done, the focus goes to it as well, so that it is read out.

const EDGE_PX = 90; // what floats over the edges of the page
const ABOVE_PX = 160; // as far above a heading may lie what is shown with it
const LOW = 0.5; // a heading below this share of the window says little of what comes after it

const known = (window.postureArrived ??= {});

function firstIn(place) {
  return place?.querySelector("[data-testid=stAlert], h1, h2, h3");
}

// What stands just above a heading in its place belongs to it: a sign, or which photo it is.
function beginning(target, place) {
  const above = target.getBoundingClientRect().top - place.getBoundingClientRect().top;
  return above >= 0 && above < ABOVE_PX ? above : 0;
}

function show(target, focus, above = 0) {
  target.style.scrollMarginBlock = `${EDGE_PX + above}px`;
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
    const around = document.querySelector(`.st-key-${place}`);
    const target = focus ? firstIn(around) : host.closest("[data-testid=stVerticalBlock]");
    if (target) show(target, focus, focus ? beginning(target, around) : 0);
  });
}
