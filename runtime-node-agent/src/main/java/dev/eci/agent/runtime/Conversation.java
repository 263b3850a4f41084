package dev.eci.agent.runtime;

import dev.eci.agent.log.Log;
import dev.eci.agent.oci.InvalidConfig;
import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.util.function.Function;

/** One request and its answer. Whatever arrives, the launcher is told yes, no, or nothing. */
final class Conversation {
  private static final Log LOG = Log.of(Conversation.class);
  private static final int LARGEST_HEADER = 1 << 20;

  /**
   * Arguments and environment of a program cannot exceed 6 MiB, so no container that could start
   * has a larger config; a whole frame of 16 MiB would not fit into this process.
   */
  static final int LARGEST_CONFIG = 6 << 20;

  /** Some 30,000 mounts; a namespace may have 100,000, but no engine gets anywhere near. */
  static final int LARGEST_MOUNTINFO = 6 << 20;

  private final Function<Request, Answer> service;

  Conversation(Function<Request, Answer> service) {
    this.service = service;
  }

  void hold(ByteChannel channel) throws IOException {
    Frames frames = new Frames(channel);
    Answer answer;
    try {
      byte[] header = frames.read(LARGEST_HEADER);
      byte[] config = frames.read(LARGEST_CONFIG);
      answer = service.apply(Request.parse(header, config, frames.read(LARGEST_MOUNTINFO)));
    } catch (InvalidConfig | Frames.TooLarge e) {
      LOG.warn("refused a request that cannot be read", "because", e.getMessage());
      answer =
          Answer.Refuse.because("the container's configuration cannot be read: " + e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("a request failed", e);
      answer = Answer.Refuse.because("the node agent failed to check the container; see its log.");
    }
    frames.write(answer.header());
    frames.write(answer.body());
  }
}
