/** Docker's socket taken over and given back on a real host, and who is recognised on it. */
@NullMarked
package dev.eci.system.docker.socket;

import org.jspecify.annotations.NullMarked;
