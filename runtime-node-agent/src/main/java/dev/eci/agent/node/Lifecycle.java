package dev.eci.agent.node;

import dev.eci.agent.check.Finding;
import dev.eci.agent.check.HostChecks;
import dev.eci.agent.check.HostFacts;
import dev.eci.agent.check.HostInspection;
import dev.eci.agent.check.PodUserNamespaces;
import dev.eci.agent.engine.Aliases;
import dev.eci.agent.engine.Engine;
import dev.eci.agent.engine.EngineConfig;
import dev.eci.agent.engine.EngineControl;
import dev.eci.agent.host.HostRoot;
import dev.eci.agent.install.Drift;
import dev.eci.agent.install.Installed;
import dev.eci.agent.install.InstalledFile;
import dev.eci.agent.install.Installer;
import dev.eci.agent.install.Places;
import dev.eci.agent.install.Removal;
import dev.eci.agent.install.Remover;
import dev.eci.agent.install.Result;
import dev.eci.agent.log.Log;
import dev.eci.agent.report.NodeState.Phase;
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
final class Lifecycle {
  private static final Log LOG = Log.of(Lifecycle.class);

  private final HostRoot root;
  private final Path proc;
  private final EngineControl control;
  private final HostInspection inspection;
  private final Installer installer;
  private Optional<HostFacts> facts = Optional.empty();
  private List<String> notes = List.of();
  private volatile String tasks = EngineConfig.tasks("/run/containerd");
  private volatile Map<String, String> aliases = Aliases.USUAL;

  Lifecycle(
      HostRoot root,
      Path proc,
      EngineControl control,
      HostInspection inspection,
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

  Optional<Installed> installed() throws IOException {
    return new InstalledFile(root).read();
  }

  /** Since when our directory is on the node; now, if it is not. */
  Instant installedSince() throws IOException {
    Path ours = root.at(Places.ROOT);
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
    List<Finding> findings = HostChecks.run(facts.orElseThrow());
    notes = HostChecks.notes(findings);
    Optional<Finding.Refusal> refusal = HostChecks.refusal(findings);
    if (refusal.isPresent()) {
      return new Phase.Failed(refusal.get().reason(), refusal.get().message());
    }
    Engine engine = facts.orElseThrow().engines().getFirst();
    String ociRuntime = facts.orElseThrow().ociRuntime().orElseThrow().path();
    boolean byCri = PodUserNamespaces.of(facts.orElseThrow());
    return switch (installer.ensure(engine, ociRuntime, !byCri)) {
      case Result.Done _ -> new Phase.WaitingForKubelet();
      case Result.Failed failed -> new Phase.Failed(failed.reason(), failed.message());
    };
  }

  /**
   * Whether the kubelet will list our handler with user namespaces; from an engine that knows of
   * none it never hears of handlers at all.
   */
  boolean kubeletSeesHandlers() {
    return facts.map(PodUserNamespaces::of).orElse(true);
  }

  /** Whether somebody else changed what we installed. */
  boolean drifted() throws IOException {
    Optional<Installed> installed = installed();
    boolean drifted = installed.isEmpty() || new Drift(root).found(installed.get());
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
    List<Engine> engines = facts.orElseThrow().engines();
    Optional<Engine> engine =
        engines.size() == 1 ? Optional.of(engines.getFirst()) : Optional.empty();
    return switch (new Remover(root, control).remove(engine, underLauncher)) {
      case Removal.Done _ -> new Phase.Removed();
      case Removal.Waiting waiting -> new Phase.WaitingForContainers(waiting.containers());
      case Removal.Failed failed -> new Phase.Failed("EngineDown", failed.message());
    };
  }

  private void inspect() throws IOException {
    HostFacts found = inspection.read(installed().map(Installed::engine));
    facts = Optional.of(found);
    if (found.engines().size() == 1) {
      Engine engine = found.engines().getFirst();
      EngineConfig config = control.dump(engine, engine.config());
      tasks = config.tasks();
      aliases = Aliases.of(config, proc);
    }
  }
}
