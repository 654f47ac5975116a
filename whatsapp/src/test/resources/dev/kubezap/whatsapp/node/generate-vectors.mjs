// Writes node-vectors.xml with what Baileys makes of each case.
//   npm install @whiskeysockets/baileys@7.0.0-rc14 && node generate-vectors.mjs > node-vectors.xml
import { deflateSync } from 'node:zlib'
import { encodeBinaryNode } from '@whiskeysockets/baileys/lib/WABinary/encode.js'
import { decodeBinaryNode } from '@whiskeysockets/baileys/lib/WABinary/decode.js'
import { DOUBLE_BYTE_TOKENS, SINGLE_BYTE_TOKENS } from '@whiskeysockets/baileys/lib/WABinary/constants.js'

const escape = s => s.replace(/[&<>"\n\r\t\u0000]/g, c => `&#${c.charCodeAt(0)};`)
const xml = ({ tag, attrs, content }) => {
  const a = Object.entries(attrs ?? {}).map(([k, v]) => `<a k="${escape(k)}" v="${escape(v)}"/>`).join('')
  let c = ''
  if (typeof content === 'string') c = `<t v="${escape(content)}"/>`
  else if (content instanceof Uint8Array) c = `<b>${Buffer.from(content).toString('hex')}</b>`
  else if (Array.isArray(content)) c = `<l>${content.map(xml).join('')}</l>`
  return `<n tag="${escape(tag)}">${a}${c}</n>`
}
const seeded = length => Buffer.from(Array.from({ length }, (_, i) => (i * 31 + length) & 0xff))

const S = '@s.whatsapp.net'
const encode = {
  'bare tag': { tag: 'iq', attrs: {} },
  'tag from a dictionary': { tag: 'pair-device-rotate-qr', attrs: {} },
  'tag without a number': { tag: 'not-a-word', attrs: { 'another-one': 'ünïcode ✓ 😀' } },
  'ping': { tag: 'iq', attrs: { id: '1234.5678-1', to: S, type: 'get', xmlns: 'w:p' }, content: [{ tag: 'ping', attrs: {} }] },
  'empty list of children': { tag: 'iq', attrs: { to: S }, content: [] },
  'server as a word': { tag: 'iq', attrs: { from: 's.whatsapp.net' } },
  'group server': { tag: 'iq', attrs: { to: '@g.us' } },
  'empty attribute': { tag: 'presence', attrs: { name: '' } },
  'nibbles even': { tag: 'x', attrs: { a: '1234567890-.' } },
  'nibbles odd': { tag: 'x', attrs: { a: '98765' } },
  'nibbles one': { tag: 'x', attrs: { a: '-' } },
  'nibbles 127': { tag: 'x', attrs: { a: '7'.repeat(127) } },
  'nibbles 128': { tag: 'x', attrs: { a: '7'.repeat(128) } },
  'hex even': { tag: 'x', attrs: { a: '3EB0C0FFEE' } },
  'hex odd': { tag: 'x', attrs: { a: '3EB0C0FFE' } },
  'hex 127': { tag: 'x', attrs: { a: 'A'.repeat(127) } },
  'hex 128': { tag: 'x', attrs: { a: 'A'.repeat(128) } },
  'lower-case hex is text': { tag: 'x', attrs: { a: '3eb0c0ffee' } },
  'text content of 3 digits': { tag: 'x', attrs: {}, content: '517' },
  'text content that is a word': { tag: 'x', attrs: {}, content: 'receipt' },
  'text content that is an address': { tag: 'x', attrs: {}, content: '4915112345678@s.whatsapp.net' },
  'text content': { tag: 'x', attrs: {}, content: 'Grüße an alle' },
  'bytes 0': { tag: 'enc', attrs: {}, content: seeded(0) },
  'bytes 255': { tag: 'enc', attrs: { v: '2', type: 'pkmsg' }, content: seeded(255) },
  'bytes 256': { tag: 'enc', attrs: { v: '2', type: 'msg' }, content: seeded(256) },
  'text 255': { tag: 'x', attrs: { a: 'z'.repeat(255) } },
  'text 256': { tag: 'x', attrs: { a: 'z'.repeat(256) } },
  'attributes 127': { tag: 'x', attrs: Object.fromEntries(Array.from({ length: 127 }, (_, i) => [`k${i}`, `v${i}`])) },
  'attributes 128': { tag: 'x', attrs: Object.fromEntries(Array.from({ length: 128 }, (_, i) => [`k${i}`, `v${i}`])) },
  'children 255': { tag: 'list', attrs: {}, content: Array.from({ length: 255 }, (_, i) => ({ tag: 'item', attrs: { id: String(i) } })) },
  'children 256': { tag: 'list', attrs: {}, content: Array.from({ length: 256 }, (_, i) => ({ tag: 'item', attrs: { id: String(i) } })) },
  'message': {
    tag: 'message', attrs: { to: '4915112345678@s.whatsapp.net', id: '3EB0A1B2C3D4E5F60718', type: 'text', phash: '2:aBcDeF+/' },
    content: [
      { tag: 'participants', attrs: {}, content: [
        { tag: 'to', attrs: { jid: '4915112345678@s.whatsapp.net' }, content: [{ tag: 'enc', attrs: { v: '2', type: 'pkmsg' }, content: seeded(190) }] },
        { tag: 'to', attrs: { jid: '4915112345678:17@s.whatsapp.net' }, content: [{ tag: 'enc', attrs: { v: '2', type: 'msg' }, content: seeded(70) }] },
        { tag: 'to', attrs: { jid: '123456789012345:99@lid' }, content: [{ tag: 'enc', attrs: { v: '2', type: 'msg' }, content: seeded(71) }] } ] },
      { tag: 'device-identity', attrs: {}, content: seeded(150) } ] },
  'receipt': { tag: 'receipt', attrs: { to: '120363041234567890@g.us', id: '3A5FBC00112233445566', participant: '123456789012345:3@lid', t: '1700000000' } },
  'prekeys': { tag: 'iq', attrs: { xmlns: 'encrypt', type: 'set', to: S, id: '77' }, content: [
    { tag: 'registration', attrs: {}, content: seeded(4) }, { tag: 'type', attrs: {}, content: Buffer.from([5]) }, { tag: 'identity', attrs: {}, content: seeded(32) },
    { tag: 'list', attrs: {}, content: [{ tag: 'key', attrs: {}, content: [{ tag: 'id', attrs: {}, content: seeded(3) }, { tag: 'value', attrs: {}, content: seeded(32) }] }] } ] },
}
for (const jid of ['4915112345678@s.whatsapp.net', '123456789012345@lid', '120363041234567890@g.us', '491511-1500000000@g.us', 'status@broadcast', '1500000000@broadcast',
  '120363040000000000@newsletter', '16505361212@c.us', '0@c.us', 'server@c.us', '13135550002@bot', '4915112345678@hosted', '123456789012345@hosted.lid', '100@msgr', '@call', 'x@unknown.server',
  '4915112345678:1@s.whatsapp.net', '4915112345678:255@s.whatsapp.net', '123456789012345:99@lid', '4915112345678:99@hosted', '123456789012345:99@hosted.lid']) {
  encode[`address ${jid}`] = { tag: 'x', attrs: { jid } }
}
for (const [i, list] of [SINGLE_BYTE_TOKENS, ...DOUBLE_BYTE_TOKENS].entries()) {
  // Every word once: as attribute names, whose values count along.
  encode[`words of table ${i}`] = { tag: 'x', attrs: Object.fromEntries(list.filter(w => w && !/^\d+$/.test(w)).map((w, n) => [w, `#${n}`])) }
  encode[`digits of table ${i}`] = { tag: 'x', attrs: {}, content: list.filter(w => /^\d+$/.test(w)).map(a => ({ tag: 'x', attrs: { a } })) }
}

const hex = s => Buffer.from(s.replace(/[ |]/g, ''), 'hex')
const X = 'fc01 78', A = 'fc01 61' // the tag "x", the name "a"
const deflated = n => Buffer.concat([Buffer.from([2]), deflateSync(encodeBinaryNode(n).subarray(1))])
const decode = {
  'compressed': deflated(encode.message),
  'compressed and cut': deflated(encode.message).subarray(0, 40),
  'flag of compression without it': hex('02 f801 19'),
  'list in 16 bits': hex(`00 f90001 ${X}`),
  'text as 20 bits': hex(`00 f802 ${X} fd000003 010203`),
  'text as 32 bits': hex(`00 f802 ${X} fe00000003 010203`),
  'attribute as 20 bits': hex(`00 f803 ${X} ${A} fd000003 616263`),
  'attribute as 32 bits': hex(`00 f803 ${X} ${A} fe00000003 616263`),
  'attribute empty': hex(`00 f803 ${X} ${A} 00`),
  'interop device': hex(`00 f803 ${X} ${A} f5 ff03 123456 0007 0009 fc07 696e7465726f70`),
  'interop device at the end, without server': hex(`00 f803 ${X} ${A} f5 ff03 123456 0007 0009`),
  'messenger device': hex(`00 f803 ${X} ${A} f6 ff03 123456 0102 fc04 6d736772`),
  'AD s.whatsapp.net': hex(`00 f803 ${X} ${A} f7 00 05 ff03 123456`),
  'AD lid': hex(`00 f803 ${X} ${A} f7 01 05 ff03 123456`),
  'AD hosted': hex(`00 f803 ${X} ${A} f7 80 63 ff03 123456`),
  'AD hosted.lid': hex(`00 f803 ${X} ${A} f7 81 63 ff03 123456`),
  'AD domain unknown': hex(`00 f803 ${X} ${A} f7 07 05 ff03 123456`),
  'AD device 0': hex(`00 f803 ${X} ${A} f7 01 00 ff03 123456`),
  'pair without user': hex(`00 f803 ${X} ${A} fa 00 03`),
  'pair without server': hex(`00 f803 ${X} ${A} fa ff03 123456 00`),
  'content as AD': hex(`00 f802 ${X} f7 01 05 ff03 123456`),
  'hex digits of all values': hex(`00 f803 ${X} ${A} fb08 0123456789abcdef`),
  'nibbles with dash and dot': hex(`00 f803 ${X} ${A} ff86 0123456789a0`.replace('a0', 'af')),
  'nibble 12': hex(`00 f803 ${X} ${A} ff01 1c`),
  'bad UTF-8': hex(`00 f803 ${X} ${A} fc03 61ff62`),
  'same attribute twice': hex(`00 f805 ${X} ${A} fc01 31 ${A} fc01 32`),
  'empty frame': hex(''),
  'flag only': hex('00'),
  'no list': hex('00 19'),
  'empty list': hex('00 00 19'),
  'no tag': hex('00 f801 00'),
  'cut in an attribute': hex(`00 f803 ${X} ${A} fc05 6162`),
  'cut before content': hex(`00 f802 ${X}`),
  'cut in a list': hex(`00 f802 ${X} f803 f801 ${X}`),
  'string of tag 240': hex(`00 f803 ${X} ${A} f0`),
  'child that is no list': hex(`00 f802 ${X} f801 19`),
}

console.log('<?xml version="1.0" encoding="UTF-8"?>\n<!-- Written by generate-vectors.mjs with Baileys 7.0.0-rc14. -->\n<vectors>')
for (const [name, node] of Object.entries(encode)) {
  console.log(`<encode name="${escape(name)}" hex="${encodeBinaryNode(node).toString('hex')}">${xml(node)}</encode>`)
}
for (const [name, bytes] of Object.entries(decode)) {
  let expect = 'ok', body = ''
  try {
    body = xml(await decodeBinaryNode(bytes))
  } catch (e) {
    expect = /end of stream|outside buffer|out of range/.test(e.message) ? 'TRUNCATED' : e.code?.startsWith('Z_') ? 'COMPRESSION' : 'INVALID'
  }
  console.log(`<decode name="${escape(name)}" expect="${expect}" hex="${bytes.toString('hex')}">${body}</decode>`)
}
console.log('</vectors>')
