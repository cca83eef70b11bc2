// Tones for what is to be done, and speech where the browser has a voice of its own on this computer.

const TONES = {
  act: [[392, 0.16], [294, 0.22]],
  good: [[440, 0.12], [659, 0.2]],
  tip_forward: [[392, 0.14], [494, 0.14], [587, 0.22]],
  tip_back: [[587, 0.14], [494, 0.14], [392, 0.22]],
  count: [[880, 0.14]],
  shot: [[1319, 0.05]],
  again: [[330, 0.2], [262, 0.3]],
  side: [[523, 0.14], [659, 0.14], [523, 0.14], [659, 0.2]],
  done: [[523, 0.14], [659, 0.14], [784, 0.34]],
  lost: [[294, 0.25], [220, 0.25], [294, 0.25], [220, 0.4]],
};
const GAP_S = 0.06;
const AGAIN_AFTER_MS = 8000;
const MOST_REPEATS = 3;

let voiceLanguage = "en";

class Voice {
  constructor() {
    this.on = true;
    this.context = null;
    this.timer = 0;
    this.ending = false;
    this.quietFrom = 0; // the context's time at which the last tone ends
  }

  // Browsers allow sound from a click on.
  unlock() {
    try {
      if (!this.context) this.quietFrom = 0;
      this.context ??= new AudioContext();
      this.context.resume().catch(() => {});
    } catch {
      this.context = null; // no sound on this computer: the picture says all
    }
    window.speechSynthesis?.getVoices(); // starts loading them
  }

  mute(muted) {
    this.on = !muted;
    if (muted) this.hush();
  }

  play(name) {
    if (!this.on || this.context?.state !== "running") return;
    // One tone after the other, never two at once. A click of the shutter that would be late is left out.
    const now = this.context.currentTime + 0.01;
    if (name === "shot" && this.quietFrom > now) return;
    let at = Math.max(now, this.quietFrom + GAP_S);
    for (const [pitch, length] of TONES[name]) {
      const tone = this.context.createOscillator();
      const volume = this.context.createGain();
      tone.frequency.value = pitch;
      tone.type = "triangle";
      volume.gain.setValueAtTime(0, at);
      volume.gain.linearRampToValueAtTime(0.4, at + 0.015);
      volume.gain.setValueAtTime(0.4, at + length * 0.6);
      volume.gain.linearRampToValueAtTime(0, at + length);
      tone.connect(volume).connect(this.context.destination);
      tone.start(at);
      tone.stop(at + length);
      at += length;
    }
    this.quietFrom = at;
  }

  // Only a voice of this computer: others would send the words away.
  get speaker() {
    const voices = window.speechSynthesis?.getVoices() ?? [];
    const own = voices.filter((voice) => voice.localService && voice.lang.toLowerCase().startsWith(voiceLanguage));
    return own.find((voice) => voice.default) ?? own[0] ?? null;
  }

  // Says it now, and again while nothing else is said: somebody who stands sideways does not see the screen.
  say(text, more, repeats = MOST_REPEATS, whole = false) {
    this.hush();
    this.speak(whole && more ? `${text}. ${more}` : text);
    const again = (left) => {
      if (left === 0) return;
      this.timer = setTimeout(() => {
        this.speak(more ? `${text}. ${more}` : text);
        again(left - 1);
      }, AGAIN_AFTER_MS);
    };
    again(repeats);
  }

  speak(text) {
    const voice = this.on ? this.speaker : null;
    if (!voice) return;
    const words = new SpeechSynthesisUtterance(text);
    words.voice = voice;
    words.lang = voice.lang;
    window.speechSynthesis.cancel();
    window.speechSynthesis.speak(words);
  }

  hush() {
    clearTimeout(this.timer);
    window.speechSynthesis?.cancel();
  }

  // Says the last words: they and their tone are heard to the end.
  closeWith(name, words) {
    this.ending = true;
    this.hush();
    const context = this.context;
    if (context) {
      this.play(name);
      const left = 1000 * Math.max(0, this.quietFrom - context.currentTime);
      setTimeout(() => context.close().catch(() => {}), left + 100);
    }
    this.context = null;
    this.speak(words);
  }

  close() {
    if (this.ending) {
      this.ending = false; // the last words are being said
      return;
    }
    this.hush();
    this.context?.close().catch(() => {});
    this.context = null;
  }
}
