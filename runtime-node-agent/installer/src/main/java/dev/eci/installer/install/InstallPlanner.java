package dev.eci.installer.install;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.crds.v1alpha1.NodeConditionReasons;
import dev.eci.installer.containerd.Engine;
import dev.eci.installer.containerd.EngineConfig;
import java.io.IOException;
import java.util.Optional;

/** From what is on the node to what shall be; no I/O. */
final class InstallPlanner {
  private InstallPlanner() {}

  /**
   * The plan for this node.
   *
   * @param live the merged configuration, with or without us in it
   * @param ociRuntime absolute path of the node's runc
   * @param socket where the launcher finds the agent
   * @param importsReplace see {@link SectionEdit}
   */
  static InstallPlan plan(
      ContainerdConfigFile main,
      EngineConfig live,
      String ociRuntime,
      String socket,
      boolean importsReplace)
      throws IOException, UnsupportedNodeException {
    Engine engine = main.engine();
    ObjectNode own =
        live.nodesOwnHandler()
            .orElseThrow(() ->
                new UnsupportedNodeException(
                    "NoRuntimeHandler",
                    "containerd's configuration has no runtime handler to take settings from; enable its CRI plugin."));
    int version = main.version(live.version());
    String handler = ContainerdDropIn.text(version, own);
    String conf = RuntimeConfStep.text(ociRuntime, socket);
    if (importsReplace && !engine.generatesConfig()) {
      String holding = main.holding(handler, version);
      return new InstallPlan(
          engine,
          version,
          ContainerdConfigFile.ownDirectory(engine) + "/" + InstallPaths.DROP_IN,
          handler,
          Optional.of(holding),
          holding,
          conf);
    }
    Optional<String> imported = importsReplace ? Optional.empty() : main.importedDirectory();
    if (imported.isEmpty() && engine.generatesConfig()) {
      throw new UnsupportedNodeException(
          NodeConditionReasons.CONFIG_IS_GENERATED,
          "%s is written anew by %s at every start and imports no directory; add an import of a directory to its template, or update the distribution."
              .formatted(engine.config(), engine.unit()));
    }
    return new InstallPlan(
        engine,
        version,
        imported.orElseGet(() -> ContainerdConfigFile.ownDirectory(engine))
            + "/"
            + InstallPaths.DROP_IN,
        handler,
        imported.isPresent() ? Optional.empty() : Optional.of(main.importing(version)),
        main.importing(InstallPaths.STAGING, version),
        conf);
  }
}
