// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

import dev.eci.installer.dockerd.DockerLocator.LocatedDockerd;
import dev.eci.installer.step.LauncherStep;
import dev.eci.installer.step.RuntimeConfStep;
import dev.eci.support.dockerapi.EngineApi;
import dev.eci.support.dockerapi.EngineInfo;
import dev.eci.support.host.AtomicFile;
import dev.eci.support.host.ByteStrings;
import dev.eci.support.host.FileDigests;
import dev.eci.support.host.HostRoot;
import dev.eci.support.host.NodeCommands;
import dev.eci.support.host.OwnedDirectories;
import dev.eci.support.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Removes everything in the opposite order. The record comes last. */
public final class DockerRemover {
  private static final Log LOG = Log.of(DockerRemover.class);

  private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(30);

  /** The configuration file, if dockerd does not run and the record was lost. */
  private static final String DEFAULT_CONFIG = "/etc/docker/daemon.json";

  private final HostRoot root;
  private final DockerInstallPaths places;
  private final BuildKitRuntime buildKitRuntime;
  private final ReloadWaiter reloadWaiter;
  private final Consumer<String> reached;

  /** The result of a removal. */
  public sealed interface Result {
    /**
     * Nothing of ECI is left.
     *
     * @param leftStopped containers that name the runtime eci, and cannot be started any more
     */
    record Done(List<DockerContainer> leftStopped) implements Result {}

    /** These containers need the runtime eci, so nothing was removed. */
    record InUse(List<DockerContainer> containers) implements Result {}

    /**
     * dockerd's environment names eci-runtime as the runtime of builds, and dockerd does not start
     * without it. eci-runtime and the record stay until dockerd was restarted.
     */
    record RestartFirst() implements Result {}

    /** dockerd does not unload the runtime eci, so the rest stays. */
    record Failed(String reason) implements Result {}
  }

  /**
   * Removes everything from the dockerd that was found, or returns why not.
   *
   * @param located empty if dockerd does not run
   * @param leaveStopped whether stopped containers may stay, which cannot be started any more
   * @param reached gets the name of each step: drop-in, unloading, reload, daemon.json,
   *     runtime.conf, launcher, files
   */
  public static Result removeFrom(
      HostRoot root,
      DockerInstallPaths places,
      NodeCommands commands,
      Optional<LocatedDockerd> located,
      boolean leaveStopped,
      Consumer<String> reached)
      throws IOException, UnsupportedHostException {
    BuildKitRuntime buildKitRuntime = new BuildKitRuntime(root, commands, places.launcher());
    return new DockerRemover(root, places, buildKitRuntime, ReloadWaiter.DEFAULT, reached)
        .remove(
            located.map(found ->
                new RunningDocker(
                    found.dockerd(), new EngineApi(found.socket(), RESPONSE_TIMEOUT), commands)),
            located.map(found -> found.dockerd().config()).orElse(DEFAULT_CONFIG),
            located.map(found -> buildKitRuntime.isProtectedIn(found.dockerd())).orElse(false),
            leaveStopped);
  }

  DockerRemover(
      HostRoot root,
      DockerInstallPaths places,
      BuildKitRuntime buildKitRuntime,
      ReloadWaiter reloadWaiter,
      Consumer<String> reached) {
    this.root = root;
    this.places = places;
    this.buildKitRuntime = buildKitRuntime;
    this.reloadWaiter = reloadWaiter;
    this.reached = reached;
  }

  /**
   * Removes everything, or returns why not.
   *
   * @param docker empty if dockerd does not run
   * @param config dockerd's configuration file, in case the record was lost
   * @param namedForBuilds whether dockerd was started with eci-runtime as the runtime of builds
   * @param leaveStopped whether stopped containers may stay, which cannot be started any more
   */
  Result remove(
      Optional<DockerControl> docker, String config, boolean namedForBuilds, boolean leaveStopped)
      throws IOException, UnsupportedHostException {
    DockerInstallRecordFile records = new DockerInstallRecordFile(root, places);
    Optional<DockerInstallRecord> record = records.read();
    List<DockerContainer> left = List.of();
    if (docker.isPresent()) {
      left = docker.get().under(DaemonJson.RUNTIME);
      List<DockerContainer> inUse =
          left.stream().filter(container -> container.running() || !leaveStopped).toList();
      if (!inUse.isEmpty()) {
        return new Result.InUse(inUse);
      }
    }
    String dropIn = record.map(DockerInstallRecord::dropIn).orElse(null);
    if (dropIn != null) {
      buildKitRuntime.remove(dropIn);
    }
    String socketDropIn = record.map(DockerInstallRecord::socketDropIn).orElse(null);
    if (socketDropIn != null) {
      buildKitRuntime.remove(socketDropIn);
    }
    reached.accept("drop-in");
    DaemonJsonFile file =
        new DaemonJsonFile(root, record.map(DockerInstallRecord::config).orElse(config));
    Optional<Result> failed = configuration(docker, file, records, record);
    if (failed.isPresent()) {
      return failed.get();
    }
    if (namedForBuilds) {
      return new Result.RestartFirst();
    }
    files(records);
    return new Result.Done(left);
  }

  private Optional<Result> configuration(
      Optional<DockerControl> docker,
      DaemonJsonFile file,
      DockerInstallRecordFile records,
      Optional<DockerInstallRecord> known)
      throws IOException, UnsupportedHostException {
    Optional<String> found = file.read();
    DaemonJson now = DaemonJson.of(file.path(), found);
    DockerInstallRecord record =
        new OriginalConfig(
                file.path(), places.launcher(), known.map(DockerInstallRecord::version).orElse(""))
            .of(found, now, known, file.hasDirectory());
    if (docker.isPresent() && isRuntimeConfigured(docker.get().info())) {
      String unloading = now.unloading(record.former());
      record = record.withWritten(FileDigests.sha256(ByteStrings.of(unloading)));
      records.write(record);
      file.write(ByteStrings.of(unloading));
      reached.accept("unloading");
      docker.get().reload();
      reached.accept("reload");
      if (!reloadWaiter.awaitReload(docker.get(), engineInfo -> !isRuntimeConfigured(engineInfo))) {
        return Optional.of(
            new Result.Failed(
                "dockerd did not unload the runtime \"eci\" within %d s of a reload; see its log, or restart it, and try again."
                    .formatted(reloadWaiter.limit().toSeconds())));
      }
    }
    Optional<byte[]> original = record.originalBytes();
    if (original.isPresent()) {
      if (!file.read()
          .map(ByteStrings::of)
          .map(FileDigests::sha256)
          .equals(original.map(FileDigests::sha256))) {
        file.write(original.get());
      }
    } else {
      file.remove(record.createdDirectory());
    }
    LOG.info("dockerd's configuration was restored", "file", file.path());
    reached.accept("daemon.json");
    return Optional.empty();
  }

  private static boolean isRuntimeConfigured(EngineInfo engineInfo) {
    return engineInfo.defaultRuntime().equals(DaemonJson.RUNTIME)
        || engineInfo.runtimes().containsKey(DaemonJson.RUNTIME);
  }

  private void files(DockerInstallRecordFile records) throws IOException {
    new RuntimeConfStep(root, "", places.runtimeConf()).undo();
    reached.accept("runtime.conf");
    new LauncherStep(root, Path.of("/"), places.launcher()).undo();
    reached.accept("launcher");
    records.remove();
    if (Files.isDirectory(root.locate(places.directory()))) {
      AtomicFile.remove(root.locate(places.images()));
      OwnedDirectories.removeIfEmpty(root.locate(places.directory()));
    }
    reached.accept("files");
  }
}
