"use strict";
// The overview: sorts, filters and draws rows as they are wanted. Everything is set as text, nothing as markup.
(() => {
  const KEYS = ["high", "medium", "low", "missing", "unread"];
  const CHUNK = 100;
  const PATH = 0, LINK = 1, BRAND = 2, PARTNER = 3, DECIDED = 4, COMPLETE = 5, SAME = 6, GAPS = 7, COUNTS = 8;
  const NEW = 9, CHANGES = 10, ANSWERS = 11;
  const by = (id) => document.getElementById(id);
  if (!by("list")) return;
  const data = JSON.parse(by("data").textContent);
  const say = (name, values = {}) => data.texts[name].replace(/\{(\w+)\}/g, (whole, key) => (key in values ? values[key] : whole));
  const rows = data.rows;
  const words = rows.map((row) =>
    [row[PATH], row[BRAND], row[PARTNER], ...row[ANSWERS].flatMap(([item]) => [data.items[item][0], data.items[item][1]])].join("\n").toLowerCase(),
  );
  const heats = rows.map((row) => {
    const cells = {};
    for (const [item, key] of row[ANSWERS]) {
      const family = data.items[item][2];
      if (!cells[family]) cells[family] = [key, 0];
      cells[family][1] += 1;
    }
    return cells;
  });
  const chosen = { keys: new Set(), text: "", family: "", item: "", sort: "", down: true };
  let order = rows.map((_, at) => at);
  let drawn = 0;

  const make = (tag, className = "", text = "") => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== "") element.append(text);
    return element;
  };
  const shape = (key) => by("shapes").content.querySelector(`[data-key="${key}"] > svg`).cloneNode(true);
  const lead = (address, text) => {
    const made = make("a", "", text);
    made.setAttribute("href", address);
    return made;
  };
  const link = (row) => lead(row[LINK], row[PATH]);
  const doubt = (key, text) => {
    const made = make("span", "tone medium");
    made.append(shape(key), text);
    return made;
  };

  const named = (row) => {
    const cell = make("th");
    cell.scope = "row";
    const source = make("span", "source", say("sides", { brand: row[BRAND] || "–", partner: row[PARTNER] || "–" }));
    if (!row[DECIDED]) source.append(" · ", doubt("medium", say("undecided")));
    if (!row[COMPLETE]) source.append(" · ", doubt("unread", say("incomplete") + (row[GAPS].length ? say("colon") + row[GAPS].join(say("list")) : "")));
    if (row[NEW]) source.append(" · ", say("since_new"));
    if (row[CHANGES]) source.append(" · ", lead(row[CHANGES], say("since_changed")));
    if (row[SAME]) source.append(" · ", say("same_as", { path: row[SAME] }));
    cell.append(link(row), "\n", source);
    return cell;
  };
  const count = (number, key) => {
    const cell = make("td", `count ${key}${number ? " some" : ""}`);
    if (number) cell.append(shape(key));
    cell.append(String(number));
    return cell;
  };
  const top = (row) => {
    const cell = make("td", "top");
    const worst = row[ANSWERS].filter(([, key]) => key < 3);
    for (const [item, key] of worst.slice(0, 3)) {
      const line = make("p", KEYS[key]);
      const tone = make("span", "tone");
      tone.append(shape(KEYS[key]));
      line.append(tone, data.items[item][1]);
      cell.append(line);
    }
    if (worst.length > 3) cell.append(make("p", "source", say("more", { count: worst.length - 3 })));
    return cell;
  };
  const families = by("heat").querySelectorAll("thead .cell").length;
  const heat = (at) => {
    const row = make("tr");
    const cell = make("th");
    cell.scope = "row";
    cell.append(link(rows[at]));
    row.append(cell);
    for (let family = 0; family < families; family += 1) {
      const hot = heats[at][family];
      const made = make("td", hot ? `cell ${KEYS[hot[0]]}` : "cell");
      if (hot) made.append(shape(KEYS[hot[0]]), String(hot[1]), make("span", "unseen", ` ${say(KEYS[hot[0]])}`));
      row.append(made);
    }
    return row;
  };

  const bodies = { list: by("list").querySelector("tbody"), heat: by("heat").querySelector("tbody") };
  const draw = () => {
    const until = Math.min(drawn + CHUNK, order.length);
    const list = document.createDocumentFragment();
    const map = document.createDocumentFragment();
    for (; drawn < until; drawn += 1) {
      const row = rows[order[drawn]];
      const line = make("tr");
      line.append(named(row), ...KEYS.map((key, at) => count(row[COUNTS][at], key)), top(row));
      list.append(line);
      map.append(heat(order[drawn]));
    }
    bodies.list.append(list);
    bodies.heat.append(map);
    by("more").hidden = drawn >= order.length;
  };

  const keeps = (at) => {
    const row = rows[at];
    if (chosen.text && !chosen.text.split(/\s+/).every((word) => words[at].includes(word))) return false;
    for (const key of chosen.keys) {
      if (key === "incomplete" ? row[COMPLETE] : key === "undecided" ? row[DECIDED] : !row[COUNTS][KEYS.indexOf(key)]) return false;
    }
    if (chosen.family !== "" && !heats[at][chosen.family]) return false;
    return chosen.item === "" || row[ANSWERS].some(([item]) => item === Number(chosen.item));
  };
  const value = (at) => {
    if (chosen.sort === "path") return rows[at][PATH];
    if (chosen.sort.startsWith("family-")) {
      const hot = heats[at][chosen.sort.slice(7)];
      return hot ? (KEYS.length - hot[0]) * 1000 + hot[1] : 0;
    }
    return rows[at][COUNTS][Number(chosen.sort)];
  };
  const show = () => {
    order = rows.map((_, at) => at).filter(keeps);
    if (chosen.sort) {
      const values = new Map(order.map((at) => [at, value(at)]));
      const way = chosen.down ? -1 : 1;
      const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
      const compare = chosen.sort === "path" ? collator.compare : (a, b) => a - b;
      order.sort((a, b) => way * compare(values.get(a), values.get(b)) || a - b);
    }
    drawn = 0;
    for (const body of Object.values(bodies)) body.replaceChildren();
    draw();
    by("shown").textContent = say("shown", { shown: order.length, all: rows.length });
    for (const head of document.querySelectorAll("th[data-sort]")) {
      if (head.dataset.sort === chosen.sort) head.setAttribute("aria-sort", chosen.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
  };

  document.documentElement.classList.add("js");
  for (const head of document.querySelectorAll("th[data-sort]")) {
    const button = make("button", "", head.textContent);
    button.type = "button";
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      chosen.down = chosen.sort === head.dataset.sort ? !chosen.down : head.dataset.sort !== "path";
      chosen.sort = head.dataset.sort;
      show();
    });
  }
  for (const [at, [, question]] of data.items.entries()) {
    const option = make("option", "", question);
    option.value = String(at);
    by("item").append(option);
  }
  for (const mark of document.querySelectorAll("[data-item]")) {
    const button = make("button", "", mark.textContent);
    button.type = "button";
    mark.replaceChildren(button);
    button.addEventListener("click", () => {
      chosen.item = by("item").value = String(data.items.findIndex(([id]) => id === mark.dataset.item));
      show();
      by("shown").scrollIntoView({ block: "center" });
    });
  }
  for (const chip of document.querySelectorAll("[data-key][aria-pressed]")) {
    chip.addEventListener("click", () => {
      const on = chip.getAttribute("aria-pressed") !== "true";
      chip.setAttribute("aria-pressed", String(on));
      chosen.keys[on ? "add" : "delete"](chip.dataset.key);
      show();
    });
  }
  for (const button of document.querySelectorAll("[data-view]")) {
    button.addEventListener("click", () => {
      document.documentElement.classList.toggle("heat", button.dataset.view === "heat");
      for (const other of document.querySelectorAll("[data-view]")) other.setAttribute("aria-pressed", String(other === button));
    });
  }
  let waiting = 0;
  by("search").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      chosen.text = by("search").value.trim().toLowerCase();
      show();
    }, 120);
  });
  for (const id of ["family", "item"]) {
    by(id).addEventListener("change", () => {
      chosen[id] = by(id).value;
      show();
    });
  }
  by("reset").addEventListener("click", () => {
    chosen.keys.clear();
    Object.assign(chosen, { text: "", family: "", item: "", sort: "" });
    for (const id of ["search", "family", "item"]) by(id).value = "";
    for (const chip of document.querySelectorAll("[data-key][aria-pressed]")) chip.setAttribute("aria-pressed", "false");
    show();
  });
  by("more").querySelector("button").addEventListener("click", draw);
  if ("IntersectionObserver" in window) {
    new IntersectionObserver((seen) => { if (seen.some((one) => one.isIntersecting)) draw(); }, { rootMargin: "600px" }).observe(by("more"));
  }
  show();
})();
