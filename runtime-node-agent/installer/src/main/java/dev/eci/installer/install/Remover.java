package dev.eci.installer.install;

import dev.eci.installer.containerd.ContainerdControl;
import dev.eci.installer.containerd.Engine;
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
  public RemovalResult remove(Optional<Engine> running, IntSupplier underLauncher)
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
    Engine engine = installRecord.engine();
    boolean changed = undo(new MainFileStep(root, engine, Optional.empty()));
    changed |= undo(DropInStep.of(root, installRecord));
    new ConfigDryRun(root, control).clean(engine);
    if (!changed && installRecord.loaded() == null) {
      return Optional.empty();
    }
    LOG.info("restarting the engine without our handler", "unit", engine.unit());
    control.restart(engine);
    reached.accept("restart");
    if (!control.isResponsive(engine, ANSWER)) {
      return Optional.of(
          new RemovalResult.Failed(
              "%s does not answer after a restart without our handler; see its log."
                  .formatted(engine.unit())));
    }
    file.write(installRecord.unloaded());
    reached.accept("unloaded");
    return Optional.empty();
  }

  private InstallRecord guess(Engine engine) throws IOException {
    ContainerdConfigFile main =
        ContainerdConfigFile.of(engine, ByteStrings.read(root.locate(engine.config())));
    String directory =
        main.importedDirectory().orElseGet(() -> ContainerdConfigFile.ownDirectory(engine));
    return new InstallRecord(
        "", engine, "", directory + "/" + InstallPaths.DROP_IN, "", null, null, null, null, null);
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
