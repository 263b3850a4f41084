// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.takeover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eci.support.dockersocket.SocketPaths;
import dev.eci.support.host.HostRoot;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The test acts as the socket holder, slower than a real one. */
class SocketHolderTest {
  @TempDir private Path directory;
  private final ExecutorService background = Executors.newSingleThreadExecutor();
  private final CountDownLatch finalStep = new CountDownLatch(1);
  private SocketPaths paths;
  private ServerSocketChannel control;

  @BeforeEach
  void startHolder() throws IOException {
    paths = new SocketPaths(new HostRoot(directory));
    paths.makeDirectories();
    control = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    control.bind(UnixDomainSocketAddress.of(paths.holder()));
  }

  @AfterEach
  void close() throws IOException {
    background.shutdownNow();
    control.close();
  }

  @Test
  void keepsSocketUntilHolderAcknowledges() throws Exception {
    Future<?> ended = background.submit(() -> end());
    try (SocketChannel agent = connected()) {
      assertThat(finalStep.await(300, TimeUnit.MILLISECONDS)).isFalse();
      agent.write(ByteBuffer.wrap("s".getBytes(StandardCharsets.US_ASCII)));
      assertThat(finalStep.await(5, TimeUnit.SECONDS)).isTrue();
      ByteBuffer said = ByteBuffer.allocate(2);
      while (said.hasRemaining() && agent.read(said) >= 0) {}
      assertThat(new String(said.array(), StandardCharsets.US_ASCII)).isEqualTo("q\n");
      control.close();
      ended.get(5, TimeUnit.SECONDS);
    }
    assertThat(Files.exists(paths.holder())).isFalse();
  }

  @Test
  void reportsHolderThatEndsInstead() throws Exception {
    Future<?> ended = background.submit(() -> end());
    connected().close();
    assertThatThrownBy(() -> ended.get(5, TimeUnit.SECONDS))
        .hasMessageContaining("has just ended; try again");
    assertThat(finalStep.getCount()).isOne();
  }

  private Void end() throws IOException {
    new SocketHolder(paths, (_, _) -> null, "").end(finalStep::countDown);
    return null;
  }

  /** The connection that stays; an earlier one only checks whether the holder listens. */
  private SocketChannel connected() throws IOException {
    control.accept().close();
    return control.accept();
  }
}
