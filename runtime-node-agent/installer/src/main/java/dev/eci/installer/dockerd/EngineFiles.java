// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

import dev.eci.support.dockerapi.DockerEngine;
import dev.eci.support.host.ByteStrings;
import dev.eci.support.host.HostRoot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the paths of a dockerd from its command line and its configuration file. Its API would
 * report them too, but dockerd creates containers at its start before its API responds.
 *
 * @param directory of ECI's files
 */
record EngineFiles(HostRoot root, String directory) {
  private static final String INIT = "docker-init";

  /** dockerd searches them before PATH (moby, daemon/config/config_linux.go, lookupBinPath). */
  private static final List<String> INIT_DIRECTORIES =
      List.of(
          "/usr/local/libexec/docker",
          "/usr/libexec/docker",
          "/usr/local/lib/docker",
          "/usr/lib/docker",
          "/usr/local/libexec",
          "/usr/libexec");

  DockerEngine of(Dockerd dockerd) throws IOException, UnsupportedHostException {
    DaemonJson json =
        DaemonJson.of(dockerd.config(), ByteStrings.read(root.locate(dockerd.config())));
    DockerdArguments line = dockerd.arguments();
    String dataRoot =
        line.value("--data-root")
            .or(() -> line.value("--graph"))
            .or(() -> line.value("-g"))
            .or(() -> json.value("data-root"))
            .or(() -> json.value("graph"))
            .orElse("/var/lib/docker");
    Optional<String> execRoot = line.value("--exec-root").or(() -> json.value("exec-root"));
    return new DockerEngine(
        dockerd.pid(),
        dataRoot,
        inits(dockerd, line.value("--init-path").or(() -> json.value("init-path"))),
        dockerd.sockets(json.hosts()),
        List.of(execRoot.orElse("/var/run/docker"), dockerd.config(), directory));
  }

  /** The configured addresses. */
  List<String> hosts(Dockerd dockerd) throws IOException, UnsupportedHostException {
    return dockerd.hosts(
        DaemonJson.of(dockerd.config(), ByteStrings.read(root.locate(dockerd.config()))).hosts());
  }

  private static List<String> inits(Dockerd dockerd, Optional<String> named) {
    String name = named.orElse(INIT);
    if (name.startsWith("/")) {
      return List.of(name);
    }
    List<String> inits = new ArrayList<>();
    INIT_DIRECTORIES.forEach(in -> inits.add(in + "/" + name));
    dockerd.searchPath().stream()
        .filter(in -> in.startsWith("/"))
        .forEach(in -> inits.add(in + "/" + name));
    return inits;
  }
}
