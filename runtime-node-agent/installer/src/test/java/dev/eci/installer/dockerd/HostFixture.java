// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

import dev.eci.support.host.CommandResult;
import dev.eci.support.host.HostRoot;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A Docker host in a temporary directory. */
final class HostFixture {
  static final String CONFIG = "/etc/docker/daemon.json";
  private static final ReloadWaiter QUICK =
      new ReloadWaiter(Duration.ofMillis(50), Duration.ofMillis(5));

  final HostRoot root;
  final Path config;
  final FakeDocker docker;
  final DockerInstallPaths places = new DockerInstallPaths("/opt/eci");
  private final Path image;

  HostFixture(Path directory, Optional<String> daemonJson) throws IOException {
    this(directory, daemonJson, StandardCharsets.UTF_8);
  }

  HostFixture(Path directory, Optional<String> daemonJson, Charset charset) throws IOException {
    root = new HostRoot(Files.createDirectory(directory.resolve("host")));
    Files.createDirectories(root.root().resolve("opt"));
    Files.createDirectories(root.root().resolve("etc"));
    config = root.root().resolve(CONFIG.substring(1));
    if (daemonJson.isPresent()) {
      Files.createDirectories(config.getParent());
      Files.write(config, daemonJson.get().getBytes(charset));
    }
    image = Files.writeString(directory.resolve("eci-runtime"), "launcher 1");
    docker = new FakeDocker(config);
  }

  DockerInstaller.Result install(Consumer<String> reached, boolean protect)
      throws IOException, UnsupportedHostException {
    return new DockerInstaller(
            root,
            new DockerInstaller.Settings(places, image, "/run/eci/agent.sock", "1", "runc"),
            QUICK,
            reached)
        .ensure(docker, CONFIG, "/usr/bin/runc", protect);
  }

  DockerInstaller.Result install() throws IOException, UnsupportedHostException {
    return install(_ -> {}, true);
  }

  DockerRemover.Result remove(
      Consumer<String> reached, boolean namedForBuilds, boolean leaveStopped)
      throws IOException, UnsupportedHostException {
    BuildKitRuntime buildKitRuntime =
        new BuildKitRuntime(root, (_, _) -> new CommandResult(0, "", ""), places.launcher());
    return new DockerRemover(root, places, buildKitRuntime, QUICK, reached)
        .remove(Optional.of(docker), CONFIG, namedForBuilds, leaveStopped);
  }

  DockerRemover.Result remove() throws IOException, UnsupportedHostException {
    return remove(_ -> {}, false, false);
  }

  boolean isEciRuntimeDefault() {
    return docker.info().defaultRuntime().equals("eci")
        && places.launcher().equals(docker.info().runtimes().get("eci"));
  }

  boolean hasNoEciRuntime() {
    return docker.info().defaultRuntime().equals("runc")
        && !docker.info().runtimes().containsKey("eci");
  }

  /** Every file and directory, with mode and content. */
  Map<String, String> snapshot() throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root.root())) {
      for (Path file : files.toList()) {
        found.put(
            root.root().relativize(file).toString(),
            Files.getPosixFilePermissions(file)
                + (Files.isRegularFile(file)
                    ? new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                    : ""));
      }
    }
    return found;
  }
}
