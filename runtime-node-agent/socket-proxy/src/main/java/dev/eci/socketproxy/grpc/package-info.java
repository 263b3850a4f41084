// SPDX-License-Identifier: Apache-2.0
/**
 * HTTP/2 on the Docker socket: BuildKit's gRPC, call by call. Both connections end here. Only a
 * call that package {@code policy} allows gets a counterpart on the other side.
 */
@NullMarked
package dev.eci.socketproxy.grpc;

import org.jspecify.annotations.NullMarked;
