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
 * The process that keeps the filtered socket listening while the agent is replaced (ADR 8): the
 * launcher's binary in another role, on its own, or as a unit where systemd would end it together
 * with the agent.
 *
 * @param launcher as the node's own commands find it
 */
record SocketHolder(SocketPaths places, NodeCommands commands, String launcher) {
  private static final Log LOG = Log.of(SocketHolder.class);
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration APPEARS = Duration.ofSeconds(5);
  private static final String END = "q\n";
  private static final String UNIT = "eci-docker-socket";

  /** Starts one where none is, and takes the socket from it. */
  HeldSocket acquire(SocketPath.SocketAttributes like) throws IOException {
    places.makeDirectories();
    if (!new SocketPath(places.holder()).isListening()) {
      start(like);
    }
    return HeldSocket.receive(places.holder());
  }

  private void start(SocketPath.SocketAttributes like) throws IOException {
    List<String> keep =
        List.of(
            launcher,
            "--eci-keep-socket",
            RunPaths.PROXIED_SOCKET,
            RunPaths.HOLDER_SOCKET,
            Integer.toString(like.uid()),
            Integer.toString(like.gid()),
            Integer.toOctalString(like.mode()));
    if (!startAsUnit(keep)) {
      List<String> detached =
          new ArrayList<>(List.of("sh", "-c", "\"$0\" \"$@\" </dev/null >/dev/null 2>&1 &"));
      detached.addAll(keep);
      CommandResult started = commands.run(LIMIT, detached);
      if (!started.isSuccess()) {
        throw new IOException("the socket's keeper cannot be started: " + started.reason());
      }
    }
    long end = System.nanoTime() + APPEARS.toNanos();
    while (!new SocketPath(places.holder()).isListening()) {
      if (System.nanoTime() - end > 0) {
        throw new IOException(
            "the socket's keeper (%s) does not answer at %s"
                .formatted(launcher, RunPaths.HOLDER_SOCKET));
      }
      HeldSocket.pause();
    }
    LOG.info("the socket's keeper was started", "socket", RunPaths.PROXIED_SOCKET);
  }

  private boolean startAsUnit(List<String> keep) throws IOException {
    if (!Files.isDirectory(places.root().locate("/run/systemd/system"))) {
      return false;
    }
    List<String> unit =
        new ArrayList<>(
            List.of(
                "systemd-run",
                "--quiet",
                "--collect",
                "--unit=" + UNIT,
                "--description=Keeps the filtered Docker socket while eci-agent restarts",
                "--property=OOMScoreAdjust=-900",
                "--property=DefaultDependencies=no"));
    unit.addAll(keep);
    CommandResult started = commands.run(LIMIT, unit);
    if (!started.isSuccess()) {
      LOG.warn("systemd does not start the socket's keeper", "because", started.reason());
    }
    return started.isSuccess();
  }

  /** What is done before it ends. */
  @FunctionalInterface
  interface Last {
    void act() throws IOException;
  }

  /**
   * It ends, and with it our socket, after {@code last}; it does not interfere with that, since it
   * knows that somebody is there.
   */
  void end(Last last) throws IOException {
    Path control = places.holder();
    if (new SocketPath(control).isListening()) {
      // what it hands over is of no use here, and needs no library to be taken
      try (SocketChannel keeper = SocketChannel.open(UnixDomainSocketAddress.of(control))) {
        awaitAdmission(keeper);
        last.act();
        keeper.write(ByteBuffer.wrap(END.getBytes(StandardCharsets.US_ASCII)));
        long end = System.nanoTime() + APPEARS.toNanos();
        while (new SocketPath(control).isListening() && System.nanoTime() - end < 0) {
          HeldSocket.pause();
        }
      }
    } else {
      last.act();
    }
    Files.deleteIfExists(control);
    Files.deleteIfExists(control.resolveSibling(control.getFileName() + ".lock"));
  }

  /**
   * Until it has handed over its socket it still believes to be alone, and would take Docker's path
   * again in the middle of what is to be done.
   */
  private static void awaitAdmission(SocketChannel keeper) throws IOException {
    keeper.configureBlocking(false);
    ByteBuffer handed = ByteBuffer.allocate(1);
    long end = System.nanoTime() + APPEARS.toNanos();
    while (keeper.read(handed) == 0) {
      if (System.nanoTime() - end > 0) {
        throw new IOException(
            "the socket's keeper does not answer, so that Docker's socket was not given back; try again");
      }
      HeldSocket.pause();
    }
    if (handed.hasRemaining()) {
      throw new IOException("the socket's keeper has ended just now; try again");
    }
  }
}
