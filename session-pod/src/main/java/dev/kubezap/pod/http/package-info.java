/**
 * HTTP without a framework above the server: a list of routes, requests and replies as values,
 * problems as exceptions, and one dispatcher that authenticates, limits and answers.
 */
@NullMarked
package dev.kubezap.pod.http;

import org.jspecify.annotations.NullMarked;
