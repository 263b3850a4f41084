/** What people read when the filter refuses something: ECI's own sentences, to the letter. */
@NullMarked
package dev.eci.system.docker.proxy.messages;

import org.jspecify.annotations.NullMarked;
