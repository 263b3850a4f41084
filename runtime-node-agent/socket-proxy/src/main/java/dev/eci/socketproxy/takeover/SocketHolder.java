// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.takeover;

import dev.eci.support.dockersocket.SocketPath;
import dev.eci.support.dockersocket.SocketPaths;
import dev.eci.support.host.CommandResult;
import dev.eci.support.host.NodeCommands;
import dev.eci.support.log.Log;
import dev.eci.support.rundir.RunPaths;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The process that keeps the proxied socket listening while the agent is replaced (ADR 8). It is
 * eci-runtime in another role: a unit under systemd, which would otherwise end it together with the
 * agent, and a detached process elsewhere.
 *
 * @param launcher path of eci-runtime, for commands that run on the node
 */
record SocketHolder(SocketPaths paths, NodeCommands commands, String launcher) {
  private static final Log LOG = Log.of(SocketHolder.class);
  private static final Duration COMMAND_LIMIT = Duration.ofSeconds(10);
  private static final Duration RESPONSE_LIMIT = Duration.ofSeconds(5);
  private static final String END = "q\n";
  private static final String UNIT = "eci-docker-socket";

  /** Starts a holder if none runs, and receives the socket from it. */
  HolderConnection acquire(SocketPath.SocketAttributes attributes) throws IOException {
    paths.makeDirectories();
    if (!new SocketPath(paths.holder()).isListening()) {
      start(attributes);
    }
    return HolderConnection.receive(paths.holder());
  }

  private void start(SocketPath.SocketAttributes attributes) throws IOException {
    List<String> command =
        List.of(
            launcher,
            "--eci-keep-socket",
            RunPaths.PROXIED_SOCKET,
            RunPaths.HOLDER_SOCKET,
            Integer.toString(attributes.uid()),
            Integer.toString(attributes.gid()),
            Integer.toOctalString(attributes.mode()));
    if (!startAsUnit(command)) {
      List<String> detached =
          new ArrayList<>(List.of("sh", "-c", "\"$0\" \"$@\" </dev/null >/dev/null 2>&1 &"));
      detached.addAll(command);
      CommandResult started = commands.run(COMMAND_LIMIT, detached);
      if (!started.isSuccess()) {
        throw new IOException("cannot start the socket holder: " + started.reason());
      }
    }
    long end = System.nanoTime() + RESPONSE_LIMIT.toNanos();
    while (!new SocketPath(paths.holder()).isListening()) {
      if (System.nanoTime() - end > 0) {
        throw new IOException(
            "the socket holder (%s) does not respond at %s"
                .formatted(launcher, RunPaths.HOLDER_SOCKET));
      }
      HolderConnection.pause();
    }
    LOG.info("socket holder started", "socket", RunPaths.PROXIED_SOCKET);
  }

  private boolean startAsUnit(List<String> command) throws IOException {
    if (!Files.isDirectory(paths.root().locate("/run/systemd/system"))) {
      return false;
    }
    List<String> unit =
        new ArrayList<>(
            List.of(
                "systemd-run",
                "--quiet",
                "--collect",
                "--unit=" + UNIT,
                "--description=Keeps the proxied Docker socket while eci-agent restarts",
                "--property=OOMScoreAdjust=-900",
                "--property=DefaultDependencies=no"));
    unit.addAll(command);
    CommandResult started = commands.run(COMMAND_LIMIT, unit);
    if (!started.isSuccess()) {
      LOG.warn("systemd cannot start the socket holder", "because", started.reason());
    }
    return started.isSuccess();
  }

  /** Runs before the holder ends. */
  @FunctionalInterface
  interface FinalStep {
    void run() throws IOException;
  }

  /**
   * Ends the holder, and with it the proxied socket, after {@code last}. The holder does not
   * interfere with {@code last}, because it sees the connection.
   */
  void end(FinalStep finalStep) throws IOException {
    Path control = paths.holder();
    if (new SocketPath(control).isListening()) {
      // the descriptor is not needed here, so a plain channel will do, without the native library
      try (SocketChannel holder = SocketChannel.open(UnixDomainSocketAddress.of(control))) {
        awaitAdmission(holder);
        finalStep.run();
        holder.write(ByteBuffer.wrap(END.getBytes(StandardCharsets.US_ASCII)));
        long end = System.nanoTime() + RESPONSE_LIMIT.toNanos();
        while (new SocketPath(control).isListening() && System.nanoTime() - end < 0) {
          HolderConnection.pause();
        }
      }
    } else {
      finalStep.run();
    }
    Files.deleteIfExists(control);
    Files.deleteIfExists(control.resolveSibling(control.getFileName() + ".lock"));
  }

  /**
   * Waits until the holder has handed over the socket. Before that, it acts as if no agent were
   * connected, and would take over Docker's path again in the middle of the final step.
   */
  private static void awaitAdmission(SocketChannel holder) throws IOException {
    holder.configureBlocking(false);
    ByteBuffer handed = ByteBuffer.allocate(1);
    long end = System.nanoTime() + RESPONSE_LIMIT.toNanos();
    while (holder.read(handed) == 0) {
      if (System.nanoTime() - end > 0) {
        throw new IOException(
            "the socket holder does not respond, so the Docker socket was not restored; try again");
      }
      HolderConnection.pause();
    }
    if (handed.hasRemaining()) {
      throw new IOException("the socket holder has just ended; try again");
    }
  }
}
