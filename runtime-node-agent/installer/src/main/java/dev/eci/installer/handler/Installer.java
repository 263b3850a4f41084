// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.handler;

import dev.eci.crds.v1alpha1.NodeConditionReasons;
import dev.eci.installer.containerd.ContainerdConfig;
import dev.eci.installer.containerd.ContainerdControl;
import dev.eci.installer.containerd.ContainerdService;
import dev.eci.installer.step.InstallStep;
import dev.eci.installer.step.LauncherStep;
import dev.eci.installer.step.RuntimeConfStep;
import dev.eci.support.fault.FaultPoints;
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
 * Installs ECI's files and makes containerd use them: record, dry run, files, restart. If
 * containerd does not respond afterwards, it rolls back. Files that are installed already stay
 * unchanged.
 */
public final class Installer {
  private static final Log LOG = Log.of(Installer.class);
  private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(60);

  private final HostRoot root;
  private final ContainerdControl control;
  private final Settings settings;
  private final Consumer<String> reached;
  private final InstallRecordFile file;

  /**
   * What to install.
   *
   * @param launcher path of eci-runtime in the agent's image
   * @param socket where eci-runtime finds the agent
   * @param version of this agent
   */
  public record Settings(Path launcher, String socket, String version) {}

  public Installer(HostRoot root, ContainerdControl control, Settings settings) {
    this(root, control, settings, FaultPoints.of("containerd-installation"));
  }

  /**
   * For tests that simulate a crash.
   *
   * @param reached gets the name of each step after which a crash would leave another state
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
   * @param importsReplace whether the tables of an imported file replace those of the main file, as
   *     in containerd before 2.0
   */
  public InstallResult ensure(
      ContainerdService containerdService, String ociRuntime, boolean importsReplace)
      throws IOException {
    Optional<InstallRecord> earlier = file.read();
    try {
      ContainerdConfig live = control.dump(containerdService, containerdService.config());
      ContainerdConfigFile main =
          ContainerdConfigFile.of(
              containerdService, ByteStrings.read(root.locate(containerdService.config())));
      InstallPlan installPlan =
          InstallPlanner.plan(main, live, ociRuntime, settings.socket(), importsReplace);
      InstallRecord record =
          new InstallRecordFactory(root, settings).create(installPlan, main, earlier);
      if (installPlan.digest().equals(record.rejected())) {
        return new InstallResult.Failed(
            NodeConditionReasons.ROLLED_BACK, String.valueOf(record.rejectedBecause()));
      }
      if (earlier.isPresent() && !earlier.get().dropIn().equals(installPlan.dropIn())) {
        DropInStep.of(root, earlier.get()).undo();
      }
      file.write(record);
      reached.accept("record");
      return install(installPlan, live, record);
    } catch (UnsupportedNodeException e) {
      if (earlier.isEmpty()) {
        new Remover(root, control).files();
      }
      return new InstallResult.Failed(e.reason(), e.userMessage());
    }
  }

  private InstallResult install(
      InstallPlan installPlan, ContainerdConfig live, InstallRecord record)
      throws IOException, UnsupportedNodeException {
    boolean restart = !installPlan.digest().equals(record.loaded());
    if (restart) {
      new ConfigDryRun(root, control).run(installPlan, live);
      reached.accept("dry run");
    }
    apply(new LauncherStep(root, settings.launcher()));
    apply(new RuntimeConfStep(root, installPlan.runtimeConf()));
    for (InstallStep step : containerdSteps(installPlan, record)) {
      restart |= apply(step);
    }
    if (!restart) {
      return new InstallResult.Done(record, false);
    }
    try {
      ConfigDryRun.compare(
          control.dump(installPlan.containerd(), installPlan.containerd().config()), live);
      LOG.info(
          "restarting containerd",
          "unit",
          installPlan.containerd().unit(),
          "dropIn",
          installPlan.dropIn());
      control.restart(installPlan.containerd());
      reached.accept("restart");
      if (!control.isResponsive(installPlan.containerd(), RESPONSE_TIMEOUT)) {
        throw new IOException(
            "it does not respond after %d s".formatted(RESPONSE_TIMEOUT.toSeconds()));
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
    LOG.warn("containerd did not come up with the handler eci, rolling back", "because", because);
    for (InstallStep step : containerdSteps(installPlan, record).reversed()) {
      step.undo();
    }
    String message =
        "containerd did not come up with the handler eci, so its configuration was restored: %s. To try again, set spec.desiredState to Removed and back."
            .formatted(because);
    file.write(record.rejecting(installPlan.digest(), message));
    control.restart(installPlan.containerd());
    return control.isResponsive(installPlan.containerd(), RESPONSE_TIMEOUT)
        ? new InstallResult.Failed(NodeConditionReasons.ROLLED_BACK, message)
        : new InstallResult.Failed(
            NodeConditionReasons.CONTAINERD_UNAVAILABLE,
            "containerd does not respond, with its own configuration either: " + because);
  }

  private boolean apply(InstallStep step) throws IOException {
    boolean changed = step.apply();
    if (changed) {
      LOG.info("installed", "what", step.name());
    }
    reached.accept(step.name());
    return changed;
  }

  /** The drop-in comes first: without the import, containerd does not read it. */
  private List<InstallStep> containerdSteps(InstallPlan installPlan, InstallRecord record) {
    return List.of(
        new DropInStep(
            root,
            installPlan.containerd(),
            installPlan.dropIn(),
            installPlan.dropInText(),
            record.createdDirectory()),
        new MainFileStep(root, installPlan.containerd(), installPlan.mainText()));
  }
}
