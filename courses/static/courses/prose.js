// Shows the text of a lesson as it will look, in place of its HTML. The textarea is what is sent.
const WAYS = ["http:", "https:", "mailto:", "tel:"];

// Lessons have these pieces and no others; what is pasted is made of them.
function pieces(kit, levels) {
  const block = "(paragraph | heading | bulletList | orderedList)+";
  const headings = [1, 2, 3, 4, 5, 6].map((level) => ({
    tag: `h${level}`,
    attrs: { level: Math.min(Math.max(level, levels[0]), levels.at(-1)) },
  }));
  const Callout = kit.Node.create({
    name: "callout",
    group: "block",
    content: block,
    defining: true,
    parseHTML: () => [{ tag: "aside" }],
    renderHTML: () => ["aside", { class: "callout" }, 0],
  });
  return [
    kit.Document,
    kit.Paragraph,
    kit.Text,
    kit.HardBreak,
    kit.History,
    kit.Gapcursor,
    kit.TrailingNode,
    kit.Bold,
    kit.Italic,
    kit.Link.configure({ autolink: true, linkOnPaste: true, enableTarget: false }).extend({
      addKeyboardShortcuts: () => ({}),
    }),
    kit.Heading.configure({ levels }).extend({ parseHTML: () => headings }),
    kit.BulletList,
    kit.OrderedList.configure({ enableListAttributes: false }),
    kit.ListItem.extend({ content: "paragraph" }),
    kit.Blockquote.extend({ content: block }),
    Callout,
  ];
}

const ACTIONS = {
  bold: { run: (chain) => chain.toggleBold(), on: ["bold"] },
  italic: { run: (chain) => chain.toggleItalic(), on: ["italic"] },
  link: { on: ["link"] },
  heading2: { run: (chain) => chain.toggleHeading({ level: 2 }), on: ["heading", { level: 2 }] },
  heading3: { run: (chain) => chain.toggleHeading({ level: 3 }), on: ["heading", { level: 3 }] },
  bulletList: { run: (chain) => chain.toggleBulletList(), on: ["bulletList"] },
  orderedList: { run: (chain) => chain.toggleOrderedList(), on: ["orderedList"] },
  blockquote: { run: (chain) => chain.toggleBlockquote(), on: ["blockquote"] },
  callout: { run: (chain) => chain.toggleWrap("callout"), on: ["callout"] },
  undo: { run: (chain) => chain.undo() },
  redo: { run: (chain) => chain.redo() },
};

// Word and others send their styles along. Nothing of them is kept, and the site's policy would complain of each.
function withoutStyles(html) {
  return html
    .replace(/<b\b[^>]*font-weight:\s*normal[^>]*>/gi, "<span>")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\s(?:style|on\w+)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, ""));
}

function labelOf(area) {
  return document.querySelector(`label[for="${area.id}"]`);
}

function describedBy(area) {
  return [`${area.id}_helptext`, `${area.id}_error`].filter((id) => document.getElementById(id)).join(" ");
}

// Arrow keys move between the tools; Tab leaves them.
function roam(tools) {
  const buttons = [...tools.querySelectorAll("button")];
  const stop = (at) => buttons.forEach((button) => (button.tabIndex = button === at ? 0 : -1));
  stop(buttons[0]);
  tools.addEventListener("focusin", (event) => stop(event.target.closest("button")));
  tools.addEventListener("keydown", (event) => {
    const steps = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const ends = { Home: 0, End: buttons.length - 1 }[event.key];
    if (steps === undefined && ends === undefined) return;
    event.preventDefault();
    const at = buttons.indexOf(document.activeElement);
    buttons[ends ?? (at + steps + buttons.length) % buttons.length].focus();
  });
}

