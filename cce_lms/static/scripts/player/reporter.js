// Tells the site what was played. Each report says everything, so that one that is lost is made up for by the next.

export class Reporter {
  #address;
  #form;
  #hear;
  #sequence = 0;
  #answered = 0;
  #known = "";
  #over = false;

  // `form` has the token that every POST needs, and the revision of the text. `hear` gets each answer, or null.
  constructor(address, form, hear) {
    this.#address = address;
    this.#form = form;
    this.#hear = hear;
  }

  #body(report) {
    const { csrfmiddlewaretoken, revision } = this.#form.elements;
    return new URLSearchParams({
      csrfmiddlewaretoken: csrfmiddlewaretoken.value,
      revision: revision.value,
      report: JSON.stringify({ ...report, sequence: this.#sequence }),
    });
  }

  async send(report) {
    const said = JSON.stringify(report);
    if (this.#over || said === this.#known) return;
    const sequence = ++this.#sequence;
    try {
      // A sign-in page is no answer: a redirect is taken as a failure.
      const response = await fetch(this.#address, {
        method: "POST",
        body: this.#body(report),
        headers: { Accept: "application/json" },
        credentials: "same-origin",
        keepalive: true,
        redirect: "error",
      });
      if (!response.ok) throw new Error(String(response.status));
      const answer = await response.json();
      if (sequence < this.#answered) return;
      this.#answered = sequence;
      if (answer.whole) this.#known = said;
      this.#over = answer.complete;
      this.#hear(answer);
    } catch {
      if (sequence > this.#answered) this.#hear(null);
    }
  }

  // The page is about to go: there will be nobody to hear an answer.
  leave(report) {
    if (this.#over || JSON.stringify(report) === this.#known) return;
    this.#sequence += 1;
    navigator.sendBeacon(this.#address, this.#body(report));
  }
}
