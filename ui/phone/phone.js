// The page on the phone: opens the code, takes or chooses a photo, shows it, sends it. One photo at a time.
// Nothing of it is kept on the phone, and it speaks with the computer that it came from alone.
"use strict";

const { words, addresses, most_bytes: MOST_BYTES, too_large: TOO_LARGE } = JSON.parse(
  document.getElementById("data").textContent,
);
const LOOK_EVERY_MS = 5_000;
const LOOK_SOON_MS = 500;
const LEVEL_DEG = 1.5;
const LEAN_DEG = 5;

const page = document.getElementById("page");
const said = document.getElementById("said");
const code = location.hash.slice(1);
let ends = 0;
let waitsFor = 0;
let stage = null;

function make(name, attributes = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false) made.setAttribute(key, value);
  }
  made.append(...inside);
  return made;
}

function button(text, press, kind = "") {
  return make("button", { type: "button", class: kind, onclick: press }, text);
}

function say(text, kind = "") {
  said.textContent = text;
  said.className = kind;
}

// What the page shows below its sentence; what was there before lets go of camera and pictures.
function show(...parts) {
  stage?.release?.();
  stage?.remove();
  stage = make("section", {}, ...parts);
  page.append(stage);
}

async function ask(address, body) {
  let answer;
  try {
    const headers = { [addresses.header]: code };
    answer = await fetch(address, { method: "POST", headers, body, cache: "no-store", credentials: "same-origin" });
  } catch {
    throw new Error(words.lost);
  }
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    const error = new Error(told.error || words.over);
    error.over = answer.status === 404;
    throw error;
  }
  ends = Date.now() + told.left_s * 1000;
  return told;
}

function isOver() {
  ends = 0;
  show();
  say(words.over, "wrong");
}

// --- The time ------------------------------------------------------------------------------------------

const clock = make("p", { class: "clock" });

function tick() {
  const left = Math.max(0, Math.round((ends - Date.now()) / 1000));
  clock.textContent = ends
    ? words.left.replace("{time}", `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`)
    : "";
}

async function look() {
  let soon = LOOK_EVERY_MS;
  if (ends) {
    try {
      const told = await ask(addresses.state);
      if (waitsFor && told.taken >= waitsFor) {
        waitsFor = 0;
        say(words.there, "done");
      }
      if (waitsFor) soon = LOOK_SOON_MS;
      else if (told.left_s <= 0) isOver();
    } catch (error) {
      if (error.over) isOver();
    }
  }
  setTimeout(look, waitsFor ? LOOK_SOON_MS : soon);
}

// --- Choosing ------------------------------------------------------------------------------------------

function choose() {
  // Hidden fields are reached by their label: a phone's own button says "file", not "photo".
  const field = make("input", { type: "file", accept: "image/*", capture: "environment", id: "photo" });
  const other = make("input", { type: "file", accept: "image/*", id: "kept" });
  for (const one of [field, other]) {
    one.addEventListener("change", () => one.files[0] && confirmPhoto(one.files[0]));
  }
  const parts = [
    make("label", { class: "main", for: "photo" }, words.take),
    field,
    make("label", { for: "kept" }, words.choose),
    other,
  ];
  if (navigator.mediaDevices?.getUserMedia) parts.push(button(words.guide, guide), make("p", { class: "small" }, words.guide_help));
  parts.push(make("p", { class: "small" }, words.tips));
  show(...parts);
}

// --- The guide -----------------------------------------------------------------------------------------

