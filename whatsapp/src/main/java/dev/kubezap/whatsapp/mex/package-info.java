/**
 * Queries of the service that are named by a number and speak JSON ({@code w:mex}, PROTOCOL-2026
 * 5): how they are asked, and what their answers say.
 */
@NullMarked
package dev.kubezap.whatsapp.mex;

import org.jspecify.annotations.NullMarked;
