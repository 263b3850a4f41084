// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.imageidentity;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** An engine's socket with canned responses by path, and 404 for other paths. */
final class FakeDockerApi implements AutoCloseable {
  private final ServerSocketChannel server;
  private final Map<String, String> responses;
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

  FakeDockerApi(Path socket, Map<String, String> responses) throws IOException {
    this.responses = responses;
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofVirtual().start(this::serve);
  }

  List<String> requests() {
    return List.copyOf(requests);
  }

  private void serve() {
    try {
      while (true) {
        try (SocketChannel client = server.accept()) {
          respond(client);
        }
      }
    } catch (IOException e) {
      // the socket was closed
    }
  }

  private void respond(SocketChannel client) throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    ByteBuffer chunk = ByteBuffer.allocate(4096);
    while (!request.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")
        && client.read(chunk) >= 0) {
      request.write(chunk.array(), 0, chunk.position());
      chunk.clear();
    }
    String path = request.toString(StandardCharsets.US_ASCII).split(" ", 3)[1];
    requests.add(path);
    String body = responses.get(path);
    String response =
        body == null ? "HTTP/1.0 404 Not Found\r\n\r\n" : "HTTP/1.0 200 OK\r\n\r\n" + body;
    client.write(ByteBuffer.wrap(response.getBytes(StandardCharsets.US_ASCII)));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
