package dev.eci.support.dockersocket;

import dev.eci.support.host.HostRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Where the sockets are that have to do with the takeover. All are on one file system, /run. */
public record SocketPaths(HostRoot root) {
  /** The filtered one; pods that may have Docker's socket get this one instead. */
  public static final String PROXIED = "/run/eci/docker/docker.sock";

  /** The engine's own one, in a directory of root's. */
  public static final String ENGINE = "/run/eci/engine/docker.sock";

  public static final String HOLDER = "/run/eci/engine/keeper.sock";

  public Path proxied() throws IOException {
    return root.locate(PROXIED);
  }

  public Path engine() throws IOException {
    return root.locate(ENGINE);
  }

  /** Whether somebody listens there. */
  public static boolean isListening(Path socket) throws IOException {
    return new SocketPath(socket).isListening();
  }

  public Path holder() throws IOException {
    return root.locate(HOLDER);
  }

  public void makeDirectories() throws IOException {
    directory("/run/eci", "rwx--x--x");
    directory("/run/eci/docker", "rwx--x--x");
    directory("/run/eci/engine", "rwx------");
  }

  private void directory(String path, String mode) throws IOException {
    Path directory = root.locate(path);
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(mode));
  }
}
