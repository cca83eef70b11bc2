// Who is signed in, and a way out. Tells the server when the person does something, and leaves the page when
// the server no longer knows them: what was on the screen is then gone.

const ASK_EVERY_MS = 15_000;
const TELL_EVERY_MS = 30_000;
const HERE = /^(localhost|127\..*|\[::1\])$/;
const watch = { started: false, base: "", told: 0 };

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root");
  watch.base = data.base;
  root.className = "root signed-in";
  const who = document.createElement("span");
  who.className = "who muted";
  who.textContent = data.words.who;
  const out = document.createElement("button");
  out.type = "button";
  out.textContent = data.words.out;
  out.addEventListener("click", leave);
  root.replaceChildren(who, out);
  if (!HERE.test(location.hostname)) {
    const where = document.createElement("p");
    where.className = "where muted";
    where.textContent = data.words.where.replace("{host}", location.hostname);
    root.append(where);
  }
  start();
}

function start() {
  if (watch.started) return;
  watch.started = true;
  for (const kind of ["pointerdown", "keydown", "wheel"]) {
    window.addEventListener(kind, tell, { capture: true, passive: true });
  }
  setInterval(ask, ASK_EVERY_MS);
  document.addEventListener("visibilitychange", () => document.hidden || ask());
}

// At most twice a minute: it only has to be often enough for the server's patience.
function tell() {
  const now = Date.now();
  if (now - watch.told < TELL_EVERY_MS) return;
  watch.told = now;
  fetch(`${watch.base}/sign-in/here`, { method: "POST" }).catch(() => {});
}

async function ask() {
  try {
    const answer = await fetch(`${watch.base}/sign-in/state`, { cache: "no-store" });
    if (answer.ok && !(await answer.json()).signed_in) go("idle");
  } catch {
    // The server cannot be reached; Streamlit says so itself.
  }
}

async function leave() {
  try {
    await fetch(`${watch.base}/sign-out`, { method: "POST", redirect: "manual" });
  } finally {
    go("out");
  }
}

function go(why) {
  window.postureSignedOut = true; // nothing on the page may keep it here
  location.replace(`${watch.base}/sign-in?why=${why}`);
}
