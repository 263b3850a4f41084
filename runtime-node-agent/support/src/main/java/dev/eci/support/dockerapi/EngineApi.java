package dev.eci.support.dockerapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;

/** Asks the engine, with GET only. Safe for any thread. */
public final class EngineApi implements AutoCloseable {
  private static final int KEPT = 8;
  private static final int LARGEST = 64 << 20;
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final ConnectionTimeouts DEADLINES = new ConnectionTimeouts();

  private final Path socket;
  private final Duration limit;
  private final boolean keeps;
  private final BlockingDeque<ApiConnection> idle = new LinkedBlockingDeque<>(KEPT);

  /**
   * For one engine, with a connection for each question.
   *
   * @param limit for one whole answer
   */
  public EngineApi(Path socket, Duration limit) {
    this(socket, limit, false);
  }

  private EngineApi(Path socket, Duration limit, boolean keeps) {
    this.socket = socket;
    this.limit = limit;
    this.keeps = keeps;
  }

  /**
   * The same for who asks often: some connections stay open between questions until it is closed.
   */
  public EngineApi withKeepAlive() {
    return new EngineApi(socket, limit, true);
  }

  public Path socket() {
    return socket;
  }

  /** What {@code path}, for example {@code /info}, answers with status 200. */
  public JsonNode get(String path) throws IOException {
    return JSON.readTree(bytes(path, LARGEST));
  }

  /** The same, if it is no more than {@code most} bytes. */
  public byte[] bytes(String path, int most) throws IOException {
    ApiConnection.ApiResponse apiResponse = reply(path, most);
    if (apiResponse.status() == 404) {
      throw new NotFoundException(path);
    }
    if (apiResponse.status() != 200) {
      throw new IOException("the engine answers %d to %s".formatted(apiResponse.status(), path));
    }
    return apiResponse.body().toByteArray();
  }

  private ApiConnection.ApiResponse reply(String path, int most) throws IOException {
    for (ApiConnection kept = idle.pollFirst(); kept != null; kept = idle.pollFirst()) {
      try {
        return send(kept, path, most);
      } catch (ApiConnection.ConnectionClosedException e) {
        // an engine that was started anew knows nothing of it
      }
    }
    return send(new ApiConnection(), path, most);
  }

  private ApiConnection.ApiResponse send(ApiConnection connection, String path, int most)
      throws IOException {
    boolean stays = false;
    DEADLINES.start(connection, limit);
    try {
      ApiConnection.ApiResponse apiResponse = connection.get(socket, path, keeps, most);
      stays = keeps && apiResponse.stays();
      return apiResponse;
    } finally {
      DEADLINES.end(connection);
      if (!stays || !idle.offerFirst(connection)) {
        connection.close();
      }
    }
  }

  /** Closes what is kept. */
  @Override
  public void close() throws IOException {
    for (ApiConnection kept = idle.pollFirst(); kept != null; kept = idle.pollFirst()) {
      kept.close();
    }
  }

  /** The engine knows no such thing. */
  public static final class NotFoundException extends IOException {
    private static final long serialVersionUID = 1;

    NotFoundException(String path) {
      super("the engine knows no " + path);
    }

    /** An answer like another, and as frequent. */
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public Throwable fillInStackTrace() {
      return this;
    }
  }
}
