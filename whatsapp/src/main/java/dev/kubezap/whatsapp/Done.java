package dev.kubezap.whatsapp;

/** The answer to a request that has nothing to tell: it is done. */
public record Done() {}
