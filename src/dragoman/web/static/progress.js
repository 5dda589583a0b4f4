// Asks how far the reading is, and shows the result when it is done. Without this module the page reloads itself.
const shown = document.getElementById("progress");
const words = shown.querySelector("span");

async function look() {
  try {
    const answer = await fetch(shown.dataset.job, { headers: { accept: "application/json" } });
    if (!answer.ok) return location.reload();
    const job = await answer.json();
    if (job.state === "done") return location.reload();
    words.textContent = job.state === "waiting" ? "waiting" : `${job.documents.length} done`;
  } catch {
    words.textContent = "no answer from the desk";
  }
  setTimeout(look, 700);
}

setTimeout(look, 400);
