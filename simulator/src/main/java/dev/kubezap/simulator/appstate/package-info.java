/** App state: what a phone and its companions keep in common, as the server and the phone do. */
@NullMarked
package dev.kubezap.simulator.appstate;

import org.jspecify.annotations.NullMarked;
