package dev.kubezap.simulator.phone;

import dev.kubezap.simulator.crypto.Bytes;

/** Puts a phone's history on the media host. */
@FunctionalInterface
public interface HistoryUpload {

  /** What a notification tells of it. */
  record Uploaded(Bytes key, Bytes digest, Bytes encryptedDigest, String directPath) {}

  /** Encrypts and keeps the plain bytes. */
  Uploaded upload(Bytes plain);
}
