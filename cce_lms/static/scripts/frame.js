// Small kindnesses of the frame: the account menu closes as a menu does, and a form's errors are where one lands.

const menu = document.querySelector("details.account");

if (menu) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
}

document.querySelector(".error-summary")?.focus();

// Drafts that pages keep in the browser, under `draft:PERSON:…`, are for nobody else and not for long.

const WEEK = 7 * 24 * 60 * 60 * 1000;
const person = document.body.dataset.person;

function dropDrafts(which) {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith("draft:") && which(key)) localStorage.removeItem(key);
  }
}

function isOld(key) {
  try {
    return !(JSON.parse(localStorage.getItem(key)).at > Date.now() - WEEK);
  } catch {
    return true;
  }
}

dropDrafts((key) => isOld(key) || (person && !key.startsWith(`draft:${person}:`)));

function leave() {
  document.dispatchEvent(new CustomEvent("signed-out"));
  dropDrafts(() => true);
  new BroadcastChannel("people").postMessage("signed-out");
}

// Signing out waits until the page has saved what it can, and asks where that fails.
for (const form of document.querySelectorAll("form[data-signs-out]")) {
  let isReady = false;
  form.addEventListener("submit", async (event) => {
    if (isReady) return;
    const saving = [];
    document.dispatchEvent(new CustomEvent("signing-out", { detail: saving }));
    if (saving.length === 0) {
      leave();
      return;
    }
    event.preventDefault();
    const saved = await Promise.all(saving);
    if (saved.includes(false) && !window.confirm(form.dataset.signsOut)) return;
    isReady = true;
    leave();
    form.requestSubmit();
  });
}
