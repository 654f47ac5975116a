// Links a phone: a QR code to scan, or a code to type. Both are replaced every minute or so; this follows.

import { alertLine, button, field, fill, form, h } from "./dom.js";
import { countdown } from "./format.js";
import { t } from "./texts.js";

const WAITING = new Set(["AwaitingPairing"]);

export function pairing(page) {
  const message = alertLine();
  const picture = h("img", { class: "qr", alt: t("pair.alt"), hidden: true });
  const code = h("p", { class: "code", hidden: true, "aria-label": t("pair.code") });
  const left = h("p", { class: "hint" });
  const told = h("p", { role: "status" });
  const heard = h("p", { role: "status", class: "unseen" }); // those who see the picture need no words for it
  const anew = button(t("pair.anew"), async () => {
    await page.api.json("POST", page.path(["reconnect"]), {});
    told.textContent = t("pair.asked");
  }, { message });
  const phone = h("input", { type: "tel", autocomplete: "off", placeholder: "+5511987654321", required: true });
  const byCode = form(async () => {
    const body = { phoneNumber: "+" + phone.value.replace(/[^0-9]/g, "") };
    const answer = await page.api.json("POST", page.path(["session", "pairing-code"]), { body });
    showCode(answer);
  }, message, field(t("pair.phone"), phone), h("button", { type: "submit" }, t("pair.getcode")));
  const node = h("section", { class: "pairing", hidden: true },
    h("div", {}, picture, code, left, told, heard, message, anew),
    h("div", {}, h("h2", {}, t("pair.title")),
      h("ol", {}, [1, 2, 3].map(step => h("li", {}, t("pair.step" + step)))),
      page.may("manage") && h("details", {}, h("summary", {}, t("pair.bycode")), byCode)));

  let expires = null;
  let loading = false;
  let again = false;

  function showCode({ code: text, expiresAt }) {
    code.textContent = text;
    code.hidden = false;
    picture.hidden = true;
    expires = expiresAt;
    told.textContent = t("pair.codehint");
    tick();
  }

  /** One question at a time; what changes meanwhile is asked for again. */
  async function load() {
    again = true;
    if (loading) return;
    loading = true;
    try {
      while (again && !node.hidden) {
        again = false;
        await ask();
      }
    } finally {
      loading = false;
    }
  }

  async function ask() {
    try {
      const qr = await page.api.get(page.path(["qr"]), page.signal);
      if (picture.src !== qr.dataUrl) {
        picture.src = qr.dataUrl;
        heard.textContent = t("pair.new");
        told.textContent = "";
      }
      code.hidden = true;
      picture.hidden = false;
      expires = qr.expiresAt;
      message.textContent = "";
      tick();
    } catch (problem) {
      if (problem.name === "AbortError") return;
      if (problem.status === 401) throw problem;
      picture.hidden = true;
      expires = null;
      left.textContent = "";
      // Between two codes, and before the first, there is none for a moment.
      told.textContent = problem.code === "qr-expired" ? t("pair.expired") : problem.status === 503 || problem.status === 409 ? t("pair.soon") : "";
      if (problem.status !== 503 && problem.status !== 409 && problem.code !== "qr-expired") message.textContent = problem.message;
    }
    anew.hidden = !picture.hidden || !page.may("manage");
  }

  function tick() {
    if (!expires) return;
    left.textContent = Date.parse(expires) > Date.now() ? t("pair.left", { time: countdown(expires) }) : t("pair.expired");
    if (Date.parse(expires) <= Date.now()) {
      expires = null;
      picture.hidden = code.hidden = true;
      load();
    }
  }

  const timer = setInterval(tick, 1000);
  page.signal.addEventListener("abort", () => clearInterval(timer));
  return {
    node,
    /** The session as it is now. */
    show(session) {
      const was = node.hidden;
      node.hidden = session.suspended || !WAITING.has(session.phase);
      if (node.hidden) return;
      if (session.pairingCode) showCode(session.pairingCode);
      else if (was || !expires) load();
    },
    /** Something happened: another QR code is there. */
    heard(event) {
      if (event.type === "dev.kubezap.session.qr" || event.type === "console.open") load();
    },
  };
}
