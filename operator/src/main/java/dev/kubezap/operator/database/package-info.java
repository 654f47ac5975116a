/** The sessions' databases: migrated before pods start, erased when a session is deleted. */
@NullMarked
package dev.kubezap.operator.database;

import org.jspecify.annotations.NullMarked;
