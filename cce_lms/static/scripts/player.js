// Click to load: the button gives way to the provider's player. Before the click nothing of the provider's is asked for.

import { forget, remember } from "./player/network.js";
import { Reporter } from "./player/reporter.js";
import { Sitting } from "./player/sitting.js";
import { addressOf, converse, ENDED, PAUSED, PLAYING } from "./player/youtube.js";

const PERMISSIONS = "autoplay; encrypted-media; fullscreen; picture-in-picture";
const PATIENCE = 8000;
const REPORT_EVERY = 15000;

const completed = document.querySelector("[data-complete]");
const notNoted = document.querySelector("[data-not-noted]");

function makeFrame(holder, start) {
  const frame = document.createElement("iframe");
  frame.className = "player-frame";
  frame.title = holder.dataset.title;
  frame.allow = PERMISSIONS;
  // Without a referrer the provider refuses to play (error 153).
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  frame.src = addressOf(holder.dataset.embed, start);
  return frame;
}

function isPlainClick(event) {
  return event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
}

class Player {
  #piece;
  #holder;
  #trouble;
  #again;
  #sitting = new Sitting();
  #reporter = null;
  #patience = 0;
  #hangUp = () => {};

  constructor(piece) {
    this.#piece = piece;
    this.#holder = piece.querySelector("[data-embed]");
    this.#trouble = piece.querySelector("[data-trouble]");
    this.#again = piece.querySelector("[data-again]");
    const form = document.getElementById("complete");
    if (piece.dataset.report && form) {
      this.#reporter = new Reporter(piece.dataset.report, form, (answer) => this.#answered(answer));
    }
    const button = this.#holder.querySelector(".player-button");
    for (const link of [button, this.#again, ...piece.querySelectorAll("[data-from]")]) this.#plays(link);
  }

  // Without JavaScript these are links to the provider's page.
  #plays(link) {
    link.setAttribute("role", "button");
    link.addEventListener("click", (event) => {
      if (!isPlainClick(event)) return;
      event.preventDefault();
      this.#play(Number(link.dataset.from ?? 0));
    });
    link.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      link.click();
    });
  }

  #play(start) {
    this.#hangUp();
    const frame = makeFrame(this.#holder, start);
    this.#show(null);
    this.#holder.replaceChildren(frame);
    this.#piece.querySelector("[data-from]")?.remove();
    const end = converse(frame, {
      onAnswer: () => this.#reached(),
      onInfo: (info) => this.#heard(info),
      onTrouble: (reason) => this.#failed(reason),
    });
    this.#patience = setTimeout(() => this.#unanswered(), PATIENCE);
    const reporting = setInterval(() => this.#tell(), REPORT_EVERY);
    const leave = () => this.#tell("leave");
    const hide = () => document.visibilityState === "hidden" && leave();
    document.addEventListener("visibilitychange", hide);
    window.addEventListener("pagehide", leave);
    this.#hangUp = () => {
      end();
      clearTimeout(this.#patience);
      clearInterval(reporting);
      document.removeEventListener("visibilitychange", hide);
      window.removeEventListener("pagehide", leave);
    };
    frame.focus();
  }

  // It may answer late, after the page has given it up: then it is welcome all the same.
  #reached() {
    clearTimeout(this.#patience);
    this.#show(null);
    forget();
  }

  #heard(info) {
    const before = this.#sitting.state;
    this.#sitting.hear(info, performance.now());
    const { state } = this.#sitting;
    if (state !== before && [ENDED, PLAYING, PAUSED].includes(state)) this.#tell();
  }

  #unanswered() {
    remember();
    this.#show("silence");
  }

  #failed(reason) {
    this.#tell();
    this.#hangUp();
    this.#show(reason);
    this.#holder.replaceChildren();
  }

  // The player, or in its place what is wrong with it and the other ways.
  #show(reason) {
    const hadFocus = this.#holder.contains(document.activeElement);
    this.#holder.hidden = reason !== null;
    this.#trouble.hidden = this.#again.hidden = reason === null;
    for (const because of this.#trouble.querySelectorAll("[data-because]")) {
      because.hidden = because.dataset.because !== reason;
    }
    if (reason === null) return;
    this.#piece.querySelector("[data-other-ways]").open = true;
    if (hadFocus) this.#trouble.focus({ preventScroll: true });
  }

  // Nothing is told before the player has told something.
  #tell(how = "send") {
    if (this.#sitting.state !== null) this.#reporter?.[how](this.#sitting.report());
  }

  #answered(answer) {
    if (notNoted) notNoted.hidden = answer !== null;
    if (answer === null) return;
    this.#piece.querySelector("[data-watched]").textContent = answer.said;
    if (completed && answer.complete) completed.hidden = false;
  }
}

for (const piece of document.querySelectorAll("[data-player]")) new Player(piece);
