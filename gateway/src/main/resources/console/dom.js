// Makes elements. Texts become text nodes, never markup: what others wrote cannot become part of the page.

/** An element; attributes that are functions are listeners (`onclick`), true and false switch one on and off. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...shown(children));
  return element;
}

/** Puts these in the place of whatever the element has. */
export function fill(element, ...children) {
  element.replaceChildren(...shown(children));
  return element;
}

function shown(children) {
  return children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false);
}

/** A field with its label, and what there is to say of it. */
export function field(label, input, hint) {
  const id = "f" + random(6);
  input.id = id;
  if (hint) input.setAttribute("aria-describedby", id + "h");
  return h("div", { class: "field" }, h("label", { for: id }, label), input, hint && h("p", { class: "hint", id: id + "h" }, hint));
}

/** So many random bytes in hexadecimal digits; unlike randomUUID also where a page came without TLS. */
export function random(bytes) {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), byte => byte.toString(16).padStart(2, "0")).join("");
}

/** A button that does work once at a time, and shows in `message` what went wrong. */
export function button(label, work, { kind = "", message } = {}) {
  const element = h("button", { type: "button", class: kind }, label);
  element.addEventListener("click", () => busy(element, work, message));
  return element;
}

/** A form whose work is done once at a time when it is sent. */
export function form(work, message, ...children) {
  const element = h("form", { novalidate: false }, ...children);
  element.addEventListener("submit", event => {
    event.preventDefault();
    busy(element.querySelector("button[type=submit]"), work, message);
  });
  return element;
}

async function busy(element, work, message) {
  if (element.disabled) return;
  element.disabled = true;
  element.setAttribute("aria-busy", "true");
  if (message) message.textContent = "";
  try {
    await work();
  } catch (problem) {
    if (problem.name === "AbortError") return;
    if (!message) throw problem;
    message.textContent = problem.message;
  } finally {
    element.disabled = false;
    element.removeAttribute("aria-busy");
  }
}

/** Where problems are told, read out by screen readers. */
export function alertLine() {
  return h("p", { class: "problem", role: "alert" });
}
