// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.handler;

import dev.eci.installer.containerd.ContainerdControl;
import dev.eci.installer.containerd.ContainerdService;
import dev.eci.installer.step.InstallPaths;
import dev.eci.installer.step.InstallStep;
import dev.eci.installer.step.LauncherStep;
import dev.eci.installer.step.RuntimeConfStep;
import dev.eci.support.fault.FaultPoints;
import dev.eci.support.host.ByteStrings;
import dev.eci.support.host.HostRoot;
import dev.eci.support.host.OwnedDirectories;
import dev.eci.support.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/** Removes everything in the opposite order. The record comes last. */
public final class Remover {
  private static final Log LOG = Log.of(Remover.class);
  private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(60);

  private final HostRoot root;
  private final ContainerdControl control;
  private final Consumer<String> reached;
  private final InstallRecordFile file;

  public Remover(HostRoot root, ContainerdControl control) {
    this(root, control, FaultPoints.of("containerd-removal"));
  }

  Remover(HostRoot root, ContainerdControl control, Consumer<String> reached) {
    this.root = root;
    this.control = control;
    this.reached = reached;
    this.file = new InstallRecordFile(root);
  }

  /**
   * Removes as much as running containers allow. Call it again until it is done.
   *
   * @param running the running containerd, in case the record was lost
   * @param underLauncher counts the containers that run under eci-runtime
   */
  public RemovalResult remove(Optional<ContainerdService> running, IntSupplier underLauncher)
      throws IOException {
    Optional<InstallRecord> installed = file.read();
    if (installed.isEmpty() && running.isPresent()) {
      installed = Optional.of(reconstruct(running.get()));
    }
    int before = underLauncher.getAsInt();
    if (before > 0) {
      // without the handler, containerd refuses exec and exec probes in its containers
      return new RemovalResult.Waiting(before);
    }
    if (installed.isPresent()) {
      Optional<RemovalResult> failed = unload(installed.get());
      if (failed.isPresent()) {
        return failed.get();
      }
    }
    int meanwhile = underLauncher.getAsInt();
    if (meanwhile > 0) {
      return new RemovalResult.Waiting(meanwhile);
    }
    files();
    return new RemovalResult.Done();
  }

  /** Makes containerd run without the handler. */
  private Optional<RemovalResult> unload(InstallRecord installRecord) throws IOException {
    ContainerdService containerdService = installRecord.engine();
    boolean changed = undo(new MainFileStep(root, containerdService, Optional.empty()));
    changed |= undo(DropInStep.of(root, installRecord));
    new ConfigDryRun(root, control).clean(containerdService);
    if (!changed && installRecord.loaded() == null) {
      return Optional.empty();
    }
    LOG.info("restarting containerd without the handler eci", "unit", containerdService.unit());
    control.restart(containerdService);
    reached.accept("restart");
    if (!control.isResponsive(containerdService, RESPONSE_TIMEOUT)) {
      return Optional.of(
          new RemovalResult.Failed(
              "%s does not respond after a restart without the handler eci; see its log."
                  .formatted(containerdService.unit())));
    }
    file.write(installRecord.unloaded());
    reached.accept("unloaded");
    return Optional.empty();
  }

  private InstallRecord reconstruct(ContainerdService containerdService) throws IOException {
    ContainerdConfigFile main =
        ContainerdConfigFile.of(
            containerdService, ByteStrings.read(root.locate(containerdService.config())));
    String directory =
        main.importedDirectory()
            .orElseGet(() -> ContainerdConfigFile.importsDirectory(containerdService));
    return new InstallRecord(
        "",
        containerdService,
        "",
        directory + "/" + InstallPaths.DROP_IN,
        "",
        null,
        null,
        null,
        null,
        null);
  }

  /** Removes ECI's own files, the record last. */
  void files() throws IOException {
    undo(new RuntimeConfStep(root, ""));
    undo(new LauncherStep(root, Path.of(InstallPaths.LAUNCHER)));
    file.remove();
    if (Files.isDirectory(root.locate(InstallPaths.ROOT))) {
      OwnedDirectories.removeIfEmpty(root.locate(InstallPaths.STAGING));
      OwnedDirectories.removeIfEmpty(root.locate(InstallPaths.ROOT));
    }
    reached.accept("files");
  }

  private boolean undo(InstallStep step) throws IOException {
    boolean undone = step.undo();
    if (undone) {
      LOG.info("removed", "what", step.name());
    }
    reached.accept(step.name());
    return undone;
  }
}
