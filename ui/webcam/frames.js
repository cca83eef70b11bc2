// From what the video shows to JPEG files: small ones to be guided by, the camera's own pixels to be measured.

const SHORT_SIDE = 288; // enough to follow a person who fills the picture, see docs/webcam.md
const QUALITY = 0.8;
const BEST_QUALITY = 0.95;

class Frames {
  constructor(video) {
    this.video = video;
    this.small = document.createElement("canvas");
    this.large = document.createElement("canvas");
    this.bitmaps = new Map();
    this.mirrored = false;
    this.shooting = Promise.resolve();
  }

  // The frame that is shown now. With `keep`, its own pixels stay until `settle` says what becomes of them.
  async take(number, keep) {
    const source = keep ? await createImageBitmap(this.video) : this.video;
    if (keep) this.bitmaps.set(number, source);
    const width = source.videoWidth ?? source.width;
    const height = source.videoHeight ?? source.height;
    const scale = Math.min(1, SHORT_SIDE / Math.min(width, height));
    return this.encode(this.small, source, Math.round(width * scale), Math.round(height * scale), QUALITY);
  }

  // Gives up the pixels of frames up to this one; of this one it makes a picture first when it is wanted.
  settle(number, wanted, send) {
    for (const [other, bitmap] of this.bitmaps) {
      if (other > number) continue;
      this.bitmaps.delete(other);
      if (other === number && wanted) this.shoot(bitmap, (file) => send(number, file));
      else bitmap.close();
    }
  }

  // One after the other: they share a canvas.
  shoot(bitmap, done) {
    this.shooting = this.shooting.then(async () => {
      const file = await this.encode(this.large, bitmap, bitmap.width, bitmap.height, BEST_QUALITY);
      bitmap.close();
      if (file) done(file);
    });
  }

  encode(canvas, source, width, height, quality) {
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    const context = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
    // A camera that shows a mirror image is turned round here, so that nothing else has to know of it.
    context.setTransform(this.mirrored ? -1 : 1, 0, 0, 1, this.mirrored ? width : 0, 0);
    context.imageSmoothingQuality = "low";
    context.drawImage(source, 0, 0, width, height);
    return new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
  }

  clear() {
    for (const bitmap of this.bitmaps.values()) bitmap.close();
    this.bitmaps.clear();
    this.small.width = this.large.width = 0; // gives up their pixels
  }
}
