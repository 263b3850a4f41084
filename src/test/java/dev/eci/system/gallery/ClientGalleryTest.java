// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.gallery;

import dev.eci.harness.Lab;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * ISO-3: the client libraries themselves. Those of npm and PyPI and the Go client come from {@code
 * lab gallery}, in the versions of src/test/lab/clients. None of it is part of {@code make test}.
 */
@Tag("docker")
@Tag("gallery")
@Order(171)
class ClientGalleryTest {
  private static final int AT_ONCE = 2;
  // Testcontainers brings docker-java's core inside
  private static final String DOCKER_JAVA =
      "(testcontainers|slf4j-api|commons-[a-z0-9]+|docker-java-[a-z-]+|jackson-annotations|jna)-[0-9.]+\\.jar";

  private static @Nullable GalleryHosts hosts;
  private static List<String> environment = List.of();

  private static List<GalleryRow> rows() {
    return GalleryRow.selected("clients");
  }

  @BeforeAll
  static void start() {
    if (rows().isEmpty() && !DockerPySuite.isSelected()) {
      return;
    }
    Lab.gallery();
    hosts = GalleryHosts.start("clients", false);
    String cleaner = Lab.environment().get("ECI_LAB_CLEANER_IMAGE");
    if (cleaner != null) {
      hosts.load(cleaner);
    }
    environment = libraries();
  }

  private static List<String> libraries() {
    String clients =
        Objects.requireNonNull(Lab.environment().get("ECI_LAB_CLIENTS"), "lab gallery");
    String jars =
        Arrays.stream(System.getProperty("java.class.path", "").split(File.pathSeparator))
            .filter(path -> String.valueOf(Path.of(path).getFileName()).matches(DOCKER_JAVA))
            .collect(Collectors.joining(File.pathSeparator));
    return List.of(
        "CLIENTS=" + clients,
        "JAVA=" + Path.of(System.getProperty("java.home"), "bin", "java"),
        "JARS=" + jars);
  }

  @AfterAll
  static void end() {
    if (hosts != null) {
      hosts.close();
    }
  }

  @TestFactory
  @DisplayName("ISO-3: through the proxied socket as on the twin's")
  Stream<DynamicTest> runsAsOnTwin() {
    return hosts == null ? Stream.of() : hosts.compare(rows(), AT_ONCE, environment);
  }

  @Test
  @DisplayName("ISO-3: docker-py's own suite passes as on the twin, but for what is denied")
  void passesSuiteOfDockerPy() {
    if (hosts != null && DockerPySuite.isSelected()) {
      DockerPySuite.compare(hosts, environment);
    }
  }
}
