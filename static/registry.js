/* The one small script. Everything works without it; with it, menus close, errors get the focus,
   sections follow the chosen kind, and a bulk bar counts. */
"use strict";
document.documentElement.classList.add("js");

const each = (selector, act, root) => (root || document).querySelectorAll(selector).forEach(act);

/* the menu at the side scrolls by itself: what is chosen in it is in sight */
each(".side [aria-current]", (chosen) => chosen.scrollIntoView({ block: "nearest" }));

/* menus and pickers: Esc and a click outside close them, focus goes back to the summary */
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  each("details.menu[open], details.region[open]", (box) => {
    box.open = false;
    box.querySelector("summary").focus();
  });
});
document.addEventListener("click", (event) => {
  each("details.menu[open], details.region[open]", (box) => {
    if (!box.contains(event.target) && document.contains(event.target)) box.open = false;
  });
  const label = event.target.closest("label[for]");
  const summary = label && document.getElementById(label.htmlFor);
  if (!summary || summary.tagName !== "SUMMARY") return;
  event.preventDefault(); // a summary is no control: its label has to be told what to do
  summary.parentElement.open = true;
});
/* and so does leaving them with Tab */
document.addEventListener("focusout", (event) => {
  const box = event.target.closest("details.menu[open], details.region[open]");
  if (box && event.relatedTarget && !box.contains(event.relatedTarget)) box.open = false;
});

/* what was found under the box in the top bar: Esc and a click elsewhere put it away */
function putAway(event) {
  const box = document.getElementById("top-found");
  if (box && (event.key === "Escape" || (event.type === "click" && !box.parentNode.contains(event.target)))) {
    box.replaceChildren();
  }
}
document.addEventListener("keydown", putAway);
document.addEventListener("click", putAway);

/* password: show and hide */
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-show]");
  if (!button) return;
  const field = document.getElementById(button.dataset.show);
  const shown = field.type === "password";
  field.type = shown ? "text" : "password";
  button.setAttribute("aria-pressed", String(shown));
});

/* the queue: j and k go down and up, Enter opens; on an open entry Enter goes to the decision; never while typing */
document.addEventListener("keydown", (event) => {
  const list = document.querySelector("[data-queue]");
  if (!list || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.isComposing) return;
  if (event.target.closest("input, textarea, select, [contenteditable], dialog, details[open]")) return;
  const links = [...list.querySelectorAll("a")];
  const here = links.indexOf(document.activeElement);
  const from = here >= 0 ? here : links.findIndex((link) => link.hasAttribute("aria-current"));
  if (event.key === "j" || event.key === "k") {
    const to = links[Math.min(links.length - 1, Math.max(0, event.key === "j" ? from + 1 : from - 1))];
    if (to) to.focus();
    event.preventDefault();
  } else if (event.key === "Enter" && !event.target.closest("a, button, summary")) {
    const page = document.querySelector(".review__page"); // without a verdict of its own: the button that leads on
    const choice = page && (page.querySelector("form input[name=decision]") || page.querySelector(".btn-primary"));
    if (!choice) return;
    choice.focus();
    event.preventDefault(); // else the same press sends the form of the field it has just reached
  }
});

/* print */
document.addEventListener("click", (event) => { if (event.target.closest("[data-print]")) window.print(); });

/* a form is sent once */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) event.preventDefault();
  if (form.method === "post" && !event.defaultPrevented) {
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 4000);
  }
});

/* the end of the sign-in: every page of this browser moves it on, so the newest knows best (localStorage) */
const SOON = 600;
const sessionNote = document.querySelector("[data-session-left]");
function sessionEnd(end) {
  try {
    if (end) localStorage.setItem("session-end", String(end));
    return Number(localStorage.getItem("session-end"));
  } catch { return end || sessionNote.end; }
}
function moveEnd(seconds) {
  sessionNote.end = Date.now() + 1000 * seconds;
  sessionEnd(sessionNote.end);
}
function tellEnd() {
  const left = (sessionEnd() - Date.now()) / 1000;
  sessionNote.hidden = left > SOON;
  sessionNote.querySelector("[data-session-soon]").hidden = left <= 0;
  sessionNote.querySelector("[data-session-over]").hidden = left > 0;
  sessionNote.querySelector("form").hidden = left <= 0;
}
if (sessionNote) {
  moveEnd(Number(sessionNote.dataset.sessionLeft));
  sessionNote.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin", redirect: "manual" });
    moveEnd(answer.ok ? Number(await answer.text()) : 0);
    tellEnd();
  });
  tellEnd();
  setInterval(tellEnd, 5000);
  document.addEventListener("visibilitychange", tellEnd);
}

