// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.installer.containerd.ContainerdService;
import dev.eci.installer.containerd.InvalidTomlException;
import dev.eci.installer.containerd.Toml;
import dev.eci.installer.step.InstallPaths;
import dev.eci.support.host.ByteStrings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * containerd's main configuration file without the edits of the installer.
 *
 * @param text empty if there is no such file
 */
record ContainerdConfigFile(ContainerdService containerd, Optional<String> text) {
  private static final Pattern CREATED =
      Pattern.compile("# created by eci-agent, which removes this file again\nversion = [0-9]+\n");

  /** {@code found} may contain the edit of an earlier run, which is removed. */
  static ContainerdConfigFile of(ContainerdService containerdService, Optional<String> found) {
    ImportEdit edit = edit(containerdService);
    SectionEdit section = section(containerdService);
    return new ContainerdConfigFile(
        containerdService,
        found
            .map(edit::removeFrom)
            .map(section::removeFrom)
            .filter(rest -> !CREATED.matcher(rest).matches()));
  }

  /** The version that the drop-in must have as well. containerd does not support mixed versions. */
  int version(int merged) throws InvalidTomlException {
    int written = tree().path("version").asInt(0);
    return written >= 2 ? written : merged;
  }

  /** A directory that the main file imports already, so that it can stay unchanged. */
  Optional<String> importedDirectory() throws InvalidTomlException {
    for (JsonNode pattern : tree().path("imports")) {
      Path path = Path.of(containerd.configDirectory()).resolve(pattern.asText("")).normalize();
      Path directory = path.getParent();
      Path name = path.getFileName();
      if (directory != null
          && name != null
          && (name.toString().equals("*.toml") || name.toString().equals("*"))
          && directory.toString().chars().noneMatch(c -> "*?[\\".indexOf(c) >= 0)) {
        return Optional.of(directory.toString());
      }
    }
    return Optional.empty();
  }

  /** With an import of the installer's own directory. */
  String withImport(int version) {
    return withImport(importsDirectory(containerd), version);
  }

  /** With an import of {@code directory}. */
  String withImport(String directory, int version) {
    return new ImportEdit(directory).insertInto(text.orElseGet(() -> created(version)));
  }

  /** With the handler itself at its end, for containerd before 2.0. */
  String withHandler(String handler, int version) {
    return section(containerd).insertInto(text.orElseGet(() -> created(version)), handler);
  }

  private static SectionEdit section(ContainerdService containerdService) {
    return new SectionEdit(importsDirectory(containerdService) + "/" + InstallPaths.DROP_IN);
  }

  private static String created(int version) {
    return "# created by eci-agent, which removes this file again\nversion = %d\n"
        .formatted(version);
  }

  static String importsDirectory(ContainerdService containerdService) {
    return containerdService.configDirectory() + "/" + InstallPaths.IMPORTS_DIRECTORY;
  }

  private static ImportEdit edit(ContainerdService containerdService) {
    return new ImportEdit(importsDirectory(containerdService));
  }

  private ObjectNode tree() throws InvalidTomlException {
    return Toml.parse(new String(ByteStrings.of(text.orElse("")), StandardCharsets.UTF_8));
  }
}
