// Small helpers to build elements.

const SVG = "http://www.w3.org/2000/svg";

function fill(element, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

// An HTML element; texts become text nodes, never markup.
export function h(tag, props, ...children) {
  return fill(document.createElement(tag), props, children);
}

export function svg(tag, props, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

export function setAttributes(element, values) {
  for (const [name, value] of Object.entries(values)) {
    if (value === null) element.removeAttribute(name);
    else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
  }
}

export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// Whole degrees with a real minus sign, as everywhere in the app, in the manner of the page's language.
export function degrees(value, decimals = 0) {
  const places = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  const text = Math.abs(value).toLocaleString(document.documentElement.lang || "en", places);
  return `${value < 0 && Number(value.toFixed(decimals)) !== 0 ? "\u2212" : ""}${text}\u00b0`;
}

// One decimal for a field of numbers, never "-0.0".
export function tenths(value) {
  return (Math.round(value * 10) / 10 || 0).toFixed(1);
}

// The sign for where a point comes from: a circle for the analyzer, a diamond for a person. Dashed when the place
// is only a suggestion. Hollow, so that what lies under it can be seen.
export function glyph(source) {
  const shape =
    source === "person"
      ? [
          svg("path", { class: "casing", d: "M0 -9 L9 0 L0 9 L-9 0 Z" }),
          svg("path", { class: "shape", d: "M0 -9 L9 0 L0 9 L-9 0 Z" }),
        ]
      : [svg("circle", { class: "casing", r: 7 }), svg("circle", { class: "shape", r: 7 })];
  const middle = svg("circle", { class: "middle", r: 1.6 });
  return svg("svg", { class: "glyph", "data-source": source, viewBox: "-12 -12 24 24", "aria-hidden": "true" }, ...shape, middle);
}
