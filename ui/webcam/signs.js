// Signs to be understood from far away, drawn on a field of 100 × 100. Own drawings.

const HEAD = '<circle cx="50" cy="17" r="10"/>';
const FRONT = `${HEAD}<path d="M50 30v30M50 60l-11 31M50 60l11 31M30 42l20-7 20 7"/>`;
const SIDE_LEGS = '<path d="M44 31v31M44 62l-3 29h9"/>';
const SCREEN = '<path d="M10 30v40M10 30h6M10 70h6"/>';
const STANDING = '<circle cx="78" cy="24" r="8"/><path d="M78 34v28M78 62l-7 24M78 62l7 24M66 44l12-5 12 5"/>';

const SIGNS = {
  person: FRONT,
  people:
    '<circle cx="28" cy="24" r="9"/><path d="M28 35v26M28 61l-8 26M28 61l8 26M14 46l14-6 12 5"/>' +
    '<circle cx="72" cy="24" r="9"/><path d="M72 35v26M72 61l-8 26M72 61l8 26"/><path d="M54 30l36 54M90 30L54 84"/>',
  back: `${SCREEN}${STANDING}<path d="M24 50h30M42 38l13 12-13 12"/>`,
  closer: `${SCREEN}${STANDING}<path d="M56 50H26M38 38L25 50l13 12"/>`,
  middle: `${FRONT}<path d="M4 78h20M16 68l9 10-9 10M96 78H76M84 68l-9 10 9 10"/>`,
  turn:
    '<circle cx="50" cy="14" r="9"/><path d="M50 26v34M50 60l-9 32M50 60l9 32"/>' +
    '<path d="M34 40c-18 3-26 8-24 14 3 10 62 14 74 2 3-4 2-8-4-11" /><path d="M93 53L79 43l-3 16" stroke-width="6"/>',
  arms: `<circle cx="46" cy="17" r="10"/>${SIDE_LEGS}<path d="M45 38l40 4"/><path d="M74 30l12 12-13 11" stroke-width="5"/>`,
  look: '<path d="M58 86V72c12-6 18-18 15-32C69 22 50 14 35 22 18 31 16 54 30 68v18"/><circle cx="58" cy="44" r="5" class="full"/><path d="M78 44h18M88 36l9 8-9 8" stroke-width="5"/>',
  still: `${FRONT}<path d="M10 22v56M90 22v56"/>`,
  camera: '<path d="M12 34h18l7-11h26l7 11h18v46H12z"/><circle cx="50" cy="56" r="14"/>',
  wait: '<path d="M26 12h48M26 88h48M32 12c0 20 12 28 18 38 6-10 18-18 18-38M32 88c0-20 12-28 18-38 6 10 18 18 18 38"/>',
  again: '<path d="M80 50a30 30 0 1 1-9-21"/><path d="M84 12v22H62"/>',
  check: '<path d="M16 54l23 24 46-54"/>',
  covered: '<path d="M12 34h18l7-11h26l7 11h18v46H12z"/><circle cx="50" cy="56" r="14"/><path d="M14 92L86 12" stroke-width="9"/>',
  tilted: '<g transform="rotate(-13 50 46)"><rect x="14" y="20" width="72" height="46" rx="4"/><circle cx="50" cy="28" r="2" class="full"/><path d="M50 66v12"/></g><path d="M8 90h84"/>',
  tip_forward:
    '<path d="M60 6c5 18 1 27-12 36M46 69v25h14"/><path d="M20 36l54 20M20 36c-5 20 6 33 25 33 16 0 28-4 29-13"/>' +
    '<path d="M86 40c7 9 7 20 0 29" stroke-width="5"/><path d="M97 62L85 71l-6-14" stroke-width="5"/>',
  tip_back:
    '<path d="M50 6v40M44 71v23h14"/><path d="M20 57l54-20M20 57c1 9 12 15 24 14 19-1 30-14 30-34"/>' +
    '<path d="M86 71c7-9 7-20 0-29" stroke-width="5"/><path d="M79 54l6-14 12 9" stroke-width="5"/>',
  shirt: '<path d="M34 16L12 30l9 17 10-5v42h38V42l10 5 9-17-22-14c-4 10-28 10-32 0z"/><path d="M31 70c10 8 28-8 38 0" stroke-width="4"/>',
  light: '<path d="M38 68c-12-10-16-20-14-30C27 25 38 18 50 18s23 7 26 20c2 10-2 20-14 30v8H38z"/><path d="M40 86h20"/><path d="M50 2v6M88 18l-5 5M12 18l5 5"/>',
};

function drawSign(name) {
  return `<svg viewBox="0 0 100 100" aria-hidden="true">${SIGNS[name] ?? SIGNS.person}</svg>`;
}

// The outline of a person who looks to the right with the arms forward: 100 high, ankles at 0.
const OUTLINE =
  "5.8,0 3.4,.5 -.8,3.7 -3.4,9.8 -3,15.1 -2.3,17 -1.4,17.9 -1.1,19.2 -1.1,23.2 .2,29.7 .1,33 -.5,36.6 -3.7,40 " +
  "-4.8,41.9 -5.7,45 -5.7,47.8 -5,50.1 -3.2,52.7 -2.5,54.3 -1.9,57.3 -1.2,64.5 -1.4,68.5 -2.5,72 -3.1,75.8 " +
  "-4.7,97 -3.5,98.5 -2.7,98.9 7.3,100 9.8,99.8 11.4,99 11.5,97.8 10.5,96.1 10.7,94.1 9.5,93 7.3,92.3 2.6,89.2 " +
  "1.8,88.2 1.7,87.4 3,82.1 3.2,78.5 4,74.4 5.6,70.5 6.6,65.8 7,59.6 7.5,57.6 6.7,53.9 6.9,50.3 6.7,47.8 9.6,40 " +
  "9.2,38.2 9.8,37 9.6,34.8 10.2,30.7 10.8,30.4 11.9,31.7 14.9,33.3 16.6,33.2 19.6,33.8 23.3,34 25.1,33.8 " +
  "26.5,34.2 29.1,34 30.2,32.8 34.4,33.2 36.4,31.2 36.5,30.7 36,28.7 33.6,27.5 31.9,28.2 28.9,28.7 18.3,26.9 " +
  "16.8,26.1 14.7,23.8 8.8,19.1 8.3,17.9 8.4,15.8 7.5,14.8 7.4,14 8.3,12.7 10.7,11.9 11.3,10.4 11.8,8.1 10.8,3.4 " +
  "9.9,1.6 8.7,.7";

// Where the outline stands in a picture of this size: as in a picture that is just right.
function drawOutline(width, height, facing) {
  const tall = Math.min(0.84 * height, width / 0.48); // the arms have to fit, too
  const scale = tall / 100;
  const top = height - 0.055 * height - tall;
  const flip = facing === "left" ? -1 : 1;
  return (
    `<svg viewBox="0 0 ${width} ${height}" aria-hidden="true"><polygon points="${OUTLINE}" ` +
    `transform="translate(${width / 2} ${top}) scale(${flip * scale} ${scale})"/></svg>`
  );
}
