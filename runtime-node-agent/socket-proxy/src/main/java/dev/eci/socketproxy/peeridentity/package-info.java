// SPDX-License-Identifier: Apache-2.0
/**
 * Identifies the caller of a connection to the proxied Docker socket: a process of the host, a
 * container, or unknown. It relies on the kernel and the engine, never on what the connection
 * carries. It does not decide what the caller may do.
 */
@NullMarked
package dev.eci.socketproxy.peeridentity;

import org.jspecify.annotations.NullMarked;
