/** The PostgreSQL schema and the runner of its migrations. */
@NullMarked
package dev.kubezap.database;

import org.jspecify.annotations.NullMarked;
