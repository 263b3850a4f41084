package dev.eci.agent.node;

import dev.eci.agent.nodestatus.NodeState.Phase;
import dev.eci.installer.containerd.ContainerdConfig;
import dev.eci.installer.containerd.ContainerdControl;
import dev.eci.installer.containerd.ContainerdService;
import dev.eci.installer.containerd.PathAliases;
import dev.eci.installer.handler.DriftDetector;
import dev.eci.installer.handler.InstallRecord;
import dev.eci.installer.handler.InstallRecordFile;
import dev.eci.installer.handler.InstallResult;
import dev.eci.installer.handler.Installer;
import dev.eci.installer.handler.RemovalResult;
import dev.eci.installer.handler.Remover;
import dev.eci.installer.preflight.CheckResult;
import dev.eci.installer.preflight.HostChecks;
import dev.eci.installer.preflight.HostFacts;
import dev.eci.installer.preflight.HostFactsReader;
import dev.eci.installer.preflight.PodUserNamespaces;
import dev.eci.installer.step.InstallPaths;
import dev.eci.support.host.HostRoot;
import dev.eci.support.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;

/** Installing and removing on one node, with what was last found there. One thread only. */
final class InstallLifecycle {
  private static final Log LOG = Log.of(InstallLifecycle.class);

  private final HostRoot root;
  private final Path proc;
  private final ContainerdControl control;
  private final HostFactsReader inspection;
  private final Installer installer;
  private Optional<HostFacts> facts = Optional.empty();
  private List<String> notes = List.of();
  private volatile String tasks = ContainerdConfig.tasks("/run/containerd");
  private volatile Map<String, String> aliases = PathAliases.USUAL;

  InstallLifecycle(
      HostRoot root,
      Path proc,
      ContainerdControl control,
      HostFactsReader inspection,
      Installer.Settings settings) {
    this.root = root;
    this.proc = proc;
    this.control = control;
    this.inspection = inspection;
    this.installer = new Installer(root, control, settings);
  }

  Optional<HostFacts> facts() {
    return facts;
  }

  List<String> notes() {
    return notes;
  }

  Optional<InstallRecord> installed() throws IOException {
    return new InstallRecordFile(root).read();
  }

  /** Since when our directory is on the node; now, if it is not. */
  Instant installedSince() throws IOException {
    Path ours = root.locate(InstallPaths.ROOT);
    return Files.isDirectory(ours)
        ? Files.readAttributes(ours, BasicFileAttributes.class).creationTime().toInstant()
        : Instant.now();
  }

  /** Where the engine keeps the bundles of running containers; read by other threads too. */
  String tasks() {
    return tasks;
  }

  /** Read by other threads too. */
  Map<String, String> aliases() {
    return aliases;
  }

  /** Everything in place, or the reason why not. */
  Phase install() throws IOException {
    inspect();
    List<CheckResult> findings = HostChecks.run(facts.orElseThrow());
    notes = HostChecks.notes(findings);
    Optional<CheckResult.Refusal> refusal = HostChecks.refusal(findings);
    if (refusal.isPresent()) {
      return new Phase.Failed(refusal.get().reason(), refusal.get().message());
    }
    ContainerdService containerdService = facts.orElseThrow().engines().getFirst();
    String ociRuntime = facts.orElseThrow().ociRuntime().orElseThrow().path();
    boolean byCri = PodUserNamespaces.isSupportedBy(facts.orElseThrow());
    return switch (installer.ensure(containerdService, ociRuntime, !byCri)) {
      case InstallResult.Done _ -> new Phase.WaitingForKubelet();
      case InstallResult.Failed failed -> new Phase.Failed(failed.reason(), failed.message());
    };
  }

  /**
   * Whether the kubelet will list our handler with user namespaces; from an engine that knows of
   * none it never hears of handlers at all.
   */
  boolean isHandlerVisibleToKubelet() {
    return facts.map(PodUserNamespaces::isSupportedBy).orElse(true);
  }

  /** Whether somebody else changed what we installed. */
  boolean hasDrifted() throws IOException {
    Optional<InstallRecord> installed = installed();
    boolean drifted = installed.isEmpty() || new DriftDetector(root).isDetected(installed.get());
    if (drifted) {
      LOG.warn("our files on the node were changed, installing again");
    }
    return drifted;
  }

  Phase remove(IntSupplier underLauncher) throws IOException {
    // called again and again while containers run, and inspecting starts processes
    if (facts.isEmpty()) {
      inspect();
    }
    List<ContainerdService> engines = facts.orElseThrow().engines();
    Optional<ContainerdService> engine =
        engines.size() == 1 ? Optional.of(engines.getFirst()) : Optional.empty();
    return switch (new Remover(root, control).remove(engine, underLauncher)) {
      case RemovalResult.Done _ -> new Phase.Removed();
      case RemovalResult.Waiting waiting -> new Phase.WaitingForContainers(waiting.containers());
      case RemovalResult.Failed failed -> new Phase.Failed("EngineDown", failed.message());
    };
  }

  private void inspect() throws IOException {
    HostFacts found = inspection.read(installed().map(InstallRecord::engine));
    facts = Optional.of(found);
    if (found.engines().size() == 1) {
      ContainerdService containerdService = found.engines().getFirst();
      ContainerdConfig config = control.dump(containerdService, containerdService.config());
      tasks = config.tasks();
      aliases = PathAliases.of(config, proc);
    }
  }
}
