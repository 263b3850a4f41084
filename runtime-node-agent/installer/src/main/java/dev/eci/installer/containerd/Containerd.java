// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.containerd;

import dev.eci.support.host.CommandResult;
import dev.eci.support.host.HostRoot;
import dev.eci.support.host.NodeCommands;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** Controls a containerd that systemd runs. */
public final class Containerd implements ContainerdControl {
  private static final Duration DUMP = Duration.ofSeconds(20);
  private static final Duration RESTART = Duration.ofSeconds(90);
  private static final Duration QUIET = Duration.ofSeconds(10);

  private final HostRoot root;
  private final NodeCommands commands;
  private final PendingCreations pendingCreations;

  public Containerd(HostRoot root, NodeCommands commands, PendingCreations pendingCreations) {
    this.root = root;
    this.commands = commands;
    this.pendingCreations = pendingCreations;
  }

  @Override
  public ContainerdConfig dump(ContainerdService containerdService, String config)
      throws IOException {
    CommandResult dumped =
        commands.run(DUMP, containerdService.binary(), "--config", config, "config", "dump");
    if (!dumped.isSuccess()) {
      throw new IOException(
          "%s config dump: %s".formatted(containerdService.binary(), dumped.reason()));
    }
    return ContainerdConfig.parse(dumped.out());
  }

  @Override
  public void restart(ContainerdService containerdService) throws IOException {
    pendingCreations.awaitNone(QUIET);
    CommandResult restarted =
        commands.run(RESTART, "systemctl", "restart", containerdService.unit());
    if (!restarted.isSuccess()) {
      throw new IOException(
          "systemctl restart %s: %s".formatted(containerdService.unit(), restarted.reason()));
    }
  }

  @Override
  public boolean isResponsive(ContainerdService containerdService, Duration limit)
      throws IOException {
    Instant end = Instant.now().plus(limit);
    String socket = dump(containerdService, containerdService.config()).socket();
    do {
      if (isListening(socket) && isCriReady(containerdService, socket)) {
        return true;
      }
      pause();
    } while (Instant.now().isBefore(end));
    return false;
  }

  /** containerd listens once all its plugins are loaded. */
  private boolean isListening(String socket) throws IOException {
    Path here = root.locate(socket);
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.connect(UnixDomainSocketAddress.of(here));
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * If the CRI plugin fails to load, containerd runs without it. ctr is part of nearly every
   * package of containerd. Without it, the handlers that the kubelet reports have to do.
   */
  private boolean isCriReady(ContainerdService containerdService, String socket)
      throws IOException {
    Path directory = Path.of(containerdService.binary()).getParent();
    if (directory == null || !Files.isExecutable(root.locate(directory + "/ctr"))) {
      return true;
    }
    CommandResult plugins =
        commands.run(DUMP, directory + "/ctr", "--address", socket, "plugins", "ls");
    return plugins.isSuccess()
        && Arrays.stream(plugins.out().split("\n", -1))
            .map(line -> line.strip().split("\\s+", -1))
            .filter(words -> words.length >= 3 && words[0].equals("io.containerd.grpc.v1"))
            .anyMatch(words -> words[1].equals("cri") && words[words.length - 1].equals("ok"));
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(500);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while containerd was restarting", e);
    }
  }
}
