// The squares of one person are one stop of the Tab key; arrow keys move among them and to the person above and below.
// Escape takes a square's name away. Without this file each square is a link of its own.

const strips = [...document.querySelectorAll("[data-cells]")].map((strip) => [...strip.querySelectorAll("a")]);

function moveTo(cells, place) {
  const cell = cells[Math.max(0, Math.min(place, cells.length - 1))];
  for (const other of cells) other.tabIndex = other === cell ? 0 : -1;
  cell.focus();
}

strips.forEach((cells, line) => {
  cells.forEach((cell, place) => {
    cell.tabIndex = place ? -1 : 0;
    cell.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const moves = {
        ArrowRight: [line, place + 1],
        ArrowLeft: [line, place - 1],
        ArrowDown: [line + 1, place],
        ArrowUp: [line - 1, place],
        Home: [line, 0],
        End: [line, cells.length - 1],
      };
      const [to, at] = moves[event.key] ?? [];
      if (to === undefined) return;
      event.preventDefault();
      if (strips[to]) moveTo(strips[to], at);
    });
  });
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.body.classList.add("names-away");
});
for (const event of ["pointerover", "focusin"]) {
  document.addEventListener(event, ({ target }) => {
    if (target.closest?.(".cell")) document.body.classList.remove("names-away");
  });
}

const print = document.querySelector("[data-print]");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}

// An address says only what was asked for.
document.querySelector(".filters")?.addEventListener("formdata", ({ formData }) => {
  for (const [name, value] of [...formData]) if (!value) formData.delete(name);
});
