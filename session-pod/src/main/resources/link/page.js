"use strict";
const element = id => document.getElementById(id);
const session = "api/v1/session";
const PAUSE = 2000;
let polling = 0;

class Refused extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

async function call(method, below, body) {
  const answer = await fetch(session + below, {
    method,
    headers: {
      Accept: "application/json",
      Authorization: "Bearer " + element("key").value.trim(),
      ...(body ? { "Content-Type": "application/json" } : {}),
    },
    body: body && JSON.stringify(body),
  });
  const document = await answer.json();
  if (!answer.ok) {
    const wrong = (document.errors || []).map(error => `${error.field} ${error.message}`).join("; ");
    throw new Refused(answer.status, wrong || document.detail || document.title);
  }
  return document;
}

// No QR code is an ordinary answer between two of them, and when none is shown.
async function qr() {
  try {
    return await call("GET", "/qr");
  } catch (error) {
    if (error.status === 409 || error.status === 410) {
      return null;
    }
    throw error;
  }
}

function show(state, shown) {
  const linked = state.jid !== undefined;
  element("standing").textContent = linked
    ? `Linked with ${state.phoneNumber || state.jid}; ${state.phase}.`
    : state.phase + (state.reason ? `: ${state.reason}` : "");
  element("scan").hidden = element("typed").hidden = linked;
  element("picture").hidden = shown === null;
  element("again").hidden = shown !== null;
  element("expires").textContent = shown ? `Valid until ${shown.expiresAt}.` : "";
  if (shown) {
    element("picture").src = shown.dataUrl;
  } else {
    element("picture").removeAttribute("src");
  }
  element("code").textContent = state.pairingCode ? state.pairingCode.code : "";
  element("passkey").hidden = state.phase !== "AwaitingPasskey";
}

async function look() {
  clearTimeout(polling);
  try {
    const state = await call("GET", "");
    show(state, state.jid === undefined ? await qr() : null);
    element("message").textContent = "";
  } catch (error) {
    element("message").textContent = error.message;
    if (error.status === 401 || error.status === 403) {
      return;
    }
  }
  polling = setTimeout(look, PAUSE);
}

async function act(method, below, body) {
  try {
    await call(method, below, body);
    await look();
  } catch (error) {
    element("message").textContent = error.message;
  }
}

element("begin").onclick = look;
element("again").onclick = () => act("POST", "/reconnect");
element("ask").onclick = () => act("POST", "/pairing-code", { phoneNumber: element("number").value.trim() });
