/** What is refused, and with which sentence. */
@NullMarked
package dev.eci.system.docker.denial;

import org.jspecify.annotations.NullMarked;
