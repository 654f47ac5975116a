package dev.kubezap.whatsapp.login;

/** A caller wants the link ended. */
public record LogOut() {}