/* sections that belong to one answer: data-when="kind=team,building" */
function follow() {
  each("[data-when]", (part) => {
    const [name, values] = part.dataset.when.split("=");
    const form = part.closest("form");
    if (!form) return;
    const field = form.elements[name];
    const value = field ? field.value : "";
    part.hidden = !values.split(",").includes(value);
  });
}

/* bulk bar: count what is chosen */
function count() {
  each("[data-bulk]", (bar) => {
    const form = bar.closest("form");
    const chosen = form ? form.querySelectorAll("input[name=pick]:checked").length : 0;
    bar.hidden = chosen === 0;
    const counter = bar.querySelector("[data-count]");
    if (counter) counter.textContent = counter.dataset.count.replace("0", chosen);
  });
}
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-pick-all]")) {
    each("input[name=pick]", (box) => { box.checked = event.target.checked; }, event.target.closest("form"));
  }
  follow();
  count();
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-pick-none]");
  if (!button) return;
  each("input[name=pick], [data-pick-all]", (box) => { box.checked = false; }, button.closest("form"));
  count();
});

/* 更多条件 on phones */
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-toggle]");
  if (!button) return;
  const part = document.getElementById(button.dataset.toggle);
  const open = part.classList.toggle("show");
  button.setAttribute("aria-expanded", String(open));
});

function begin() {
  bringBack();
  follow();
  count();
  const summary = document.querySelector(".errsum");
  if (summary) summary.focus();
}
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
else begin();
window.addEventListener("pageshow", () => { follow(); count(); }); // some browsers bring back answers and ticks only now
document.addEventListener("htmx:afterSwap", () => { follow(); count(); });

/* region picker: move, search and choose in place; without scripts the same buttons submit the form */
function pickerOf(node) { return node.closest("[data-region]"); }
function showChosen(picker, { value, label }) {
  picker.querySelector("[data-region-value]").value = value;
  picker.querySelector("[data-region-label]").textContent = label;
}
/* browsers bring back what was typed when one returns to a page, but not what a script wrote: the page's place in their
   history keeps it */
function bringBack() {
  each("[data-region]", (picker) => {
    const chosen = history.state?.regions?.[picker.dataset.region];
    if (chosen) showChosen(picker, chosen);
  });
}
window.addEventListener("pageshow", () => { // what follows from a choice is asked for again
  if (history.state?.regions) each("[data-region-value]", (value) => value.dispatchEvent(new Event("change", { bubbles: true })));
});
function keepInside(box) {
  box.style.left = "";
  const over = box.getBoundingClientRect().right + 8 - document.documentElement.clientWidth;
  if (over > 0 && getComputedStyle(box).position === "absolute") box.style.left = `${-over}px`;
}
async function movePicker(picker, parameters) {
  const panel = picker.querySelector("[data-region-panel]");
  const query = new URLSearchParams({ field: picker.dataset.region, ...parameters });
  const answer = await fetch(`${panel.dataset.url}&${query}`, { credentials: "same-origin" });
  if (!answer.ok) return;
  panel.innerHTML = await answer.text();
  const first = panel.querySelector("input[type=search]");
  if (first) first.focus();
}
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-region] button");
  if (!button) return;
  const picker = pickerOf(button);
  const name = picker.dataset.region;
  event.preventDefault();
  if (button.matches("[data-region-close]")) {
    picker.open = false;
    picker.querySelector("summary").focus();
    return;
  }
  if (button.name === `${name}_set`) {
    const chosen = { value: button.value, label: button.dataset.label };
    showChosen(picker, chosen);
    history.replaceState({ ...history.state, regions: { ...history.state?.regions, [name]: chosen } }, "");
    picker.open = false;
    picker.querySelector("summary").focus();
    picker.querySelector("[data-region-value]").dispatchEvent(new Event("change", { bubbles: true }));
  } else if (button.name === `${name}_at`) {
    movePicker(picker, { at: button.value });
  } else {
    movePicker(picker, { q: picker.querySelector("input[type=search]").value });
  }
});
document.addEventListener("keydown", (event) => {
  const field = event.target.closest("[data-region] input[type=search]");
  if (!field || event.key !== "Enter") return;
  event.preventDefault();
  movePicker(pickerOf(field), { q: field.value });
});
document.addEventListener("toggle", (event) => {
  const picker = event.target;
  if (!picker.matches || !picker.matches("[data-region]")) return;
  const panel = picker.querySelector("[data-region-panel]");
  const words = panel.querySelector("input[type=search]");
  if (picker.open) keepInside(panel.parentElement);
  if (!picker.open && words) words.value = panel.querySelector("[name$=_was]").value; // words left behind search nothing
  else if (picker.open && words) words.focus();
  else if (picker.open) movePicker(picker, { at: panel.dataset.start });
}, true);

