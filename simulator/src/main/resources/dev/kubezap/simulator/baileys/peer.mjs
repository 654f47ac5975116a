// Drives one Baileys client by JSON lines: commands on stdin, events and answers on stdout.
// Usage: node peer.mjs URL AUTH_FOLDER [CA_FILE]
import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { createInterface } from 'node:readline';
import makeWASocket, {
  decryptPollVote,
  DisconnectReason,
  jidNormalizedUser,
  downloadMediaMessage,
  makeCacheableSignalKeyStore,
  proto,
  useMultiFileAuthState
} from '@whiskeysockets/baileys';
import pino from 'pino';

const [url, authFolder, caFile] = process.argv.slice(2);
const logger = pino({ level: process.env.BAILEYS_LOG_LEVEL ?? 'silent' }, pino.destination(2));
const sent = new Map();
const received = new Map();
let socket;
let wanted = false;

// Libraries that print to the console must not disturb the protocol on stdout.
for (const method of ['log', 'info', 'debug', 'warn']) console[method] = console.error;

const emit = value => process.stdout.write(JSON.stringify(value) + '\n');
const text = message =>
  message?.conversation ??
  message?.extendedTextMessage?.text ??
  message?.ephemeralMessage?.message?.extendedTextMessage?.text ??
  null;

// Baileys has the reading of votes and leaves it to its user.
function emitVote(key, { pollCreationMessageKey: { id }, vote }) {
  const secret = sent.get(id)?.messageContextInfo?.messageSecret;
  for (const creator of [socket.user?.id, socket.user?.lid]) {
    for (const voter of [key.remoteJid, key.remoteJidAlt]) {
      if (!secret || !creator || !voter) continue;
      try {
        const read = decryptPollVote(vote, {
          pollEncKey: secret,
          pollMsgId: id,
          pollCreatorJid: jidNormalizedUser(creator),
          voterJid: jidNormalizedUser(voter)
        });
        const chosen = read.selectedOptions.map(hash => Buffer.from(hash).toString('hex'));
        emit({ event: 'vote', id, chat: key.remoteJid, chosen });
      } catch {
        // Encrypted under another of the names.
      }
    }
  }
}

// What the devices of one account keep in common.
function emitKept(ev) {
  ev.on('chats.update', chats => {
    for (const { id, archived, pinned, muteEndTime, unreadCount } of chats) {
      emit({ event: 'chat', id, archived, pinned, muteEndTime, unreadCount });
    }
  });
  ev.on('chats.delete', ids => {
    for (const id of ids) emit({ event: 'chatDeleted', id });
  });
  ev.on('contacts.upsert', contacts => {
    for (const { id, lid, name } of contacts) emit({ event: 'named', id, lid, name: name ?? null });
  });
  ev.on('messages.delete', ({ keys }) => {
    for (const { id, remoteJid } of keys ?? []) emit({ event: 'hidden', id, chat: remoteJid });
  });
  ev.on('labels.edit', label => emit({ event: 'label', ...label }));
  ev.on('labels.association', ({ type, association: { labelId, chatId, messageId } }) => {
    emit({ event: 'labelled', type, id: labelId, chat: chatId, message: messageId ?? null });
  });
}

async function connect() {
  wanted = true;
  const { state, saveCreds } = await useMultiFileAuthState(authFolder);
  const current = makeWASocket({
    waWebSocketUrl: url,
    auth: { creds: state.creds, keys: makeCacheableSignalKeyStore(state.keys, logger) },
    logger,
    agent: caFile ? new Agent({ ca: readFileSync(caFile) }) : undefined,
    getMessage: async key => sent.get(key.id)
  });
  socket = current;
  current.ev.on('creds.update', saveCreds);
  current.ev.on('creds.update', ({ myAppStateKeyId }) => {
    if (myAppStateKeyId) emit({ event: 'keys' });
  });
  emitKept(current.ev);
  current.ev.on('connection.update', update => {
    if (update.qr) emit({ event: 'qr', qr: update.qr });
    if (update.connection === 'open') {
      emit({ event: 'open', jid: current.user?.id, lid: current.user?.lid });
    }
    if (update.receivedPendingNotifications) emit({ event: 'synced' });
    if (update.connection === 'close') {
      const error = update.lastDisconnect?.error;
      const code = error?.output?.statusCode ?? 0;
      emit({ event: 'close', code, reason: String(error?.message ?? '') });
      if (code === DisconnectReason.restartRequired && wanted && socket === current) {
        saveCreds().then(connect);
      }
    }
  });
  current.ev.on('messages.upsert', ({ messages, type }) => {
    for (const message of messages) {
      received.set(message.key.id, message);
      const update = message.message?.pollUpdateMessage;
      if (update) emitVote(message.key, update);
      emit({
        event: 'message',
        type,
        id: message.key.id,
        chat: message.key.remoteJid,
        chatAlt: message.key.remoteJidAlt ?? null,
        fromMe: Boolean(message.key.fromMe),
        pushName: message.pushName ?? null,
        text: text(message.message),
        content: JSON.parse(JSON.stringify(message.message ?? null)),
        stub: message.messageStubType ?? null,
        stubParameters: message.messageStubParameters ?? []
      });
    }
  });
  current.ev.on('messages.reaction', reactions => {
    for (const { key, reaction } of reactions) {
      emit({ event: 'reaction', id: key.id, chat: key.remoteJid, text: reaction.text ?? '' });
    }
  });
  current.ev.on('message-receipt.update', receipts => {
    for (const { key, receipt } of receipts) {
      emit({ event: 'receipt', id: key.id, chat: key.remoteJid, receipt });
    }
  });
  current.ev.on('presence.update', ({ id, presences }) => {
    for (const [participant, { lastKnownPresence, lastSeen }] of Object.entries(presences)) {
      emit({
        event: 'presence', chat: id, participant, state: lastKnownPresence, lastSeen: lastSeen ?? null
      });
    }
  });
  current.ev.on('contacts.update', contacts => {
    for (const contact of contacts) emit({ event: 'contact', ...contact });
  });
  current.ev.on('blocklist.update', ({ blocklist, type }) => {
    emit({ event: 'blocklist', type, blocklist });
  });
  current.ev.on('call', calls => {
    for (const call of calls) {
      emit({
        event: 'call', id: call.id, from: call.from, status: call.status, video: call.isVideo ?? false
      });
    }
  });
  current.ev.on('messages.update', updates => {
    for (const { key, update } of updates) {
      const edited = update.message?.editedMessage?.message;
      if (edited) emit({ event: 'edited', id: key.id, chat: key.remoteJid, text: text(edited) });
      if (update.starred != null) emit({ event: 'starred', id: key.id, on: update.starred });
      if (update.message === null) emit({ event: 'deleted', id: key.id, chat: key.remoteJid });
      if (update.status != null) {
        emit({
          event: 'status',
          id: key.id,
          chat: key.remoteJid,
          fromMe: Boolean(key.fromMe),
          status: proto.WebMessageInfo.Status[update.status] ?? String(update.status),
          detail: update.messageStubParameters ?? []
        });
      }
    }
  });
}

