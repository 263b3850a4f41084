// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.handler;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.crds.v1alpha1.NodeConditionReasons;
import dev.eci.installer.containerd.ContainerdConfig;
import dev.eci.installer.containerd.ContainerdService;
import dev.eci.installer.step.InstallPaths;
import dev.eci.installer.step.RuntimeConfStep;
import java.io.IOException;
import java.util.Optional;

/** Plans the files of an installation from the node's configuration. No I/O. */
final class InstallPlanner {
  private InstallPlanner() {}

  /**
   * Plans for one node.
   *
   * @param live the merged configuration, with or without the handler eci
   * @param ociRuntime absolute path of the node's runc
   * @param socket where eci-runtime finds the agent
   * @param importsReplace see {@link SectionEdit}
   */
  static InstallPlan plan(
      ContainerdConfigFile main,
      ContainerdConfig live,
      String ociRuntime,
      String socket,
      boolean importsReplace)
      throws IOException, UnsupportedNodeException {
    ContainerdService containerdService = main.containerd();
    ObjectNode base =
        live.defaultHandler()
            .orElseThrow(() ->
                new UnsupportedNodeException(
                    NodeConditionReasons.NO_RUNTIME_HANDLER,
                    "containerd's configuration has no runtime handler whose settings could be copied; enable its CRI plugin."));
    int version = main.version(live.version());
    String handler = ContainerdDropIn.text(version, base);
    String runtimeConf = RuntimeConfStep.text(ociRuntime, socket);
    if (importsReplace && !containerdService.generatesConfig()) {
      String holding = main.withHandler(handler, version);
      return new InstallPlan(
          containerdService,
          version,
          ContainerdConfigFile.importsDirectory(containerdService) + "/" + InstallPaths.DROP_IN,
          handler,
          Optional.of(holding),
          holding,
          runtimeConf);
    }
    Optional<String> imported = importsReplace ? Optional.empty() : main.importedDirectory();
    if (imported.isEmpty() && containerdService.generatesConfig()) {
      throw new UnsupportedNodeException(
          NodeConditionReasons.CONFIG_IS_GENERATED,
          "%s is overwritten by %s at every start and imports no directory; add an import of a directory to its template, or update the distribution."
              .formatted(containerdService.config(), containerdService.unit()));
    }
    return new InstallPlan(
        containerdService,
        version,
        imported.orElseGet(() -> ContainerdConfigFile.importsDirectory(containerdService))
            + "/"
            + InstallPaths.DROP_IN,
        handler,
        imported.isPresent() ? Optional.empty() : Optional.of(main.withImport(version)),
        main.withImport(InstallPaths.STAGING, version),
        runtimeConf);
  }
}
