// What the desk adds where script runs: keys. Everything works without it.

const rows = () => [...document.querySelectorAll("[data-row]")];
let at = -1;

function go(step) {
  const list = rows();
  if (!list.length) return;
  at = Math.max(0, Math.min(list.length - 1, at + step));
  list.forEach((r, i) => r.classList.toggle("here", i === at));
  list[at].scrollIntoView({ block: "nearest" });
  const link = list[at].querySelector("a.verb, a[data-main]");
  if (link) link.focus({ preventScroll: true });
}

document.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName)) return;
  if (e.key === "j") go(1);
  else if (e.key === "k") go(-1);
  else if (document.querySelector(`[data-key="${CSS.escape(e.key)}"]`)) {
    e.preventDefault();
    press(document.querySelector(`[data-key="${CSS.escape(e.key)}"]`));
  } else if (e.key === "/") {
    e.preventDefault();
    document.getElementById("find").focus();
  }
});

// A key does what a click would; opening a form moves into it.
function press(target) {
  target.click();
  const form = target.closest("details");
  if (target.tagName === "SUMMARY" && form && form.open) form.querySelector("input:not([type=hidden]), select")?.focus();
}

// Words chosen in a dispatch are those that carry a missing event.
const text = document.querySelector("[data-text]");
const trigger = document.querySelector("[data-trigger]");
if (text && trigger) {
  document.addEventListener("selectionchange", () => {
    const s = document.getSelection();
    const words = s.toString().trim();
    if (words && words.length < 200 && text.contains(s.anchorNode)) trigger.value = words;
  });
}

// What comes in while the page is open is counted; a click shows it.
const news = document.querySelector("[data-live]");
if (news && "EventSource" in window) {
  let n = 0;
  const source = new EventSource("/api/live");
  source.addEventListener("event", () => {
    n += 1;
    news.firstElementChild.textContent = n === 1 ? "1 new event" : `${n} new events`;
    news.hidden = false;
  });
  window.addEventListener("pagehide", () => source.close());
}

// A part of a page that tells how work goes is fetched anew while somebody looks at it;
// a button stops that.
const going = document.querySelector("[data-refresh]");
if (going) {
  const every = 1000 * Number(going.dataset.refresh);
  const button = document.querySelector("[data-pause]");
  let paused = false;
  button.hidden = false;
  button.addEventListener("click", () => {
    paused = !paused;
    button.textContent = paused ? "Go on refreshing" : "Stop refreshing";
  });
  const refresh = async () => {
    if (!paused && !document.hidden) {
      try {
        const answer = await fetch(`${location.pathname}?part=going`, { headers: { Accept: "text/html" } });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = answer.ok && page.querySelector("[data-refresh]");
        // What somebody reads with the keyboard is not taken away from under them.
        if (fresh && !paused && !going.contains(document.activeElement)) going.replaceChildren(...fresh.childNodes);
      } catch {
        // The desk is away; the next try may find it.
      }
    }
    setTimeout(refresh, every);
  };
  setTimeout(refresh, every);
}
