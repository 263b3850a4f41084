// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.installer.containerd.ContainerdConfig;
import dev.eci.installer.containerd.ContainerdControl;
import dev.eci.installer.containerd.ContainerdService;
import dev.eci.installer.containerd.Toml;
import dev.eci.installer.step.InstallPaths;
import dev.eci.support.host.HostRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads main file and imports as containerd 2 does, and records the configuration of each start.
 */
public final class FakeContainerd implements ContainerdControl {
  public static final ContainerdService ENGINE =
      new ContainerdService(
          "containerd.service",
          "/usr/bin/containerd",
          "/etc/containerd/config.toml",
          "/usr/sbin:/usr/bin");

  private final HostRoot root;
  public int restarts;
  public boolean broken;
  boolean mergesBadly;

  /** Replaces tables on import, as containerd before 2.0 does. */
  boolean importsReplace;

  public ContainerdConfig running;

  public FakeContainerd(HostRoot root) throws IOException {
    this.root = root;
    this.running = dump(ENGINE, ENGINE.config());
  }

  @Override
  public ContainerdConfig dump(ContainerdService containerdService, String config)
      throws IOException {
    ObjectNode merged = Toml.parse("");
    Path main = root.locate(config);
    if (Files.exists(main)) {
      ObjectNode tree = read(main);
      merge(merged, tree);
      for (JsonNode pattern : tree.path("imports")) {
        for (Path file : matches(pattern.asText(), containerdService)) {
          ObjectNode imported = read(file);
          if (imported.path("version").asInt() != tree.path("version").asInt(3)) {
            throw new IOException("mixed versions");
          }
          if (importsReplace) {
            ObjectNode plugins = merged.withObjectProperty("plugins");
            imported.path("plugins").fieldNames().forEachRemaining(plugins::remove);
          }
          merge(merged, imported);
          if (mergesBadly) {
            merged.remove("oom_score");
          }
        }
      }
    }
    if (!merged.has("version")) {
      merged.put("version", 3);
    }
    addDefaults(merged);
    return new ContainerdConfig(merged);
  }

  @Override
  public void restart(ContainerdService containerdService) throws IOException {
    restarts++;
    running = dump(containerdService, containerdService.config());
  }

  @Override
  public boolean isResponsive(ContainerdService containerdService, Duration limit) {
    return !broken || running.handler(InstallPaths.HANDLER).isEmpty();
  }

  private List<Path> matches(String pattern, ContainerdService containerdService)
      throws IOException {
    Path path = Path.of(containerdService.configDirectory()).resolve(pattern);
    Path directory = root.locate(path.getParent().toString());
    String name = path.getFileName().toString();
    if (!name.contains("*")) {
      return List.of(root.locate(path.toString()));
    }
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(name.substring(1)))
          .sorted()
          .toList();
    }
  }

  private static ObjectNode read(Path file) throws IOException {
    return Toml.parse(Files.readString(file, StandardCharsets.UTF_8));
  }

  private static void merge(ObjectNode into, ObjectNode from) {
    from.properties()
        .forEach(entry -> {
          if (into.get(entry.getKey()) instanceof ObjectNode there
              && entry.getValue() instanceof ObjectNode more) {
            merge(there, more);
          } else {
            into.set(entry.getKey(), entry.getValue().deepCopy());
          }
        });
  }

  private static void addDefaults(ObjectNode merged) {
    String plugin =
        merged.path("version").asInt() >= 3
            ? "io.containerd.cri.v1.runtime"
            : "io.containerd.grpc.v1.cri";
    ObjectNode containerd =
        merged
            .withObjectProperty("plugins")
            .withObjectProperty(plugin)
            .withObjectProperty("containerd");
    ObjectNode runc = containerd.withObjectProperty("runtimes").withObjectProperty("runc");
    runc.put("runtime_type", "io.containerd.runc.v2");
    runc.withObjectProperty("options");
  }
}