function offerLinks(field, editor) {
  const dialog = field.querySelector("[data-link]");
  const address = dialog.querySelector("[data-address]");
  const wrong = dialog.querySelector("[data-wrong]");
  const status = field.querySelector("[data-select]");

  const set = () => {
    let typed = address.value.trim();
    if (/^[\w.+-]+@[\w-]+\.[\w.-]+$/.test(typed)) typed = `mailto:${typed}`;
    if (/^[\w-]+(\.[\w-]+)+(\/|$|\?|#)/.test(typed)) typed = `https://${typed}`;
    if (!URL.canParse(typed) || !WAYS.includes(new URL(typed).protocol)) {
      wrong.textContent = wrong.dataset.wrong;
      address.setAttribute("aria-invalid", "true");
      address.focus();
      return;
    }
    editor.chain().extendMarkRange("link").setLink({ href: typed }).run();
    dialog.close();
  };
  dialog.querySelector("[data-set]").addEventListener("click", set);
  dialog.querySelector("[data-remove]").addEventListener("click", () => {
    editor.chain().extendMarkRange("link").unsetLink().run();
    dialog.close();
  });
  dialog.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => editor.commands.focus());
  address.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    set();
  });

  return () => {
    status.textContent = "";
    if (editor.state.selection.empty && !editor.isActive("link")) {
      status.textContent = status.dataset.select;
      status.classList.remove("visually-hidden");
      return;
    }
    status.classList.add("visually-hidden");
    wrong.textContent = "";
    address.removeAttribute("aria-invalid");
    address.value = editor.getAttributes("link").href ?? "";
    dialog.querySelector("[data-remove]").hidden = !editor.isActive("link");
    dialog.showModal();
    address.focus();
  };
}

async function edit(field) {
  const area = field.querySelector("textarea");
  const page = field.querySelector("[data-page]");
  const tools = field.querySelector(".prose-tools");
  const kit = await import(field.dataset.editor);
  const levels = field.dataset.levels.split(" ").map(Number);
  const label = labelOf(area);
  const editor = new kit.Editor({
    element: page,
    content: area.value,
    extensions: pieces(kit, levels),
    // Its style element would need a nonce; prose.css has the same rules.
    injectCSS: false,
    editorProps: {
      transformPastedHTML: withoutStyles,
      attributes: {
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": label?.textContent.replace(/:$/, "") ?? area.name,
        "aria-describedby": describedBy(area),
        "aria-invalid": String(area.getAttribute("aria-invalid") === "true"),
        spellcheck: "true",
        lang: "en-GB",
      },
    },
    onUpdate: () => {
      area.value = editor.isEmpty ? "" : editor.getHTML();
    },
  });
  // What was refused isn't on the page any more; it must not be sent again.
  if (area.getAttribute("aria-invalid") === "true") area.value = editor.getHTML();
  const openLink = offerLinks(field, editor);
  const buttons = [...tools.querySelectorAll("button")];

  const show = () =>
    buttons.forEach((button) => {
      const { on } = ACTIONS[button.dataset.does];
      if (on) button.setAttribute("aria-pressed", String(editor.isActive(...on)));
    });
  editor.on("transaction", show);
  // A click leaves the focus where one types: what is typed next is text, and not a key pressed on the button.
  tools.addEventListener("mousedown", (event) => event.preventDefault());
  tools.addEventListener("click", (event) => {
    const does = event.target.closest("button")?.dataset.does;
    if (does === "link") openLink();
    else if (does) ACTIONS[does].run(editor.chain().focus()).run();
  });
  page.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    openLink();
  });
  label?.addEventListener("click", () => editor.commands.focus());
  roam(tools);
  show();
  area.hidden = true;
  page.hidden = tools.hidden = false;
  field.classList.add("is-ready");
}

// What can't be shown is left as HTML in its textarea, so that nothing is lost.
for (const field of document.querySelectorAll("[data-prose]")) {
  edit(field).catch((error) => {
    field.classList.add("is-plain");
    console.warn("The text can only be edited as HTML.", error);
  });
}
