// What most gateways are: Express, Baileys and PostgreSQL in one process. Credentials and messages are kept in PostgreSQL, every
// message that comes in is posted to a webhook, sending answers before the server's acknowledgement, as Baileys does.
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import express from 'express';
import makeWASocket, {
  BufferJSON,
  DisconnectReason,
  downloadMediaMessage,
  initAuthCreds,
  makeCacheableSignalKeyStore,
  proto
} from '@whiskeysockets/baileys';
import pg from 'pg';
import pino from 'pino';

const logger = pino({ level: process.env.LOG_LEVEL ?? 'silent' }, pino.destination(2));
for (const method of ['log', 'info', 'debug', 'warn']) console[method] = console.error;
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 4 });
await pool.query('CREATE TABLE IF NOT EXISTS auth (key text PRIMARY KEY, value text NOT NULL)');
await pool.query(
  'CREATE TABLE IF NOT EXISTS message (id text, chat text, from_me boolean, at timestamptz DEFAULT now(), body text, PRIMARY KEY (chat, id))'
);

// A phone's history names no host, for which Baileys has WhatsApp's own built in: the simulator stands in for it.
if (process.env.MEDIA_ORIGIN) {
  const given = globalThis.fetch;
  globalThis.fetch = (url, options) => given(String(url).replace('https://mmg.whatsapp.net', process.env.MEDIA_ORIGIN), options);
}

const session = { phase: 'Starting', qr: null, jid: null };

async function read(key) {
  const { rows } = await pool.query('SELECT value FROM auth WHERE key = $1', [key]);
  return rows.length ? JSON.parse(rows[0].value, BufferJSON.reviver) : null;
}

async function write(entries) {
  const put = entries.filter(([, value]) => value != null);
  const gone = entries.filter(([, value]) => value == null).map(([key]) => key);
  if (put.length) {
    await pool.query(
      'INSERT INTO auth SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      [put.map(([key]) => key), put.map(([, value]) => JSON.stringify(value, BufferJSON.replacer))]
    );
  }
  if (gone.length) await pool.query('DELETE FROM auth WHERE key = ANY($1)', [gone]);
}

const creds = (await read('creds')) ?? initAuthCreds();
const keys = {
  async get(type, ids) {
    const { rows } = await pool.query('SELECT key, value FROM auth WHERE key = ANY($1)', [ids.map(id => `${type}-${id}`)]);
    const found = {};
    for (const { key, value } of rows) {
      let parsed = JSON.parse(value, BufferJSON.reviver);
      if (type === 'app-state-sync-key') parsed = proto.Message.AppStateSyncKeyData.fromObject(parsed);
      found[key.slice(type.length + 1)] = parsed;
    }
    return found;
  },
  async set(data) {
    const entries = [];
    for (const type of Object.keys(data)) {
      for (const id of Object.keys(data[type])) entries.push([`${type}-${id}`, data[type][id]]);
    }
    await write(entries);
  }
};

const text = message => message?.conversation ?? message?.extendedTextMessage?.text ?? null;
const sent = new Map();
const history = { given: 0, stored: 0 };
let socket;

function tell(event) {
  if (!process.env.WEBHOOK_URL) return;
  fetch(process.env.WEBHOOK_URL, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(event)
  }).catch(error => logger.error(error));
}

// Files are fetched as they come, two at a time as the session pod does it, and kept as they are seen.
const waiting = [];
let fetching = 0;
async function fetchFiles() {
  while (fetching < 2 && waiting.length) {
    const message = waiting.shift();
    fetching++;
    downloadMediaMessage(message, 'stream', {})
      .then(stream => pipeline(stream, createWriteStream(`${process.env.MEDIA_FOLDER}/${message.key.id}`)))
      .then(() => tell({ type: 'message.media-ready', stanzaId: message.key.id }))
      .catch(error => logger.error(error))
      .finally(() => {
        fetching--;
        fetchFiles();
      });
  }
}

// As it does with a message that comes, only all of an event at once.
async function storeHistory(messages) {
  const texts = messages.filter(message => text(message.message) != null);
  await pool.query(
    'INSERT INTO message (id, chat, from_me, body) SELECT * FROM unnest($1::text[], $2::text[], $3::boolean[], $4::text[]) ON CONFLICT DO NOTHING',
    [
      texts.map(message => message.key.id),
      texts.map(message => message.key.remoteJid),
      texts.map(message => Boolean(message.key.fromMe)),
      texts.map(message => text(message.message))
    ]
  );
  history.stored += texts.length;
}

function connect() {
  const current = makeWASocket({
    waWebSocketUrl: process.env.WHATSAPP_URL,
    auth: { creds, keys: makeCacheableSignalKeyStore(keys, logger) },
    logger,
    getMessage: async key => sent.get(key.id)
  });
  socket = current;
  current.ev.on('creds.update', update => {
    Object.assign(creds, update);
    write([['creds', creds]]).catch(error => logger.error(error));
  });
  current.ev.on('connection.update', update => {
    if (update.qr) Object.assign(session, { phase: 'AwaitingPairing', qr: update.qr });
    if (update.connection === 'open') Object.assign(session, { phase: 'Connected', qr: null, jid: current.user?.id });
    if (update.connection === 'close') {
      const code = update.lastDisconnect?.error?.output?.statusCode;
      session.phase = 'Reconnecting';
      if (code !== DisconnectReason.loggedOut && socket === current) connect();
    }
  });
  current.ev.on('messaging-history.set', ({ messages }) => {
    history.given += messages.length;
    if (process.env.STORE_HISTORY) storeHistory(messages).catch(error => logger.error(error));
  });
  current.ev.on('messages.upsert', async ({ messages }) => {
    for (const message of messages) {
      if (message.message?.documentMessage && !message.key.fromMe) {
        waiting.push(message);
        fetchFiles();
        continue;
      }
      const body = text(message.message);
      if (body == null || message.key.fromMe) continue;
      await pool.query('INSERT INTO message (id, chat, from_me, body) VALUES ($1, $2, false, $3) ON CONFLICT DO NOTHING', [
        message.key.id,
        message.key.remoteJid,
        body
      ]);
      tell({ id: message.key.id, chat: message.key.remoteJid, text: body });
    }
  });
}

const app = express();
app.use(express.json());
app.get('/api/v1/session', (_, response) =>
  response.json({ phase: session.phase, jid: session.jid, qr: session.qr && { text: session.qr } })
);
app.get('/api/v1/history', (_, response) => response.json(history));
app.post('/api/v1/messages', async (request, response) => {
  const { to, text: body, media } = request.body;
  const jid = to.includes('@') ? to : `${to.replace('+', '')}@s.whatsapp.net`;
  const content = media
    ? { document: { url: media.url }, mimetype: media.mimetype, fileName: media.filename }
    : { text: body };
  const message = await socket.sendMessage(jid, content);
  sent.set(message.key.id, message.message);
  await pool.query('INSERT INTO message (id, chat, from_me, body) VALUES ($1, $2, true, $3) ON CONFLICT DO NOTHING', [
    message.key.id,
    message.key.remoteJid,
    body ?? media.filename
  ]);
  response.status(201).json({ id: message.key.id });
});
const server = app.listen(0, '127.0.0.1', () => process.stdout.write(`LISTENING http=${server.address().port}\n`));
connect();
process.on('SIGTERM', () => process.exit(0));
