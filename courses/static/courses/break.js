// Whoever comes back from a break is where they were: at the same height of the page, on the button they pressed.
const key = `break:${location.pathname}`;
const ways = [...document.querySelectorAll("[data-break]")];

for (const [number, way] of ways.entries()) {
  way.addEventListener("click", () => sessionStorage.setItem(key, JSON.stringify([scrollY, number])));
}

const kept = sessionStorage.getItem(key);
if (kept && !location.hash) {
  sessionStorage.removeItem(key);
  const [height, number] = JSON.parse(kept);
  ways[number]?.focus({ preventScroll: true });
  scrollTo(0, height);
}
