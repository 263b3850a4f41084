// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

import dev.eci.installer.containerd.OciRuntime;
import dev.eci.support.dockerapi.EngineInfo;
import dev.eci.support.host.HostRoot;
import dev.eci.support.host.NodeCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads {@link DockerFacts} and rejects an unsupported host.
 *
 * @param proc a procfs that shows the host's processes
 * @param runtime runc or crun: a name on dockerd's PATH, or an absolute path
 */
public record DockerInspection(
    HostRoot root,
    Path proc,
    NodeCommands commands,
    DockerInstallPaths places,
    SharedFilesystemCheck sameFiles,
    String runtime) {

  /** Returns the absolute path of the OCI runtime that eci-runtime calls. */
  public String check(Dockerd dockerd, EngineInfo engineInfo)
      throws IOException, UnsupportedHostException {
    Optional<String> found = find(dockerd);
    DockerChecks.check(
        new DockerFacts(
            dockerd,
            engineInfo,
            Files.readString(proc.resolve("sys/kernel/osrelease")).strip(),
            maxUserNamespaces(),
            found.isPresent() ? OciRuntime.inspect(commands, found.get()) : Optional.empty(),
            readOnly(dockerd),
            sameFiles.sharesFilesWith(dockerd)));
    return found.orElseThrow();
  }

  private Optional<String> find(Dockerd dockerd) throws IOException {
    if (runtime.startsWith("/")) {
      return Optional.of(runtime).filter(path -> Files.isExecutable(Path.of(path)));
    }
    for (String directory : dockerd.searchPath()) {
      String candidate = directory + "/" + runtime;
      if (candidate.startsWith("/") && Files.isExecutable(root.locate(candidate))) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private long maxUserNamespaces() throws IOException {
    Path limit = proc.resolve("sys/user/max_user_namespaces");
    return Files.exists(limit) ? Long.parseLong(Files.readString(limit).strip()) : 0;
  }

  /** Replacing a file requires the right to write to its directory. */
  private List<String> readOnly(Dockerd dockerd) throws IOException {
    Path config = root.locate(dockerd.config());
    return Stream.of(root.locate(places.directory()), config.resolveSibling("."))
        .map(directory -> directory.normalize())
        .filter(directory -> !Files.isWritable(SharedFilesystemCheck.existing(directory)))
        .map(Path::toString)
        .toList();
  }
}
