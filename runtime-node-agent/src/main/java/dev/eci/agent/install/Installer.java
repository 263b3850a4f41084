package dev.eci.agent.install;

import dev.eci.agent.engine.Engine;
import dev.eci.agent.engine.EngineConfig;
import dev.eci.agent.engine.EngineControl;
import dev.eci.agent.host.HostRoot;
import dev.eci.agent.log.Log;
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
  private final EngineControl control;
  private final Settings settings;
  private final Consumer<String> reached;
  private final InstalledFile file;

  /**
   * What is installed.
   *
   * @param launcher path of the launcher here, not on the node
   * @param socket where it shall find the agent
   * @param version of this agent
   */
  public record Settings(Path launcher, String socket, String version) {}

  public Installer(HostRoot root, EngineControl control, Settings settings) {
    this(root, control, settings, _ -> {});
  }

  /**
   * For tests that crash it.
   *
   * @param reached is told each point after which a crash would leave another state
   */
  Installer(HostRoot root, EngineControl control, Settings settings, Consumer<String> reached) {
    this.root = root;
    this.control = control;
    this.settings = settings;
    this.reached = reached;
    this.file = new InstalledFile(root);
  }

  /**
   * Installs what is missing.
   *
   * @param ociRuntime absolute path of the node's runc
   * @param importsReplace whether the engine takes an imported file's tables in place of its main
   *     file's, as containerd before 2.0
   */
  public Result ensure(Engine engine, String ociRuntime, boolean importsReplace)
      throws IOException {
    Optional<Installed> earlier = file.read();
    try {
      EngineConfig live = control.dump(engine, engine.config());
      MainFile main = MainFile.of(engine, Bytes.read(root.at(engine.config())));
      Plan plan = Planner.plan(main, live, ociRuntime, settings.socket(), importsReplace);
      Installed record = new RecordMaker(root, settings).make(plan, main, earlier);
      if (plan.digest().equals(record.rejected())) {
        return new Result.Failed("RolledBack", String.valueOf(record.rejectedBecause()));
      }
      if (earlier.isPresent() && !earlier.get().dropIn().equals(plan.dropIn())) {
        DropInStep.of(root, earlier.get()).undo();
      }
      file.write(record);
      reached.accept("record");
      return put(plan, live, record);
    } catch (NotInstallable e) {
      if (earlier.isEmpty()) {
        new Remover(root, control).files();
      }
      return new Result.Failed(e.reason(), e.sentence());
    }
  }

  private Result put(Plan plan, EngineConfig live, Installed record)
      throws IOException, NotInstallable {
    boolean restart = !plan.digest().equals(record.loaded());
    if (restart) {
      new Rehearsal(root, control).run(plan, live);
      reached.accept("rehearsal");
    }
    apply(new LauncherStep(root, settings.launcher()));
    apply(new RuntimeConfStep(root, plan.runtimeConf()));
    for (InstallStep step : engineSteps(plan, record)) {
      restart |= apply(step);
    }
    if (!restart) {
      return new Result.Done(record, false);
    }
    try {
      Rehearsal.compare(control.dump(plan.engine(), plan.engine().config()), live);
      LOG.info("restarting the engine", "unit", plan.engine().unit(), "dropIn", plan.dropIn());
      control.restart(plan.engine());
      reached.accept("restart");
      if (!control.answers(plan.engine(), ANSWER)) {
        throw new IOException("it does not answer after %d s".formatted(ANSWER.toSeconds()));
      }
    } catch (IOException | NotInstallable e) {
      return rollBack(plan, record, String.valueOf(e.getMessage()).replaceAll("\\.$", ""));
    }
    Installed loaded = record.loading(plan.digest());
    file.write(loaded);
    reached.accept("loaded");
    return new Result.Done(loaded, true);
  }

  private Result rollBack(Plan plan, Installed record, String because) throws IOException {
    LOG.warn("the engine did not come up with our handler, taking it away", "because", because);
    for (InstallStep step : engineSteps(plan, record).reversed()) {
      step.undo();
    }
    String sentence =
        "The engine did not come up with our handler, so its configuration is as it was before: %s. To try again, set spec.desiredState to Removed and back."
            .formatted(because);
    file.write(record.rejecting(plan.digest(), sentence));
    control.restart(plan.engine());
    return control.answers(plan.engine(), ANSWER)
        ? new Result.Failed("RolledBack", sentence)
        : new Result.Failed(
            "EngineDown",
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
  private List<InstallStep> engineSteps(Plan plan, Installed record) {
    return List.of(
        new DropInStep(
            root, plan.engine(), plan.dropIn(), plan.dropInText(), record.createdDirectory()),
        new MainFileStep(root, plan.engine(), plan.mainText()));
  }
}
