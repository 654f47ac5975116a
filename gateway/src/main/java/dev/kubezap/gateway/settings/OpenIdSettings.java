package dev.kubezap.gateway.settings;

import java.net.URI;

/**
 * Whose tokens of OpenID Connect count, and what they say.
 *
 * @param issuer the issuer, below which its discovery document is
 * @param audience what a token must be made for
 * @param rolesClaim the claim with the roles; dots lead into objects
 * @param rolePrefix begins the roles that are meant for Kubezap
 */
public record OpenIdSettings(URI issuer, String audience, String rolesClaim, String rolePrefix) {}
