// Writes handshake.properties: one whole handshake with Baileys as the client.
//   npm install @whiskeysockets/baileys@7.0.0-rc14 && node generate-vector.mjs > handshake.properties
import { proto } from '@whiskeysockets/baileys'
import { WA_CERT_DETAILS } from '@whiskeysockets/baileys/lib/Defaults/index.js'
import { aesEncryptGCM, Curve, hkdf, sha256 } from '@whiskeysockets/baileys/lib/Utils/crypto.js'
import { makeNoiseHandler } from '@whiskeysockets/baileys/lib/Utils/noise-handler.js'

const HEADER = Buffer.from([87, 65, 6, 3])
const logger = { child: () => logger, trace() {}, level: 'silent' }
const out = (name, bytes) => console.log(`${name}=${Buffer.from(bytes).toString('hex')}`)

const [ephemeral, identity, serverEphemeral, serverStatic, root, intermediate] = Array.from({ length: 6 }, Curve.generateKeyPair)
WA_CERT_DETAILS.PUBLIC_KEY = root.public
const { Details } = proto.CertChain.NoiseCertificate
const certificate = (fields, signer) => {
  const details = Details.encode({ notBefore: 1600000000, notAfter: 2000000000, ...fields }).finish()
  return { details, signature: Curve.sign(signer.private, details) }
}
const chain = proto.CertChain.encode({
  intermediate: certificate({ serial: 7, issuerSerial: 0, key: intermediate.public }, root),
  leaf: certificate({ serial: 8, issuerSerial: 7, key: serverStatic.public }, intermediate),
}).finish()

let hash = Buffer.from('Noise_XX_25519_AESGCM_SHA256\0\0\0\0'), salt = hash, key = hash
const mix = data => { hash = sha256(Buffer.concat([hash, data])) }
const mixKey = secret => { const k = Buffer.from(hkdf(secret, 64, { salt, info: '' })); salt = k.subarray(0, 32); key = k.subarray(32) }
const seal = data => { const c = aesEncryptGCM(data, key, Buffer.alloc(12), hash); mix(c); return c }
mix(HEADER); mix(ephemeral.public); mix(serverEphemeral.public)
mixKey(Curve.sharedKey(serverEphemeral.private, ephemeral.public))
const encryptedStatic = seal(serverStatic.public)
mixKey(Curve.sharedKey(serverStatic.private, ephemeral.public))
const serverHello = { ephemeral: serverEphemeral.public, static: encryptedStatic, payload: seal(chain) }

const noise = makeNoiseHandler({ keyPair: ephemeral, NOISE_HEADER: HEADER, logger })
const clientPayload = Buffer.from('what the client says of itself')
const helloBytes = proto.HandshakeMessage.encode({ clientHello: { ephemeral: ephemeral.public } }).finish()
noise.encodeFrame(helloBytes)
const encryptedKey = noise.processHandshake({ serverHello }, identity)
const finish = proto.HandshakeMessage.encode({ clientFinish: { static: encryptedKey, payload: noise.encrypt(clientPayload) } }).finish()
await noise.finishInit()

console.log('# Written by generate-vector.mjs with Baileys 7.0.0-rc14.')
out('ephemeral', ephemeral.private)
out('identity', identity.private)
out('root', root.public)
out('clientPayload', clientPayload)
out('clientHello', helloBytes)
out('serverHello', proto.HandshakeMessage.encode({ serverHello }).finish())
out('clientFinish', finish)
out('frame0', noise.encodeFrame(Buffer.from('first')).subarray(3))
out('frame1', noise.encodeFrame(Buffer.from('second')).subarray(3))
