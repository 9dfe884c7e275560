// What was really played in one sitting at one recording. A jump is not playing, and what is played twice counts once.

import { ENDED, PLAYING } from "./youtube.js";

const FASTEST = 2;
// Half a second for the time that messages take.
const SLACK = 0.5;
const MOST = 500;

export function merge(intervals) {
  const merged = [];
  for (const [start, end] of [...intervals].sort((one, other) => one[0] - other[0])) {
    const last = merged.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

const tenth = (seconds) => Math.round(seconds * 10) / 10;

export class Sitting {
  token = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  state = null;
  #intervals = [];
  #time = 0;
  #length = 0;
  #last = null;

  // `now` is a clock in milliseconds that only goes forward.
  hear({ time, length, state }, now) {
    if (length > 0) this.#length = length;
    if (time !== undefined) this.#sample(time, now);
    if (state !== undefined) this.state = state;
    if (this.state !== PLAYING) this.#last = null;
    else this.#last ??= { time: this.#time, now };
    if (state === ENDED) this.#time = 0;
  }

  #sample(time, now) {
    if (this.#last) {
      const played = time - this.#last.time;
      const could = (FASTEST * (now - this.#last.now)) / 1000 + SLACK;
      if (played > 0 && played <= could) this.#intervals = merge([...this.#intervals, [this.#last.time, time]]);
      this.#last = { time, now };
    }
    this.#time = time;
  }

  // All of it each time: what one report could not say, the next one does.
  report() {
    const longest = [...this.#intervals].sort((one, other) => other[1] - other[0] - (one[1] - one[0])).slice(0, MOST);
    return {
      token: this.token,
      intervals: longest.map((interval) => interval.map(tenth)),
      position: Math.floor(this.#time),
      length: this.#length,
    };
  }
}
