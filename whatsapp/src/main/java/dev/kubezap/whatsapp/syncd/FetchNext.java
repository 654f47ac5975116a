package dev.kubezap.whatsapp.syncd;

/** An input: whatever collection is due is to be read, one after another, and ours written then. */
public record FetchNext() {}
