// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.route;

/** How an operation's exchange continues, known by the operation and never by a header. */
public enum StreamKind {
  /** One short response. */
  ANSWER,
  /** A response without a limit in length or time: logs, events, progress, archives. */
  DOWNLOAD,
  /** A body of any length, such as an archive, and then a response without a limit. */
  UPLOAD,
  /** The connection becomes a raw stream of both directions with half-close (attach, exec). */
  HIJACK,
  /** WebSocket (attach/ws). */
  WEBSOCKET,
  /**
   * The connection becomes HTTP/2 with gRPC on it: the caller serves the engine ({@code /session}).
   */
  SESSION,
  /** The connection becomes HTTP/2 with gRPC on it: the engine's BuildKit serves the caller. */
  GRPC
}
