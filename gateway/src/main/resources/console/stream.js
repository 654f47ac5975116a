// Reads server-sent events. Not by EventSource: that cannot send the key, and a ticket in the address opens once only, so
// that a browser which comes back by itself is refused.

const SILENCE = 45_000; // three of the server's heartbeats
const LONGEST_PAUSE = 30_000;

/**
 * Follows the events until the signal says to stop, comes back when the connection ends, and goes on behind the last event.
 * `onOpen` is told whether a stream is open.
 */
export async function follow(api, path, { onEvent, onOpen, signal }) {
  let place = "";
  for (let failures = 0; !signal.aborted; failures++) {
    const connection = new AbortController();
    const stop = () => connection.abort();
    signal.addEventListener("abort", stop);
    try {
      const headers = { Accept: "text/event-stream", ...(place ? { "Last-Event-ID": place } : {}) };
      const answer = await api.send("GET", path, { headers, signal: connection.signal });
      onOpen(true);
      await read(answer.body, connection, event => {
        failures = 0;
        if (event.id !== undefined) place = event.id;
        if (event.data) onEvent(JSON.parse(event.data));
      });
    } catch (problem) {
      // The place may be one that nobody knows any more: begin anew.
      if (problem.status === 422 || problem.status === 410) place = "";
      if (problem.status === 401 || problem.status === 403) return;
    } finally {
      signal.removeEventListener("abort", stop);
    }
    if (signal.aborted) return;
    onOpen(false);
    await rest(Math.min(LONGEST_PAUSE, 1000 * 2 ** failures) * (0.5 + Math.random() / 2), signal);
  }
}

async function read(body, connection, take) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  const parser = new Parser(take);
  for (;;) {
    const timer = setTimeout(() => connection.abort(), SILENCE);
    try {
      const { value, done } = await reader.read();
      if (done) return;
      parser.push(value);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Cuts the text of a stream into events, wherever it is torn. */
export class Parser {
  #rest = "";
  #event = {};
  #take;

  constructor(take) {
    this.#take = take;
  }

  push(text) {
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop();
    for (const line of lines) this.#line(line);
  }

  #line(line) {
    if (line === "") {
      const event = this.#event;
      this.#event = {};
      if (Object.keys(event).length > 0) this.#take(event);
      return;
    }
    const colon = line.indexOf(":");
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "data") this.#event.data = this.#event.data === undefined ? value : this.#event.data + "\n" + value;
    if (name === "id" && !value.includes("\0")) this.#event.id = value;
  }
}

function rest(milliseconds, signal) {
  return new Promise(done => {
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener("abort", () => (clearTimeout(timer), done()), { once: true });
  });
}
