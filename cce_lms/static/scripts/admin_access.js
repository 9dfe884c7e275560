// Gives a name to what Django's administration shows without one: fields in tables, searching selects, hints.

const CELLS = "input:not([type=hidden]), select, textarea";

function nameOfColumn(cell) {
  const heads = cell.closest("table").querySelectorAll("thead th");
  const column = [...cell.parentElement.children].indexOf(cell);
  return heads[column]?.innerText.trim() ?? "";
}

function nameTable(table) {
  for (const head of table.querySelectorAll("thead th")) {
    if (!head.textContent.trim()) head.setAttribute("role", "presentation");
  }
  for (const field of table.querySelectorAll(CELLS)) {
    const cell = field.closest("td");
    if (cell && !field.labels?.length && !field.ariaLabel) field.setAttribute("aria-label", nameOfColumn(cell));
  }
}

// The select that can be searched is built beside the one that has the label.
function nameSelect(select) {
  const box = select.nextElementSibling?.querySelector(".select2-selection");
  const chosen = box?.querySelector(".select2-selection__rendered");
  const name = select.ariaLabel || select.labels[0]?.innerText.trim().replace(/:$/, "");
  if (!chosen || !name) return;
  chosen.removeAttribute("role");
  chosen.removeAttribute("aria-readonly");
  box.removeAttribute("aria-labelledby");
  box.setAttribute("aria-label", [name, chosen.title].filter(Boolean).join(": "));
}

function nameEverything() {
  document.querySelectorAll(".inline-group table").forEach(nameTable);
  document.querySelectorAll("select.admin-autocomplete").forEach(nameSelect);
  const search = document.getElementById("searchbar");
  search?.setAttribute("aria-label", search.labels[0].querySelector("img").alt);
  document.querySelectorAll(".help-tooltip[aria-label]").forEach((hint) => hint.setAttribute("role", "img"));
}

// Django's own scripts build some of it when jQuery says that the page is ready, in the order in which they asked, and
// some of it when everything is loaded.
window.django?.jQuery?.(nameEverything);
addEventListener("load", nameEverything);
document.addEventListener("formset:added", () => setTimeout(nameEverything));
document.addEventListener("change", (event) => {
  if (event.target.matches("select.admin-autocomplete")) nameSelect(event.target);
});
