// The live view: one instruction at a time, to be read from three metres away, beside a mirror to step into.

const STEPS = ["In the picture", "Sideways", "Arms lifted", "Standing still", "Pictures"];
const REACHED = [0, 1, 2, 3, 4, 5]; // Cue.step: seen, framed, sideways, arms, still

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function makeButton(className, text, act) {
  const button = make("button", className, text);
  button.type = "button";
  button.addEventListener("click", act);
  return button;
}

class Stage {
  constructor(root, words, acts) {
    this.words = words;
    this.shown = "";
    this.dialog = make("dialog", "stage");
    this.dialog.setAttribute("aria-label", t("Webcam guide"));
    const panel = make("div", "panel");
    this.panel = panel;
    this.side = make("p", "side");
    this.sign = make("div", "sign");
    this.text = make("p", "text");
    this.more = make("p", "more");
    this.steps = make("ol", "steps");
    for (const step of STEPS) this.steps.append(make("li", "", t(step)));
    this.steps.setAttribute("aria-label", t("Steps"));
    panel.append(this.side, this.sign, this.text, this.more, this.steps);
    this.status = make("p", "hidden");
    this.status.setAttribute("role", "status");
    this.status.setAttribute("aria-live", "assertive");
    this.dialog.append(panel, this.makeMirror(), this.makeTools(acts), this.status);
    this.dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      acts.stop();
    });
    root.append(this.dialog);
    this.reset();
  }

  makeMirror() {
    const mirror = make("div", "mirror");
    this.frame = make("div", "frame");
    this.video = make("video");
    this.video.muted = true;
    this.video.playsInline = true;
    this.video.setAttribute("aria-label", t("Your camera, as a mirror"));
    this.outline = make("div", "outline");
    this.frame.append(this.video, this.outline);
    this.note = make("p", "note");
    this.note.setAttribute("role", "status");
    mirror.append(this.frame, this.note);
    return mirror;
  }

  makeTools(acts) {
    const tools = make("div", "tools");
    this.stop = makeButton("tool", t("Stop"), acts.stop);
    this.sound = makeButton("tool", t("Sound"), acts.sound);
    this.enough = makeButton("tool", t("One side is enough"), acts.enough);
    this.result = makeButton("tool main", t("Show the result"), acts.result);
    this.again = makeButton("tool main", t("Try again"), acts.again);
    this.back = makeButton("tool", t("Back to the page"), acts.stop);
    this.cameras = make("select", "tool");
    this.cameras.setAttribute("aria-label", t("Camera"));
    this.cameras.addEventListener("change", () => acts.choose(this.cameras.value));
    tools.append(this.result, this.again, this.back, this.enough, this.cameras, this.sound, this.stop);
    return tools;
  }

  reset() {
    this.shown = "";
    this.size = "";
    for (const tool of [this.enough, this.result, this.again, this.back, this.cameras]) tool.hidden = true;
    this.stop.hidden = this.sound.hidden = false;
    this.frame.hidden = this.steps.hidden = false;
    this.side.textContent = "";
    this.tell("");
    this.outline.replaceChildren();
    this.show({ advice: "wait", step: 0 });
  }

  open() {
    if (!this.dialog.open) this.dialog.showModal();
    this.reset();
    this.stop.focus();
    const page = document.documentElement;
    page.requestFullscreen?.({ navigationUI: "hide" }).catch(() => {}); // a phone may refuse: it fills the page
  }

  close() {
    if (this.dialog.open) this.dialog.close();
    if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
  }

  // What is to be said for a cue.
  wordsFor(cue) {
    if (cue.said) return cue.said;
    if (cue.advice === "again") return this.words.problems[cue.reason] ?? this.words.problems.other;
    const advice = this.words.advice[cue.advice] ?? this.words.advice.wait;
    // Who was told for a while is told in other words, and then offered to go without.
    const other = this.words.other[cue.advice] ?? advice;
    return [advice, other, this.words.without[cue.advice] ?? other][cue.stage ?? 0];
  }

  // Whether something else is shown now.
  show(cue) {
    const said = this.wordsFor(cue);
    const key = `${said.text}|${cue.count ?? ""}`;
    this.showSteps(cue);
    if (key === this.shown) return false;
    const words = said.text !== this.text.textContent;
    this.shown = key;
    this.dialog.dataset.kind = said.kind;
    this.dialog.dataset.advice = cue.advice;
    if (cue.count) this.sign.replaceChildren(make("span", "digit", String(cue.count)));
    else this.sign.innerHTML = drawSign(said.sign);
    this.text.textContent = said.text;
    this.more.textContent = said.more;
    this.fit();
    this.status.textContent = cue.count ? `${said.text}: ${cue.count}` : words ? `${said.text}. ${said.more}` : said.text;
    return true;
  }

  // As large as there is room: it is read from three metres away.
  fit() {
    const style = this.panel.style;
    const shown = [...this.panel.children].filter((child) => !child.hidden);
    const height = () => shown.at(-1).getBoundingClientRect().bottom - shown[0].getBoundingClientRect().top;
    for (let share = 1; share > 0.5; share -= 0.06) {
      style.setProperty("--fit", share);
      const room = this.panel.clientHeight - 2 * parseFloat(getComputedStyle(this.panel).paddingTop);
      if (height() <= room) return;
    }
  }

  // It is over: the camera is off, one button is left to press, and perhaps something to say.
  end(said, button) {
    this.frame.hidden = true;
    this.tell("");
    this.stop.hidden = this.sound.hidden = this.enough.hidden = this.cameras.hidden = true;
    this.steps.hidden = said !== null;
    if (said) {
      this.shown = this.side.textContent = "";
      this.show({ advice: "over", step: 0, said });
    }
    if (button === this.again) this.back.hidden = false;
    button.hidden = false;
    button.focus();
  }

  showSteps(cue) {
    const reached = REACHED[cue.step] ?? 0;
    const done = cue.advice === "done" || cue.advice === "judging";
    [...this.steps.children].forEach((item, index) => {
      const state = done || index < reached - 1 ? "past" : index === Math.max(0, reached - 1) ? "now" : "";
      if (item.dataset.state === state) return;
      item.dataset.state = state;
      if (state === "now") item.setAttribute("aria-current", "step");
      else item.removeAttribute("aria-current");
    });
  }

  showSides(taken, both) {
    if (!both) return;
    const text = taken === 0 ? t("First side") : taken === 1 ? t("Second side") : t("Both sides");
    if (this.side.textContent !== text) this.side.textContent = text;
    this.enough.hidden = taken !== 1;
  }

  // The outline for a picture of this size, looking to this side.
  showOutline(size, facing) {
    const key = `${size.width}x${size.height} ${facing}`;
    if (key === this.size || !size.width) return;
    this.size = key;
    this.frame.style.aspectRatio = `${size.width} / ${size.height}`;
    this.frame.style.setProperty("--ratio", size.width / size.height);
    this.outline.innerHTML = drawOutline(size.width, size.height, facing);
  }

  tell(note) {
    if (this.note.textContent !== note) this.note.textContent = note;
  }

  showSound(muted) {
    this.sound.textContent = muted ? t("Sound is off") : t("Sound is on");
    this.sound.setAttribute("aria-pressed", String(!muted));
  }

  showCameras(devices, id) {
    this.cameras.hidden = devices.length < 2;
    const options = devices.map((device, index) => {
      const option = make("option", "", device.label || t("Camera {number}", { number: index + 1 }));
      option.value = device.deviceId;
      option.selected = device.deviceId === id;
      return option;
    });
    this.cameras.replaceChildren(...options);
  }
}
