/** What is refused, and with which sentence. */
@NullMarked
package dev.eci.system.docker.refusal;

import org.jspecify.annotations.NullMarked;
