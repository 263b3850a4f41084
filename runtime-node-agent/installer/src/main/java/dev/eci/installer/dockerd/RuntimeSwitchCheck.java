package dev.eci.installer.dockerd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * From runc to crun or back. Neither knows what the other runs: a container that was started under
 * the one could not be stopped any more under the other.
 *
 * @param current path of what the launcher calls; empty if there is no launcher yet
 * @param requested path of what it shall call
 */
record RuntimeSwitchCheck(String current, String requested) {
  private static final String KEY = "runtime = ";

  /**
   * Compares with the launcher's settings.
   *
   * @param settings its file, which need not be there
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

  /** Refuses it while anything of ours runs. */
  void check(List<DockerContainer> running) throws UnsupportedHostException {
    List<String> ours =
        running.stream()
            .filter(container -> container.runtime().equals(DaemonJson.RUNTIME))
            .map(DockerContainer::name)
            .toList();
    if (!ours.isEmpty()) {
      throw new UnsupportedHostException(
          "OciRuntimeInUse",
          "%s runs containers, which %s could not stop: %s; stop them first, or start the agent with --runtime %s."
              .formatted(current, requested, String.join(", ", ours), name(current)));
    }
  }

  private static String name(String path) {
    return String.valueOf(Path.of(path).getFileName());
  }
}
