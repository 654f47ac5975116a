/** The configuration folder with the keys of the fleet, read anew while the process runs. */
@NullMarked
package dev.kubezap.gateway.config;

import org.jspecify.annotations.NullMarked;
