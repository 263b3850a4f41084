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

/** Takes everything away again, in the opposite order; the record goes last. */
public final class DockerRemover {
  private static final Log LOG = Log.of(DockerRemover.class);

  private static final Duration ANSWER = Duration.ofSeconds(30);

  /** Where dockerd has its configuration, for the case that neither it nor the record tells. */
  private static final String USUAL_CONFIG = "/etc/docker/daemon.json";

  private final HostRoot root;
  private final DockerInstallPaths places;
  private final BuildKitRuntime buildKitRuntime;
  private final ReloadWaiter reloadWaiter;
  private final Consumer<String> reached;

  /** How far it came. */
  public sealed interface Result {
    /** Nothing of ours is left. */
    record Done() implements Result {}

    /** These containers need what would be taken away; nothing was. */
    record InUse(List<DockerContainer> containers) implements Result {}

    /**
     * dockerd has our launcher in its environment as the runtime of builds, and does not start
     * without it: launcher and record stay until it was restarted.
     */
    record RestartFirst() implements Result {}

    /** dockerd does not let go of us; nothing more was taken away. */
    record Failed(String reason) implements Result {}
  }

  /**
   * Removes it all from the dockerd that was found, or says why not.
   *
   * @param located empty if dockerd does not run
   * @param leaveStopped whether stopped containers may stay, which cannot be started any more
   * @param reached is told what was just undone: drop-in, unloading, reload, daemon.json,
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
    return new DockerRemover(root, places, buildKitRuntime, ReloadWaiter.USUAL, reached)
        .remove(
            located.map(there ->
                new RunningDocker(
                    there.dockerd(), new EngineApi(there.socket(), ANSWER), commands)),
            located.map(there -> there.dockerd().config()).orElse(USUAL_CONFIG),
            located.map(there -> buildKitRuntime.isProtectedIn(there.dockerd())).orElse(false),
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
   * Removes it all, or says why not.
   *
   * @param docker empty if dockerd does not run
   * @param config dockerd's configuration file, for the case that the record was lost
   * @param namedForBuilds whether dockerd was started with our launcher as the runtime of builds
   * @param leaveStopped whether stopped containers may stay, which cannot be started any more
   */
  Result remove(
      Optional<DockerControl> docker, String config, boolean namedForBuilds, boolean leaveStopped)
      throws IOException, UnsupportedHostException {
    DockerInstallRecordFile records = new DockerInstallRecordFile(root, places);
    Optional<DockerInstallRecord> record = records.read();
    if (docker.isPresent()) {
      List<DockerContainer> inUse =
          docker.get().under(DaemonJson.RUNTIME).stream()
              .filter(container -> container.running() || !leaveStopped)
              .toList();
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
    return new Result.Done();
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
      record = record.writing(FileDigests.sha256(ByteStrings.of(unloading)));
      records.write(record);
      file.write(ByteStrings.of(unloading));
      reached.accept("unloading");
      docker.get().reload();
      reached.accept("reload");
      if (!reloadWaiter.awaitReload(docker.get(), engineInfo -> !isRuntimeConfigured(engineInfo))) {
        return Optional.of(
            new Result.Failed(
                "dockerd has not let go of the runtime \"eci\" within %d s of a reload; see its log, or restart it, and try again."
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
    LOG.info("dockerd's configuration is as it was before", "file", file.path());
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
