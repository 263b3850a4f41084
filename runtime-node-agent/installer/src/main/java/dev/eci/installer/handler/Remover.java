package dev.eci.installer.handler;
import dev.eci.installer.step.InstallPaths;
import dev.eci.installer.step.InstallStep;
import dev.eci.installer.step.LauncherStep;
import dev.eci.installer.step.RuntimeConfStep;

import dev.eci.installer.containerd.ContainerdControl;
import dev.eci.installer.containerd.ContainerdService;
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

/** Takes everything away again, in the opposite order; the record goes last. */
public final class Remover {
  private static final Log LOG = Log.of(Remover.class);
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private final HostRoot root;
  private final ContainerdControl control;
  private final Consumer<String> reached;
  private final InstallRecordFile file;

  public Remover(HostRoot root, ContainerdControl control) {
    this(root, control, _ -> {});
  }

  Remover(HostRoot root, ContainerdControl control, Consumer<String> reached) {
    this.root = root;
    this.control = control;
    this.reached = reached;
    this.file = new InstallRecordFile(root);
  }

  /**
   * Goes as far as running containers allow; to be called again until it is done.
   *
   * @param running the engine as it runs, for the case that the record was lost
   * @param underLauncher how many containers run under our launcher now
   */
  public RemovalResult remove(Optional<ContainerdService> running, IntSupplier underLauncher)
      throws IOException {
    Optional<InstallRecord> installed = file.read();
    if (installed.isEmpty() && running.isPresent()) {
      installed = Optional.of(guess(running.get()));
    }
    int before = underLauncher.getAsInt();
    if (before > 0) {
      // without the handler, the engine refuses exec, and exec probes, in containers that run under
      // it
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

  /** The engine without us. */
  private Optional<RemovalResult> unload(InstallRecord installRecord) throws IOException {
    ContainerdService containerdService = installRecord.engine();
    boolean changed = undo(new MainFileStep(root, containerdService, Optional.empty()));
    changed |= undo(DropInStep.of(root, installRecord));
    new ConfigDryRun(root, control).clean(containerdService);
    if (!changed && installRecord.loaded() == null) {
      return Optional.empty();
    }
    LOG.info("restarting the engine without our handler", "unit", containerdService.unit());
    control.restart(containerdService);
    reached.accept("restart");
    if (!control.isResponsive(containerdService, ANSWER)) {
      return Optional.of(
          new RemovalResult.Failed(
              "%s does not answer after a restart without our handler; see its log."
                  .formatted(containerdService.unit())));
    }
    file.write(installRecord.unloaded());
    reached.accept("unloaded");
    return Optional.empty();
  }

  private InstallRecord guess(ContainerdService containerdService) throws IOException {
    ContainerdConfigFile main =
        ContainerdConfigFile.of(containerdService, ByteStrings.read(root.locate(containerdService.config())));
    String directory =
        main.importedDirectory().orElseGet(() -> ContainerdConfigFile.ownDirectory(containerdService));
    return new InstallRecord(
        "", containerdService, "", directory + "/" + InstallPaths.DROP_IN, "", null, null, null, null, null);
  }

  /** Our own files; the record last. */
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
    boolean there = step.undo();
    if (there) {
      LOG.info("removed", "what", step.name());
    }
    reached.accept(step.name());
    return there;
  }
}
