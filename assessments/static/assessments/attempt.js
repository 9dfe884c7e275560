// Saves each answer as it is chosen, one request at a time, the newest state last. Without this the form still sends
// everything when it is submitted.
const form = document.getElementById("attempt");
const seen = document.getElementById("save-state");
const heard = document.getElementById("save-said");
const waiting = new Set();
let leaving = new AbortController();
let running = false;
let retry = 0;

function say(words, aloud = true) {
  seen.hidden = false;
  seen.textContent = words;
  if (aloud) {
    heard.textContent = words;
  }
}

function show(answered) {
  form.querySelector("[data-said]").textContent = answered.said;
  form.querySelector("[data-left]").textContent = answered.left;
  const list = form.querySelector("[data-unanswered]");
  list.hidden = answered.unanswered.length === 0;
  for (const item of list.children) {
    item.hidden = !answered.unanswered.includes(Number(item.dataset.place));
  }
}

function bodyFor(questions) {
  const body = new URLSearchParams();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  for (const question of questions) {
    for (const field of question.elements) {
      if (field.name && !field.disabled && (field.checked || !["radio", "checkbox"].includes(field.type))) {
        body.append(field.name, field.value);
      }
    }
  }
  return body;
}

async function send(questions, signal) {
  // A sign-in page is no answer: a redirect is taken as a failure.
  const response = await fetch(form.dataset.save, {
    method: "POST",
    body: bodyFor(questions),
    headers: { Accept: "application/json" },
    credentials: "same-origin",
    redirect: "error",
    signal: AbortSignal.any?.([AbortSignal.timeout(20000), signal]) ?? signal,
  });
  if (response.status === 409) {
    location.assign((await response.json()).url);
    return;
  }
  if (response.status === 400) {
    say((await response.json()).problem || form.dataset.refused);
    return;
  }
  if (!response.ok) {
    throw new Error(String(response.status));
  }
  show(await response.json());
  say(form.dataset.saved);
}

async function save() {
  if (running || waiting.size === 0) {
    return;
  }
  running = true;
  clearTimeout(retry);
  say(form.dataset.saving, false);
  while (waiting.size > 0) {
    const questions = [...waiting];
    const { signal } = leaving;
    waiting.clear();
    try {
      await send(questions, signal);
    } catch {
      questions.forEach((question) => waiting.add(question));
      if (signal.aborted) {
        break;
      }
      say(form.dataset.failed);
      retry = setTimeout(save, 5000);
      break;
    }
  }
  running = false;
}

if (form) {
  document.querySelector("[data-with-script]").hidden = false;
  form.addEventListener("change", (event) => {
    const question = event.target.closest("fieldset[data-place]");
    if (question) {
      waiting.add(question);
      save();
    }
  });
  // What is submitted carries every answer: a save that came after it would only be told that it is too late.
  // Should the page stay after all, the next choice saves again.
  form.addEventListener("submit", () => {
    clearTimeout(retry);
    leaving.abort();
    leaving = new AbortController();
  });
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());
  window.addEventListener("online", save);
}
