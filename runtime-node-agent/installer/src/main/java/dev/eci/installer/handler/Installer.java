package dev.eci.installer.handler;
import dev.eci.installer.step.InstallStep;
import dev.eci.installer.step.LauncherStep;
import dev.eci.installer.step.RuntimeConfStep;

import dev.eci.crds.v1alpha1.NodeConditionReasons;
import dev.eci.installer.containerd.ContainerdControl;
import dev.eci.installer.containerd.ContainerdService;
import dev.eci.installer.containerd.ContainerdConfig;
import dev.eci.support.host.ByteStrings;
import dev.eci.support.host.HostRoot;
import dev.eci.support.log.Log;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Puts our files in place and the engine in a state that uses them: record, rehearsal, files,
 * restart, and back again if the engine does not answer. What is in place already is left alone.
 */
public final class Installer {
  private static final Log LOG = Log.of(Installer.class);
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private final HostRoot root;
  private final ContainerdControl control;
  private final Settings settings;
  private final Consumer<String> reached;
  private final InstallRecordFile file;

  /**
   * What is installed.
   *
   * @param launcher path of the launcher here, not on the node
   * @param socket where it shall find the agent
   * @param version of this agent
   */
  public record Settings(Path launcher, String socket, String version) {}

  public Installer(HostRoot root, ContainerdControl control, Settings settings) {
    this(root, control, settings, _ -> {});
  }

  /**
   * For tests that crash it.
   *
   * @param reached is told each point after which a crash would leave another state
   */
  Installer(HostRoot root, ContainerdControl control, Settings settings, Consumer<String> reached) {
    this.root = root;
    this.control = control;
    this.settings = settings;
    this.reached = reached;
    this.file = new InstallRecordFile(root);
  }

  /**
   * Installs what is missing.
   *
   * @param ociRuntime absolute path of the node's runc
   * @param importsReplace whether the engine takes an imported file's tables in place of its main
   *     file's, as containerd before 2.0
   */
  public InstallResult ensure(ContainerdService containerdService, String ociRuntime, boolean importsReplace)
      throws IOException {
    Optional<InstallRecord> earlier = file.read();
    try {
      ContainerdConfig live = control.dump(containerdService, containerdService.config());
      ContainerdConfigFile main =
          ContainerdConfigFile.of(containerdService, ByteStrings.read(root.locate(containerdService.config())));
      InstallPlan installPlan =
          InstallPlanner.plan(main, live, ociRuntime, settings.socket(), importsReplace);
      InstallRecord record =
          new InstallRecordFactory(root, settings).make(installPlan, main, earlier);
      if (installPlan.digest().equals(record.rejected())) {
        return new InstallResult.Failed("RolledBack", String.valueOf(record.rejectedBecause()));
      }
      if (earlier.isPresent() && !earlier.get().dropIn().equals(installPlan.dropIn())) {
        DropInStep.of(root, earlier.get()).undo();
      }
      file.write(record);
      reached.accept("record");
      return put(installPlan, live, record);
    } catch (UnsupportedNodeException e) {
      if (earlier.isEmpty()) {
        new Remover(root, control).files();
      }
      return new InstallResult.Failed(e.reason(), e.userMessage());
    }
  }

  private InstallResult put(InstallPlan installPlan, ContainerdConfig live, InstallRecord record)
      throws IOException, UnsupportedNodeException {
    boolean restart = !installPlan.digest().equals(record.loaded());
    if (restart) {
      new ConfigDryRun(root, control).run(installPlan, live);
      reached.accept("rehearsal");
    }
    apply(new LauncherStep(root, settings.launcher()));
    apply(new RuntimeConfStep(root, installPlan.runtimeConf()));
    for (InstallStep step : engineSteps(installPlan, record)) {
      restart |= apply(step);
    }
    if (!restart) {
      return new InstallResult.Done(record, false);
    }
    try {
      ConfigDryRun.compare(control.dump(installPlan.engine(), installPlan.engine().config()), live);
      LOG.info(
          "restarting the engine",
          "unit",
          installPlan.engine().unit(),
          "dropIn",
          installPlan.dropIn());
      control.restart(installPlan.engine());
      reached.accept("restart");
      if (!control.isResponsive(installPlan.engine(), ANSWER)) {
        throw new IOException("it does not answer after %d s".formatted(ANSWER.toSeconds()));
      }
    } catch (IOException | UnsupportedNodeException e) {
      return rollBack(installPlan, record, String.valueOf(e.getMessage()).replaceAll("\\.$", ""));
    }
    InstallRecord loaded = record.loading(installPlan.digest());
    file.write(loaded);
    reached.accept("loaded");
    return new InstallResult.Done(loaded, true);
  }

  private InstallResult rollBack(InstallPlan installPlan, InstallRecord record, String because)
      throws IOException {
    LOG.warn("the engine did not come up with our handler, taking it away", "because", because);
    for (InstallStep step : engineSteps(installPlan, record).reversed()) {
      step.undo();
    }
    String sentence =
        "The engine did not come up with our handler, so its configuration is as it was before: %s. To try again, set spec.desiredState to Removed and back."
            .formatted(because);
    file.write(record.rejecting(installPlan.digest(), sentence));
    control.restart(installPlan.engine());
    return control.isResponsive(installPlan.engine(), ANSWER)
        ? new InstallResult.Failed("RolledBack", sentence)
        : new InstallResult.Failed(
            NodeConditionReasons.CONTAINERD_UNAVAILABLE,
            "The engine does not answer, with its own configuration either: " + because);
  }

  private boolean apply(InstallStep step) throws IOException {
    boolean changed = step.apply();
    if (changed) {
      LOG.info("installed", "what", step.name());
    }
    reached.accept(step.name());
    return changed;
  }

  /** The drop-in first: an import of nothing is harmless, and so is a drop-in that is not read. */
  private List<InstallStep> engineSteps(InstallPlan installPlan, InstallRecord record) {
    return List.of(
        new DropInStep(
            root,
            installPlan.engine(),
            installPlan.dropIn(),
            installPlan.dropInText(),
            record.createdDirectory()),
        new MainFileStep(root, installPlan.engine(), installPlan.mainText()));
  }
}
