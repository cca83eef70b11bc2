// Asks before the page is closed or loaded anew, while something would be lost by it. Several parts of a page
// may have something to lose.

const mounted = new Map();

function ask(event) {
  // Who was signed out must leave: what is on the screen is private.
  if (window.postureSignedOut || !navigator.userActivation?.hasBeenActive) return;
  if (![...mounted.values()].some(Boolean)) return;
  event.preventDefault();
  event.returnValue = true;
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root");
  mounted.set(root, data.ask);
  window.addEventListener("beforeunload", ask);
  return () => mounted.delete(root);
}
