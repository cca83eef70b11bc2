// A divider over a picture: dragged by mouse or finger anywhere on it, and moved by keys. Knows nothing of
// what it divides: `onMove` is told its place, 0 to 100.

const SMALL = 2;
const LARGE = 10;

function addSlider(stage, { label, text, start, onMove }) {
  const line = document.createElement("div");
  line.className = "divider";
  line.setAttribute("role", "slider");
  line.setAttribute("aria-label", label);
  line.setAttribute("aria-orientation", "horizontal");
  line.setAttribute("aria-valuemin", "0");
  line.setAttribute("aria-valuemax", "100");
  line.tabIndex = 0;
  const knob = document.createElement("span");
  knob.className = "knob";
  knob.setAttribute("aria-hidden", "true");
  knob.textContent = "◂ ▸";
  line.append(knob);
  stage.append(line);
  let at = start;

  const move = (to) => {
    at = Math.min(Math.max(to, 0), 100);
    line.style.left = `${at}%`;
    line.setAttribute("aria-valuenow", Math.round(at));
    line.setAttribute("aria-valuetext", text(Math.round(at)));
    onMove(at);
  };

  const keys = {
    ArrowLeft: () => move(at - SMALL),
    ArrowDown: () => move(at - SMALL),
    ArrowRight: () => move(at + SMALL),
    ArrowUp: () => move(at + SMALL),
    PageDown: () => move(at - LARGE),
    PageUp: () => move(at + LARGE),
    Home: () => move(0),
    End: () => move(100),
  };
  line.addEventListener("keydown", (event) => {
    if (!(event.key in keys) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    keys[event.key]();
  });

  const follow = (event) => {
    const box = stage.getBoundingClientRect();
    move((100 * (event.clientX - box.left)) / (box.width || 1));
  };
  stage.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse" && event.button !== 0) return;
    event.preventDefault(); // no text selection; the focus goes to the divider all the same
    line.focus({ preventScroll: true });
    stage.setPointerCapture(event.pointerId);
    stage.classList.add("dragging");
    follow(event);
  });
  stage.addEventListener("pointermove", (event) => {
    if (stage.hasPointerCapture(event.pointerId)) follow(event);
  });
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
    stage.addEventListener(end, () => stage.classList.remove("dragging"));
  }
  move(start);
}
