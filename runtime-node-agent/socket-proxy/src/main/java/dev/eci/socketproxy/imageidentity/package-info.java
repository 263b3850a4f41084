/**
 * Which content the images of a Docker host are, and which content listed images may be. What that
 * means for a container is policy's.
 */
@NullMarked
package dev.eci.socketproxy.imageidentity;

import org.jspecify.annotations.NullMarked;
