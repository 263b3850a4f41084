// SPDX-License-Identifier: Apache-2.0
/**
 * Puts the proxied socket at the path of the Docker socket, and restores Docker's own socket. It
 * works with files and sockets, and does not read what passes through them.
 */
@NullMarked
package dev.eci.socketproxy.takeover;

import org.jspecify.annotations.NullMarked;
