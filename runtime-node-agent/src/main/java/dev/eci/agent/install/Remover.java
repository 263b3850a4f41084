package dev.eci.agent.install;

import dev.eci.agent.engine.Engine;
import dev.eci.agent.engine.EngineControl;
import dev.eci.agent.host.HostRoot;
import dev.eci.agent.log.Log;
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
  private final EngineControl control;
  private final Consumer<String> reached;
  private final InstalledFile file;

  public Remover(HostRoot root, EngineControl control) {
    this(root, control, _ -> {});
  }

  Remover(HostRoot root, EngineControl control, Consumer<String> reached) {
    this.root = root;
    this.control = control;
    this.reached = reached;
    this.file = new InstalledFile(root);
  }

  /**
   * Goes as far as running containers allow; to be called again until it is done.
   *
   * @param running the engine as it runs, for the case that the record was lost
   * @param underLauncher how many containers run under our launcher now
   */
  public Removal remove(Optional<Engine> running, IntSupplier underLauncher) throws IOException {
    Optional<Installed> installed = file.read();
    if (installed.isEmpty() && running.isPresent()) {
      installed = Optional.of(guess(running.get()));
    }
    int before = underLauncher.getAsInt();
    if (before > 0) {
      // without the handler, the engine refuses exec, and exec probes, in containers that run under
      // it
      return new Removal.Waiting(before);
    }
    if (installed.isPresent()) {
      Optional<Removal> failed = unload(installed.get());
      if (failed.isPresent()) {
        return failed.get();
      }
    }
    int meanwhile = underLauncher.getAsInt();
    if (meanwhile > 0) {
      return new Removal.Waiting(meanwhile);
    }
    files();
    return new Removal.Done();
  }

  /** The engine without us. */
  private Optional<Removal> unload(Installed installed) throws IOException {
    Engine engine = installed.engine();
    boolean changed = undo(new MainFileStep(root, engine, Optional.empty()));
    changed |= undo(DropInStep.of(root, installed));
    new Rehearsal(root, control).clean(engine);
    if (!changed && installed.loaded() == null) {
      return Optional.empty();
    }
    LOG.info("restarting the engine without our handler", "unit", engine.unit());
    control.restart(engine);
    reached.accept("restart");
    if (!control.answers(engine, ANSWER)) {
      return Optional.of(
          new Removal.Failed(
              "%s does not answer after a restart without our handler; see its log."
                  .formatted(engine.unit())));
    }
    file.write(installed.unloaded());
    reached.accept("unloaded");
    return Optional.empty();
  }

  private Installed guess(Engine engine) throws IOException {
    MainFile main = MainFile.of(engine, Bytes.read(root.at(engine.config())));
    String directory = main.importedDirectory().orElseGet(() -> MainFile.ownDirectory(engine));
    return new Installed(
        "", engine, "", directory + "/" + Places.DROP_IN, "", null, null, null, null, null);
  }

  /** Our own files; the record last. */
  void files() throws IOException {
    undo(new RuntimeConfStep(root, ""));
    undo(new LauncherStep(root, Path.of(Places.LAUNCHER)));
    file.remove();
    if (Files.isDirectory(root.at(Places.ROOT))) {
      Directories.removeIfEmpty(root.at(Places.STAGING));
      Directories.removeIfEmpty(root.at(Places.ROOT));
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
