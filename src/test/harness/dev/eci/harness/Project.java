package dev.eci.harness;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where this checkout is. */
public final class Project {
  public static final Path ROOT = find();
  public static final Path CHART = ROOT.resolve("deploy/chart");

  private Project() {}

  private static Path find() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve("deploy/chart/Chart.yaml"))) {
      directory = directory.getParent();
      if (directory == null) {
        throw new IllegalStateException("run this inside a checkout of the project");
      }
    }
    return directory;
  }
}
