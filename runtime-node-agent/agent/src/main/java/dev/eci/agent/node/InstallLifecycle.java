// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.node;

import dev.eci.agent.nodestatus.NodeState.Phase;
import dev.eci.crds.v1alpha1.NodeConditionReasons;
import dev.eci.installer.containerd.ContainerdControl;
import dev.eci.installer.containerd.ContainerdService;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Installs on and removes from one node, and keeps what the last inspection found. Not safe for
 * several threads.
 */
final class InstallLifecycle {
  private static final Log LOG = Log.of(InstallLifecycle.class);
  private static final Duration AFTER_BOOT = Duration.ofMinutes(2);

  private final HostRoot root;
  private final Path proc;
  private final ContainerdControl control;
  private final ContainerdPaths paths;
  private final HostFactsReader inspection;
  private final Installer installer;
  private Optional<HostFacts> facts = Optional.empty();
  private List<String> notes = List.of();

  InstallLifecycle(
      HostRoot root,
      Path proc,
      ContainerdControl control,
      ContainerdPaths paths,
      HostFactsReader inspection,
      Installer.Settings settings) {
    this.root = root;
    this.proc = proc;
    this.control = control;
    this.paths = paths;
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

  /** When the directory of ECI was created on the node; now, if there is none. */
  Instant installedSince() throws IOException {
    Path directory = root.locate(InstallPaths.ROOT);
    return Files.isDirectory(directory)
        ? Files.readAttributes(directory, BasicFileAttributes.class).creationTime().toInstant()
        : Instant.now();
  }

  /** Containerd's directory of bundles. */
  String tasks() {
    return paths.tasks();
  }

  /** Whether the last inspection found the one container runtime whose containers count. */
  boolean isEngineKnown() {
    return facts.map(found -> found.engines().size() == 1).orElse(false);
  }

  /** Whether the kubelet may still be starting the containers of the node's pods. */
  boolean hasJustBooted() {
    return new BootTime(proc).uptime().map(up -> up.compareTo(AFTER_BOOT) < 0).orElse(false);
  }

  /** Brings everything in place, or returns the reason why it cannot. */
  Phase install() throws IOException {
    inspect();
    List<CheckResult> results = HostChecks.run(facts.orElseThrow());
    notes = HostChecks.notes(results);
    Optional<CheckResult.Failure> refusal = HostChecks.firstFailure(results);
    if (refusal.isPresent()) {
      return new Phase.Failed(refusal.get().reason(), refusal.get().message());
    }
    ContainerdService containerd = facts.orElseThrow().engines().getFirst();
    String ociRuntime = facts.orElseThrow().ociRuntime().orElseThrow().path();
    boolean criUserNamespaces = PodUserNamespaces.isSupportedBy(facts.orElseThrow());
    return switch (installer.ensure(containerd, ociRuntime, !criUserNamespaces)) {
      case InstallResult.Done _ -> new Phase.WaitingForKubelet();
      case InstallResult.Failed failed -> new Phase.Failed(failed.reason(), failed.message());
    };
  }

  /**
   * Whether the kubelet will list the runtime handler with user namespaces. A containerd without
   * support for them reports no handlers to the kubelet at all.
   */
  boolean isHandlerVisibleToKubelet() {
    return facts.map(PodUserNamespaces::isSupportedBy).orElse(true);
  }

  /** Whether the installed files or the configuration were changed by another program. */
  boolean hasDrifted() throws IOException {
    Optional<InstallRecord> installed = installed();
    boolean drifted = installed.isEmpty() || new DriftDetector(root).isDetected(installed.get());
    if (drifted) {
      LOG.warn("installed files were changed, installing again");
    }
    return drifted;
  }

  Phase remove(IntSupplier underLauncher) throws IOException {
    // an inspection starts processes, and this runs repeatedly while containers exist
    if (facts.isEmpty()) {
      inspect();
    }
    List<ContainerdService> services = facts.orElseThrow().engines();
    Optional<ContainerdService> containerd =
        services.size() == 1 ? Optional.of(services.getFirst()) : Optional.empty();
    return switch (new Remover(root, control).remove(containerd, underLauncher)) {
      case RemovalResult.Done _ -> new Phase.Removed();
      case RemovalResult.Waiting waiting -> new Phase.WaitingForContainers(waiting.containers());
      case RemovalResult.Failed failed ->
          new Phase.Failed(NodeConditionReasons.CONTAINERD_UNAVAILABLE, failed.message());
    };
  }

  private void inspect() throws IOException {
    HostFacts found = inspection.read(installed().map(InstallRecord::engine));
    facts = Optional.of(found);
    if (found.engines().size() == 1) {
      ContainerdService containerd = found.engines().getFirst();
      paths.update(control.dump(containerd, containerd.config()), proc);
    }
  }
}
