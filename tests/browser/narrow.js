// Measures what a page asks of people with a small screen, or with keys instead of a pointer.
(() => {
  // Everything on the page, also inside of components.
  const everything = (root) =>
    [...root.querySelectorAll("*")].flatMap((element) => [
      element,
      ...(element.shadowRoot ? everything(element.shadowRoot) : []),
    ]);
  const seen = (element) =>
    element.checkVisibility?.({ opacityProperty: true, visibilityProperty: true }) ?? true;
  const named = (element) => {
    const words = (element.getAttribute("aria-label") || element.textContent || "").trim();
    return `${element.tagName.toLowerCase()} "${words.replace(/\s+/g, " ").slice(0, 50)}"`;
  };
  const small = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && (box.width < 23.5 || box.height < 23.5);
  };
  const TARGETS =
    "a[href], button, input, select, textarea, summary, [role=button], [role=slider], [role=switch], [role=tab]";
  const FIELD = "label, [data-testid$=Container], [data-testid=stDateInput], [data-baseweb=select]";

  return {
    // What can be pressed and is smaller than 24 px.
    targets() {
      return everything(document)
        .filter((element) => element.matches(TARGETS) && seen(element) && !element.disabled && small(element))
        // The list beside a drawing does the same as its parts; a link within a sentence is as high as a line.
        .filter((element) => !(element.ownerSVGElement && element.tabIndex < 0))
        .filter((element) => !(element.matches("a") && getComputedStyle(element).display === "inline"))
        // A field is pressed with all that belongs to it.
        .filter((element) => !(element.matches("input") && element.closest(FIELD) && !small(element.closest(FIELD))))
        .map((element) => {
          const box = element.getBoundingClientRect();
          return `${named(element)} ${box.width.toFixed(0)} x ${box.height.toFixed(0)}`;
        });
    },
    // Texts whose letters are smaller than so many pixels.
    letters(least) {
      const found = [];
      for (const element of everything(document)) {
        const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
        if (!own || element.closest("style, script, title, desc") || !seen(element)) continue;
        const box = element.getBoundingClientRect();
        if (box.width < 2 || box.height < 2) continue;
        let size = parseFloat(getComputedStyle(element).fontSize);
        if (element.ownerSVGElement) {
          const { a, b } = element.getScreenCTM();
          size *= Math.hypot(a, b);
        }
        if (size < least - 0.05) found.push(`${named(element)} ${size.toFixed(1)} px`);
      }
      return found;
    },
    // By how many pixels the page has to be moved sideways to read it.
    tooWide: () => Math.max(0, document.documentElement.scrollWidth - innerWidth),
    // Let Tab begin at the top.
    fromTop() {
      const first = document.createElement("button");
      document.body.prepend(first);
      first.focus();
      first.remove();
    },
    // What has the focus, and whether it lies outside of the window.
    focused() {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      if (!element || element === document.body) return null;
      const box = element.getBoundingClientRect();
      const outside = box.right <= 0 || box.left >= innerWidth || box.bottom <= 0 || box.top >= innerHeight;
      return [named(element), outside];
    },
  };
})()
