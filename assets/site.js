// What a page gains where scripts run. Everything is on the page without it: this file only makes its own controls.
// State (sorting, filter) stands in the address, so that a link and a reload keep it.
"use strict";

const state = new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : "");

function remember(key, value) {
  if (value) state.set(key, value); else state.delete(key);
  const text = state.toString();
  history.replaceState(null, "", text ? "#" + text : location.pathname + location.search);
}

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// ---- Tables that can be sorted ----

const units = { ns: 1e-9, "µs": 1e-6, ms: 1e-3, s: 1, B: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12, "%": 0.01, "×": 1 };
const months = "JanFebMarAprMayJunJulAugSepOctNovDec";

// What a cell is sorted by: the instant of a date, a number with its unit, else the text.
function sortKey(cell) {
  const time = cell.querySelector("time");
  if (time) return Date.parse(time.dateTime);
  const text = cell.textContent.trim();
  const date = /^(\d+) ([A-Z][a-z]{2}) (\d{4})/.exec(text);
  if (date) return Date.UTC(date[3], months.indexOf(date[2]) / 3, date[1]);
  const number = /([+−-]?)(\d[\d,]*(?:\.\d+)?)\s*(ns|µs|ms|s|[kMGT]?B|%|×)?(?![\w])/.exec(text);
  if (!number || /^[A-Za-z]/.test(text)) return text.toLowerCase();
  return (/[−-]/.test(number[1]) ? -1 : 1) * Number(number[2].replaceAll(",", "")) * (units[number[3]] || 1);
}

function compare(a, b) {
  if (typeof a === typeof b) return typeof a === "number" ? a - b : a.localeCompare(b, "en", { numeric: true });
  return typeof a === "number" ? -1 : 1;
}

// The last row of a head: one above it groups the columns.
function columnsOf(table) {
  return [...table.tHead.rows].pop().cells;
}

function sortBy(table, column, descending) {
  for (const body of table.tBodies) {
    const rows = [...body.rows].filter((row) => !row.classList.contains("gh"));
    const keyed = rows.map((row) => [sortKey(row.cells[Math.min(column, row.cells.length - 1)]), row]);
    keyed.sort((a, b) => compare(a[0], b[0]) * (descending ? -1 : 1));
    body.append(...keyed.map((pair) => pair[1]));
  }
  for (const head of columnsOf(table)) head.removeAttribute("aria-sort");
  columnsOf(table)[column].setAttribute("aria-sort", descending ? "descending" : "ascending");
}

function makeSortable(table, index) {
  const key = "sort" + index;
  [...columnsOf(table)].forEach((head, column) => {
    if (head.querySelector("a")) return;  // a link in a button would be neither
    const button = element("button", { type: "button" });
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const descending = head.getAttribute("aria-sort") === "ascending";
      sortBy(table, column, descending);
      remember(key, column + (descending ? "d" : "a"));
    });
  });
  const wanted = /^(\d+)([ad])$/.exec(state.get(key) || "");
  if (wanted && wanted[1] < columnsOf(table).length) sortBy(table, Number(wanted[1]), wanted[2] === "d");
}

// The room that the page keeps above a table for its controls, so that nothing moves when they come.
function toolsOf(table) {
  return (table.closest(".scroll") || table).previousElementSibling;
}

// ---- Lists that can be filtered ----

function applyFilter(rows, words, status) {
  let shown = 0;
  for (const row of rows) {
    const text = row.textContent.toLowerCase();
    row.hidden = !words.every((word) => text.includes(word));
    shown += row.hidden ? 0 : 1;
  }
  for (const heading of document.querySelectorAll("tr.gh")) {
    heading.hidden = ![...heading.parentNode.rows].some((row) => row !== heading && !row.hidden);
  }
  status.textContent = words.length ? shown + " of " + rows.length + " shown" : "";
}

function makeFilter(table) {
  const rows = [...table.querySelectorAll("tbody tr:not(.gh)")];
  if (rows.length < 12) return;
  const input = element("input", { type: "search", autocomplete: "off", spellcheck: "false" });
  const status = element("span", { class: "mu", role: "status" });
  toolsOf(table).append(element("label", {}, "Filter ", input), status);
  const apply = () => applyFilter(rows, input.value.toLowerCase().split(/\s+/).filter(Boolean), status);
  input.addEventListener("input", () => { apply(); remember("filter", input.value.trim()); });
  input.value = state.get("filter") || "";
  if (input.value) apply();
}

// ---- The list of changes: by what is told, state and direction; an event or a month with nothing left goes with it ----

const changeStates = { decide: "to decide", watching: "watching", reviewed: "reviewed", retracted: "retracted" };
const changeWays = { slow: "worse ▲", fast: "better ▼" };

function selectOf(key, name, choices, apply) {
  const select = element("select", { "aria-label": name }, element("option", { value: "" }, name + ": all"));
  for (const [value, text] of Object.entries(choices)) select.append(element("option", { value }, text));
  select.value = state.get(key) in choices ? state.get(key) : "";
  select.addEventListener("change", () => { apply(); remember(key, select.value); });
  return select;
}

