// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.server;

import dev.eci.runtimeservice.oci.InvalidSpecException;
import dev.eci.support.fault.FaultPoints;
import dev.eci.support.log.Log;
import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.util.function.Consumer;

/**
 * One request and its response. Whatever arrives, eci-runtime gets an allow, a deny, or a closed
 * connection.
 */
final class CreateExchange {
  private static final Log LOG = Log.of(CreateExchange.class);
  private static final int MAX_HEADER = 1 << 20;

  /**
   * Arguments and environment of a program cannot exceed 6 MiB, so no container that could start
   * has a larger config. A whole frame of 16 MiB would not fit into this process.
   */
  static final int MAX_CONFIG = 6 << 20;

  /** Some 30,000 mounts. A namespace may have 100,000, but no engine gets anywhere near. */
  static final int MAX_MOUNTINFO = 6 << 20;

  private static final Consumer<String> REACHED = FaultPoints.of("request");

  private final CreateHandler handler;

  CreateExchange(CreateHandler handler) {
    this.handler = handler;
  }

  void serve(ByteChannel channel) throws IOException {
    FrameCodec frames = new FrameCodec(channel);
    CreateResponse response;
    try {
      byte[] header = frames.read(MAX_HEADER);
      byte[] config = frames.read(MAX_CONFIG);
      byte[] mountinfo = frames.read(MAX_MOUNTINFO);
      REACHED.accept("read");
      response = handler.handle(CreateRequest.parse(header, config, mountinfo));
    } catch (InvalidSpecException | FrameCodec.FrameTooLargeException e) {
      LOG.warn("denied a request that cannot be read", "because", e.getMessage());
      response =
          CreateResponse.Deny.because(
              "the container's configuration cannot be read: " + e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("a request failed", e);
      response =
          CreateResponse.Deny.because("the node agent failed to check the container; see its log.");
    }
    REACHED.accept("decided");
    frames.write(response.header());
    REACHED.accept("half answered");
    frames.write(response.body());
    REACHED.accept("answered");
  }
}
