// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.containerd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eci.support.host.CommandResult;
import dev.eci.support.host.HostRoot;
import dev.eci.support.host.NodeCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * An OCI runtime of the node, and the features that it reports.
 *
 * @param path on the node
 * @param version empty if the runtime does not report one
 */
public record OciRuntime(
    String path, String version, boolean userNamespaces, boolean idmappedMounts) {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String DEFAULT = "runc";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The absolute path of the runtime that containerd's default handler runs. */
  public static Optional<String> find(
      HostRoot root, ContainerdService containerdService, ContainerdConfig config)
      throws IOException {
    String configured =
        config
            .defaultHandler()
            .map(handler -> handler.path("options").path("BinaryName").asText(""))
            .orElse("");
    String name = configured.isEmpty() ? DEFAULT : configured;
    if (name.startsWith("/")) {
      return isExecutable(root, name) ? Optional.of(name) : Optional.empty();
    }
    for (String directory : containerdService.searchPath().split(":", -1)) {
      String candidate = directory + "/" + name;
      if (candidate.startsWith("/") && isExecutable(root, candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** Empty if the runtime has no command {@code features}, which runc has since 1.1. */
  public static Optional<OciRuntime> inspect(NodeCommands commands, String path)
      throws IOException {
    CommandResult result = commands.run(LIMIT, path, "features");
    if (!result.isSuccess()) {
      return Optional.empty();
    }
    JsonNode features = JSON.readTree(result.out());
    return Optional.of(
        new OciRuntime(
            path,
            features.path("annotations").path("org.opencontainers.runc.version").asText(""),
            StreamSupport.stream(features.path("linux").path("namespaces").spliterator(), false)
                .anyMatch(namespace -> namespace.asText("").equals("user")),
            features
                .path("linux")
                .path("mountExtensions")
                .path("idmap")
                .path("enabled")
                .asBoolean()));
  }

  private static boolean isExecutable(HostRoot root, String path) throws IOException {
    Path here = root.locate(path);
    return Files.isRegularFile(here) && Files.isExecutable(here);
  }
}
