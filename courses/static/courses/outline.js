// Puts rows in order by dragging, and by their arrows without loading the page again. Each list is a form; without this
// script its arrows send it.
const said = document.querySelector("[data-said]");

async function save(form) {
  const answer = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    headers: { Accept: "application/json" },
  }).catch(() => null);
  const saved = answer?.status === 204;
  said.textContent = saved ? said.dataset.saved : said.dataset.failed;
  said.classList.toggle("errornote", !saved);
}

function move(row, way) {
  const other = way === "up" ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return false;
  if (way === "up") other.before(row);
  else other.after(row);
  return true;
}

for (const form of document.querySelectorAll("[data-list]")) {
  let dragged = null;
  let before = "";
  const order = () => [...form.querySelectorAll("[name=row]")].map((input) => input.value).join(" ");

  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button?.dataset.move) return;
    event.preventDefault();
    if (!move(button.closest("[data-row]"), button.dataset.move)) return;
    button.focus();
    save(form);
  });

  for (const grip of form.querySelectorAll("[data-grip]")) {
    // Only the dots drag, so that the title can still be selected.
    grip.addEventListener("pointerdown", () => (grip.closest("[data-row]").draggable = true));
    grip.addEventListener("pointerup", () => (grip.closest("[data-row]").draggable = false));
  }
  form.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-row]");
    before = order();
    event.dataTransfer.effectAllowed = "move";
    dragged.classList.add("is-dragged");
  });
  form.addEventListener("dragover", (event) => {
    const over = event.target.closest?.("[data-row]");
    if (!dragged || !over) return;
    event.preventDefault();
    if (over === dragged) return;
    const box = over.getBoundingClientRect();
    if (event.clientY < box.top + box.height / 2) over.before(dragged);
    else over.after(dragged);
  });
  form.addEventListener("drop", (event) => event.preventDefault());
  form.addEventListener("dragend", () => {
    if (!dragged) return;
    dragged.draggable = false;
    dragged.classList.remove("is-dragged");
    dragged = null;
    if (order() !== before) save(form);
  });
}
