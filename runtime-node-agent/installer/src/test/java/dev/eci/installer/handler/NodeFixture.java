// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.handler;

import dev.eci.installer.containerd.ContainerdService;
import dev.eci.installer.step.InstallPaths;
import dev.eci.support.host.HostRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A node in a temporary directory. */
final class NodeFixture {
  static final String RUNC = "/usr/sbin/runc";
  private static final String SOCKET = "/run/eci/agent.sock";

  final HostRoot root;
  final Path launcher;
  final FakeContainerd engine;

  NodeFixture(Path directory, Optional<String> mainFile) throws IOException {
    Path node = Files.createDirectory(directory.resolve("node"));
    root = new HostRoot(node);
    launcher = Files.writeString(directory.resolve("eci-runtime"), "launcher 1");
    if (mainFile.isPresent()) {
      Path file = node.resolve("etc/containerd/config.toml");
      Files.createDirectories(file.getParent());
      Files.writeString(file, mainFile.get());
      Files.writeString(file.resolveSibling("one.toml"), version(mainFile.get()));
    }
    engine = new FakeContainerd(root);
  }

  Installer installer(Consumer<String> reached) {
    return new Installer(root, engine, new Installer.Settings(launcher, SOCKET, "1.0"), reached);
  }

  InstallResult install() throws IOException {
    return installer(_ -> {}).ensure(FakeContainerd.ENGINE, RUNC, engine.importsReplace);
  }

  Remover remover(Consumer<String> reached) {
    return new Remover(root, engine, reached);
  }

  RemovalResult remove(int containers) throws IOException {
    return remover(_ -> {})
        .remove(Optional.<ContainerdService>of(FakeContainerd.ENGINE), () -> containers);
  }

  InstallRecord record() throws IOException {
    return new InstallRecordFile(root).read().orElseThrow();
  }

  boolean isHandlerLoaded() {
    return engine
        .running
        .handler(InstallPaths.HANDLER)
        .map(h -> h.path("options").path("BinaryName").asText())
        .filter(InstallPaths.LAUNCHER::equals)
        .isPresent();
  }

  /** Every file and directory, with mode and content. */
  Map<String, String> snapshot() throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root.root())) {
      for (Path file : files.toList()) {
        String content =
            Files.isRegularFile(file)
                ? new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                : "";
        found.put(
            root.root().relativize(file).toString(), Files.getPosixFilePermissions(file) + content);
      }
    }
    found.keySet().removeIf(path -> path.equals("opt"));
    return found;
  }

  private static String version(String mainFile) {
    return mainFile.contains("version = 2") ? "version = 2\n" : "version = 3\n";
  }
}
