// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

import dev.eci.installer.step.InstallStep;
import dev.eci.installer.step.LauncherStep;
import dev.eci.installer.step.RuntimeConfStep;
import dev.eci.support.dockerapi.EngineInfo;
import dev.eci.support.fault.FaultPoints;
import dev.eci.support.host.ByteStrings;
import dev.eci.support.host.FileDigests;
import dev.eci.support.host.HostRoot;
import dev.eci.support.log.Log;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Installs ECI's files and adds the runtime eci to dockerd's configuration: record, eci-runtime,
 * configuration file, reload. If dockerd does not load it, it rolls back. What is installed already
 * stays unchanged.
 */
public final class DockerInstaller {
  private static final Log LOG = Log.of(DockerInstaller.class);

  private final HostRoot root;
  private final Settings settings;
  private final Consumer<String> reached;
  private final ReloadWaiter reloadWaiter;

  /**
   * What to install.
   *
   * @param image path of the eci-runtime binary to install
   * @param socket where eci-runtime finds the agent
   * @param version of this agent
   * @param runtime the OCI runtime that eci-runtime calls: a name on dockerd's PATH, or an absolute
   *     path
   */
  public record Settings(
      DockerInstallPaths places, Path image, String socket, String version, String runtime) {}

  /** The result of an installation. */
  public sealed interface Result {
    /** dockerd has loaded the runtime eci. */
    record Done(boolean reloaded) implements Result {}

    /** dockerd's configuration was restored. */
    record RolledBack(String reason) implements Result {}
  }

  public DockerInstaller(HostRoot root, Settings settings) {
    this(root, settings, ReloadWaiter.DEFAULT, FaultPoints.of("docker-installation"));
  }

  /**
   * For tests that simulate a crash.
   *
   * @param reached gets the name of each step after which a crash would leave another state
   */
  DockerInstaller(
      HostRoot root, Settings settings, ReloadWaiter reloadWaiter, Consumer<String> reached) {
    this.root = root;
    this.settings = settings;
    this.reloadWaiter = reloadWaiter;
    this.reached = reached;
  }

  /**
   * Installs what is missing.
   *
   * @param config path of dockerd's configuration file
   * @param ociRuntime absolute path of the host's runc
   * @param protect whether eci is the default runtime; otherwise only containers that were created
   *     with it use it
   */
  public Result ensure(DockerControl docker, String config, String ociRuntime, boolean protect)
      throws IOException, UnsupportedHostException {
    String launcher = settings.places().launcher();
    String wanted = protect ? DaemonJson.RUNTIME : DaemonJson.STOCK_RUNTIME;
    DaemonJsonFile file = new DaemonJsonFile(root, config);
    DockerInstallRecordFile records = new DockerInstallRecordFile(root, settings.places());
    Optional<String> found = file.read();
    DaemonJson now = DaemonJson.of(config, found);
    Optional<DockerInstallRecord> earlier = records.read();
    DockerInstallRecord record =
        new OriginalConfig(config, launcher, settings.version())
            .of(found, now, earlier, file.hasDirectory());
    boolean write =
        !now.defaultRuntime().equals(Optional.of(wanted))
            || !now.runtimePath().equals(Optional.of(launcher));
    String text = write ? now.withRuntime(launcher, wanted) : found.orElse("");
    if (write) {
      record = record.withWritten(FileDigests.sha256(ByteStrings.of(text)));
    }
    if (!earlier.equals(Optional.of(record))) {
      records.write(record);
    }
    reached.accept("record");
    apply(new LauncherStep(root, settings.image(), launcher));
    apply(
        new RuntimeConfStep(
            root,
            RuntimeConfStep.text(ociRuntime, settings.socket()),
            settings.places().runtimeConf()));
    if (!write && isLoaded(docker.info(), wanted)) {
      return new Result.Done(false);
    }
    if (write) {
      file.write(ByteStrings.of(text));
      reached.accept("daemon.json");
    }
    docker.reload();
    reached.accept("reload");
    if (reloadWaiter.awaitReload(docker, engineInfo -> isLoaded(engineInfo, wanted))) {
      LOG.info("dockerd runs with runtime eci", "config", config, "default", wanted);
      reached.accept("loaded");
      return new Result.Done(true);
    }
    return rollBack(docker, file, found, now, record);
  }

  private boolean isLoaded(EngineInfo engineInfo, String wanted) {
    return engineInfo.defaultRuntime().equals(wanted)
        && settings.places().launcher().equals(engineInfo.runtimes().get(DaemonJson.RUNTIME));
  }

  private Result rollBack(
      DockerControl docker,
      DaemonJsonFile file,
      Optional<String> found,
      DaemonJson before,
      DockerInstallRecord record)
      throws IOException {
    String because =
        "dockerd did not load the runtime \"eci\" within %d s of a reload; %s was restored; see dockerd's log."
            .formatted(reloadWaiter.limit().toSeconds(), file.path());
    LOG.warn("rolling back", "because", because);
    if (before.runtimePath().isEmpty()) {
      String unloading = before.unloading(record.former());
      new DockerInstallRecordFile(root, settings.places())
          .write(record.withWritten(FileDigests.sha256(ByteStrings.of(unloading))));
      file.write(ByteStrings.of(unloading));
      reload(docker);
      reloadWaiter.awaitReload(
          docker, engineInfo -> !engineInfo.defaultRuntime().equals(DaemonJson.RUNTIME));
    }
    if (found.isPresent()) {
      file.write(ByteStrings.of(found.get()));
    } else {
      file.remove(record.createdDirectory());
    }
    reload(docker);
    return new Result.RolledBack(because);
  }

  private static void reload(DockerControl docker) {
    try {
      docker.reload();
    } catch (IOException e) {
      LOG.warn("failed to reload dockerd", "error", e.getMessage());
    }
  }

  private void apply(InstallStep step) throws IOException {
    if (step.apply()) {
      LOG.info("installed", "what", step.name());
    }
    reached.accept(step.name());
  }

  /** The steps after which a crash leaves another state, for tests. */
  static final List<String> POINTS =
      List.of("record", "launcher", "runtime.conf", "daemon.json", "reload", "loaded");
}
