// The connection to the program. One frame is looked at and one is on its way: the next is always a new one.

const MOST_UNDERWAY = 2;
const RETRIES_MS = [300, 1000, 2500];

const CLOSED = {
  1009: "The camera's pictures are too large for the program. Please choose another camera.",
  1008: "The program does not take pictures from this address. Please open the page as it was given to you.",
  4400: "The page and the program do not understand each other. Please reload the page.",
  4401: "This page was open for too long. Please reload it.",
  4408: "Nothing was heard of the camera for a while. Please start again.",
  4429: "Too many cameras are in use at the moment. Please try again in a few minutes.",
};
const LOST = "The connection to the program was lost. Please reload the page; if that does not help, start the program again.";

class Wire {
  constructor(url, hello, { onMessage, onLost, onRetry }) {
    this.url = url;
    this.hello = hello;
    this.onMessage = onMessage;
    this.onLost = onLost;
    this.onRetry = onRetry;
    this.tries = 0;
    this.over = false;
    this.connect(false);
  }

  connect(resume) {
    this.ready = false;
    this.underway = new Set(); // numbers of frames that are not answered
    const socket = new WebSocket(this.url);
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    socket.onopen = () => socket.send(JSON.stringify({ ...this.hello, resume }));
    socket.onmessage = (event) => this.take(JSON.parse(event.data));
    socket.onclose = (event) => this.ended(event.code);
  }

  take(message) {
    if (message.ready) {
      this.ready = true;
      this.tries = 0;
    } else if (message.frame !== undefined) {
      // A newer frame may have taken the place of an older one, which is never answered then.
      for (const number of this.underway) if (number <= message.frame) this.underway.delete(number);
    }
    this.onMessage(message);
  }

  ended(code) {
    if (this.over) return;
    this.ready = false;
    if (CLOSED[code] || this.tries >= RETRIES_MS.length) {
      this.over = true;
      this.onLost(t(CLOSED[code] ?? LOST));
      return;
    }
    this.onRetry();
    this.timer = setTimeout(() => this.connect(true), RETRIES_MS[this.tries++]);
  }

  get free() {
    return this.ready && this.underway.size < MOST_UNDERWAY && this.socket.readyState === WebSocket.OPEN;
  }

  sendFrame(number, time, file) {
    this.send(1, number, time, file);
  }

  sendShot(number, file) {
    this.send(2, number, 0, file);
  }

  send(kind, number, time, file) {
    if (this.socket.readyState !== WebSocket.OPEN) return;
    const head = new DataView(new ArrayBuffer(13));
    head.setUint8(0, kind);
    head.setUint32(1, number);
    head.setFloat64(5, time);
    this.socket.send(new Blob([head.buffer, file]));
  }

  finish() {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify({ finish: true }));
  }

  close() {
    this.over = true;
    clearTimeout(this.timer);
    this.socket.close(1000);
  }
}
