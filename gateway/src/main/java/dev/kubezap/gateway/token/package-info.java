/** Tokens that others made: an OpenID Connect issuer, and the API server for service accounts. */
@NullMarked
package dev.kubezap.gateway.token;

import org.jspecify.annotations.NullMarked;
