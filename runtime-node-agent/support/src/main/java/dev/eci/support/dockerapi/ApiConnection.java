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

/** HTTP/1.1 on a unix socket, which the JDK's own client does not know; GET only. */
final class ApiConnection implements Closeable {
  private static final int LONGEST_LINE = 64 << 10;

  private final SocketChannel channel;
  private final ByteBuffer in = ByteBuffer.allocate(4 << 10).limit(0);
  private boolean used;
  private int largest;
  private boolean answering;

  /**
   * An answer.
   *
   * @param stays whether the connection is good for another question
   */
  record ApiResponse(int status, ByteArrayOutputStream body, boolean stays) {}

  ApiConnection() throws IOException {
    this.channel = SocketChannel.open(StandardProtocolFamily.UNIX);
  }

  /**
   * Asks, and waits for the whole answer.
   *
   * @param stay whether there will be more to ask
   * @param most bytes of an answer's body that are read
   * @throws ConnectionClosedException if the engine had ended the connection before it knew of the
   *     question
   */
  ApiResponse get(Path socket, String path, boolean stay, int most) throws IOException {
    answering = false;
    largest = most;
    try {
      if (!used) {
        channel.connect(UnixDomainSocketAddress.of(socket));
      }
      String ending = stay ? "\r\n\r\n" : "\r\nConnection: close\r\n\r\n";
      String question = "GET " + path + " HTTP/1.1\r\nHost: docker" + ending;
      ByteBuffer out = ByteBuffer.wrap(question.getBytes(StandardCharsets.US_ASCII));
      while (out.hasRemaining()) {
        channel.write(out);
      }
      ApiResponse apiResponse = reply();
      used = true;
      return apiResponse;
    } catch (AsynchronousCloseException e) {
      throw e;
    } catch (IOException e) {
      throw used && !answering ? new ConnectionClosedException(e) : e;
    }
  }

  private ApiResponse reply() throws IOException {
    String[] status = line().split(" ", 3);
    if (status.length < 2 || !status[1].matches("[1-5][0-9][0-9]")) {
      throw new IOException("the engine answers no HTTP");
    }
    boolean stays = status[0].equals("HTTP/1.1");
    boolean chunked = false;
    long length = -1;
    for (String header = line(); !header.isEmpty(); header = line()) {
      int colon = header.indexOf(':');
      String value = header.substring(colon + 1).strip();
      switch (header.substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT)) {
        case "content-length" -> length = number(value, 10);
        case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
        case "connection" -> stays &= !value.equalsIgnoreCase("close");
        default -> {}
      }
    }
    ByteArrayOutputStream body =
        new ByteArrayOutputStream(Math.clamp(length, 32, Math.max(32, largest)));
    if (chunked) {
      chunks(body);
    } else if (length >= 0) {
      readInto(length, body);
    } else {
      while (hasMore()) {
        readInto(in.remaining(), body);
      }
      stays = false;
    }
    return new ApiResponse(Integer.parseInt(status[1]), body, stays);
  }

  private void chunks(ByteArrayOutputStream body) throws IOException {
    long size;
    do {
      size = number(line().split(";", 2)[0].strip(), 16);
      readInto(size, body);
      // behind a chunk, and behind the last one where no trailers are asked for
      if (!line().isEmpty()) {
        throw new IOException("the engine's answer is not framed as it says");
      }
    } while (size > 0);
  }

  private static long number(String text, int radix) throws IOException {
    try {
      return Math.max(0, Long.parseLong(text, radix));
    } catch (NumberFormatException e) {
      throw new IOException("the engine's answer is not framed as it says", e);
    }
  }

  private void readInto(long count, ByteArrayOutputStream to) throws IOException {
    if (count > largest - to.size()) {
      throw new IOException("the engine's answer is too large");
    }
    for (long left = count; left > 0; ) {
      if (!hasMore()) {
        throw new IOException("the engine's answer ends early");
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
      if (!hasMore() || line.length() > LONGEST_LINE) {
        throw new IOException("the engine's answer ends early");
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

  /** Whether anything is left to read; waits for it. */
  private boolean hasMore() throws IOException {
    if (in.hasRemaining()) {
      return true;
    }
    int count = channel.read(in.clear());
    in.flip();
    answering |= count > 0;
    return count >= 0;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Nobody heard the question. */
  static final class ConnectionClosedException extends IOException {
    private static final long serialVersionUID = 1;

    ConnectionClosedException(IOException cause) {
      super("the engine had ended the connection", cause);
    }
  }
}
