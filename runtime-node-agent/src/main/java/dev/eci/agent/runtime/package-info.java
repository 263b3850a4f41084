/**
 * The launcher's side: the socket, its frames (docs/protocol.md), and the answer to one request.
 */
@NullMarked
package dev.eci.agent.runtime;

import org.jspecify.annotations.NullMarked;
