/**
 * The paths at which Docker's sockets are on a host, and what a socket's inode says. Nothing
 * listens or connects here, except to see whether a socket has a listener.
 */
@NullMarked
package dev.eci.support.dockersocket;

import org.jspecify.annotations.NullMarked;
