// Looks again every two seconds and renews only what has changed, so that a half-written reply
// stays. Adds buttons that copy a number. Without this script the pages work by reloading.
"use strict";

const EVERY = 2000;
const said = document.getElementById("said");
let last = "";
let lost = false;

// A button beside each number that is to be copied.
function withCopyButtons(page) {
  for (const number of page.querySelectorAll("[data-copy]")) {
    const button = page.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.value = number.textContent;
    button.textContent = "Copy";
    button.setAttribute("aria-label", "Copy " + number.textContent);
    number.after(button);
  }
}

async function copy(button) {
  try {
    await navigator.clipboard.writeText(button.value);
    said.textContent = "Copied: " + button.value;
  } catch {
    said.textContent = "This browser does not let pages copy: select the number and copy it.";
  }
}

// The children that are the same stay where they are; from the first other one on, all are new.
function renew(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const name = (element) => element.getAttribute("href") || element.value;
  let same = 0;
  while (
    same < old.children.length &&
    same < fresh.children.length &&
    old.children[same].isEqualNode(fresh.children[same])
  ) {
    same += 1;
  }
  if (same === old.children.length && same === fresh.children.length) return;
  while (old.children.length > same) old.lastElementChild.remove();
  old.append(...Array.from(fresh.children).slice(same));
  if (focused && !focused.isConnected) {
    const again = Array.from(old.querySelectorAll("a, button"));
    again.find((element) => name(element) === name(focused))?.focus();
  }
}

async function look() {
  const where = new URL(location.href);
  // What nobody sees does not count as read, and the title says how much there is.
  if (document.hidden) where.searchParams.set("unseen", "true");
  try {
    const answer = await fetch(where, { cache: "no-store" });
    if (!answer.ok) throw new Error(answer.statusText);
    const text = await answer.text();
    if (lost) said.textContent = "";
    lost = false;
    if (text === last) return;
    last = text;
    const page = new DOMParser().parseFromString(text, "text/html");
    withCopyButtons(page);
    document.title = page.title;
    for (const old of document.querySelectorAll("[data-live]")) {
      const fresh = page.querySelector(`[data-live="${CSS.escape(old.dataset.live)}"]`);
      if (fresh) renew(old, fresh);
    }
  } catch {
    lost = true;
    said.textContent = "The demo does not answer. Is it still running?";
  }
}

async function keepLooking() {
  await look();
  setTimeout(keepLooking, EVERY);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button.copy");
  if (button) copy(button);
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) look();
});

withCopyButtons(document);
if (document.querySelector("[data-live]")) {
  document.documentElement.classList.add("live");
  setTimeout(keepLooking, EVERY);
}
