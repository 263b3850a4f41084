package dev.eci.agent.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Asks the engine, with GET only. HTTP 1.0 on purpose: the answer ends with the connection, in one
 * piece. The JDK's own client knows no unix sockets.
 */
public final class EngineApi {
  private static final int LARGEST = 64 << 20;
  private static final byte[] BLANK_LINE = {'\r', '\n', '\r', '\n'};
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final ScheduledExecutorService CLOCK =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("engine-clock").unstarted(task));

  private final Path socket;
  private final Duration limit;

  /**
   * For one engine.
   *
   * @param limit for one whole answer
   */
  public EngineApi(Path socket, Duration limit) {
    this.socket = socket;
    this.limit = limit;
  }

  public Path socket() {
    return socket;
  }

  /** What {@code path}, for example {@code /info}, answers with status 200. */
  public JsonNode get(String path) throws IOException {
    byte[] answer = exchange("GET " + path + " HTTP/1.0\r\nHost: docker\r\n\r\n");
    int end = indexOf(answer, BLANK_LINE);
    if (end < 0) {
      throw new IOException("the engine's answer to %s has no end of headers".formatted(path));
    }
    String head = new String(answer, 0, end, StandardCharsets.ISO_8859_1);
    String[] status = head.lines().findFirst().orElse("").split(" ", 3);
    if (status.length >= 2 && status[1].equals("404")) {
      throw new Missing(path);
    }
    if (status.length < 2 || !status[1].equals("200")) {
      throw new IOException(
          "the engine answers %s to %s".formatted(status.length < 2 ? "nothing" : status[1], path));
    }
    int body = end + BLANK_LINE.length;
    return JSON.readTree(answer, body, answer.length - body);
  }

  private byte[] exchange(String request) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    ScheduledFuture<?> end =
        CLOCK.schedule(() -> close(channel), limit.toMillis(), TimeUnit.MILLISECONDS);
    try (channel) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      ByteBuffer out = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
      while (out.hasRemaining()) {
        channel.write(out);
      }
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      ByteBuffer chunk = ByteBuffer.allocate(16 << 10);
      while (channel.read(chunk) >= 0) {
        answer.write(chunk.array(), 0, chunk.position());
        chunk.clear();
        if (answer.size() > LARGEST) {
          throw new IOException("the engine's answer is too large");
        }
      }
      return answer.toByteArray();
    } finally {
      end.cancel(false);
    }
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // whoever reads from it is told
    }
  }

  private static int indexOf(byte[] text, byte[] part) {
    for (int i = 0; i + part.length <= text.length; i++) {
      int same = 0;
      while (same < part.length && text[i + same] == part[same]) {
        same++;
      }
      if (same == part.length) {
        return i;
      }
    }
    return -1;
  }

  /** The engine knows no such thing. */
  public static final class Missing extends IOException {
    private static final long serialVersionUID = 1;

    Missing(String path) {
      super("the engine knows no " + path);
    }
  }
}
