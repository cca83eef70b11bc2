// The traced back while one of its points is being dragged: a preview, until Python has traced it anew.

export const BACK_POINTS = ["gluteal_apex", "lumbar_apex", "thoracic_apex"];

const REACH = 0.13; // how far along the back a moved point takes the line with it, trunk lengths

// The line as [x, y] pairs, bent to go through the points that are being moved.
export function bentContour(editor) {
  const { data } = editor;
  const moved = BACK_POINTS.map((name) => ({ from: editor.point(name), to: editor.local.get(name) })).filter(({ from, to }) => from && to);
  if (!moved.length) return data.contour.points;
  return data.contour.points.map(([x, y]) => {
    const result = [x, y];
    for (const { from, to } of moved) {
      const away = Math.hypot(x - from.x, y - from.y) / (REACH * data.trunk_px);
      const share = Math.exp(-0.5 * away * away);
      result[0] += (to.x - from.x) * share;
      result[1] += (to.y - from.y) * share;
    }
    return result;
  });
}
