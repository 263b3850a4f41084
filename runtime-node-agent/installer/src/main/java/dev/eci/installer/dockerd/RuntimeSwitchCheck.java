// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Checks a switch from runc to crun or back. Neither knows the containers of the other, so a
 * container that was started by one could no longer be stopped by the other.
 *
 * @param current path of the runtime that eci-runtime calls; empty if it is not installed yet
 * @param requested path of the runtime that it is to call
 */
record RuntimeSwitchCheck(String current, String requested) {
  private static final String KEY = "runtime = ";

  /**
   * Compares with the settings of eci-runtime.
   *
   * @param settings their file, which may be missing
   */
  static RuntimeSwitchCheck of(Path settings, String wanted) throws IOException {
    List<String> lines = Files.exists(settings) ? Files.readAllLines(settings) : List.of();
    return new RuntimeSwitchCheck(
        lines.stream()
            .filter(line -> line.startsWith(KEY))
            .map(line -> line.substring(KEY.length()).strip())
            .findFirst()
            .orElse(""),
        wanted);
  }

  boolean isSwitch() {
    return !current.isEmpty() && !name(current).equals(name(requested));
  }

  /** Rejects the switch while containers run under eci-runtime. */
  void check(List<DockerContainer> running) throws UnsupportedHostException {
    List<String> inUse =
        running.stream()
            .filter(container -> container.runtime().equals(DaemonJson.RUNTIME))
            .map(DockerContainer::name)
            .toList();
    if (!inUse.isEmpty()) {
      throw new UnsupportedHostException(
          "OciRuntimeInUse",
          "%s runs containers, which %s could not stop: %s; stop them first, or start the agent with --runtime %s."
              .formatted(current, requested, String.join(", ", inUse), name(current)));
    }
  }

  private static String name(String path) {
    return String.valueOf(Path.of(path).getFileName());
  }
}
