// Shows what needs passkeys only where the browser has them, and says so when one did not work.

if (window.PublicKeyCredential) {
  for (const piece of document.querySelectorAll(".needs-passkeys")) piece.hidden = false;
  for (const piece of document.querySelectorAll(".without-passkeys")) piece.hidden = true;
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const text = document.getElementById("passkey-trouble-text").content.textContent;
  for (const place of document.querySelectorAll(".passkey-trouble")) {
    const notice = document.createElement("p");
    notice.className = "notice late";
    notice.textContent = text;
    place.replaceChildren(notice);
  }
});
