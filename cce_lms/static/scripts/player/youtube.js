// Speaks with YouTube's player by messages, as its own script would, so that no script of another host runs here.

const KNOCK_EVERY = 500;
const EVENTS = ["onReady", "onStateChange", "onError"];
const REASONS = { 100: "gone", 101: "elsewhere", 150: "elsewhere" };

export const ENDED = 0;
export const PLAYING = 1;
export const PAUSED = 2;

export function addressOf(embed, start) {
  const address = new URL(embed);
  address.searchParams.set("origin", location.origin);
  if (start) address.searchParams.set("start", String(start));
  return address.href;
}

function read(data) {
  try {
    const message = JSON.parse(data);
    return typeof message?.event === "string" ? message : null;
  } catch {
    return null;
  }
}

function known({ currentTime, duration, playerState } = {}) {
  return {
    time: Number.isFinite(currentTime) ? currentTime : undefined,
    length: Number.isFinite(duration) ? duration : undefined,
    state: Number.isInteger(playerState) ? playerState : undefined,
  };
}

// Calls `onAnswer` once when the player answers at all, `onInfo` with any of time, length and state, and `onTrouble`
// with a reason. Returns what ends the conversation.
export function converse(frame, { onAnswer, onInfo, onTrouble }) {
  const { origin } = new URL(frame.src);
  let answered = false;
  let knocking = 0;

  const say = (message) => frame.contentWindow?.postMessage(JSON.stringify({ id: 1, channel: "widget", ...message }), origin);
  const knock = () => say({ event: "listening" });
  const begin = () => {
    clearInterval(knocking);
    knock();
    knocking = setInterval(knock, KNOCK_EVERY);
  };

  const hear = (event) => {
    if (event.origin !== origin || event.source !== frame.contentWindow) return;
    const message = read(event.data);
    if (!message) return;
    if (!answered) {
      answered = true;
      clearInterval(knocking);
      frame.removeEventListener("load", begin);
      for (const name of EVENTS) say({ event: "command", func: "addEventListener", args: [name] });
      onAnswer();
    }
    if (message.event === "onStateChange") onInfo(known({ playerState: message.info }));
    else if (message.event === "onError") onTrouble(REASONS[message.info?.errorCode ?? message.info] ?? "failed");
    else if (message.info && typeof message.info === "object") onInfo(known(message.info));
  };

  window.addEventListener("message", hear);
  frame.addEventListener("load", begin);
  return () => {
    clearInterval(knocking);
    window.removeEventListener("message", hear);
  };
}
