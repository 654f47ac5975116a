/** The console: a page for people, which calls the API from their browser. */
@NullMarked
package dev.kubezap.gateway.console;

import org.jspecify.annotations.NullMarked;
