/** PostgreSQL out of a Maven artifact, as a supervised process on loopback. */
@NullMarked
package dev.kubezap.playground.postgres;

import org.jspecify.annotations.NullMarked;
