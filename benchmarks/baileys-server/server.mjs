// What most gateways are: Express, Baileys and PostgreSQL in one process. Credentials and messages are kept in PostgreSQL, every
// message that comes in is posted to a webhook, sending answers before the server's acknowledgement, as Baileys does.
import express from 'express';
import makeWASocket, {
  BufferJSON,
  DisconnectReason,
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
let socket;

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
  current.ev.on('messages.upsert', async ({ messages }) => {
    for (const message of messages) {
      const body = text(message.message);
      if (body == null || message.key.fromMe) continue;
      await pool.query('INSERT INTO message (id, chat, from_me, body) VALUES ($1, $2, false, $3) ON CONFLICT DO NOTHING', [
        message.key.id,
        message.key.remoteJid,
        body
      ]);
      if (process.env.WEBHOOK_URL) {
        fetch(process.env.WEBHOOK_URL, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ id: message.key.id, chat: message.key.remoteJid, text: body })
        }).catch(error => logger.error(error));
      }
    }
  });
}

const app = express();
app.use(express.json());
app.get('/api/v1/session', (_, response) =>
  response.json({ phase: session.phase, jid: session.jid, qr: session.qr && { text: session.qr } })
);
app.post('/api/v1/messages', async (request, response) => {
  const { to, text: body } = request.body;
  const jid = to.includes('@') ? to : `${to.replace('+', '')}@s.whatsapp.net`;
  const message = await socket.sendMessage(jid, { text: body });
  sent.set(message.key.id, message.message);
  await pool.query('INSERT INTO message (id, chat, from_me, body) VALUES ($1, $2, true, $3) ON CONFLICT DO NOTHING', [
    message.key.id,
    message.key.remoteJid,
    body
  ]);
  response.status(201).json({ id: message.key.id });
});
const server = app.listen(0, '127.0.0.1', () => process.stdout.write(`LISTENING http=${server.address().port}\n`));
connect();
process.on('SIGTERM', () => process.exit(0));
