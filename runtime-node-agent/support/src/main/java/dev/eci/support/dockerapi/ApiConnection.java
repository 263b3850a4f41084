// SPDX-License-Identifier: Apache-2.0
package dev.eci.support.dockerapi;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/** HTTP/1.1 on a unix socket, which the JDK's own client does not support; GET only. */
final class ApiConnection implements Closeable {
  private static final int MAX_LINE = 64 << 10;

  private final SocketChannel channel;
  private final ByteBuffer in = ByteBuffer.allocate(4 << 10).limit(0);
  private boolean used;
  private int maxBody;
  private boolean responding;

  /**
   * A response.
   *
   * @param reusable whether the connection can be used for another request
   */
  record ApiResponse(int status, ByteArrayOutputStream body, boolean reusable) {}

  ApiConnection() throws IOException {
    this.channel = SocketChannel.open(StandardProtocolFamily.UNIX);
  }

  /**
   * Sends a request and reads the whole response.
   *
   * @param keepAlive whether further requests will follow
   * @param max size of a response's body in bytes
   * @throws ConnectionClosedException if the engine had closed the connection before it received
   *     the request
   */
  ApiResponse get(Path socket, String path, boolean keepAlive, int max) throws IOException {
    responding = false;
    maxBody = max;
    try {
      if (!used) {
        channel.connect(UnixDomainSocketAddress.of(socket));
      }
      String end = keepAlive ? "\r\n\r\n" : "\r\nConnection: close\r\n\r\n";
      String request = "GET " + path + " HTTP/1.1\r\nHost: docker" + end;
      ByteBuffer out = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
      while (out.hasRemaining()) {
        channel.write(out);
      }
      ApiResponse response = readResponse();
      used = true;
      return response;
    } catch (AsynchronousCloseException e) {
      throw e;
    } catch (IOException e) {
      throw used && !responding ? new ConnectionClosedException(e) : e;
    }
  }

  private ApiResponse readResponse() throws IOException {
    String[] status = line().split(" ", 3);
    if (status.length < 2 || !status[1].matches("[1-5][0-9][0-9]")) {
      throw new IOException("the engine does not respond with HTTP");
    }
    boolean reusable = status[0].equals("HTTP/1.1");
    boolean chunked = false;
    long length = -1;
    for (String header = line(); !header.isEmpty(); header = line()) {
      int colon = header.indexOf(':');
      String value = header.substring(colon + 1).strip();
      switch (header.substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT)) {
        case "content-length" -> length = number(value, 10);
        case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
        case "connection" -> reusable &= !value.equalsIgnoreCase("close");
        default -> {}
      }
    }
    ByteArrayOutputStream body =
        new ByteArrayOutputStream(Math.clamp(length, 32, Math.max(32, maxBody)));
    if (chunked) {
      chunks(body);
    } else if (length >= 0) {
      readInto(length, body);
    } else {
      while (hasMore()) {
        readInto(in.remaining(), body);
      }
      reusable = false;
    }
    return new ApiResponse(Integer.parseInt(status[1]), body, reusable);
  }

  private void chunks(ByteArrayOutputStream body) throws IOException {
    long size;
    do {
      size = number(line().split(";", 2)[0].strip(), 16);
      readInto(size, body);
      // after each chunk, and after the last one because no trailers are requested
      if (!line().isEmpty()) {
        throw new IOException("the engine's response is malformed");
      }
    } while (size > 0);
  }

  private static long number(String text, int radix) throws IOException {
    try {
      return Math.max(0, Long.parseLong(text, radix));
    } catch (NumberFormatException e) {
      throw new IOException("the engine's response is malformed", e);
    }
  }

  private void readInto(long count, ByteArrayOutputStream to) throws IOException {
    if (count > maxBody - to.size()) {
      throw new IOException("the engine's response is too large");
    }
    for (long left = count; left > 0; ) {
      if (!hasMore()) {
        throw new IOException("the engine's response ends early");
      }
      int part = (int) Math.min(left, in.remaining());
      to.write(in.array(), in.position(), part);
      in.position(in.position() + part);
      left -= part;
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      if (!hasMore() || line.length() > MAX_LINE) {
        throw new IOException("the engine's response ends early");
      }
      char c = (char) (in.get() & 0xff);
      if (c == '\n') {
        return line.toString();
      }
      if (c != '\r') {
        line.append(c);
      }
    }
  }

  /** Waits for more bytes. False at the end of the connection. */
  private boolean hasMore() throws IOException {
    if (in.hasRemaining()) {
      return true;
    }
    int count = channel.read(in.clear());
    in.flip();
    responding |= count > 0;
    return count >= 0;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** The engine did not receive the request. */
  static final class ConnectionClosedException extends IOException {
    private static final long serialVersionUID = 1;

    ConnectionClosedException(IOException cause) {
      super("the engine had closed the connection", cause);
    }
  }
}
