/**
 * HTTP/2 on the Docker socket: BuildKit's gRPC, call by call. Both sides end here, and only calls
 * that were decided on get a counterpart on the other side; which those are is in policy.
 */
@NullMarked
package dev.eci.socketproxy.grpc;

import org.jspecify.annotations.NullMarked;
