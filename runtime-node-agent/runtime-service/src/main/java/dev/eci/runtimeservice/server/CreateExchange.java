package dev.eci.runtimeservice.server;

import dev.eci.runtimeservice.oci.InvalidSpecException;
import dev.eci.support.log.Log;
import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.util.function.Function;

/** One request and its answer. Whatever arrives, the launcher is told yes, no, or nothing. */
final class CreateExchange {
  private static final Log LOG = Log.of(CreateExchange.class);
  private static final int LARGEST_HEADER = 1 << 20;

  /**
   * Arguments and environment of a program cannot exceed 6 MiB, so no container that could start
   * has a larger config; a whole frame of 16 MiB would not fit into this process.
   */
  static final int LARGEST_CONFIG = 6 << 20;

  /** Some 30,000 mounts; a namespace may have 100,000, but no engine gets anywhere near. */
  static final int LARGEST_MOUNTINFO = 6 << 20;

  private final Function<CreateRequest, CreateResponse> service;

  CreateExchange(Function<CreateRequest, CreateResponse> service) {
    this.service = service;
  }

  void serve(ByteChannel channel) throws IOException {
    FrameCodec frameCodec = new FrameCodec(channel);
    CreateResponse createResponse;
    try {
      byte[] header = frameCodec.read(LARGEST_HEADER);
      byte[] config = frameCodec.read(LARGEST_CONFIG);
      createResponse =
          service.apply(CreateRequest.parse(header, config, frameCodec.read(LARGEST_MOUNTINFO)));
    } catch (InvalidSpecException | FrameCodec.FrameTooLargeException e) {
      LOG.warn("refused a request that cannot be read", "because", e.getMessage());
      createResponse =
          CreateResponse.Deny.because(
              "the container's configuration cannot be read: " + e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("a request failed", e);
      createResponse =
          CreateResponse.Deny.because("the node agent failed to check the container; see its log.");
    }
    frameCodec.write(createResponse.header());
    frameCodec.write(createResponse.body());
  }
}
