// Brings the answer that it stands in into view, once for each answer: it may lie below the lower edge.

const EDGE_PX = 90; // what floats over the edges of the page

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root");
  if (root.shown === data.number) return;
  root.shown = data.number;
  const host = parentElement.getRootNode().host ?? root;
  const answer = host.closest("[data-testid=stVerticalBlock]") ?? host;
  requestAnimationFrame(() => {
    answer.style.scrollMarginBlock = `${EDGE_PX}px`;
    answer.scrollIntoView({ block: "nearest" });
  });
}
