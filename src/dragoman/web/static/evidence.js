// A field lights its words, and words light every field that rests on them. Without this module both are plain links.
const text = document.querySelector(".text");

function unlight() {
  text.classList.remove("focused");
  document.querySelectorAll(".lit, .lit-field").forEach((node) => node.classList.remove("lit", "lit-field"));
}

function light(fields) {
  unlight();
  const wanted = new Set(fields);
  const words = [...text.querySelectorAll("[data-fields]")].filter((node) => node.dataset.fields.split(" ").some((id) => wanted.has(id)));
  words.forEach((node) => node.classList.add("lit"));
  wanted.forEach((id) => document.getElementById(id)?.classList.add("lit-field"));
  text.classList.toggle("focused", words.length > 0);
  return words;
}

document.querySelector(".record")?.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (link && !link.classList.contains("quote")) return;
  const field = event.target.closest("dl > div");
  if (!field) return;
  const words = light([field.id]);
  words[0]?.scrollIntoView({ block: "center" });
  if (link) event.preventDefault(), words[0]?.focus({ preventScroll: true });
});

text?.addEventListener("click", (event) => {
  const words = event.target.closest("[data-fields]");
  if (!words) return unlight();
  event.preventDefault();
  const fields = words.dataset.fields.split(" ");
  light(fields);
  document.getElementById(fields[0])?.scrollIntoView({ block: "center" });
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") unlight();
});
