package dev.kubezap.whatsapp.login;

import dev.kubezap.whatsapp.noise.ClientVersion;
import java.util.Optional;

/**
 * The service was asked for the current client version.
 *
 * @param version empty when it gave none
 */
public record VersionFetched(Optional<ClientVersion> version) {}