function makeChangeFilter(tools) {
  const rows = [...document.querySelectorAll("article.ev tbody tr")];
  if (rows.length < 2) return;
  const input = element("input", { type: "search", autocomplete: "off", spellcheck: "false" });
  const status = element("span", { class: "mu", role: "status" });
  const apply = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const isLeft = (row) => (!stand.value || row.dataset.state === stand.value) && (!way.value || row.dataset.way === way.value)
      && words.every((word) => (row.textContent + row.closest("article").querySelector("p").textContent).toLowerCase().includes(word));
    for (const row of rows) row.hidden = !isLeft(row);
    for (const part of document.querySelectorAll("article.ev, section.month"))
      part.hidden = ![...part.querySelectorAll("tbody tr")].some((row) => !row.hidden);
    const shown = rows.filter((row) => !row.hidden).length;
    status.textContent = shown < rows.length ? shown + " of " + rows.length + " shown" : "";
  };
  const stand = selectOf("state", "State", changeStates, apply), way = selectOf("way", "Direction", changeWays, apply);
  input.value = state.get("filter") || "";
  input.addEventListener("input", () => { apply(); remember("filter", input.value.trim()); });
  tools.append(element("label", {}, "Filter ", input), stand, way, status);
  if (state.size) apply();
}

// ---- What a mark stands for ----

// What a title says, also on focus, and closed by Escape.
class Tooltip {
  constructor() {
    this.box = element("div", { class: "tip", role: "tooltip", id: "tip", hidden: "" });
    document.body.append(this.box);
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") this.hide(); });
  }

  show(target, x, y) {
    this.box.textContent = target.dataset.tip;
    this.box.hidden = false;
    const width = this.box.offsetWidth, room = document.documentElement.clientWidth;
    this.box.style.left = Math.max(4, Math.min(x + 12, room - width - 4)) + scrollX + "px";
    this.box.style.top = y + scrollY + 16 + "px";
    target.setAttribute("aria-describedby", "tip");
  }

  hide() {
    this.box.hidden = true;
    for (const target of document.querySelectorAll("[aria-describedby=tip]")) target.removeAttribute("aria-describedby");
  }
}

function describe(tooltip, target) {
  const place = () => target.getBoundingClientRect();
  target.dataset.tip = target.getAttribute("title");
  target.removeAttribute("title");
  target.addEventListener("pointerenter", () => tooltip.show(target, place().left, place().bottom - 8));
  target.addEventListener("focus", () => tooltip.show(target, place().left, place().bottom - 8));
  target.addEventListener("pointerleave", () => tooltip.hide());
  target.addEventListener("blur", () => tooltip.hide());
}

// ---- CPUs of a table that can be left out ----

function makeToggles(table) {
  const names = [...new Set([...table.querySelectorAll("tbody td .cpu")].map((cpu) => cpu.textContent))];
  if (names.length < 2) return;
  const group = element("div", { class: "tools", role: "group", "aria-label": "CPUs shown" });
  for (const name of names) {
    const like = [...table.querySelectorAll(".cpu")].find((cpu) => cpu.textContent === name);
    const chip = element("button", { type: "button", class: "chip " + like.className, "aria-pressed": "true" }, name);
    chip.addEventListener("click", () => {
      const shown = chip.getAttribute("aria-pressed") !== "true";
      chip.setAttribute("aria-pressed", String(shown));
      for (const row of table.tBodies[0].rows) {
        if (row.querySelector(".cpu")?.textContent === name) row.hidden = !shown;
      }
    });
    group.append(chip);
  }
  toolsOf(table).append(group);
}

// ---- Out of date ----

function warnWhenStale() {
  const { newest, freshUntil } = document.body.dataset;
  if (!(Date.now() > Date.parse(freshUntil)) || document.getElementById("stale")) return;
  const hours = Math.floor((Date.now() - Date.parse(newest)) / 3600e3);
  const age = hours < 48 ? hours + " hours" : Math.floor(hours / 24) + " days";
  const note = element("p", { class: "note stale late", id: "stale", role: "status" });
  note.append(element("b", {}, "These pages may be out of date."), " The newest run is " + age + " old.");
  document.body.append(note);
}

document.querySelectorAll("main table:not(.cov)").forEach((table, index) => {
  if (!table.closest("details, .ev, .decide") && table.tHead && table.querySelectorAll("tbody tr:not(.gh)").length > 2) makeSortable(table, index);
});
document.querySelectorAll("table.list, table.runs, table.results").forEach(makeFilter);
document.querySelectorAll("table.runs").forEach(makeToggles);
document.querySelectorAll("#filter").forEach(makeChangeFilter);
const described = document.querySelectorAll(".cov [title], .variants a[title]");
if (described.length) {
  const tooltip = new Tooltip();
  described.forEach((target) => describe(tooltip, target));
}
warnWhenStale();
