// The pelvis that tips with a slider. The server sends frames whose texts differ in their numbers only; between
// two frames every number is interpolated.
const NUMBER = /-?\d+(?:\.\d+)?/g;

function mix(first, second, part) {
  if (first === second) return first;
  const ends = second.match(NUMBER);
  let index = 0;
  return first.replace(NUMBER, (start) => {
    const value = Number(start) + part * (Number(ends[index++]) - Number(start));
    return String(Math.round(value * 100) / 100);
  });
}

function tiltWords(tilt) {
  const whole = Math.round(tilt);
  if (whole === 0) return "level";
  return `${Math.abs(whole)}° ${whole > 0 ? "forward" : "backward"}`;
}

function element(tag, attributes = {}, text = "") {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.textContent = text;
  return made;
}

function build(root, data) {
  const box = element("div", { class: "pelvis" });
  const drawing = element("div", { class: "drawing" });
  drawing.innerHTML = data.svg;
  const panel = element("div", { class: "panel" });
  const list = element("dl", { class: "values" });
  const outputs = {};
  for (const [name, words] of Object.entries(data.values)) {
    const row = element("div", { class: name });
    outputs[name] = element("dd");
    row.append(element("dt", {}, words), outputs[name]);
    list.append(row);
  }
  const tilts = data.frames.map((frame) => frame.tilt);
  const label = element("label", {}, data.slider);
  const range = element("input", {
    type: "range", min: Math.min(...tilts), max: Math.max(...tilts), step: 1, value: data.start,
  });
  label.append(range);
  const presets = element("div", { class: "presets" });
  for (const preset of data.presets) {
    const button = element("button", { type: "button" }, preset.words);
    button.addEventListener("click", () => glide(preset.tilt));
    presets.append(button);
  }
  panel.append(list, label, presets, element("p", { class: "muted" }, data.note));
  box.append(drawing, panel);
  root.replaceChildren(box);

  const svg = drawing.querySelector("svg");
  const parts = new Map();
  for (const part of svg.querySelectorAll("[data-part]")) parts.set(part.dataset.part, part);
  let running = 0;

  function show(tilt) {
    const frames = data.frames;
    let low = frames.findIndex((frame) => frame.tilt > tilt) - 1;
    if (low < 0) low = frames.length - 2;
    const [a, b] = [frames[low], frames[low + 1]];
    const part = (tilt - a.tilt) / (b.tilt - a.tilt);
    for (const [name, attributes] of Object.entries(a.parts)) {
      const target = parts.get(name);
      for (const [key, value] of Object.entries(attributes)) {
        target.setAttribute(key, mix(value, b.parts[name][key], part));
      }
    }
    const words = tiltWords(tilt);
    const curve = `${Math.round(a.curve + part * (b.curve - a.curve))}°`;
    const psoas = `${(a.psoas + part * (b.psoas - a.psoas)).toFixed(1)} %`;
    outputs.tilt.textContent = words;
    outputs.curve.textContent = curve;
    outputs.psoas.textContent = psoas;
    range.setAttribute("aria-valuetext", `${words}, curve of the low back ${curve}, psoas ${psoas}`);
  }

  function glide(target) {
    cancelAnimationFrame(running);
    const start = Number(range.value);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const length = still ? 0 : 700;
    const begin = performance.now();
    const step = (now) => {
      const done = length ? Math.min(1, (now - begin) / length) : 1;
      const eased = done < 0.5 ? 2 * done * done : 1 - (2 - 2 * done) ** 2 / 2;
      show(start + eased * (target - start));
      if (done < 1) running = requestAnimationFrame(step);
    };
    range.value = target;
    running = requestAnimationFrame(step);
  }

  range.addEventListener("input", () => {
    cancelAnimationFrame(running);
    show(Number(range.value));
  });
  show(data.start);
  return () => cancelAnimationFrame(running);
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root");
  // Another run of the page must not take the slider back to its start.
  if (!root.firstChild) root.stop = build(root, data);
  return () => root.stop?.();
}
