/**
 * The session for agents: a server of the Model Context Protocol whose tools are routes of the API,
 * called with the rights of the caller's key.
 */
@NullMarked
package dev.kubezap.pod.mcp;

import org.jspecify.annotations.NullMarked;
