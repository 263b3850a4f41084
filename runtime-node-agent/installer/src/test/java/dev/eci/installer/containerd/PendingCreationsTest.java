// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.containerd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PendingCreationsTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path proc;

  @BeforeEach
  void otherProcesses() throws Exception {
    process("1", "systemd");
    process("20", "runc");
    Files.createDirectories(proc.resolve("30")); // it has ended
    Files.createDirectories(proc.resolve("sys"));
  }

  private Path process(String pid, String name) throws Exception {
    return Files.writeString(
        Files.createDirectories(proc.resolve(pid)).resolve("comm"), name + "\n");
  }

  @Test
  void doesNotAwaitRunningContainers() throws Exception {
    assertThat(new PendingCreations(proc).hasPending()).isFalse();
    new PendingCreations(proc).awaitNone(LONG);
  }

  @Test
  void awaitsContainerBeingCreated() throws Exception {
    Path half = process("40", "runc:[2:INIT]");
    Instant begin = Instant.now();
    Thread made =
        Thread.ofVirtual()
            .start(() -> {
              try {
                Thread.sleep(300);
                Files.writeString(half, "sleep\n");
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    new PendingCreations(proc).awaitNone(LONG);

    made.join();
    assertThat(Duration.between(begin, Instant.now()))
        .isBetween(Duration.ofMillis(290), LONG.dividedBy(2));
  }

  @Test
  void stopsAwaitingContainerThatIsNeverStarted() throws Exception {
    process("40", "runc:[2:INIT]");
    new PendingCreations(proc).awaitNone(Duration.ofMillis(100));
    assertThat(new PendingCreations(proc).hasPending()).isTrue();
  }
}
