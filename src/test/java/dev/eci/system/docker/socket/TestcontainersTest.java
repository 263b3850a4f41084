// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.Cluster;
import dev.eci.harness.Command;
import dev.eci.harness.Command.Result;
import dev.eci.harness.Lab;
import dev.eci.harness.docker.DockerHost;
import dev.eci.harness.docker.Variant;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The library that the socket is mounted for most often, in a protected container of a host whose
 * policy names the two images that may: the one it runs in, and its cleaner.
 */
@Tag("docker")
class TestcontainersTest {
  private static final String HERE = "/srv/workload";
  private static final String UNLISTED = "workload/other";
  private static final Pattern LIBRARY =
      Pattern.compile(
          "(testcontainers|slf4j-api|commons-[a-z0-9]+|duct-tape|docker-java-[a-z-]+|jackson-annotations|jna)-[0-9.]+\\.jar");
  private static final Pattern SAID =
      Pattern.compile("said: a page\nby: ([0-9a-f]{64})\n\\s*0\\s+([1-9]\\d+)\\s+65536");
  // it waits 10 s for another test of the same run
  private static final Duration CLEANED = Duration.ofSeconds(40);

  private static DockerHost host;
  private static String java;
  private static String cleaner;

  @BeforeAll
  static void start() {
    Lab.up();
    java = lab("ECI_LAB_BASE_IMAGE");
    cleaner = lab("ECI_LAB_CLEANER_IMAGE");
    host = DockerHost.start("testcontainers", Variant.DEFAULT);
    Stream.of(java, cleaner).forEach(TestcontainersTest::load);
    program();
    host.protect(
        """
        apiVersion: eci.dev/v1alpha1
        kind: EciPolicy
        metadata: {name: tests}
        spec: {dockerSocketMount: {imageList: {images: ["%s", "%s"]}}}
        """
            .formatted(byId(java), byId(cleaner)));
    Cluster.await(
        "the socket is proxied", Duration.ofSeconds(20), () -> host.isProxied(), is -> is);
  }

  @AfterAll
  static void end() {
    host.close();
  }

  private static String lab(String name) {
    return Lab.environment().get(name);
  }

  private static void load(String image) {
    String archive = "/srv/image.tar";
    Map<String, String> lab = Lab.environment();
    Command.of(lab, "docker", "save", "-o", host.outside(archive).toString(), image)
        .run()
        .orThrow();
    host.script("docker load -q -i %1$s && rm %1$s".formatted(archive)).orThrow();
  }

  /** No registry has them: they are allowed by what they are. */
  private static String byId(String image) {
    String id = host.docker("image", "inspect", "--format", "{{.Id}}", image).orThrow().strip();
    return image.substring(0, image.lastIndexOf(':')) + "@" + id;
  }

  /** A Java, the library, and the test's own classes, as user data. */
  private static void program() {
    List<String> paths =
        List.of(System.getProperty("java.class.path", "").split(File.pathSeparator, -1));
    String classes =
        paths.stream().filter(path -> path.endsWith("test-classes")).findFirst().orElseThrow();
    String libraries =
        String.join(
            " ",
            paths.stream()
                .filter(
                    path -> LIBRARY.matcher(String.valueOf(Path.of(path).getFileName())).matches())
                .toList());
    assertThat(libraries).contains("testcontainers", "docker-java-api", "zerodep");
    host.script(
            """
            set -e
            mkdir -p %1$s/java/lib %1$s/lib %1$s/classes/%2$s
            cp -a %3$s/bin %3$s/conf %1$s/java/
            tar -C %3$s/lib --exclude=src.zip --exclude=ct.sym -c . | tar -C %1$s/java/lib -x
            cp %4$s %1$s/lib/
            cp %5$s/%2$s/TestcontainersWorkload.class %1$s/classes/%2$s/
            """
                .formatted(
                    HERE,
                    "dev/eci/system/docker/socket",
                    System.getProperty("java.home"),
                    libraries,
                    classes))
        .orThrow();
  }

  private static Result runWorkload(String image) {
    return host.dockerProxied(
        "run",
        "--rm",
        "--volume=" + HERE + ":/workload:ro",
        "--volume=/var/run/docker.sock:/var/run/docker.sock",
        "--env=TESTCONTAINERS_RYUK_CONTAINER_IMAGE=" + cleaner,
        "--entrypoint=/workload/java/bin/java",
        image,
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        "/workload/classes:/workload/lib/*",
        "dev.eci.system.docker.socket.TestcontainersWorkload",
        DockerHost.IMAGE);
  }

  @Test
  @DisplayName(
      "ISO-3, SOCK-5: Testcontainers in a protected container starts a protected one, talks to it, and its cleaner removes it")
  void runsTestcontainersProtected() {
    Result test = runWorkload(java);
    Matcher said = SAID.matcher(test.out());
    assertThat(said.find()).as(test.text() + host.agent().log()).isTrue();
    assertThat(host.docker("ps", "--format", "{{.Image}}").out()).contains(cleaner);
    Cluster.await(
        "the cleaner has removed what was started, and itself",
        CLEANED,
        () -> host.docker("ps", "-aq", "--no-trunc").out(),
        left -> left.isBlank());
    assertThat(host.agent().log().lines().filter(line -> line.contains("was denied")))
        .as("everything it requests is allowed")
        .allMatch(line -> line.contains(UNLISTED));
  }

  @Test
  @DisplayName("RES-3: from an image that the policy does not name, it does not start")
  void deniesUnlistedImage() {
    host.docker("tag", DockerHost.IMAGE, UNLISTED + ":1").orThrow();
    assertThat(runWorkload(UNLISTED + ":1").text())
        .contains("docker socket mount denied for container with image")
        .contains(UNLISTED);
    assertThat(host.docker("ps", "-aq").out()).isBlank();
  }
}
