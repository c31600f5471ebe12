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
  else if (e.key === "/") {
    e.preventDefault();
    document.getElementById("find").focus();
  }
});
