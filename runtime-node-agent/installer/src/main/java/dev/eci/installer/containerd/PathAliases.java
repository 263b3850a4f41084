// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.containerd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Maps the directories of this node's kubelet and containerd to the default ones, which policy
 * knows.
 */
public final class PathAliases {
  private static final String KUBELET = "/var/lib/kubelet";
  private static final String STATE = "/run/containerd";
  private static final String ROOT = "/var/lib/containerd";
  private static final String ROOT_DIR = "--root-dir";

  /** Default directories map to themselves, because they can be symbolic links. */
  public static final Map<String, String> USUAL =
      Map.of(KUBELET, KUBELET, STATE, STATE, ROOT, ROOT);

  private PathAliases() {}

  public static Map<String, String> of(ContainerdConfig config, Path proc) throws IOException {
    Map<String, String> aliases = new HashMap<>(USUAL);
    aliases.put(config.tree().path("state").asText(STATE), STATE);
    aliases.put(config.tree().path("root").asText(ROOT), ROOT);
    kubeletRoot(proc).ifPresent(root -> aliases.put(root, KUBELET));
    return Map.copyOf(aliases);
  }

  private static Optional<String> kubeletRoot(Path proc) throws IOException {
    Path node = Files.readSymbolicLink(proc.resolve("1/ns/mnt"));
    try (Stream<Path> entries = Files.list(proc)) {
      return entries
          .filter(entry -> entry.getFileName().toString().chars().allMatch(Character::isDigit))
          .map(process -> kubeletRoot(process, node))
          .flatMap(Optional::stream)
          .findFirst();
    }
  }

  private static Optional<String> kubeletRoot(Path process, Path node) {
    try {
      if (!Files.readString(process.resolve("comm")).strip().equals("kubelet")
          || !Files.readSymbolicLink(process.resolve("ns/mnt")).equals(node)) {
        return Optional.empty();
      }
      List<String> line =
          List.of(
              new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.UTF_8)
                  .split("\0", -1));
      for (int i = 1; i < line.size(); i++) {
        if (line.get(i).startsWith(ROOT_DIR + "=")) {
          return Optional.of(line.get(i).substring(ROOT_DIR.length() + 1));
        }
        if (line.get(i).equals(ROOT_DIR) && i + 1 < line.size()) {
          return Optional.of(line.get(i + 1));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      // it ended while it was read
      return Optional.empty();
    }
  }
}