async function guide() {
  // Asked for in the tick of the touch: otherwise a phone of Apple refuses.
  const orientation = window.DeviceOrientationEvent;
  const allowed = orientation?.requestPermission?.().catch(() => "denied");
  let stream;
  try {
    const video = { facingMode: { ideal: "environment" }, width: { ideal: 3840 }, height: { ideal: 2160 } };
    stream = await navigator.mediaDevices.getUserMedia({ video, audio: false });
  } catch {
    say(words.no_camera, "wrong");
    return;
  }
  await allowed;
  const video = make("video", { playsinline: true, muted: true });
  video.muted = true;
  video.srcObject = stream;
  const bubble = make("i", { class: "bubble" });
  const level = make("p", { class: "level" });
  const lines = ["head", "pelvis", "feet", "plumb"].map((name) => make("i", { class: `line ${name}` }));
  const frame = make("div", { class: "frame", "aria-hidden": "true" }, ...lines, bubble);
  const shoot = button(words.shoot, () => takeFrom(video), "main");
  shoot.disabled = true;
  video.addEventListener("loadeddata", () => (shoot.disabled = false));
  show(make("div", { class: "camera" }, video, frame), level, shoot, button(words.back, choose));
  say(words.tips);
  const turned = (event) => showLevel(event, bubble, level);
  window.addEventListener("deviceorientation", turned);
  stage.release = () => {
    window.removeEventListener("deviceorientation", turned);
    for (const track of stream.getTracks()) track.stop();
  };
  await video.play().catch(() => {});
}

// Where "down" is for the phone, from the angles that the browser gives (W3C Device Orientation).
function showLevel({ beta, gamma }, bubble, level) {
  if (beta === null || gamma === null) return;
  const [b, g] = [beta, gamma].map((angle) => (angle * Math.PI) / 180);
  const [x, y, z] = [Math.sin(g) * Math.cos(b), -Math.sin(b), -Math.cos(b) * Math.cos(g)];
  const screen = window.screen.orientation?.angle ?? 0;
  const roll = (((Math.atan2(x, -y) * 180) / Math.PI - screen + 540) % 360) - 180;
  const lean = (Math.asin(Math.max(-1, Math.min(1, z))) * 180) / Math.PI;
  const upright = Math.abs(lean) <= LEAN_DEG;
  const fits = upright && Math.abs(roll) <= LEVEL_DEG;
  bubble.style.transform = `rotate(${-roll}deg)`;
  bubble.classList.toggle("fits", fits);
  const text = fits ? words.level : upright ? words.tilted : words.leaning;
  if (level.textContent !== text) level.textContent = text;
}

function takeFrom(video) {
  const canvas = make("canvas", {});
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext("2d").drawImage(video, 0, 0);
  canvas.toBlob((blob) => blob && confirmPhoto(blob), "image/jpeg", 0.94);
}

// --- Looking at it, and sending ------------------------------------------------------------------------

function confirmPhoto(file) {
  if (file.size > MOST_BYTES) {
    say(TOO_LARGE, "wrong");
    choose();
    return;
  }
  const address = URL.createObjectURL(file);
  const picture = make("img", { src: address, alt: words.photo_alt });
  picture.addEventListener("error", () => picture.replaceWith(make("p", { class: "small" }, words.no_preview)));
  show(picture, button(words.send, () => send(file), "main"), button(words.again, restart));
  stage.release = () => URL.revokeObjectURL(address);
  say(words.sure);
}

async function send(file) {
  for (const one of stage.querySelectorAll("button")) one.disabled = true;
  say(words.sending);
  try {
    const told = await ask(addresses.photo, file);
    waitsFor = told.came;
    say(words.sent, "done");
    show(button(words.next, restart, "main"));
  } catch (error) {
    if (error.over) return isOver();
    say(error.message, "wrong");
    for (const one of stage.querySelectorAll("button")) one.disabled = false;
  }
}

function restart() {
  say(words.ready);
  choose();
}

// --- From the start ------------------------------------------------------------------------------------

async function begin() {
  page.append(clock);
  if (!code) return isOver();
  say(words.opening);
  try {
    await ask(addresses.open);
  } catch (error) {
    say(error.message, "wrong");
    if (!error.over) show(button(words.retry, begin, "main"));
    return;
  }
  restart();
}

window.addEventListener("hashchange", () => location.reload());
setInterval(tick, 500);
setTimeout(look, LOOK_EVERY_MS);
begin();
