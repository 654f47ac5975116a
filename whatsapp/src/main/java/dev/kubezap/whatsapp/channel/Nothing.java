package dev.kubezap.whatsapp.channel;

/** Nothing is read from the store: the service is asked each time. */
public record Nothing() {}
