"use strict";
const element = id => document.getElementById(id);
const path = "api/v1/session/passkey";
let polling = 0;

// What runs in the tab of web.whatsapp.com. A click is needed: browsers let no script begin by itself.
function foreignScript(options) {
  return `(options => {
  const button = document.createElement("button");
  button.textContent = "Sign with the passkey";
  button.style.cssText = "position:fixed;z-index:99999;top:20px;left:20px;padding:16px;font-size:18px;background:#1a7f37;color:#fff";
  button.onclick = async () => {
    try {
      const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
      const answer = JSON.stringify((await navigator.credentials.get({ publicKey })).toJSON());
      await navigator.clipboard.writeText(answer).catch(() => {});
      prompt("Copied. If not, copy it here:", answer);
      button.remove();
    } catch (error) {
      alert(error);
    }
  };
  document.body.append(button);
})(${JSON.stringify(options)});`;
}

async function call(method, below, body) {
  element("message").textContent = "";
  const answer = await fetch(path + below, {
    method,
    headers: {
      Authorization: "Bearer " + element("key").value.trim(),
      ...(body ? { "Content-Type": "application/json" } : {}),
    },
    body: body && JSON.stringify(body),
  });
  const document = await answer.json();
  if (!answer.ok) {
    const wrong = (document.errors || []).map(error => `${error.field} ${error.message}`).join("; ");
    throw new Error(wrong || document.detail || document.title);
  }
  return document;
}

function show(standing) {
  const texts = {
    nothing: "WhatsApp waits for no passkey of this session: it is linked, or its code has to be scanned first.",
    assertion: "WhatsApp waits for a signature until " + standing.expiresAt + ".",
    phone: "The phone is about to answer.",
    confirmation: "Compare the codes.",
  };
  element("standing").textContent = texts[standing.waitingFor];
  element("sign").hidden = element("answer").hidden = standing.waitingFor !== "assertion";
  element("compare").hidden = standing.waitingFor !== "confirmation";
  element("cancel").hidden = standing.waitingFor === "nothing";
  element("code").textContent = standing.code || "";
  if (standing.options) {
    element("script").value = foreignScript(standing.options);
  }
  clearTimeout(polling);
  if (standing.waitingFor === "phone") {
    polling = setTimeout(() => run(() => call("GET", "")), 1000);
  }
}

async function run(work) {
  try {
    show(await work());
  } catch (error) {
    element("message").textContent = error.message;
  }
}

element("load").onclick = () => run(() => call("GET", ""));
element("copy").onclick = () => navigator.clipboard.writeText(element("script").value);
element("send").onclick = () =>
  run(() => {
    let credential;
    try {
      credential = JSON.parse(element("credential").value);
    } catch {
      throw new Error("This is not what the button gave: it begins with {");
    }
    return call("POST", "", { credential });
  });
element("confirm").onclick = () => run(() => call("POST", "/confirm"));
element("cancel").onclick = () => run(() => call("DELETE", ""));
