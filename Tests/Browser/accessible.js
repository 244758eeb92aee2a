// What a page must keep for people who do not see it, or not well. Answers the sentences of what is wrong.
const problems = [];
const isShown = (element) => element.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true });
const called = (element) => `${element.tagName.toLowerCase()}${element.id ? "#" + element.id : ""} "${(element.textContent || "").trim().slice(0, 40)}"`;

// Names: https://www.w3.org/TR/accname-1.2
function name(element) {
  const label = element.getAttribute("aria-label");
  if (label) return label;
  const ids = (element.getAttribute("aria-labelledby") || "").split(" ").filter(Boolean);
  const others = ids.map((id) => document.getElementById(id)?.textContent ?? "").join(" ").trim();
  if (others) return others;
  if (element.labels?.length) return [...element.labels].map((one) => one.textContent).join(" ").trim();
  return element.tagName === "IMG" ? element.alt : element.textContent.trim();
}
for (const element of document.querySelectorAll("button, a[href], input, select, textarea, summary, dialog, [role], [tabindex='0'], img, nav, section, fieldset")) {
  if (!isShown(element) || ["presentation", "none", "alert", "group"].includes(element.getAttribute("role"))) continue;
  if (element.tagName === "FIELDSET" ? !element.querySelector("legend")?.textContent : !name(element)) {
    if (!(element.tagName === "PRE")) problems.push(`${called(element)} has no name`);
  }
}

// Ids are unique, and references lead somewhere.
const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
for (const id of new Set(ids.filter((one, index) => ids.indexOf(one) !== index))) problems.push(`#${id} is there twice`);
for (const attribute of ["aria-labelledby", "aria-describedby", "aria-controls", "for"]) {
  for (const element of document.querySelectorAll(`[${attribute}]`)) {
    for (const id of element.getAttribute(attribute).split(" ")) {
      if (!document.getElementById(id)) problems.push(`${called(element)}: ${attribute} names #${id}, which is not there`);
    }
  }
}

// Headings do not skip a level.
let level = 1;
for (const element of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
  if (!isShown(element)) continue;
  const own = Number(element.localName[1]);
  if (own > level + 1) problems.push(`${called(element)} is a heading of level ${own} after one of level ${level}`);
  level = own;
}

// Nothing but what is focusable by nature is put into the order by a number.
for (const element of document.querySelectorAll("[tabindex]")) {
  if (Number(element.getAttribute("tabindex")) > 0) problems.push(`${called(element)} jumps the focus order`);
}
if (document.documentElement.lang === "") problems.push("the page has no language");
for (const cell of document.querySelectorAll("table th:not([scope])")) problems.push(`${called(cell)} heads neither row nor column`);

// Contrast: https://www.w3.org/TR/WCAG22/#contrast-minimum
const parse = (colour) => (colour.match(/[\d.]+/g) || [0, 0, 0, 0]).map(Number);
const light = ([red, green, blue]) => {
  const [r, g, b] = [red, green, blue].map((one) => (one / 255 <= 0.04045 ? one / 255 / 12.92 : ((one / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
function ground(element) {
  for (let one = element; one; one = one.parentElement) {
    const colour = parse(getComputedStyle(one).backgroundColor);
    if (colour.length === 3 || colour[3] > 0.99) return colour;
  }
  return getComputedStyle(document.documentElement).colorScheme.includes("dark") && matchMedia("(prefers-color-scheme: dark)").matches ? [0, 0, 0] : [255, 255, 255];
}
const seen = new Set();
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement;
  if (!walker.currentNode.data.trim() || !isShown(element) || element.closest(".unseen, .skip, noscript, :disabled, option")) continue;
  const style = getComputedStyle(element);
  const [front, back] = [parse(style.color), ground(element)];
  const [high, low] = [light(front), light(back)].sort((one, other) => other - one);
  const ratio = (high + 0.05) / (low + 0.05);
  const isLarge = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
  const key = `${style.color} on ${back.join()}`;
  if (ratio < (isLarge ? 3 : 4.5) && !seen.has(key)) {
    seen.add(key);
    problems.push(`${called(element)}: contrast ${ratio.toFixed(2)} (${key})`);
  }
}

// Nothing wider than the window.
if (document.documentElement.scrollWidth > innerWidth + 1) problems.push(`the page is ${document.documentElement.scrollWidth} wide in a window of ${innerWidth}`);
return problems;
