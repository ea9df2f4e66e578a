// Leaves out what the portal does not use of the base, and what the base repeats for every component.
//   sass … | node trim.mjs > portal.css
import { readFileSync } from "node:fs";

// Parts of class names that no page writes.
const unused = [
  "--inverse", "govuk-link--text-colour", "govuk-link--muted", "govuk-link--no-underline", "govuk-link-image",
  "govuk-heading-xl--", "section-break--xl", "three-quarters", "one-quarter", "-from-desktop", "govuk-body-m", "govuk-body-lead",
  "__start-icon", "-moz-focus-inner", "radios--small", "checkboxes--small", "__conditional--hidden",
  "--collapse-on-mobile", "panel--interruption", "panel__actions", "tag--pink", "tag--magenta", "tag--purple",
  "tag--turquoise", "tag--teal", "tag--orange", "ellipsis", "small-text-until-tablet", "list--number-", "textarea--",
  "table__caption--xl", "visually-hidden-focusable", "input--width-30", "govuk-caption-xl", "spin-button", "js-enabled",
  "govuk-frontend-supported", "govuk-fieldset__legend--xl", "govuk-label--xl", "summary-list__row--no-border",
  "exit-this-page", "pagination--block", "pagination__link-title--decorated", "skip-link-focused-element",
];
// Blocks for browsers that have no woff2 variable fonts either.
const dead = /-ms-high-contrast: none|^@media screen[^ (a-z]|^@supports not/;
// Colours that a component or the printer changes; the others are written out.
const changing = ["text"];
const repeated = /font-family:inherit;-webkit-font-smoothing:antialiased;-moz-osx-font-smoothing:grayscale;?/g;

/** The blocks of a stylesheet, one level deep: [prelude, body] or a bare statement. */
function blocks(css) {
  const found = [];
  let start = 0, open = -1, depth = 0;
  for (let i = 0; i < css.length; i++) {
    if (css[i] === "{" && depth++ === 0) open = i;
    if (css[i] === "}" && --depth === 0) {
      found.push([css.slice(start, open).trim(), css.slice(open + 1, i)]);
      start = i + 1;
    }
  }
  return found;
}

/** The selectors of a list, split outside of brackets. */
function selectors(list) {
  return list.split(/,(?![^(]*\))/).filter((one) => !unused.some((name) => one.includes(name)));
}

function declarations(body) {
  return body
    .replace(repeated, "")
    .replace(/-(webkit|moz|ms)-(text-decoration-skip|text-decoration-skip-ink|clip-path|user-select|text-size-adjust|appearance):[^;]+;?/g, "")
    .replace(/(^|;)(text-decoration-skip|word-wrap):[^;]+/g, "")
    .replace(/(\.\d{4})\d+/g, "$1")
    .replace(/(var\(--govuk-([a-z-]+)-colour), (#[0-9a-f]+)\)/g, (_, name, of, hex) => (changing.includes(of) ? `${name})` : hex))
    .replace(/--govuk-([a-z-]+): [^;]+;?/g, (kept, name) => (changing.some((of) => name === `${of}-colour`) ? kept : ""))
    .replace(/rgba\(0,0,0,0\)/g, "transparent");
}

function trimmed(css) {
  let out = "", last = "";
  for (const [prelude, body] of blocks(css)) {
    if (prelude.includes("-ms-ime-align")) {
      out += trimmed(body);
      continue;
    }
    if (dead.test(prelude)) continue;
    const nested = /^@(media|supports)/.test(prelude);
    const name = nested || prelude.startsWith("@") ? prelude : selectors(prelude).join(",");
    const kept = nested ? trimmed(prelude === "@media print" ? body.replace(/font-family:inherit;?/g, "") : body) : declarations(body);
    if (!name || !kept.replaceAll(";", "")) continue;
    if (name === last && !name.startsWith("@font-face")) out = out.slice(0, -1) + (nested ? "" : ";") + kept.replace(/^;/, "") + "}";
    else out += `${name}{${kept}}`;
    last = name;
  }
  return out;
}

const css = readFileSync(0, "utf8");
const banner = css.match(/^\/\*![^]*?\*\//)?.[0] ?? "";
const text = trimmed(css.slice(banner.length));
process.stdout.write(`${banner}\n${text.replaceAll(";}", "}").replaceAll(";;", ";")}\n`);
