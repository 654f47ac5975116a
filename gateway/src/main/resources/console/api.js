// Calls the gateway's API with the key of the user.

import { t } from "./texts.js";

/** Relative to the page, so that a proxy may put both below a prefix. */
const BASE = "../api/v1";

/** An answer that is no success, in words for people. */
export class Problem extends Error {
  constructor(status, document) {
    const fields = (document.errors ?? []).map(error => `${error.field} ${error.message}`).join("; ");
    super(fields || document.detail || document.title || t("problem.status", { status }));
    this.name = "Problem";
    this.status = status;
    this.code = document.code ?? "";
  }
}

export class Api {
  #key;

  constructor(key) {
    this.#key = key;
  }

  /** The answer's JSON; null when it has none. */
  async json(method, path, { body, headers, signal } = {}) {
    const answer = await this.send(method, path, { body, headers: { Accept: "application/json", ...headers }, signal });
    return answer.status === 204 ? null : answer.json();
  }

  get(path, signal) {
    return this.json("GET", path, { signal });
  }

  /** A successful answer, its body not yet read. A body that is a form is sent as one, any other as JSON. */
  async send(method, path, { body, headers = {}, signal } = {}) {
    const form = body instanceof FormData;
    let answer;
    try {
      answer = await fetch(BASE + path, {
        method,
        signal,
        // The key is all that opens the API: no cookie of this origin goes along.
        credentials: "omit",
        cache: "no-store",
        headers: { Authorization: "Bearer " + this.#key, ...(body && !form ? { "Content-Type": "application/json" } : {}), ...headers },
        body: body && !form ? JSON.stringify(body) : body,
      });
    } catch (failure) {
      if (failure.name === "AbortError") throw failure;
      throw new Problem(0, { detail: t("problem.unreachable") });
    }
    if (!answer.ok) {
      const document = await answer.json().catch(() => ({}));
      if (answer.status === 401) document.detail = t("problem.key");
      throw new Problem(answer.status, document);
    }
    return answer;
  }
}

/** A path of these parts, each encoded, and of the parameters that have a value. */
export function path(parts, parameters = {}) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== undefined && value !== ""));
  return parts.map(part => "/" + encodeURIComponent(part)).join("") + (query.size > 0 ? "?" + query : "");
}
