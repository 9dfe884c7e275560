// What a program can see of a page: put into it by the tests, and nowhere else. Each check returns what is wrong.

(() => {
  const FOCUSABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
  const PRESSED = "a[href], button, summary, input:not([type=hidden]), select, textarea, [role=button]";

  const named = (element) => {
    const attributes = ["id", "class", "name"].map((name) => [name, element.getAttribute(name)]);
    const told = attributes.filter(([, value]) => value).map(([name, value]) => `${name}="${value}"`);
    return `<${[element.localName, ...told].join(" ")}> ${element.textContent.trim().replace(/\s+/g, " ").slice(0, 40)}`;
  };

  const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });

  // Text for those who hear the page stands in a box of one pixel, which is no fault.
  const heardOnly = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const { clip, clipPath, position } = getComputedStyle(at);
      if (position === "absolute" && (clip !== "auto" || clipPath !== "none")) return true;
    }
    return false;
  };

  const scrolls = (element) => {
    for (let at = element; at && at !== document.documentElement; at = at.parentElement) {
      if (at === document.body) return false;
      if (/auto|scroll/.test(getComputedStyle(at).overflowX)) return true;
    }
    return false;
  };

  // A tick box is pressed by its label, too.
  const target = (element) =>
    element.closest("label") ?? (element.matches("[type=checkbox], [type=radio]") ? element.labels[0] : null) ?? element;

  const extent = (...elements) => {
    const boxes = elements.map((element) => element.getBoundingClientRect());
    return [Math.max(...boxes.map((box) => box.width)), Math.max(...boxes.map((box) => box.height))];
  };

  // A link within a sentence is as high as its line, which the guidelines allow.
  const withinText = (element) =>
    element.matches("a") &&
    getComputedStyle(element).display === "inline" &&
    [...element.parentElement.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());

  const everything = () => [...document.body.querySelectorAll("*")];

  window.checks = {
    sideways() {
      const root = document.documentElement;
      const excess = root.scrollWidth - root.clientWidth;
      if (excess <= 0) return [];
      const wide = everything().filter(
        (element) => shown(element) && !scrolls(element.parentElement) && element.getBoundingClientRect().right > root.clientWidth + 1,
      );
      return [`${excess}px too wide`, ...wide.slice(-3).map(named)];
    },

    cutOff() {
      const room = document.documentElement.clientWidth;
      const wrong = [];
      for (const element of everything()) {
        if (!element.textContent.trim() || !shown(element) || heardOnly(element) || element.closest("svg, select")) continue;
        const style = getComputedStyle(element);
        // Words moved far out of a box are heard, and an icon is seen in their place.
        const hides = /hidden|clip/.test(style.overflowX + style.overflowY) && parseFloat(style.textIndent) > -100;
        if (hides && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)) {
          wrong.push(`cut off: ${named(element)}`);
        }
        const box = element.getBoundingClientRect();
        if (box.width && (box.left < -1 || box.right > room + 1) && !scrolls(element) && !element.matches(".skip")) {
          wrong.push(`outside of the window: ${named(element)}`);
        }
      }
      return wrong.slice(0, 8);
    },

    targets(least, selector = PRESSED) {
      return [...document.querySelectorAll(selector)]
        .filter((element) => shown(element) && !heardOnly(element) && !withinText(element))
        .map((element) => [element, ...extent(element, target(element))])
        .filter(([, width, height]) => width && (width < least - 0.5 || height < least - 0.5))
        .map(([element, width, height]) => `${Math.round(width)}×${Math.round(height)}: ${named(element)}`);
    },

    moving() {
      const wrong = document.getAnimations().map((animation) => `runs: ${named(animation.effect.target)}`);
      for (const element of [document.documentElement, ...everything()]) {
        for (const pseudo of [null, "::before", "::after"]) {
          const style = getComputedStyle(element, pseudo);
          const seconds = (style.transitionDuration + "," + style.animationDuration).split(",").map(parseFloat);
          const moves = style.animationName !== "none" || style.transitionProperty !== "none";
          if (moves && Math.max(...seconds) > 0.01) wrong.push(`moves: ${named(element)}`);
        }
        if (getComputedStyle(element).scrollBehavior === "smooth") wrong.push(`scrolls smoothly: ${named(element)}`);
      }
      return [...new Set(wrong)].slice(0, 8);
    },

    // Each thing that takes the focus shows it, and nothing that is fixed to the window hides it.
    focus() {
      const wrong = [];
      const look = (element) => {
        const style = getComputedStyle(element);
        return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow, style.borderColor, style.textDecoration, style.backgroundColor].join();
      };
      for (const element of document.querySelectorAll(FOCUSABLE)) {
        if (element.tabIndex < 0 || element.disabled || !shown(element)) continue;
        const piece = target(element);
        const around = [element, piece, ...piece.querySelectorAll("span")];
        document.activeElement?.blur();
        const before = around.map(look);
        element.focus();
        if (document.activeElement !== element) continue;
        if (around.map(look).every((style, number) => style === before[number])) wrong.push(`shows no focus: ${named(element)}`);
        const box = (heardOnly(element) ? piece : element).getBoundingClientRect();
        const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
        const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
        // Hidden is what is hidden from its upper edge to its lower one.
        const covers = [top + 2, (top + bottom) / 2, bottom - 2].map((y) => {
          const met = document.elementFromPoint((left + right) / 2, y);
          return met && !piece.contains(met) && !met.contains(piece) ? coveredBy(met) : null;
        });
        const fixed = covers.every(Boolean) ? covers[0] : null;
        if (box.bottom < 0 || box.top > innerHeight) wrong.push(`focused outside of the window: ${named(element)}`);
        else if (fixed && !fixed.contains(element)) wrong.push(`hidden by ${named(fixed)}: ${named(element)}`);
      }
      document.activeElement?.blur();
      return wrong.slice(0, 8);
    },
  };

  const coveredBy = (element) => {
    for (let at = element; at; at = at.parentElement) if (/fixed|sticky/.test(getComputedStyle(at).position)) return at;
    return null;
  };

  window.runAxe = async (rules) => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const runOnly = rules ? { type: "rule", values: rules } : { type: "tag", values: tags };
    const found = await axe.run(document, { runOnly, resultTypes: ["violations"] });
    return found.violations.flatMap((violation) =>
      violation.nodes.slice(0, 3).map((node) => `${violation.id}: ${node.html.slice(0, 160)} ${node.any.map((each) => each.message).join(" ").slice(0, 200)}`),
    );
  };
})();
