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
 * The runc that the engine calls, and what its {@code features} say.
 *
 * @param path as the node sees it
 * @param version empty if it does not tell
 */
public record OciRuntime(
    String path, String version, boolean userNamespaces, boolean idmappedMounts) {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String DEFAULT = "runc";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The absolute path of what the engine's own handler runs. */
  public static Optional<String> find(HostRoot root, ContainerdService containerdService, ContainerdConfig config)
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

  /** Empty if it does not know {@code features}, which came with runc 1.1. */
  public static Optional<OciRuntime> inspect(NodeCommands commands, String path)
      throws IOException {
    CommandResult features = commands.run(LIMIT, path, "features");
    if (!features.isSuccess()) {
      return Optional.empty();
    }
    JsonNode said = JSON.readTree(features.out());
    return Optional.of(
        new OciRuntime(
            path,
            said.path("annotations").path("org.opencontainers.runc.version").asText(""),
            StreamSupport.stream(said.path("linux").path("namespaces").spliterator(), false)
                .anyMatch(namespace -> namespace.asText("").equals("user")),
            said.path("linux").path("mountExtensions").path("idmap").path("enabled").asBoolean()));
  }

  private static boolean isExecutable(HostRoot root, String path) throws IOException {
    Path here = root.locate(path);
    return Files.isRegularFile(here) && Files.isExecutable(here);
  }
}