/* the roll: a tap that could not be saved says so in its row; it goes again at a tap, or by itself every few seconds */
function unsaved(event) {
  const row = event.target.closest && event.target.closest("[data-saves]");
  if (!row) return;
  const asked = event.detail.requestConfig || {};
  row.again = { form: asked.elt, button: asked.triggeringEvent && asked.triggeringEvent.submitter };
  row.classList.add("rowbad");
  row.querySelector("[data-unsaved]").hidden = false;
  clearTimeout(row.timer);
  if (["htmx:sendError", "htmx:timeout"].includes(event.type)) row.timer = setTimeout(saveAgain, 5000, row);
}
["htmx:sendError", "htmx:responseError", "htmx:timeout"].forEach((name) => document.addEventListener(name, unsaved));
document.addEventListener("htmx:beforeSwap", (event) => {
  const answered = event.target.closest("[data-saves]") && event.detail.xhr.responseURL;
  if (!answered || new URL(answered).pathname === event.detail.requestConfig.path) return;
  event.detail.shouldSwap = false; // signed out in between: the sign-in page is no row
  unsaved(event);
});
function saveAgain(row) {
  if (!row.again || !row.isConnected) return;
  if (row.again.button) row.again.button.click(); // a click, for htmx sends the value of the button clicked last
  else row.again.form.requestSubmit();
}
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-again]")) saveAgain(event.target.closest("[data-saves]"));
});

/* a day is typed as people write it; the calendar of the browser, where it can be opened, fills it in */
document.documentElement.classList.toggle("no-calendar", !HTMLInputElement.prototype.showPicker);
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-calendar]");
  if (!button) return;
  const [typed, calendar] = button.parentElement.querySelectorAll("input");
  calendar.value = typed.value.trim().replace(" ", "T"); // what is written otherwise opens today
  calendar.showPicker();
});
document.addEventListener("change", (event) => {
  if (!event.target.matches(".day__calendar") || !event.target.value) return;
  const typed = event.target.parentElement.querySelector("input");
  typed.value = event.target.value.replace("T", " ");
  typed.dispatchEvent(new Event("change", { bubbles: true }));
  typed.focus();
});

/* photos from a phone are made smaller before they are sent; what cannot be read here goes as it is */
async function smaller(file, most) {
  const picture = await createImageBitmap(file);
  const scale = most / Math.max(picture.width, picture.height);
  if (scale >= 1) return file;
  const sheet = document.createElement("canvas");
  sheet.width = Math.round(picture.width * scale);
  sheet.height = Math.round(picture.height * scale);
  sheet.getContext("2d").drawImage(picture, 0, 0, sheet.width, sheet.height);
  const drawn = await new Promise((done) => sheet.toBlob(done, "image/jpeg", 0.85));
  return drawn ? new File([drawn], "photo.jpg", { type: "image/jpeg" }) : file;
}
document.addEventListener("change", async (event) => {
  const input = event.target.closest && event.target.closest("input[data-shrink]");
  if (!input) return;
  const files = await Promise.all([...input.files].map((file) => smaller(file, Number(input.dataset.shrink)).catch(() => file)));
  const held = new DataTransfer();
  files.forEach((file) => held.items.add(file));
  input.files = held.files;
});
