/**
 * A client of the Docker Engine's API over its unix socket. What is done with the answers is the
 * caller's.
 */
@NullMarked
package dev.eci.support.dockerapi;

import org.jspecify.annotations.NullMarked;
