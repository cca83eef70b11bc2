// One visit before the camera, from the click on Start to the end: camera, connection, voice and view together.

const SLOW_FPS = 9;
const BUSY_PER_S = 2; // fewer answers than this in a second, and nobody can be guided
const SMALL_PX = 600;
const HIDDEN_MS = 30000;
const SILENT_MS = 4000;
const LAST_LOOK_MS = 6000; // the person has to see from afar that it is done
const TROUBLE_LOOK_MS = 8000; // or what has become of the camera, which takes longer to read
const MOVES = new Set(["tip_stand", "tip_forward", "tip_back", "tip_let_go"]);
const MAY_BE_KEPT = new Set(["count", "hold", "again", ...MOVES]); // what stays wrong is looked at again without a word
const AFTER_WORDS = new Set(["act", "good"]);

const NOTES = {
  small: "This camera gives small pictures. It works; a better one gives narrower ranges.",
  slow: "The camera gives only a few pictures a second, which takes a little longer. More light often helps.",
  busy: "The program is busy with other people, so it answers slowly. It goes on; a little later is quicker.",
  black: "The camera sends no pictures. Is its cover closed, or a switch off?",
  hidden: "The page was hidden, so it waits. Go on when you are ready.",
  retry: "The connection was interrupted. It is being restored.",
};
const SWITCHED_OFF = "The camera was switched off, because the page was hidden. Start it again to go on.";

class Live {
  // onTrouble(sentence) says why it ended early; onDone(sides) that something was taken.
  constructor(root, words, { onTrouble, onDone }) {
    this.onTrouble = onTrouble;
    this.onDone = onDone;
    this.stage = new Stage(root, words, {
      stop: () => this.leave(),
      sound: () => this.switchSound(),
      enough: () => this.wire?.finish(),
      result: () => this.leave(),
      again: () => this.start(this.url, this.hello, { mirrored: this.frames.mirrored, muted: this.muted }),
      choose: (id) => this.change(id),
    });
    this.voice = new Voice();
    this.camera = new Camera(this.stage.video, (trouble) => this.lose(t(TROUBLES[trouble])));
    this.frames = new Frames(this.stage.video);
    this.muted = false;
    this.visit = 0;
    this.running = false;
    this.onHide = () => this.hide();
    this.onLeave = () => this.stop();
  }

  async start(url, hello, { mirrored, muted }) {
    this.stop();
    const visit = ++this.visit;
    this.url = url;
    this.hello = hello;
    this.frames.mirrored = mirrored;
    this.stage.frame.classList.toggle("as-it-is", mirrored);
    this.muted = muted;
    this.voice.unlock();
    this.voice.mute(muted);
    this.stage.open();
    this.stage.showSound(muted);
    document.addEventListener("visibilitychange", this.onHide);
    window.addEventListener("pagehide", this.onLeave);
    this.stage.show({ advice: "opening", step: 0 });
    try {
      await this.camera.open();
    } catch (trouble) {
      if (visit === this.visit && trouble !== "closed") this.fail(t(TROUBLES[trouble] ?? TROUBLES.other));
      return;
    }
    if (visit !== this.visit) return;
    this.begin();
  }

  begin() {
    const { height } = this.camera.size;
    this.stage.show({ advice: "wait", step: 0 });
    this.sides = 0;
    this.advice = "";
    this.number = 0;
    this.heard = performance.now();
    this.counted = { frames: 0, answers: 0, since: performance.now() };
    this.behind = 0;
    this.small = height < SMALL_PX;
    this.note = this.small ? t(NOTES.small) : "";
    this.stage.tell(this.note);
    this.stage.showOutline(this.camera.size, "right");
    this.stage.showSides(0, this.hello.both_sides);
    this.camera.list().then((devices) => this.stage.showCameras(devices, this.camera.id)).catch(() => {});
    this.wire = new Wire(
      this.url,
      { ...this.hello, height_px: height },
      {
        onMessage: (message) => this.hear(message),
        onLost: (sentence) => this.lose(sentence),
        onRetry: () => this.stage.tell(t(NOTES.retry)),
      },
    );
    this.running = true;
    this.watchdog = setInterval(() => this.look(), 1000);
    this.wait(this.visit);
  }

  // --- Frames out -----------------------------------------------------------------------------------

  wait(visit) {
    this.camera.next((time) => {
      if (visit !== this.visit || !this.running) return;
      this.wait(visit);
      this.counted.frames++;
      this.heard = performance.now();
      if (this.wire.free && !document.hidden) this.send(time);
    });
  }

  async send(time) {
    const wire = this.wire;
    const number = ++this.number;
    wire.underway.add(number);
    const keep = MAY_BE_KEPT.has(this.advice);
    const file = await this.frames.take(number, keep).catch(() => null);
    if (file) wire.sendFrame(number, time, file);
    else wire.underway.delete(number);
  }

  // --- Words in -------------------------------------------------------------------------------------

