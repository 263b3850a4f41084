// SPDX-License-Identifier: Apache-2.0
package dev.eci.support.dockersocket;

import dev.eci.support.host.HostRoot;
import dev.eci.support.rundir.RunPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The sockets of the takeover, as this process finds them. All are on one file system, /run. */
public record SocketPaths(HostRoot root) {
  /** The proxied socket; pods that may have Docker's socket get this one instead. */
  public Path proxied() throws IOException {
    return root.locate(RunPaths.PROXIED_SOCKET);
  }

  /** The engine's own socket, in a directory that only root can walk. */
  public Path engine() throws IOException {
    return root.locate(RunPaths.ENGINE_SOCKET);
  }

  /** The control socket of the socket holder. */
  public Path holder() throws IOException {
    return root.locate(RunPaths.HOLDER_SOCKET);
  }

  /** Whether a process listens there. */
  public static boolean isListening(Path socket) throws IOException {
    return new SocketPath(socket).isListening();
  }

  public void makeDirectories() throws IOException {
    directory(RunPaths.DIRECTORY, "rwx--x--x");
    directory(RunPaths.PROXIED_DIRECTORY, "rwx--x--x");
    directory(RunPaths.ENGINE_DIRECTORY, "rwx------");
  }

  private void directory(String path, String mode) throws IOException {
    Path directory = root.locate(path);
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(mode));
  }
}
