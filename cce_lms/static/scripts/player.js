// Click to load: the button gives way to the provider's player. Before the click nothing of the provider's is asked for.

const PERMISSIONS = "autoplay; encrypted-media; fullscreen; picture-in-picture";

function makeFrame(holder) {
  const frame = document.createElement("iframe");
  frame.className = "player-frame";
  frame.title = holder.dataset.title;
  frame.allow = PERMISSIONS;
  // Without a referrer the provider refuses to play (error 153).
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  frame.src = holder.dataset.embed;
  return frame;
}

function isPlainClick(event) {
  return event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
}

for (const holder of document.querySelectorAll("[data-embed]")) {
  const button = holder.querySelector(".player-button");
  button.setAttribute("role", "button");
  button.addEventListener("click", (event) => {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    const frame = makeFrame(holder);
    button.replaceWith(frame);
    frame.focus();
  });
  button.addEventListener("keydown", (event) => {
    if (event.key === " ") {
      event.preventDefault();
      button.click();
    }
  });
}
