// Keys for every decision, and words marked by dragging. Each key only presses a button or follows a link that is on the page.
const text = document.getElementById("text");
const correct = document.querySelector(".correct");
const start = document.getElementById("start");
const end = document.getElementById("end");
const words = document.getElementById("words");
const letters = document.getElementById("letters");
const points = (string) => [...string].length; // offsets count code points, JavaScript's strings count UTF-16 units

const typing = (node) => node.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape" && typing(event.target)) return event.target.blur();
  if (typing(event.target) || (letters && !letters.checked)) return;
  const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!target) return;
  event.preventDefault();
  if (event.repeat) return;
  target.click();
  if (event.key === "e") correct.querySelector("select, input:not([type=hidden])")?.focus();
  if (event.key === "?") document.getElementById("keys-title").scrollIntoView();
});

// single letters can be switched off (they are in the way of some ways of speaking to a computer), and stay off
if (letters) {
  letters.checked = localStorage.getItem("letters") !== "off";
  letters.addEventListener("change", () => localStorage.setItem("letters", letters.checked ? "on" : "off"));
  letters.closest("[hidden]").hidden = false;
}

// the words: a selection in the text becomes the evidence
function offset(node, at) {
  const range = document.createRange();
  range.setStart(text, 0);
  range.setEnd(node, at);
  return points(range.toString());
}

function pick(from, to) {
  const chosen = [...text.textContent].slice(from, to).join("");
  if (!words || !chosen.trim()) return;
  start.value = from;
  end.value = to;
  words.value = chosen;
  correct.open = true;
  document.querySelector(".nudge").hidden = false;
  document.querySelector(".marked").textContent = `Marked: “${chosen.trim()}”, characters ${from} to ${to}.`;
}

text?.addEventListener("pointerup", () => {
  const chosen = getSelection();
  if (chosen.isCollapsed || !text.contains(chosen.anchorNode) || !text.contains(chosen.focusNode)) return;
  const range = chosen.getRangeAt(0);
  pick(offset(range.startContainer, range.startOffset), offset(range.endContainer, range.endOffset));
});

words?.addEventListener("input", () => (start.value = end.value = "")); // typed words are looked for in the text

// without a pointer: the edges move word by word
const whole = text ? [...text.textContent] : [];
const edges = (kind) => {
  const found = [];
  for (let i = 0; i <= whole.length; i++) {
    const before = i > 0 && /\S/u.test(whole[i - 1]);
    const after = i < whole.length && /\S/u.test(whole[i]);
    if (kind === "start" ? after && !before : before && !after) found.push(i);
  }
  return found;
};

function current() {
  if (start.value && end.value) return [Number(start.value), Number(end.value)];
  const marked = text.querySelector("mark.now");
  const at = marked ? offset(marked, 0) : 0;
  return [at, at + Math.max(points(marked?.textContent ?? ""), 1)];
}

correct?.addEventListener("click", (event) => {
  const asked = event.target.closest("[data-nudge]")?.dataset.nudge.split(" ");
  if (!asked) return;
  const [which, by] = [asked[0], Number(asked[1])];
  const [from, to] = current();
  const all = edges(which);
  const here = which === "start" ? from : to;
  const next = by > 0 ? all.find((edge) => edge > here) : all.findLast((edge) => edge < here);
  if (next === undefined) return;
  if (which === "start" && next < to) pick(next, to);
  if (which === "end" && next > from) pick(from, next);
});

correct?.addEventListener("toggle", () => {
  const nudge = document.querySelector(".nudge");
  if (nudge && text) nudge.hidden = !correct.open;
});

if (document.querySelector("[role=status].good, [role=alert]")) document.getElementById("ask").focus({ preventScroll: true });