  hear(message) {
    if (message.error) {
      this.lose(message.error);
      return;
    }
    if (message.ready) {
      this.stage.tell(this.note);
      return;
    }
    if (message.done_pct !== undefined) this.counted.answers = Infinity; // at work for this very visit
    if (message.done_pct !== undefined) this.stage.tell(t("{share} % of the pictures are looked at.", { share: message.done_pct }));
    if (message.frame === undefined || !this.running) return;
    this.counted.answers++;
    this.frames.settle(message.frame, message.keep, (number, file) => this.wire.sendShot(number, file));
    if (message.unreadable) return;
    if (message.sides > this.sides && message.advice !== "done") this.voice.play("side");
    this.sides = message.sides;
    this.stage.showSides(message.sides, this.hello.both_sides);
    // The first side is any side: once somebody stands sideways, the outline looks where they look.
    const facing = message.facing ?? (message.step > 2 ? message.looks : null);
    if (facing) this.stage.showOutline(this.camera.size, facing);
    const changed = this.stage.show(message);
    if (message.keep && message.advice === "hold") this.voice.play("shot");
    if (changed && (!message.keep || MOVES.has(message.advice))) this.sound(message);
    this.advice = message.advice;
    if (message.advice === "done") this.done(message.reason);
  }

  sound(cue) {
    const said = this.stage.wordsFor(cue);
    if (cue.count) {
      this.voice.play("count");
      if (said.text !== this.said) this.voice.say(said.text, cue.stage ? said.more : "", 0, true);
      this.said = said.text;
      return;
    }
    this.said = said.text;
    if (cue.advice === "again") this.voice.play("again");
    else if (TONES[cue.advice] && MOVES.has(cue.advice)) this.voice.play(cue.advice);
    else if (AFTER_WORDS.has(said.kind)) this.voice.play(said.kind);
    this.voice.say(said.text, said.more);
    if (cue.advice === "again") this.voice.speak(`${said.text}. ${said.more}`);
  }

  // --- Ends -----------------------------------------------------------------------------------------

  done(reason) {
    this.free();
    if (reason && this.sides === 0) {
      // What to change stays on the screen, with the way to try it at once.
      const said = this.stage.wordsFor({ advice: "again", reason });
      this.voice.play("again");
      const more = t("{advice} Then press Try again.", { advice: said.more });
      this.voice.say(said.text, more, 2, true);
      this.stage.end({ ...said, more }, this.stage.again);
      return;
    }
    this.voice.play("done");
    this.stage.end(null, this.stage.result);
    this.last = setTimeout(() => this.leave(), LAST_LOOK_MS);
  }

  // Somebody is back at the screen. What was taken is shown, however it ended.
  leave() {
    const sides = this.sides ?? 0;
    const leaving = this.leaving;
    this.stop();
    leaving?.();
    if (sides > 0) this.onDone(sides);
  }

  // In the middle of a visit: somebody may be three metres away, where only big words and sound reach.
  lose(sentence) {
    if (!this.running || document.hidden) {
      this.fail(sentence);
      return;
    }
    this.free();
    this.voice.closeWith("lost", sentence);
    this.stage.end({ ...this.stage.words.advice.lost, more: sentence }, this.stage.back);
    const sides = this.sides ?? 0;
    this.sides = 0;
    this.onTrouble(sentence);
    this.leaving = () => sides > 0 && this.onDone(sides);
    this.last = setTimeout(() => this.leave(), TROUBLE_LOOK_MS);
  }

  fail(sentence) {
    const sides = this.sides ?? 0;
    this.stop();
    this.onTrouble(sentence);
    if (sides > 0) this.onDone(sides);
  }

  // The camera is free from here on.
  free() {
    this.running = false;
    clearInterval(this.watchdog);
    this.camera.stop();
    this.wire?.close();
    this.wire = null;
    this.frames.clear();
  }

  stop() {
    this.visit++;
    this.leaving = null;
    clearTimeout(this.last);
    clearTimeout(this.hiding);
    this.free();
    this.voice.close();
    this.sides = 0;
    document.removeEventListener("visibilitychange", this.onHide);
    window.removeEventListener("pagehide", this.onLeave);
    this.stage.close();
  }

  // --- On the way -----------------------------------------------------------------------------------

  look() {
    const now = performance.now();
    const seconds = (now - this.counted.since) / 1000;
    if (document.hidden || seconds < 2.5) return;
    const fps = this.counted.frames / seconds;
    const answers = this.counted.answers / seconds;
    this.counted = { frames: 0, answers: 0, since: now };
    // Twice: the first pictures take longer.
    this.behind = this.wire?.ready && fps > BUSY_PER_S && answers < BUSY_PER_S ? this.behind + 1 : 0;
    this.note = this.small ? t(NOTES.small) : "";
    if (now - this.heard > SILENT_MS) this.note = t(NOTES.black);
    else if (fps < SLOW_FPS) this.note = t(NOTES.slow);
    else if (this.behind > 1) this.note = t(NOTES.busy);
    if (this.wire?.ready) this.stage.tell(this.note);
  }

  hide() {
    clearTimeout(this.hiding);
    if (document.hidden) {
      this.voice.hush();
      if (this.running) this.hiding = setTimeout(() => this.fail(t(SWITCHED_OFF)), HIDDEN_MS);
    } else if (this.running) {
      this.counted = { frames: 0, answers: 0, since: performance.now() };
      this.stage.tell(t(NOTES.hidden));
    }
  }

  switchSound() {
    this.muted = !this.muted;
    this.voice.mute(this.muted);
    this.stage.showSound(this.muted);
  }

  // Another camera: what was begun begins anew.
  async change(id) {
    Camera.choose(id);
    await this.start(this.url, this.hello, { mirrored: this.frames.mirrored, muted: this.muted });
  }
}
