// What the page does beyond being read: filter, sort, mark, collect, switch language. It asks for nothing from outside.
// @ts-check
"use strict";
(() => {
  /**
   * What a reader decided about an item.
   * @typedef {{reviewed?: boolean, decision?: string, note?: string}} Mark
   * @typedef {{sha256: string, file: string, texts: Record<string, Record<string, string>>}} Data
   */

  const DECISIONS = ["accept", "negotiate"];
  const WORST_FIRST = ["high", "medium", "low", "unread", "info", "ok", ""];
  const NOTE_LENGTH = 2000;
  const FORMAT = "contractscan-marks";
  const NOT_A_FILE = 2_000_000; // bytes; exported marks are far smaller

  const root = document.documentElement;
  const view = need("#view");
  const aside = need("#text");
  const said = need("#said");
  const store = /** @type {HTMLTemplateElement | null} */ (document.getElementById("other"));
  /** @type {Data} */
  const data = JSON.parse(need("#data").textContent || "{}");
  const key = `contractscan:${data.sha256}`;
  const evidence = [...aside.querySelectorAll("mark")];

  /** @type {Map<string, Mark>} */
  let marks = new Map();
  let language = root.lang.slice(0, 2);
  let keeps = true;
  const filters = { text: "", family: "", mark: "", sort: "family", risks: /** @type {Set<string>} */ (new Set()) };
  /** The families as the page came, by the element that holds them. @type {WeakMap<Element, {section: Element, items: HTMLElement[]}[]>} */
  const homes = new WeakMap();
  /** @type {WeakMap<Element, string>} */
  const words = new WeakMap();

  // ------------------------------------------------------------ small things

  /** @param {string} selector @param {ParentNode} from @returns {HTMLElement} */
  function need(selector, from = document) {
    const found = from.querySelector(selector);
    if (!(found instanceof HTMLElement)) throw new Error(`the page has no ${selector}`);
    return found;
  }

  /** @param {string} name @param {Record<string, string | number>} values */
  function say(name, values = {}) {
    return data.texts[language][name].replace(/\{(\w+)\}/g, (_, word) => String(values[word]));
  }

  /** Tell the reader, in sight and to a screen reader. @param {string} message */
  function tell(message) {
    const letter = dialog();
    (letter.open ? letter : document.body).append(said);
    said.textContent = message;
    clearTimeout(tell.timer);
    tell.timer = setTimeout(() => (said.textContent = ""), 5000);
  }
  tell.timer = 0;

  /** @returns {HTMLElement[]} */
  function items() {
    return [...view.querySelectorAll(".item")].filter((element) => element instanceof HTMLElement);
  }

  /** @param {HTMLElement} item */
  const idOf = (item) => item.dataset.item || "";
  /** @param {HTMLElement} item */
  const detailsOf = (item) => /** @type {HTMLDetailsElement} */ (need("details", item));
  /** @param {string} id */
  const itemOf = (id) => document.getElementById(`i-${id}`);
  const dialog = () => /** @type {HTMLDialogElement} */ (need("#letter"));
  const narrow = () => matchMedia("(max-width: 70rem)").matches;

  // ------------------------------------------------------------ what is kept

  /** @param {string} name */
  function read(name) {
    try {
      return localStorage.getItem(name);
    } catch {
      keeps = false; // a browser may forbid it, above all for files
      return null;
    }
  }

  /** @param {string} name @param {string} value */
  function write(name, value) {
    try {
      localStorage.setItem(name, value);
    } catch {
      if (keeps) tell(say("not_kept"));
      keeps = false;
    }
  }

  /** Keep of an unknown object what is a mark. @param {unknown} raw @returns {Map<string, Mark>} */
  function marksIn(raw) {
    /** @type {Map<string, Mark>} */
    const found = new Map();
    if (typeof raw !== "object" || raw === null) return found;
    for (const [id, value] of Object.entries(raw)) {
      if (typeof value !== "object" || value === null || !itemOf(id)) continue;
      /** @type {Mark} */
      const mark = {};
      if (value.reviewed === true) mark.reviewed = true;
      if (DECISIONS.includes(value.decision)) mark.decision = value.decision;
      if (typeof value.note === "string" && value.note) mark.note = value.note.slice(0, NOTE_LENGTH);
      if (Object.keys(mark).length) found.set(id, mark);
    }
    return found;
  }

  /** @param {string | null} text @returns {any} */
  function parsed(text) {
    try {
      return JSON.parse(text || "null");
    } catch {
      return null;
    }
  }

  const bundle = () => ({ format: FORMAT, version: 1, sha256: data.sha256, file: data.file, marks: Object.fromEntries(marks) });

  /** @param {string} id @param {Mark} change */
  function mark(id, change) {
    const now = { ...marks.get(id), ...change };
    const kept = marksIn({ [id]: now }).get(id);
    if (kept) marks.set(id, kept);
    else marks.delete(id);
    save();
  }

  function save() {
    write(key, JSON.stringify(bundle()));
    show();
  }

  // ------------------------------------------------------------ what is shown

  /** Show the marks and apply the filters. */
  function show() {
    for (const item of items()) {
      const { reviewed = false, decision = "", note = "" } = marks.get(idOf(item)) || {};
      /** @type {HTMLInputElement} */ (need("[data-mark=reviewed]", item)).checked = reviewed;
      for (const button of item.querySelectorAll("[data-decision]")) {
        button.setAttribute("aria-pressed", String(button.getAttribute("data-decision") === decision));
      }
      const area = /** @type {HTMLTextAreaElement} */ (need("textarea", item));
      if (area.value !== note) area.value = note;
      const label = decision ? need(`[data-decision=${decision}]`, item).textContent || "" : "";
      const flag = need(".flag", item);
      flag.textContent = label + (note ? " ✎" : "");
      flag.hidden = !flag.textContent;
      const noted = need(".noted", item);
      noted.textContent = [label, note].filter(Boolean).join(" · ");
      noted.hidden = !noted.textContent;
      item.classList.toggle("is-reviewed", reviewed);
      item.classList.toggle("is-negotiated", decision === "negotiate");
    }
    filter();
  }

  /** @param {HTMLElement} item */
  function fits(item) {
    const { risk = "", status = "", family } = item.dataset;
    const made = marks.get(idOf(item)) || {};
    const keys = [risk, status, ["ok", "info"].includes(status) ? "ok" : ""];
    if (filters.risks.size && !keys.some((one) => filters.risks.has(one))) return false;
    if (filters.family && filters.family !== family) return false;
    if (filters.mark === "unseen" && made.reviewed) return false;
    if (filters.mark === "note" && !made.note) return false;
    if (DECISIONS.includes(filters.mark) && made.decision !== filters.mark) return false;
    if (!filters.text) return true;
    if (!words.has(item)) {
      const parts = [...item.querySelectorAll(".badge, .question, .answer, .place, blockquote, figcaption > span, .why p, .ask p, td, li")];
      words.set(item, parts.map((part) => part.textContent).join(" ").toLowerCase());
    }
    const text = `${words.get(item)} ${(made.note || "").toLowerCase()}`;
    return filters.text.toLowerCase().split(/\s+/).every((word) => text.includes(word));
  }

  function filter() {
    const all = items();
    for (const item of all) item.hidden = !fits(item);
    for (const section of view.querySelectorAll(".group")) {
      /** @type {HTMLElement} */ (section).hidden = !section.querySelector(".item:not([hidden])");
    }
    const shown = all.filter((item) => !item.hidden);
    const asked = all.filter((item) => item.dataset.status !== "absent");
    const done = asked.filter((item) => marks.get(idOf(item))?.reviewed).length;
    const counted = say("progress", { done, all: asked.length });
    need("#progress").textContent =
      shown.length < all.length ? `${say("shown", { shown: shown.length, all: all.length })} · ${counted}` : counted;
    need("#none").hidden = shown.length > 0;
    need("#chosen").textContent = String([...marks.values()].filter((made) => made.decision === "negotiate").length);
    for (const chip of view.querySelectorAll(".chip")) {
      chip.setAttribute("aria-pressed", String(filters.risks.has(chip.getAttribute("data-risk") || "")));
    }
    for (const field of view.querySelectorAll("[data-filter]")) {
      const name = /** @type {"text" | "family" | "mark" | "sort"} */ (field.getAttribute("data-filter"));
      const control = /** @type {HTMLInputElement | HTMLSelectElement} */ (field);
      if (control.value !== filters[name]) control.value = filters[name];
    }
  }

  /** Put the items into the order that was chosen. */
  function sort() {
    const list = need("#items");
    if (!homes.has(list)) {
      const sections = [...list.querySelectorAll(".group")];
      homes.set(list, sections.map((section) => ({
        section,
        items: [...section.querySelectorAll(".item")].filter((element) => element instanceof HTMLElement),
      })));
    }
    const home = homes.get(list) || [];
    if (filters.sort === "family") {
      for (const { section, items: own } of home) need(".items", /** @type {HTMLElement} */ (section)).append(...own);
      list.replaceChildren(...home.map(({ section }) => section));
      return;
    }
    const all = home.flatMap(({ items: own }) => own);
    /** @type {Map<string, HTMLElement[]>} */
    const groups = new Map();
    const rank = (/** @type {HTMLElement} */ item) =>
      filters.sort === "risk" ? WORST_FIRST.indexOf(item.dataset.status === "absent" ? "" : item.dataset.risk || "") : Number(item.dataset.at ?? Infinity);
    for (const item of all.map((one) => ({ one, at: rank(one) })).sort((a, b) => a.at - b.at || 0).map(({ one }) => one)) {
      const title = filters.sort === "risk" || item.dataset.at === undefined ? need(".badge", item).textContent || "" : "";
      groups.set(title, [...(groups.get(title) || []), item]);
    }
    list.replaceChildren(...[...groups].map(([title, own]) => {
      const section = element("section", "group");
      const rows = element("div", "items");
      rows.append(...own);
      if (title) section.append(element("h3", "", title));
      section.append(rows);
      return section;
    }));
  }

  /** @param {string} tag @param {string} name @param {string} text */
  function element(tag, name, text = "") {
    const made = document.createElement(tag);
    if (name) made.className = name;
    if (text) made.textContent = text;
    return made;
  }

  // ------------------------------------------------------------ moving about

  /** Open an item, even if a filter hides it, and go there. @param {string} id */
  function go(id) {
    const item = itemOf(id);
    if (!item) return;
    if (item.hidden) reset();
    if (narrow()) showText(false);
    detailsOf(item).open = true;
    item.scrollIntoView({ block: "start" });
    need("summary", item).focus({ preventScroll: true });
    flash([item]);
  }

  /** Open or close the text beside the checklist; what the reader looks at stays where it is. @param {boolean} open @param {Element} at */
  function showText(open, at = document.activeElement || view) {
    const before = at.getBoundingClientRect().top;
    root.classList.toggle("with-text", open);
    if (!aside.contains(at)) scrollBy({ top: at.getBoundingClientRect().top - before, behavior: "instant" });
    for (const button of view.querySelectorAll("[data-do=text]")) button.setAttribute("aria-expanded", String(open));
  }

  /** Show where the text has this evidence. @param {Element} link @param {number} start @param {number} end */
  function see(link, start, end) {
    const at = (/** @type {Element} */ one) => Number(one.id.slice(1));
    const there = evidence.filter((one) => at(one) >= start && at(one) < end);
    // What was struck out is no longer in the text: go near it.
    const first = there[0] || evidence.find((one) => at(one) >= start) || evidence[evidence.length - 1];
    showText(true, link);
    if (!first) return;
    first.tabIndex = -1;
    first.focus({ preventScroll: true });
    first.scrollIntoView({ block: "center" });
    flash(there);
  }

  /** @param {Element[]} elements */
  function flash(elements) {
    for (const old of document.querySelectorAll(".here")) old.classList.remove("here");
    for (const one of elements) one.classList.add("here");
  }

  function reset() {
    Object.assign(filters, { text: "", family: "", mark: "" });
    filters.risks.clear();
    filter();
  }

  /** @param {HTMLElement} item @param {number} step */
  function move(item, step) {
    const shown = items().filter((one) => !one.hidden);
    const next = shown[shown.indexOf(item) + step];
    if (next) need("summary", next).focus();
  }

  function switchLanguage() {
    if (!store) return;
    const open = new Set(items().filter((item) => detailsOf(item).open).map(idOf));
    const away = document.createDocumentFragment();
    away.append(...view.childNodes);
    view.append(store.content);
    store.content.append(away);
    [language, store.dataset.lang] = [store.dataset.lang || "", language];
    root.lang = language === "zh" ? "zh-CN" : "en";
    document.title = `${data.file} · ${need(".eyebrow", view).textContent}`;
    for (const element of document.querySelectorAll("[data-say]")) {
      element.textContent = say(element.getAttribute("data-say") || "");
    }
    for (const item of items()) detailsOf(item).open = open.has(idOf(item));
    showText(root.classList.contains("with-text"));
    sort();
    show();
    need("[data-do=language]").focus({ preventScroll: true });
  }

  // ------------------------------------------------------------ dark or light

  /** The one rule of the style sheet that makes the page dark. @returns {CSSMediaRule | undefined} */
  function darkRule() {
    const rules = [...document.styleSheets[0].cssRules].filter((rule) => rule instanceof CSSMediaRule);
    return rules.find((rule) => rule.media.mediaText.includes("prefers-color-scheme"));
  }
  const dark = darkRule();

  /** @param {string | null} theme */
  function setTheme(theme) {
    if (dark && (theme === "dark" || theme === "light")) dark.media.mediaText = theme === "dark" ? "screen" : "not all";
  }

  function toggleTheme() {
    const theme = dark && matchMedia(dark.media.mediaText).matches ? "light" : "dark";
    setTheme(theme);
    write("contractscan:theme", theme);
  }

  // ------------------------------------------------------------ handing on

  /** @param {string} text */
  async function copy(text) {
    let done = false;
    try {
      await navigator.clipboard.writeText(text);
      done = true;
    } catch {
      // Not every browser offers it to a file: the old way, then.
      const area = document.createElement("textarea");
      area.value = text;
      (dialog().open ? dialog() : document.body).append(area);
      area.select();
      done = document.execCommand("copy");
      area.remove();
    }
    tell(say(done ? "copied" : "not_copied"));
  }

  /** Return the marked items as an e-mail to the other side. */
  function letter() {
    const chosen = items().filter((item) => marks.get(idOf(item))?.decision === "negotiate");
    if (!chosen.length) return say("mail_empty");
    const ticked = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (need(`[data-letter=${name}]`)).checked;
    chosen.sort((a, b) => Number(a.dataset.at ?? Infinity) - Number(b.dataset.at ?? Infinity) || 0);
    const points = chosen.map((item, index) => {
      const text = (/** @type {string} */ selector) => item.querySelector(selector)?.textContent?.trim() || "";
      const place = text(".place");
      const quote = text("blockquote");
      const ask = item.querySelector("[data-copy]")?.getAttribute("data-copy") || "";
      const note = marks.get(idOf(item))?.note || "";
      const question = need(".question", item).lastChild?.textContent?.trim() || "";
      const lines = [`${index + 1}. ${place ? `${place} – ` : ""}${question}`];
      lines.push(quote ? say("mail_says", { text: quote }) : say("mail_silent"));
      if (ask) lines.push(say("mail_ask", { text: ask }));
      if (ticked("why") && text(".why p")) lines.push(say("mail_why", { text: text(".why p") }));
      if (ticked("notes") && note) lines.push(say("mail_note", { text: note }));
      return lines.join("\n   ");
    });
    const values = { file: data.file, count: points.length };
    return [say("mail_subject", values), say("mail_open", values), ...points, say("mail_close")].join("\n\n") + "\n";
  }

  const mail = () => /** @type {HTMLTextAreaElement} */ (need("#mail"));

  function exportMarks() {
    const blob = new Blob([JSON.stringify(bundle(), null, 2) + "\n"], { type: "application/json" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = `${data.file}.marks.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    tell(say("exported"));
  }

  /** Add the marks of a file to those that are here; where both say something, the file's count, and notes are joined. @param {File} file */
  async function importMarks(file) {
    const raw = file.size > NOT_A_FILE ? null : parsed(await file.text());
    if (raw?.format !== FORMAT || raw.version !== 1) return tell(say("bad_file"));
    if (raw.sha256 !== data.sha256 && !confirm(say("other_file", { file: String(raw.file) }))) return;
    const theirs = marksIn(raw.marks);
    for (const [id, their] of theirs) {
      const mine = marks.get(id) || {};
      const notes = [mine.note, their.note].filter(Boolean);
      const note = mine.note?.includes(their.note || "") ? mine.note : notes.join("\n");
      marks.set(id, { ...mine, ...their, ...(note ? { note: note.slice(0, NOTE_LENGTH) } : {}) });
    }
    save();
    tell(say("imported", { count: theirs.size }));
  }

  // ------------------------------------------------------------ what the reader does

  /** @type {Record<string, (button: HTMLElement, item: HTMLElement | null) => void>} */
  const actions = {
    language: switchLanguage,
    theme: toggleTheme,
    print: () => window.print(),
    export: exportMarks,
    import: () => need("#file").click(),
    text: () => showText(!root.classList.contains("with-text")),
    "close-text": () => {
      showText(false);
      need("[data-do=text]").focus({ preventScroll: true });
    },
    "open-all": () => items().forEach((item) => (detailsOf(item).open = !item.hidden)),
    "close-all": () => items().forEach((item) => (detailsOf(item).open = false)),
    reset,
    risk: (button) => {
      const risk = button.dataset.risk || "";
      if (!filters.risks.delete(risk)) filters.risks.add(risk);
      filter();
    },
    decide: (button, item) => {
      if (!item) return;
      const decision = button.dataset.decision;
      mark(idOf(item), { decision: marks.get(idOf(item))?.decision === decision ? undefined : decision });
    },
    copy: (button) => void copy(button.dataset.copy || ""),
    list: () => {
      mail().value = letter();
      dialog().showModal();
    },
    "close-list": () => dialog().close(),
    "copy-list": () => void copy(mail().value),
  };

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const button = target?.closest("[data-do]");
    const link = target?.closest("a");
    const marked = target?.closest("#text mark");
    const drawn = target?.closest("[data-go]");
    if (button instanceof HTMLElement) {
      actions[button.dataset.do || ""](button, button.closest(".item"));
    } else if (link instanceof HTMLElement && link.dataset.start) {
      event.preventDefault();
      see(link, Number(link.dataset.start), Number(link.dataset.end));
    } else if (link?.getAttribute("href")?.startsWith("#i-")) {
      event.preventDefault();
      go((link.getAttribute("href") || "").slice(3));
    } else if (marked instanceof HTMLElement && !String(getSelection())) {
      const numbers = (marked.dataset.numbers || "").split(" ");
      const named = items().filter((item) => numbers.includes(item.dataset.number || ""));
      const worst = named.sort((a, b) => WORST_FIRST.indexOf(a.dataset.risk || "") - WORST_FIRST.indexOf(b.dataset.risk || ""))[0];
      if (worst) go(idOf(worst));
    } else if (drawn) {
      go(drawn.getAttribute("data-go") || "");
    }
  });

  document.addEventListener("input", (event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    const item = field.closest(".item");
    if (item instanceof HTMLElement && field.dataset.mark) {
      mark(idOf(item), field.dataset.mark === "note" ? { note: field.value } : { reviewed: field.checked });
    } else if (field.dataset.filter) {
      Object.assign(filters, { [field.dataset.filter]: field.value.trim() });
      if (field.dataset.filter === "sort") sort();
      filter();
    } else if (field.dataset.letter) {
      mail().value = letter();
    } else if (field.id === "file" && field.files?.[0]) {
      void importMarks(field.files[0]);
      field.value = "";
    }
  });

  document.addEventListener("keydown", (event) => {
    const at = event.target instanceof HTMLElement ? event.target : document.body;
    if (event.key === "Escape" && root.classList.contains("with-text") && !dialog().open) return actions["close-text"](at, null);
    if (!at.matches(".item > details > summary") || event.ctrlKey || event.metaKey || event.altKey) return;
    const item = /** @type {HTMLElement} */ (at.closest(".item"));
    const made = marks.get(idOf(item)) || {};
    /** @type {Record<string, () => void>} */
    const keys = {
      ArrowDown: () => move(item, 1),
      ArrowUp: () => move(item, -1),
      r: () => mark(idOf(item), { reviewed: !made.reviewed }),
      a: () => mark(idOf(item), { decision: made.decision === "accept" ? undefined : "accept" }),
      n: () => mark(idOf(item), { decision: made.decision === "negotiate" ? undefined : "negotiate" }),
    };
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  });

  addEventListener("storage", (event) => {
    if (event.key === key) {
      marks = marksIn(parsed(event.newValue)?.marks);
      show();
    }
  });

  /** What printing opened, to be closed again. @type {HTMLDetailsElement[]} */
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = items().filter((item) => !detailsOf(item).open).map(detailsOf);
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => opened.forEach((details) => (details.open = false)));

  root.classList.add("js");
  setTheme(read("contractscan:theme"));
  marks = marksIn(parsed(read(key))?.marks);
  sort();
  show();
  if (location.hash.startsWith("#i-")) go(location.hash.slice(3));
})();
