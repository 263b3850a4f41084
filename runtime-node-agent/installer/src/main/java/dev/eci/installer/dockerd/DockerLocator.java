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
 * The one dockerd that this agent is for: one that the command line names, else one that sees our
 * files.
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
   * Where nothing is named, both are empty.
   *
   * @param proc a procfs that shows the host's processes
   * @param directories of our files, which dockerd must see too
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
   * A dockerd and the socket on which it can be asked.
   *
   * @param publicSocket the path at which people find it, as it is configured
   */
  public record LocatedDockerd(Dockerd dockerd, Path socket, String publicSocket) {}

  /** Empty if it does not run. */
  public Optional<LocatedDockerd> find() throws IOException, UnsupportedHostException {
    List<Dockerd> fitting = fitting();
    if (fitting.size() > 1) {
      throw new UnsupportedHostException(
          "SeveralEngines",
          "Several dockerds run on this host (pids %s); say which one is meant with --docker-socket or --docker-config."
              .formatted(fitting.stream().map(d -> String.valueOf(d.pid())).toList()));
    }
    if (fitting.isEmpty()) {
      return Optional.empty();
    }
    Dockerd dockerd = fitting.getFirst();
    Optional<String> named = socket.or(() -> sockets(dockerd).stream().findFirst());
    if (named.isEmpty()) {
      throw new UnsupportedHostException(
          "NoUnixSocket",
          "dockerd listens on no unix socket, so that it cannot be asked what runs; add unix:///var/run/docker.sock to its hosts.");
    }
    Path behind = new SocketPaths(root).engine();
    Path here = SocketPaths.isListening(behind) ? behind : root.locate(named.get());
    return Files.exists(here)
        ? Optional.of(new LocatedDockerd(dockerd, here, named.get()))
        : Optional.empty();
  }

  private List<Dockerd> fitting() throws IOException {
    List<Dockerd> fitting = finder.find().stream().filter(this::matches).toList();
    if (socket.isPresent() || config.isPresent()) {
      return fitting;
    }
    List<Dockerd> seeing =
        fitting.stream().filter(d -> d.rootless() || sameFiles.sharesFilesWith(d)).toList();
    // a second one in a mount namespace of its own is somebody's experiment
    List<Dockerd> nearest = seeing.stream().filter(Dockerd::ownMounts).toList();
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
      // its installation will say so
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
