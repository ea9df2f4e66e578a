// What pages gain where scripts run. Without it every page is complete.
"use strict";

// The error summary is what is read first.
const errors = document.getElementById("errors");
if (errors) errors.focus();

// A button that files something is pressed once.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button || !("preventDoubleClick" in button.dataset)) return;
  if (button.dataset.pressed) event.preventDefault();
  button.dataset.pressed = "true";
});
window.addEventListener("pageshow", (event) => {
  // A page of somebody who may have signed out since then is asked for again, not brought back.
  if (event.persisted && document.querySelector(".tk-header__nav")) {
    document.body.hidden = true;
    location.reload();
    return;
  }
  for (const button of document.querySelectorAll("[data-pressed]")) delete button.dataset.pressed;
});

// An open application looks again by itself, and so does what waits for a phone, which then goes on. Focus stays where it is; only a new status is read out.
const live = document.getElementById("live");
if (live && live.dataset.live) {
  const announce = document.getElementById("announce");
  const status = () => live.querySelector("[data-status]");
  const change = (parts) => {
    const before = status().dataset.status;
    const focused = live.contains(document.activeElement) ? document.activeElement.id : "";
    live.replaceChildren(...parts);
    if (focused) (document.getElementById(focused) || document.getElementById("status")).focus();
    if (status().dataset.status !== before) announce.textContent = status().dataset.status;
  };
  let pause = 2000;
  const look = async () => {
    let answer;
    try {
      answer = await fetch(live.dataset.live, { credentials: "same-origin", redirect: "manual" });
    } catch {
      // No network for the moment: the next look may find it again.
      return setTimeout(look, 10000);
    }
    if (answer.type === "opaqueredirect") {
      // Signed out: the page says so once and rests.
      announce.textContent = live.dataset.gone;
      return;
    }
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const goes = page.querySelector("[data-goes]");
      if (goes) return location.replace(goes.dataset.goes);
      if (page.body.innerHTML.trim() !== live.innerHTML.trim()) change(page.body.childNodes);
      if (!status().dataset.moves) return;
    }
    pause = Math.min(pause * 1.2, 10000);
    setTimeout(look, document.hidden ? 15000 : pause);
  };
  setTimeout(look, pause);
}

// Shortly before the session ends the page says so. At a kiosk whoever touches it is still there; when
// nobody does, everything is taken away.
const idle = document.getElementById("idle");
if (idle) {
  let began = Date.now();
  let told = began;
  const tick = setInterval(() => {
    const seconds = (Date.now() - began) / 1000;
    if (seconds >= Number(idle.dataset.after)) idle.hidden = false;
    if (seconds >= Number(idle.dataset.end)) {
      clearInterval(tick);
      if (idle.dataset.goes) location.replace(idle.dataset.goes);
    }
    if (idle.dataset.here && began > told && Date.now() - told >= 5000) {
      told = Date.now();
      fetch(idle.dataset.here, { credentials: "same-origin" }).catch(() => {});
    }
  }, 1000);
  if (idle.dataset.here) {
    for (const touch of ["keydown", "pointerdown", "wheel"]) {
      document.addEventListener(touch, () => {
        began = Date.now();
        idle.hidden = true;
      }, { passive: true });
    }
  }
}
