// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.handler;

import dev.eci.crds.v1alpha1.NodeConditionReasons;
import dev.eci.installer.containerd.ContainerdConfig;
import dev.eci.installer.containerd.ContainerdControl;
import dev.eci.installer.containerd.ContainerdService;
import dev.eci.installer.step.InstallPaths;
import dev.eci.support.host.AtomicFile;
import dev.eci.support.host.ByteStrings;
import dev.eci.support.host.HostRoot;
import dev.eci.support.host.OwnedDirectories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Lets containerd read copies of the planned files, and compares the merged configuration with the
 * current one. No file that a restarting containerd would read changes before the dry run has
 * passed.
 */
record ConfigDryRun(HostRoot root, ContainerdControl control) {
  /** The copy is next to the main file, because imports can be relative to it. */
  private static final String SUFFIX = ".eci-staged";

  void run(InstallPlan installPlan, ContainerdConfig live)
      throws IOException, UnsupportedNodeException {
    String main = installPlan.containerd().config() + SUFFIX;
    Path dropIn = root.locate(InstallPaths.STAGING + "/" + InstallPaths.DROP_IN);
    try {
      Files.createDirectories(root.locate(InstallPaths.STAGING));
      Files.createDirectories(root.locate(installPlan.containerd().configDirectory()));
      AtomicFile.write(dropIn, ByteStrings.of(installPlan.dropInText()), "rw-------");
      AtomicFile.write(root.locate(main), ByteStrings.of(installPlan.staged()), "rw-------");
      compare(control.dump(installPlan.containerd(), main), live);
    } finally {
      clean(installPlan.containerd());
    }
  }

  /** Also removes what a crash left. */
  void clean(ContainerdService containerdService) throws IOException {
    if (Files.isDirectory(root.locate(containerdService.configDirectory()))) {
      AtomicFile.remove(root.locate(containerdService.config() + SUFFIX));
    }
    if (Files.isDirectory(root.locate(InstallPaths.STAGING))) {
      AtomicFile.remove(root.locate(InstallPaths.STAGING + "/" + InstallPaths.DROP_IN));
      OwnedDirectories.removeIfEmpty(root.locate(InstallPaths.STAGING));
    }
  }

  /** Requires that only the handler eci is added. */
  static void compare(ContainerdConfig planned, ContainerdConfig live)
      throws UnsupportedNodeException {
    List<String> lost =
        live.withoutHandler(InstallPaths.HANDLER)
            .differences(planned.withoutHandler(InstallPaths.HANDLER));
    if (!lost.isEmpty()) {
      throw new UnsupportedNodeException(
          NodeConditionReasons.CONFIG_WOULD_CHANGE,
          "With the drop-in of eci, containerd would change other settings (%s); nothing was changed."
              .formatted(String.join(", ", lost.stream().limit(5).toList())));
    }
    String launcher =
        planned
            .handler(InstallPaths.HANDLER)
            .map(handler -> handler.path("options").path("BinaryName").asText(""))
            .orElse("");
    if (!launcher.equals(InstallPaths.LAUNCHER)) {
      throw new UnsupportedNodeException(
          NodeConditionReasons.HANDLER_REJECTED,
          "containerd does not use the handler \"eci\" of the drop-in; check for another definition of it in its configuration.");
    }
  }
}
