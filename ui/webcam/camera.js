// The camera: opening it, saying in words what keeps it from opening, and its frames one by one.

const REMEMBERED = "posture-camera";

const TROUBLES = {
  insecure:
    "The browser gives no page a camera unless its address begins with https or is this computer's own " +
    "(localhost). Please open the page that way.",
  refused:
    "The browser was not allowed to use the camera. Click the camera sign beside the address, allow it, " +
    "and start the camera again.",
  missing: "No camera was found. Please connect one and start the camera again.",
  busy: "The camera is in use by another program. Please close that program, then start the camera again.",
  unplugged: "The camera was unplugged or switched off. Please connect it and start the camera again.",
  other: "The camera could not be started. Please connect it anew, or choose another one, and start it again.",
};

const NAMES = {
  NotAllowedError: "refused",
  SecurityError: "refused",
  NotFoundError: "missing",
  DevicesNotFoundError: "missing",
  NotReadableError: "busy",
  TrackStartError: "busy",
  AbortError: "busy",
};

class Camera {
  // onEnd(trouble) is called when the camera ends by itself.
  constructor(video, onEnd) {
    this.video = video;
    this.onEnd = onEnd;
    this.track = null;
    this.opening = 0;
  }

  static get chosen() {
    try {
      return localStorage.getItem(REMEMBERED) ?? "";
    } catch {
      return ""; // the browser keeps nothing: then nothing is remembered
    }
  }

  static choose(id) {
    try {
      localStorage.setItem(REMEMBERED, id);
    } catch {
      // as above
    }
  }

  // Opens the chosen camera, or any. Throws the name of a trouble.
  async open() {
    this.stop();
    const turn = ++this.opening;
    const devices = navigator.mediaDevices;
    if (!window.isSecureContext || !devices?.getUserMedia) throw "insecure";
    const size = { width: { ideal: 1920 }, height: { ideal: 1080 }, frameRate: { ideal: 30 } };
    const wanted = Camera.chosen;
    const attempts = [...(wanted ? [{ ...size, deviceId: { exact: wanted } }] : []), size, true];
    let stream = null;
    let failure = null;
    for (const video of attempts) {
      try {
        stream = await devices.getUserMedia({ video, audio: false });
        break;
      } catch (error) {
        failure = error;
        if (error.name === "NotAllowedError") break;
      }
    }
    if (!stream) throw NAMES[failure?.name] ?? "other";
    const track = stream.getVideoTracks()[0];
    if (turn !== this.opening) {
      track.stop(); // closed, or opened anew, while the browser was asking
      throw "closed";
    }
    this.track = track;
    track.addEventListener("ended", () => {
      if (this.track === track) {
        this.stop();
        this.onEnd("unplugged");
      }
    });
    this.video.srcObject = stream;
    try {
      await this.video.play();
    } catch {
      if (this.track !== track) throw "closed";
    }
    if (!this.video.videoWidth) await new Promise((done) => this.video.addEventListener("resize", done, { once: true }));
  }

  stop() {
    this.opening++;
    this.track?.stop();
    this.track = null;
    this.video.srcObject = null;
  }

  async list() {
    const devices = await navigator.mediaDevices.enumerateDevices();
    return devices.filter((device) => device.kind === "videoinput" && device.deviceId);
  }

  get id() {
    return this.track?.getSettings().deviceId ?? "";
  }

  get size() {
    return { width: this.video.videoWidth, height: this.video.videoHeight };
  }

  // Calls back with the time of the next frame, once.
  next(callback) {
    const video = this.video;
    if (video.requestVideoFrameCallback) {
      video.requestVideoFrameCallback((now, data) => callback(data.captureTime ?? now));
    } else {
      requestAnimationFrame((now) => callback(now));
    }
  }
}
