// One message as people see it.

import { alertLine, button, fill, h } from "./dom.js";
import { address, clock, full, number, size } from "./format.js";
import { named, t } from "./texts.js";

const SIGNS = { queued: "🕓", prepared: "🕓", sent: "✓", delivered: "✓✓", read: "✓✓", played: "✓✓", failed: "⚠", expired: "⚠", cancelled: "✕" };

export function messageItem(page, one) {
  if (one.type === "system") return h("li", { class: "day" }, systemText(one.system));
  const group = !one.fromMe && one.participant;
  return h("li", { class: one.fromMe ? "mine" : "theirs" },
    h("div", { class: "bubble" },
      group && h("strong", { class: "sender" }, one.pushName || address(one.participant)),
      one.forwarded && h("em", {}, t("message.forwarded")),
      one.quoted && h("em", {}, t("message.reply")),
      one.deleted ? h("em", {}, t("message.deleted")) : content(page, one),
      foot(one)));
}

function foot(one) {
  const status = one.fromMe && h("span", { class: "sign", "data-status": one.status, title: named("status." + one.status, one.status) },
    h("span", { "aria-hidden": "true" }, SIGNS[one.status] ?? ""), h("span", { class: "unseen" }, named("status." + one.status, one.status)));
  return [
    one.failure && h("p", { class: "problem" }, one.failure.reason),
    one.reactions?.length > 0 && h("p", { class: "reactions" }, one.reactions.map(reaction =>
      h("span", { title: address(reaction.from) }, reaction.emoji))),
    h("p", { class: "foot" }, one.edited && t("message.edited") + " ", one.starred && "★ ",
      h("time", { datetime: one.timestamp, title: full(one.timestamp) }, clock(one.timestamp)), " ", status),
  ];
}

function content(page, one) {
  const kind = named("type." + one.type, one.type);
  return [
    one.media && media(page, one, kind),
    one.location && h("p", {}, "📍 ", one.location.name || "", " ", one.location.address || "", ` ${one.location.latitude}, ${one.location.longitude}`),
    one.contacts?.map(contact => h("p", {}, "👤 " + contact.name)),
    one.poll && [h("p", {}, h("strong", {}, one.poll.question)), h("ul", {}, one.poll.options.map(option =>
      h("li", {}, option, " · ", number((one.votes ?? []).filter(vote => vote.options.includes(option)).length))))],
    one.event && h("p", {}, "📅 ", h("strong", {}, one.event.name), one.event.startsAt ? " " + full(one.event.startsAt) : ""),
    one.groupInvite && h("p", {}, kind, " ", one.groupInvite.groupName ?? ""),
    one.unknown && h("em", {}, t("message.unknown", { name: one.unknown.name })),
    one.unreadable && h("em", {}, t("message.unreadable")),
    (one.text ?? one.caption) && h("p", { class: "text", dir: "auto" }, linked(one.text ?? one.caption)),
    one.buttons && h("p", { class: "hint" }, one.buttons.map(each => each.text).join(" · ")),
  ];
}

/** Addresses of pages become links; nothing else of a text means anything. */
function linked(text) {
  return text.split(/(https?:\/\/[^\s<>"]+)/).map((part, index) =>
    index % 2 === 1 ? h("a", { href: part, rel: "noreferrer noopener nofollow", target: "_blank" }, part) : part);
}

/** A file is fetched when it is asked for: WhatsApp may have to be asked, and it may be large. */
function media(page, one, kind) {
  const message = alertLine();
  const place = h("div", { class: "media" });
  const about = [kind, one.media.filename, one.media.size && size(one.media.size)].filter(Boolean).join(" · ");
  const open = button(t("media.show") + " " + about, async () => {
    const answer = await page.api.send("GET", page.path(["messages", one.id, "media"]), {});
    const address = URL.createObjectURL(await answer.blob());
    page.signal.addEventListener("abort", () => URL.revokeObjectURL(address));
    fill(place, shown(one, address, about));
  }, { kind: "quiet", message });
  fill(place, open);
  return [place, message];
}

function shown(one, address, about) {
  const type = one.media.mimetype ?? "";
  const save = h("a", { href: address, download: one.media.filename || one.id, class: "button" }, t("media.save") + " " + about);
  if (one.type === "document") return save;
  if (/^image\/(jpeg|png|webp|gif)/.test(type)) return h("img", { src: address, alt: one.caption || about });
  if (type.startsWith("video/")) return h("video", { src: address, controls: true });
  if (type.startsWith("audio/")) return h("audio", { src: address, controls: true });
  return save;
}

function systemText(system) {
  const people = (system.participants ?? []).map(address).join(", ");
  return [named("system." + system.kind, system.kind), people, system.value, system.by && "· " + address(system.by)].filter(Boolean).join(" ");
}
