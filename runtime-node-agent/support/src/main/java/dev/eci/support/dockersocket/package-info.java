// SPDX-License-Identifier: Apache-2.0
/**
 * The paths of Docker's sockets on a host, and the attributes of a socket's inode. Nothing listens
 * or connects here, except to check whether a socket has a listener.
 */
@NullMarked
package dev.eci.support.dockersocket;

import org.jspecify.annotations.NullMarked;
