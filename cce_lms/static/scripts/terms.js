// A word that is explained at the end of the page opens its meaning beside it. Without this the link leads down there.

const GAP = 6;
let open = null;

function entryOf(link) {
  return document.getElementById(decodeURIComponent(link.hash.slice(1)));
}

function place({ link, piece }) {
  // A word that runs over the end of a line: below its last part, so that none of it is covered.
  const word = [...link.getClientRects()].at(-1);
  const frame = piece.offsetParent.getBoundingClientRect();
  const room = (link.closest(".prose") ?? document.body).getBoundingClientRect();
  const left = Math.max(room.left, Math.min(word.left, room.right - piece.offsetWidth));
  piece.style.left = `${left - frame.left}px`;
  piece.style.top = `${word.bottom + GAP - frame.top}px`;
}

function close() {
  if (!open) return;
  open.link.setAttribute("aria-expanded", "false");
  open.holder.replaceChildren();
  open = null;
}

function show(link, holder) {
  const entry = entryOf(link);
  const piece = document.createElement("span");
  piece.className = "term-piece";
  const term = document.createElement("strong");
  term.textContent = entry.querySelector("dt").textContent.trim();
  piece.append(term, " ", entry.querySelector("dd").textContent.trim());
  holder.append(piece);
  link.setAttribute("aria-expanded", "true");
  open = { link, holder, piece };
  place(open);
  piece.scrollIntoView({ block: "nearest" });
}

for (const link of document.querySelectorAll('a[href^="#term-"]')) {
  if (!entryOf(link) || link.closest(".term-entry")) continue;
  // Filled when it opens, so that screen readers say it while the focus stays on the word.
  const holder = document.createElement("span");
  holder.setAttribute("role", "status");
  link.after(holder);
  link.setAttribute("role", "button");
  link.setAttribute("aria-expanded", "false");
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const wasOpen = open?.link === link;
    close();
    if (!wasOpen) show(link, holder);
  });
  link.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    link.click();
  });
  link.addEventListener("focusout", (event) => event.relatedTarget && close());
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
});
document.addEventListener("click", (event) => {
  if (open && !open.holder.contains(event.target) && !open.link.contains(event.target)) close();
});
window.addEventListener("resize", () => open && place(open));
