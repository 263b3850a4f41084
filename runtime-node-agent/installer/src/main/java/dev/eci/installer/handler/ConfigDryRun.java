package dev.eci.installer.handler;
import dev.eci.installer.step.InstallPaths;

import dev.eci.crds.v1alpha1.NodeConditionReasons;
import dev.eci.installer.containerd.ContainerdControl;
import dev.eci.installer.containerd.ContainerdService;
import dev.eci.installer.containerd.ContainerdConfig;
import dev.eci.support.host.AtomicFile;
import dev.eci.support.host.ByteStrings;
import dev.eci.support.host.HostRoot;
import dev.eci.support.host.OwnedDirectories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Shows the engine copies of what is planned, and compares what it makes of them with what it has
 * now. Nothing that a restarting engine would read is touched before this has passed.
 */
record ConfigDryRun(HostRoot root, ContainerdControl control) {
  /** Beside the main file, since imports may be relative to it. */
  private static final String SUFFIX = ".eci-staged";

  void run(InstallPlan installPlan, ContainerdConfig live)
      throws IOException, UnsupportedNodeException {
    String main = installPlan.engine().config() + SUFFIX;
    Path dropIn = root.locate(InstallPaths.STAGING + "/" + InstallPaths.DROP_IN);
    try {
      Files.createDirectories(root.locate(InstallPaths.STAGING));
      Files.createDirectories(root.locate(installPlan.engine().configDirectory()));
      AtomicFile.write(dropIn, ByteStrings.of(installPlan.dropInText()), "rw-------");
      AtomicFile.write(root.locate(main), ByteStrings.of(installPlan.staged()), "rw-------");
      compare(control.dump(installPlan.engine(), main), live);
    } finally {
      clean(installPlan.engine());
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

  /** Everything is as it was, and our handler is there. */
  static void compare(ContainerdConfig planned, ContainerdConfig live) throws UnsupportedNodeException {
    List<String> lost =
        live.withoutHandler(InstallPaths.HANDLER)
            .differences(planned.withoutHandler(InstallPaths.HANDLER));
    if (!lost.isEmpty()) {
      throw new UnsupportedNodeException(
          "ConfigWouldChange",
          "With our drop-in containerd would read other settings than now (%s); nothing was changed."
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
          "containerd does not take the handler \"eci\" from our drop-in; look for another definition of it in its configuration.");
    }
  }
}
