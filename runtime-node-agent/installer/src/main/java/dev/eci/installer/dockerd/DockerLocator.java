// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

import dev.eci.support.dockersocket.SocketPaths;
import dev.eci.support.host.ByteStrings;
import dev.eci.support.host.HostRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Locates the dockerd that this agent protects: the one that the command line names, or else the
 * one that sees ECI's files.
 *
 * @param socket path of its socket, where the command line names it
 * @param config path of its configuration file, where the command line names it
 */
public record DockerLocator(
    HostRoot root,
    DockerdFinder finder,
    SharedFilesystemCheck sameFiles,
    Optional<String> socket,
    Optional<String> config) {

  /**
   * {@code socket} and {@code config} are empty if the command line names none.
   *
   * @param proc a procfs that shows the host's processes
   * @param directories of ECI's files, which dockerd must see as well
   */
  public static DockerLocator of(
      HostRoot root,
      Path proc,
      List<String> directories,
      Optional<String> socket,
      Optional<String> config) {
    return new DockerLocator(
        root,
        new DockerdFinder(proc),
        new SharedFilesystemCheck(root, proc, directories),
        socket,
        config);
  }

  /**
   * A dockerd and its socket.
   *
   * @param socket for the agent
   * @param publicSocket the configured path, which clients use
   */
  public record LocatedDockerd(Dockerd dockerd, Path socket, String publicSocket) {}

  /** Empty if dockerd does not run. */
  public Optional<LocatedDockerd> find() throws IOException, UnsupportedHostException {
    List<Dockerd> matching = matching();
    if (matching.size() > 1) {
      throw new UnsupportedHostException(
          "SeveralEngines",
          "Several dockerds run on this host (pids %s); name one with --docker-socket or --docker-config."
              .formatted(matching.stream().map(d -> String.valueOf(d.pid())).toList()));
    }
    if (matching.isEmpty()) {
      return Optional.empty();
    }
    Dockerd dockerd = matching.getFirst();
    Optional<String> named = socket.or(() -> sockets(dockerd).stream().findFirst());
    if (named.isEmpty()) {
      throw new UnsupportedHostException(
          "NoUnixSocket",
          "dockerd listens on no unix socket, so the agent cannot reach it; add unix:///var/run/docker.sock to its hosts.");
    }
    Path enginePath = new SocketPaths(root).engine();
    Path reachable = SocketPaths.isListening(enginePath) ? enginePath : root.locate(named.get());
    return Files.exists(reachable)
        ? Optional.of(new LocatedDockerd(dockerd, reachable, named.get()))
        : Optional.empty();
  }

  private List<Dockerd> matching() throws IOException {
    List<Dockerd> matching = finder.find().stream().filter(this::matches).toList();
    if (socket.isPresent() || config.isPresent()) {
      return matching;
    }
    List<Dockerd> seeing =
        matching.stream().filter(d -> d.rootless() || sameFiles.sharesFilesWith(d)).toList();
    // a second dockerd in another mount namespace is not the host's
    List<Dockerd> nearest = seeing.stream().filter(Dockerd::sharesMountNamespace).toList();
    return seeing.size() > 1 && nearest.size() == 1 ? nearest : seeing;
  }

  private boolean matches(Dockerd dockerd) {
    return config.map(path -> path.equals(dockerd.config())).orElse(true)
        && socket
            .map(path -> sockets(dockerd).stream().anyMatch(s -> isSamePath(s, path)))
            .orElse(true);
  }

  private List<String> sockets(Dockerd dockerd) {
    try {
      return dockerd.sockets(
          DaemonJson.of(dockerd.config(), ByteStrings.read(root.locate(dockerd.config()))).hosts());
    } catch (IOException | UnsupportedHostException e) {
      // the installation reports it
      return dockerd.sockets(List.of());
    }
  }

  private boolean isSamePath(String one, String other) {
    try {
      return root.real(one).equals(root.real(other));
    } catch (IOException | IllegalArgumentException e) {
      return one.equals(other);
    }
  }
}
