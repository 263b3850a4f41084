/**
 * The launcher's side: the socket, its frames (docs/protocol.md), and the answer to one request.
 */
@NullMarked
package dev.eci.runtimeservice.server;

import org.jspecify.annotations.NullMarked;
