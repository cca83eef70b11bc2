// The lines over the photo: traced back, limbs, the PSIS-ASIS line with its angle, and the levelling aids.

import { svg, setAttributes } from "./dom.js";
import { bentContour } from "./contour.js";
import { pelvicTiltDeg } from "./geometry.js";

const LINES = ["grid", "limbs", "model", "bridged", "contour", "pelvis-level", "pelvis", "arc", "level"];

export class Drawing {
  constructor(element) {
    this.paths = {};
    for (const name of LINES) {
      const casing = svg("path", { class: `line casing ${name}` });
      const line = svg("path", { class: `line ${name}` });
      element.append(casing, line);
      this.paths[name] = [casing, line];
    }
  }

  // Redraws everything from the places in `editor`.
  update(editor) {
    const { view, data } = editor;
    const at = (name) => editor.place(name);
    const screen = (points) => points.map((point) => view.toScreen(point));
    const limbs = ["ear", "shoulder", "hip", "knee", "ankle"].map(at).filter(Boolean);
    this.set("limbs", polyline(screen(limbs)));
    const contour = bentContour(editor);
    const moved = contour !== data.contour.points;
    this.set("model", moved || data.model_contour ? polyline(screen(asPoints(data.model_contour ?? data.contour.points))) : "");
    this.set("contour", pieces(screen(asPoints(contour)), data.contour.seen, true));
    this.set("bridged", pieces(screen(asPoints(contour)), data.contour.seen, false));
    this.pelvis(editor, at("psis"), at("asis"));
    this.set("grid", editor.level.active ? grid(view) : "");
    this.set("level", editor.level.active ? polyline(screen(editor.level.ends)) : "");
  }

  pelvis({ view, data }, psis, asis) {
    if (!psis || !asis) {
      for (const name of ["pelvis", "pelvis-level", "arc"]) this.set(name, "");
      return;
    }
    const back = view.toScreen(psis);
    const front = view.toScreen(asis);
    const length = Math.hypot(front.x - back.x, front.y - back.y);
    // The view is level, so a level line is a horizontal one.
    const forward = data.anterior_sign;
    const tilt = pelvicTiltDeg(asis, psis, view.rollDeg, forward);
    this.set("pelvis", polyline([back, extend(back, front, 1.25)]));
    this.set("pelvis-level", polyline([back, { x: back.x + forward * length * 1.25, y: back.y }]));
    const radius = length * 0.9;
    const angle = tilt === null ? 0 : (tilt * Math.PI) / 180;
    const end = { x: back.x + forward * radius * Math.cos(angle), y: back.y + radius * Math.sin(angle) };
    const sweep = forward * angle > 0 ? 1 : 0;
    const arc = `M ${back.x + forward * radius} ${back.y} A ${radius} ${radius} 0 0 ${sweep} ${end.x} ${end.y}`;
    this.set("arc", tilt === null ? "" : arc);
  }

  set(name, d) {
    for (const path of this.paths[name]) setAttributes(path, { d: d || "M0 0" });
  }
}

function asPoints(pairs) {
  return pairs.map(([x, y]) => ({ x, y }));
}

function extend(from, to, factor) {
  return { x: from.x + (to.x - from.x) * factor, y: from.y + (to.y - from.y) * factor };
}

function polyline(points) {
  if (points.length < 2) return "";
  return "M " + points.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join(" L ");
}

// The stretches of a line whose points are all `wanted`, or all not.
function pieces(points, seen, wanted) {
  const parts = [];
  let open = [];
  points.forEach((point, i) => {
    const same = (seen[i] ?? true) === wanted;
    if (same) open.push(point);
    if (!same || i === points.length - 1) {
      if (!same && open.length && wanted) open.push(point);
      if (open.length > 1) parts.push(polyline(open));
      open = [];
    }
  });
  return parts.join(" ");
}

// Upright and level lines to compare the room with.
function grid(view) {
  const step = Math.max(48, view.width / 10);
  const parts = [];
  for (let x = view.width / 2 % step; x < view.width; x += step) parts.push(`M ${x} 0 L ${x} ${view.height}`);
  for (let y = view.height / 2 % step; y < view.height; y += step) parts.push(`M 0 ${y} L ${view.width} ${y}`);
  return parts.join(" ");
}
