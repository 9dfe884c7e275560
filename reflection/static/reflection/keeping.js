// A reflection saves itself as one types. What is not saved yet stays in the browser, so that neither a lost line nor a
// crash loses it; where another tab or device kept another text meanwhile, both stand on the page until one chooses.

const PAUSE = 2000;
const RETRY = 5000;
const SIGNED_OUT = 15000;
const MINUTE = 60000;
// Browsers send no more than this when a page closes.
const LARGEST_FAREWELL = 60000;

// Where a browser allows no storage, everything else still works.
function openStorage() {
  try {
    return localStorage;
  } catch {
    return { setItem() {}, removeItem() {} };
  }
}

const storage = openStorage();

// What a page has not saved yet, in the browser's storage: each page under a name of its own, for two may be open.
class Draft {
  constructor(writer, address) {
    this.place = `draft:${writer}:${address}:`;
    this.key = this.place + Math.random().toString(36).slice(2);
  }

  put(draft) {
    try {
      storage.setItem(this.key, JSON.stringify({ ...draft, at: Date.now() }));
    } catch {
      // A full storage: the server is still asked.
    }
  }

  drop() {
    storage.removeItem(this.key);
  }

  // What earlier pages left behind, the newest first. It is this page's own from now on.
  takeOver() {
    const keys = Object.keys(storage).filter((key) => key.startsWith(this.place));
    const left = keys.map((key) => JSON.parse(storage.getItem(key)));
    for (const key of keys) storage.removeItem(key);
    return left.sort((one, other) => other.at - one.at);
  }
}

class Keeper {
  constructor(section) {
    this.section = section;
    this.words = section.dataset;
    this.field = section.querySelector("textarea");
    this.form = this.field.form;
    this.basedOn = this.form.elements.based_on;
    this.draft = new Draft(this.words.writer, this.words.keep);
    // What the server has, and what it may have: texts whose answer was lost on the way.
    this.saved = this.field.classList.contains("is-invalid") ? null : this.field.value;
    this.unsure = [];
    this.clash = null;
    this.isOver = false;
    this.isLeaving = false;
    this.timer = 0;
    this.began = 0;
    this.running = null;
  }

  start() {
    const described = this.field.getAttribute("aria-describedby") ?? "";
    this.field.setAttribute("aria-describedby", `${described} reflect-problem`.trim());
    this.field.addEventListener("input", () => this.typed());
    this.form.addEventListener("submit", (event) => this.submit(event));
    window.addEventListener("online", () => this.plan(0));
    window.addEventListener("pagehide", () => this.farewell());
    document.addEventListener("signing-out", (event) => {
      if (this.hasMore) event.detail.push(this.flush());
    });
    document.addEventListener("signed-out", () => this.end());
    new BroadcastChannel("people").addEventListener("message", () => {
      this.end();
      this.say(this.words.gone);
    });
    for (const button of this.section.querySelectorAll("[data-choice]")) {
      button.addEventListener("click", () => this.choose(button.dataset.choice));
    }
    const other = this.section.querySelector("[data-elsewhere]");
    if (other.hidden) {
      this.restore();
    } else {
      this.meet(this.section.querySelector("[data-other]").innerText.trim(), this.basedOn.value);
    }
  }

  get isSaved() {
    return this.field.value === this.saved;
  }

  // Whether something is to be saved yet, or on its way. A form must not be sent again from within its own event, so
  // that whoever waits for it asks this first.
  get hasMore() {
    return !this.isOver && (Boolean(this.running) || !this.isSaved);
  }

  restore() {
    const left = this.draft.takeOver().filter(({ text }) => text.trim() !== this.field.value.trim());
    if (left.length === 0) return;
    const [newest] = left;
    const server = this.field.value;
    this.unsure = newest.unsure;
    this.field.value = [...new Set(left.map(({ text }) => text))].join("\n\n");
    if (newest.basedOn === this.basedOn.value || this.mayBeOurs(server)) {
      this.keepDraft();
      this.say(this.words.restored);
      this.plan(0);
    } else {
      this.meet(server, this.basedOn.value);
    }
  }

  mayBeOurs(text) {
    return this.unsure.some((sent) => sent.trim() === text.trim());
  }

  keepDraft() {
    if (!this.isOver) {
      this.draft.put({ text: this.field.value, basedOn: this.basedOn.value, unsure: this.unsure });
    }
  }

  typed() {
    this.keepDraft();
    this.plan(PAUSE);
  }

