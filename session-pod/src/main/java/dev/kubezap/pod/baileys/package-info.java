/**
 * Reads what Baileys has stored of a linked device, as it keeps it in a folder of files or in the
 * rows of a database: the link that {@link dev.kubezap.whatsapp.importing.ImportLink} takes over.
 * What it reads was written by strangers and is bounded in every respect; nothing of it is written
 * to the disk.
 */
@NullMarked
package dev.kubezap.pod.baileys;

import org.jspecify.annotations.NullMarked;
