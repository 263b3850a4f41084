// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.proxy.differential;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Sends bytes as they are and reads what comes back, until it has been quiet. */
final class Wire {
  private static final long FIRST_MILLIS = 3000;
  private static final long QUIET_MILLIS = 400;

  private Wire() {}

  static String send(Path socket, byte[] bytes) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        Selector selector = Selector.open()) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.configureBlocking(false);
      SelectionKey key = channel.register(selector, SelectionKey.OP_READ | SelectionKey.OP_WRITE);
      ByteBuffer out = ByteBuffer.wrap(bytes);
      ByteBuffer in = ByteBuffer.allocate(1 << 16);
      while (selector.select(answer.size() == 0 ? FIRST_MILLIS : QUIET_MILLIS) > 0) {
        selector.selectedKeys().clear();
        if (key.isWritable()) {
          channel.write(out);
        }
        if (!out.hasRemaining()) {
          key.interestOps(SelectionKey.OP_READ);
        }
        if (key.isReadable()) {
          in.clear();
          if (channel.read(in) < 0) {
            break;
          }
          answer.write(in.array(), 0, in.position());
        }
      }
    } catch (IOException e) {
      // a peer that closes early has responded too
      answer.write('!');
    }
    return answer.toString(StandardCharsets.ISO_8859_1);
  }
}
