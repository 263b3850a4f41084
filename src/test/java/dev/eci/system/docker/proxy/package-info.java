/** The filter before Docker's socket, run alone: streams, files, and an engine that goes away. */
@NullMarked
package dev.eci.system.docker.proxy;

import org.jspecify.annotations.NullMarked;
