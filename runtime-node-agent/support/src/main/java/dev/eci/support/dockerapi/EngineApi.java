// SPDX-License-Identifier: Apache-2.0
package dev.eci.support.dockerapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;

/** A client of the engine, for GET only. Safe for any thread. */
public final class EngineApi implements AutoCloseable {
  /** How long requests wait for an engine that does not listen: a restart takes less. */
  public static final Duration RESTART = Duration.ofSeconds(5);

  private static final int RETRY_MILLIS = 100;
  private static final int MAX_IDLE = 8;
  private static final int MAX_BODY = 64 << 20;
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final ConnectionTimeouts TIMEOUTS = new ConnectionTimeouts();

  private final Path socket;
  private final Duration limit;
  private final boolean keepAlive;
  private final Duration patience;
  private final BlockingDeque<ApiConnection> idle = new LinkedBlockingDeque<>(MAX_IDLE);

  /**
   * For one engine, with a connection per request.
   *
   * @param limit for one whole response
   */
  public EngineApi(Path socket, Duration limit) {
    this(socket, limit, false, Duration.ZERO);
  }

  private EngineApi(Path socket, Duration limit, boolean keepAlive, Duration patience) {
    this.patience = patience;
    this.socket = socket;
    this.limit = limit;
    this.keepAlive = keepAlive;
  }

  /** The same for frequent requests: some connections stay open until this client is closed. */
  public EngineApi withKeepAlive() {
    return new EngineApi(socket, limit, true, patience);
  }

  /** The same for requests that wait until a restarting engine listens. */
  public EngineApi withPatience() {
    return new EngineApi(socket, limit, keepAlive, RESTART);
  }

  public Path socket() {
    return socket;
  }

  /** The JSON body of a response with status 200 to {@code path}, for example {@code /info}. */
  public JsonNode get(String path) throws IOException {
    return JSON.readTree(bytes(path, MAX_BODY));
  }

  /** The body as bytes. Fails if there are more than {@code max}. */
  public byte[] bytes(String path, int max) throws IOException {
    ApiConnection.ApiResponse response = request(path, max);
    if (response.status() == 404) {
      throw new NotFoundException(path);
    }
    if (response.status() != 200) {
      throw new IOException("the engine responds with %d to %s".formatted(response.status(), path));
    }
    return response.body().toByteArray();
  }

  private ApiConnection.ApiResponse request(String path, int max) throws IOException {
    for (ApiConnection connection = idle.pollFirst();
        connection != null;
        connection = idle.pollFirst()) {
      try {
        return send(connection, path, max);
      } catch (ApiConnection.ConnectionClosedException e) {
        // the engine has restarted or closed it; the next connection may work
      }
    }
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        return send(new ApiConnection(), path, max);
      } catch (SocketException e) {
        if (System.nanoTime() - end >= 0) {
          throw e;
        }
        pause();
      }
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the engine");
    }
  }

  private ApiConnection.ApiResponse send(ApiConnection connection, String path, int max)
      throws IOException {
    boolean reusable = false;
    TIMEOUTS.start(connection, limit);
    try {
      ApiConnection.ApiResponse response = connection.get(socket, path, keepAlive, max);
      reusable = keepAlive && response.reusable();
      return response;
    } finally {
      TIMEOUTS.end(connection);
      if (!reusable || !idle.offerFirst(connection)) {
        connection.close();
      }
    }
  }

  /** Closes idle connections. */
  @Override
  public void close() throws IOException {
    for (ApiConnection connection = idle.pollFirst();
        connection != null;
        connection = idle.pollFirst()) {
      connection.close();
    }
  }

  /** The engine responds with status 404. */
  public static final class NotFoundException extends IOException {
    private static final long serialVersionUID = 1;

    NotFoundException(String path) {
      super("the engine does not know " + path);
    }

    /** An ordinary and frequent result, so it is not worth a stack trace. */
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public Throwable fillInStackTrace() {
      return this;
    }
  }
}
