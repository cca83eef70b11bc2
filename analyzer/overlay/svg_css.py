"""The style rules of an interactive SVG: switched layers, and the measure that is looked at.

Everything looks right without them: they only react. Classes on the root element steer them:

* ``hide-LAYER`` hides a layer;
* ``show-MEASURE`` shows how a measure was taken, fades the rest, and opens its explanation;
* ``tags-N`` shows the tags of another size, where a scene has several;
* ``auto`` does that for the measure under the pointer or with the focus (the script takes over from it).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_FIXED: Final = """
#{0}{{max-width:100%;height:auto}}
#{0} .s,#{0} .w,#{0} [data-detail]{{transition:opacity .15s}}
#{0} [tabindex]{{cursor:pointer}}
#{0} [tabindex]:focus{{outline:none}}
#{0} [tabindex]:focus-visible{{outline:3px solid #0072b2;outline-offset:3px}}
@media (prefers-reduced-motion:reduce){{#{0} *{{transition:none!important}}}}
"""


def style_rules(
    root: str,
    layers: Iterable[str],
    hidden: Iterable[str],
    measures: Iterable[str],
    drawn: Iterable[str],
    *,
    sizes: Iterable[int] = (),
) -> str:
    """CSS for one SVG.

    Parameters
    ----------
    root : str
        Id of the root element; every rule is within it.
    layers : iterable of str
        All that can be switched.
    hidden : iterable of str
        Those that are off at first.
    measures, drawn : iterable of str
        All measures, and those of them with something to see in the drawing.
    sizes : iterable of int
        Of the tags, if there are several: ``tags-N`` shows those of size N, without it those of size 0.
    """
    rules = [_FIXED.format(root).strip()]
    for size in sizes:
        shown = f"#{root}.tags-{size}" if size else f"#{root}:not([class*=tags-])"
        rules.append(f"{shown} [data-size]:not([data-size='{size}']){{display:none}}")
    first_off = set(hidden)
    for layer in layers:
        parts = f'[data-layer="{layer}"]', f'[data-needs="{layer}"]'
        off = f"#{root}.hide-{layer}"
        rules.append(f"{off} {parts[0]},{off} {parts[1]}{{display:none}}")
        # In the legend a gap would look odd.
        rules.append(f'{off} [data-layer="legend"] {parts[1]}{{display:inline;opacity:.25}}')
        if layer in first_off:
            on = f"#{root}:not(.hide-{layer})"
            rules.append(f"{on} {parts[0]},{on} {parts[1]}{{display:inline}}")
    seen = set(drawn)
    for measure in measures:
        own = f'[data-measure="{measure}"]'
        # Two rules of their own each: browsers without :has() must not lose the first.
        for state in (f"#{root}.show-{measure}", f"#{root}.auto:has({own}:is(:hover,:focus-visible))"):
            if measure in seen:
                rules.append(f"{state} .s:not({own}){{opacity:.14}}")
                rules.append(f"{state} .c:not({own}){{opacity:.4}}")
            rules.append(f"{state} .w:not({own}){{opacity:.35}}")
            rules.append(f'{state} [data-detail="{measure}"]{{opacity:1}}')
            rules.append(f'{state} [data-box="{measure}"]{{display:inline}}')
    return "\n".join(rules)