  plan(wait) {
    if (this.isOver || this.clash || this.isSaved) return;
    if (this.timer && wait) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), Math.max(wait, this.began + PAUSE - Date.now()));
  }

  async save() {
    clearTimeout(this.timer);
    this.timer = 0;
    while (this.running) await this.running;
    if (this.isOver || this.clash || this.isSaved) return;
    if (!navigator.onLine) {
      this.say(this.words.offline);
      return;
    }
    this.running = this.send(this.field.value);
    await this.running;
    this.running = null;
  }

  body(text) {
    return new URLSearchParams({
      csrfmiddlewaretoken: this.form.elements.csrfmiddlewaretoken.value,
      writer: this.words.writer,
      based_on: this.basedOn.value,
      reflection: text,
    });
  }

  ask(text, more = {}) {
    // Signed out, one is sent to the entrance: that is no answer.
    return fetch(this.words.keep, { method: "POST", body: this.body(text), redirect: "manual", ...more });
  }

  async send(text) {
    this.began = Date.now();
    try {
      const response = await this.ask(text, { signal: AbortSignal.timeout(20000) });
      if (response.status === 200) this.arrived(text, (await response.json()).version);
      else if (response.status === 409) this.other(text, await response.json());
      else if (response.status === 422) this.wrong((await response.json()).problem);
      else if (response.type === "opaqueredirect" || response.status === 403) this.later(this.words.signedOut, SIGNED_OUT);
      else this.later(this.words.failed, RETRY);
    } catch {
      this.unsure = [...this.unsure.slice(-20), text];
      this.keepDraft();
      this.later(navigator.onLine ? this.words.failed : this.words.offline, RETRY);
    }
  }

  later(words, wait) {
    this.say(words);
    this.plan(wait);
  }

  arrived(text, version) {
    this.basedOn.value = version;
    this.saved = text;
    this.unsure = [];
    this.wrong("");
    this.section.querySelector("[data-elsewhere]").hidden = true;
    if (this.isSaved) {
      this.draft.drop();
    } else {
      this.keepDraft();
      this.plan(PAUSE);
    }
    this.say(this.words.saved);
    this.clock = setTimeout(() => this.show(this.sinceThen()), MINUTE);
  }

  sinceThen() {
    const time = new Date(this.began).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    return this.words.savedAt.replace("TIME", time);
  }

  other(sent, { text, version }) {
    if (this.mayBeOurs(text)) {
      // It came after all, and only its answer was lost.
      this.basedOn.value = version;
      this.saved = text;
      this.unsure = [];
      this.keepDraft();
      this.plan(PAUSE);
    } else {
      this.meet(text, version);
    }
  }

  // Both texts stand on the page, and nothing is sent until one chooses.
  meet(text, version) {
    this.clash = { text, version };
    this.keepDraft();
    const piece = this.section.querySelector("[data-elsewhere]");
    piece.querySelector("[data-other]").innerText = text;
    piece.querySelector("[data-there]").hidden = !text;
    piece.querySelector("[data-deleted]").hidden = Boolean(text);
    piece.querySelector("[data-choices]").hidden = false;
    piece.querySelector(".without-script").hidden = true;
    piece.querySelector('[data-choice="both"]').hidden = !text;
    piece.hidden = false;
    this.say(this.words.clash);
  }

  choose(which) {
    const { text, version } = this.clash;
    if (which === "both") this.field.value = `${text}\n\n${this.field.value}`;
    if (which === "other") this.field.value = text;
    this.saved = text;
    this.basedOn.value = version;
    this.clash = null;
    this.unsure = [];
    this.wrong("");
    this.section.querySelector("[data-elsewhere]").hidden = true;
    this.field.focus();
    if (this.isSaved) {
      this.draft.drop();
      this.say(this.words.saved);
    } else {
      this.keepDraft();
      this.plan(0);
    }
  }

  wrong(problem) {
    const place = this.section.querySelector("[data-problem]");
    this.field.classList.toggle("is-invalid", Boolean(problem));
    this.field.setAttribute("aria-invalid", String(Boolean(problem)));
    // What the server had found wrong with an earlier text.
    for (const piece of this.section.querySelectorAll(".error-summary, .invalid-feedback:not([data-problem])")) {
      piece.remove();
    }
    place.hidden = !problem;
    place.textContent = problem;
    if (problem) this.say(problem, "");
  }

  // Seen each time, but said aloud only when it is something else than the last time.
  say(aloud, seen = aloud) {
    this.show(seen);
    const heard = this.section.querySelector("[data-heard]");
    if (heard.textContent !== aloud) heard.textContent = aloud;
  }

  show(words) {
    clearTimeout(this.clock);
    this.section.querySelector("[data-seen]").textContent = words;
  }

  // A form that is sent carries the text too, and must know the version that a save on its way brings.
  async submit(event) {
    if (this.isLeaving || !this.hasMore) return;
    event.preventDefault();
    await new Promise((resolve) => setTimeout(resolve));
    await Promise.race([this.save(), new Promise((resolve) => setTimeout(resolve, RETRY))]);
    this.isLeaving = true;
    this.form.requestSubmit(event.submitter);
    // Should the page stay after all.
    setTimeout(() => (this.isLeaving = false), RETRY);
  }

  async flush() {
    await new Promise((resolve) => setTimeout(resolve));
    await this.save();
    return this.isOver || this.isSaved;
  }

  farewell() {
    if (this.isOver || this.isLeaving || this.clash || this.isSaved || this.running) return;
    this.keepDraft();
    if (this.body(this.field.value).toString().length < LARGEST_FAREWELL) {
      this.ask(this.field.value, { keepalive: true }).catch(() => {});
    }
  }

  end() {
    this.isOver = true;
    clearTimeout(this.timer);
    this.draft.drop();
  }
}

const section = document.querySelector("[data-keep]");
if (section) new Keeper(section).start();
