// SPDX-License-Identifier: Apache-2.0
/**
 * The server for eci-runtime: the socket, its frames (docs/protocol.md), and the handlers of a
 * create request.
 */
@NullMarked
package dev.eci.runtimeservice.server;

import org.jspecify.annotations.NullMarked;