// What JSON has no form for.
const dates = (name, value) => (/^(start|end)Date$/.test(name) ? new Date(value) : value);

const people = new Set([
  'fetchBlocklist',
  'fetchPrivacySettings',
  'fetchStatus',
  'getBusinessProfile',
  'onWhatsApp',
  'presenceSubscribe',
  'profilePictureUrl',
  'rejectCall',
  'removeProfilePicture',
  'sendPresenceUpdate',
  'updateBlockStatus',
  'updateLastSeenPrivacy',
  'updateProfilePicturePrivacy',
  'updateProfileStatus',
  'updateReadReceiptsPrivacy'
]);

const kept = new Set([
  'addChatLabel',
  'addLabel',
  'addMessageLabel',
  'addOrEditContact',
  'chatModify',
  'removeChatLabel',
  'removeContact',
  'removeMessageLabel',
  'star'
]);

const commands = {
  connect,
  async pairingCode({ phoneNumber }) {
    return { code: await socket.requestPairingCode(phoneNumber) };
  },
  async send({ to, text: body }) {
    const message = await socket.sendMessage(to, { text: body });
    sent.set(message.key.id, message.message);
    return { id: message.key.id };
  },
  // content is what Baileys' own sendMessage takes, as JSON; quoted is the id of a message that came.
  async sendContent({ to, content, quoted }) {
    const options = quoted ? { quoted: received.get(quoted) } : {};
    const message = await socket.sendMessage(to, JSON.parse(content, dates), options);
    sent.set(message.key.id, message.message);
    return { id: message.key.id };
  },
  // The file of a message that came, in base64; Baileys checks nothing of it but its padding.
  async download({ id }) {
    const file = await downloadMediaMessage(received.get(id), 'buffer', {});
    return { file: file.toString('base64') };
  },
  // Puts a text into the status feed; recipients is a JSON list of jids.
  async status({ text: body, recipients }) {
    const options = { statusJidList: JSON.parse(recipients), broadcast: true };
    const message = await socket.sendMessage('status@broadcast', { text: body }, options);
    sent.set(message.key.id, message.message);
    return { id: message.key.id };
  },
  // Calls a method of its groups or channels, with its arguments as a JSON list.
  async groups({ method, arguments: list }) {
    if (!/^(group|newsletter)/.test(method)) throw new Error('no method of groups');
    return { result: (await socket[method](...JSON.parse(list))) ?? null };
  },
  // Calls one of its methods about people, with its arguments as a JSON list.
  async people({ method, arguments: list }) {
    if (!people.has(method)) throw new Error('no method about people');
    return { result: (await socket[method](...JSON.parse(list))) ?? null };
  },
  // Calls one of its methods about chats, contacts and labels, with its arguments as a JSON list.
  async kept({ method, arguments: list }) {
    if (!kept.has(method)) throw new Error('no method about what is kept');
    return { result: (await socket[method](...JSON.parse(list))) ?? null };
  },
  async read({ chat, id }) {
    await socket.readMessages([{ remoteJid: chat, id, fromMe: false }]);
  },
  async receipt({ chat, id, type }) {
    await socket.sendReceipt(chat, undefined, [id], type);
  },
  async logout() {
    wanted = false;
    await socket.logout();
  },
  async disconnect() {
    wanted = false;
    await socket.end(undefined);
  },
  async exit() {
    process.exit(0);
  }
};

createInterface({ input: process.stdin }).on('line', async line => {
  const { command, number, ...parameters } = JSON.parse(line);
  try {
    emit({ answer: number, ...((await commands[command](parameters)) ?? {}) });
  } catch (error) {
    emit({ answer: number, error: String(error?.message ?? error) });
  }
}).on('close', () => process.exit(0));
process.on('unhandledRejection', error => emit({ event: 'unhandled', error: String(error) }));
emit({ event: 'ready' });
