// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

import dev.eci.installer.dockerd.DockerLocator.LocatedDockerd;
import dev.eci.support.dockerapi.DockerEngine;
import dev.eci.support.dockerapi.EngineApi;
import dev.eci.support.dockerapi.EngineInfo;
import dev.eci.support.host.HostRoot;
import dev.eci.support.host.NodeCommands;
import dev.eci.support.log.Log;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the runtime eci in the configuration of one dockerd, and knows which containers it runs.
 * One thread calls {@link #reconcile}.
 */
public final class DockerInstallation {
  private static final Log LOG = Log.of(DockerInstallation.class);
  private static final Duration RECONCILE_TIMEOUT = Duration.ofSeconds(10);

  /** For requests during which a container or a caller waits. */
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(3);

  private final DockerLocator locator;
  private final DockerInspection inspection;
  private final DockerInstaller installer;
  private final BuildKitRuntime buildKitRuntime;
  private final UnitDropIns unitDropIns;
  private final DockerInventory inventory;
  private final NodeCommands commands;
  private final DockerInstallRecordFile records;
  private final EngineFiles files;
  private final Path conf;
  private final BooleanSupplier protect;
  private final boolean managesUnits;

  private @Nullable Dockerd rejecting;
  private volatile DockerState state = DockerState.UNAVAILABLE;
  private volatile @Nullable LocatedDockerd current;

  /**
   * For one host.
   *
   * @param proc a procfs that shows its processes
   * @param protect whether new containers that request no runtime are protected
   */
  public static DockerInstallation of(
      HostRoot root,
      Path proc,
      NodeCommands commands,
      DockerLocator locator,
      DockerInstaller.Settings settings,
      BooleanSupplier protect) {
    return new DockerInstallation(root, proc, commands, locator, settings, protect, true);
  }

  /**
   * For a Kubernetes node: containers that request the runtime eci get it, through the Docker
   * socket proxy. Everything else stays as the administrators configured it, including units and
   * the default runtime.
   */
  public static DockerInstallation ofNode(
      HostRoot root,
      Path proc,
      NodeCommands commands,
      DockerLocator locator,
      DockerInstaller.Settings settings) {
    return new DockerInstallation(root, proc, commands, locator, settings, () -> false, false);
  }

  private DockerInstallation(
      HostRoot root,
      Path proc,
      NodeCommands commands,
      DockerLocator locator,
      DockerInstaller.Settings settings,
      BooleanSupplier protect,
      boolean managesUnits) {
    this.managesUnits = managesUnits;
    this.locator = locator;
    this.commands = commands;
    this.protect = protect;
    this.inspection =
        new DockerInspection(
            root, proc, commands, settings.places(), locator.sameFiles(), settings.runtime());
    this.installer = new DockerInstaller(root, settings);
    this.buildKitRuntime = new BuildKitRuntime(root, commands, settings.places().launcher());
    this.inventory = new DockerInventory(proc);
    this.records = new DockerInstallRecordFile(root, settings.places());
    this.unitDropIns =
        new UnitDropIns(root, buildKitRuntime, new SocketUnit(root, commands), records);
    this.files = new EngineFiles(root, settings.places().directory());
    this.conf = root.root().resolve(settings.places().runtimeConf().substring(1));
  }

  /** The configured socket path of the dockerd that was found last. */
  public Optional<String> publicSocket() {
    return Optional.ofNullable(current).map(LocatedDockerd::publicSocket);
  }

  /** Further addresses of dockerd, which the proxy does not cover. */
  public List<String> otherSockets() {
    LocatedDockerd found = current;
    if (found == null) {
      return List.of();
    }
    try {
      return files.hosts(found.dockerd()).stream()
          .filter(host -> !host.equals("unix://" + found.publicSocket()))
          .toList();
    } catch (IOException | UnsupportedHostException e) {
      return List.of();
    }
  }

  /** Whether BuildKit calls eci-runtime (ISO-10). */
  public boolean hasProtectedBuilds() {
    return dockerd().map(buildKitRuntime::isProtectedIn).orElse(false);
  }

  public DockerState state() {
    return state;
  }

  /** The dockerd that was found last. */
  public Optional<Dockerd> dockerd() {
    return Optional.ofNullable(current).map(LocatedDockerd::dockerd);
  }

  /** A client of dockerd; empty while none is found. */
  public Optional<EngineApi> api() {
    LocatedDockerd found = current;
    return found == null
        ? Optional.empty()
        : Optional.of(new EngineApi(found.socket(), REQUEST_TIMEOUT));
  }

  /**
   * The paths of dockerd. If it has restarted since the last reconciliation, it is located again.
   * Safe for any thread. Empty if there is none, or if it cannot be distinguished from others.
   */
  public Optional<DockerEngine> engine() {
    try {
      LocatedDockerd known = current;
      Optional<LocatedDockerd> located =
          known != null && ProcessHandle.of(known.dockerd().pid()).isPresent()
              ? Optional.of(known)
              : locator.find();
      return located.isPresent()
          ? Optional.of(files.of(located.get().dockerd()))
          : Optional.empty();
    } catch (IOException | UnsupportedHostException e) {
      LOG.warn("dockerd's settings cannot be read", "error", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** Whether ECI is installed on this host. */
  public boolean hasInstallRecord() throws IOException {
    return records.read().isPresent();
  }

  /** Inspects dockerd once, and installs what is missing. */
  public void reconcile() throws UnsupportedHostException {
    try {
      Optional<LocatedDockerd> located = locator.find();
      current = located.orElse(null);
      if (located.isEmpty()) {
        updateState(DockerState.UNAVAILABLE);
        return;
      }
      EngineApi api = new EngineApi(located.get().socket(), RECONCILE_TIMEOUT);
      updateState(ensure(located.get(), api));
      updateState(state.withInventory(inventory.count(api)));
    } catch (IOException e) {
      LocatedDockerd found = current;
      // a starting dockerd does not respond yet
      updateState(
          problem(found == null ? 0 : found.dockerd().pid(), "dockerd does not respond: " + e));
    } catch (UnsupportedHostException e) {
      LocatedDockerd found = current;
      updateState(problem(found == null ? 0 : found.dockerd().pid(), e.userMessage()));
      throw e;
    }
  }

  private DockerState ensure(LocatedDockerd locatedDockerd, EngineApi api)
      throws IOException, UnsupportedHostException {
    Dockerd dockerd = locatedDockerd.dockerd();
    EngineInfo engineInfo = EngineInfo.read(api);
    String runtime = inspection.check(dockerd, engineInfo);
    RuntimeSwitchCheck change = RuntimeSwitchCheck.of(conf, runtime);
    if (change.isSwitch()) {
      change.check(new ContainerLister(api).list(false));
    }
    String problem = "";
    Dockerd tried = rejecting;
    if (tried != null && tried.isSameProcess(dockerd)) {
      problem = state.problem();
    } else {
      rejecting = null;
      DockerInstaller.Result result =
          installer.ensure(
              new RunningDocker(dockerd, api, commands),
              dockerd.config(),
              runtime,
              protect.getAsBoolean());
      if (result instanceof DockerInstaller.Result.RolledBack(String because)) {
        rejecting = dockerd;
        problem = because;
      } else if (managesUnits) {
        unitDropIns.install(dockerd);
      }
    }
    return new DockerState(
        dockerd.pid(),
        engineInfo.version(),
        dockerd.config(),
        locatedDockerd.socket().toString(),
        problem.isEmpty(),
        problem,
        buildKitRuntime.missing(dockerd),
        state.protectedContainers(),
        state.unprotected());
  }

  private static DockerState problem(long pid, String message) {
    return new DockerState(pid, "", "", "", false, message, "", 0, List.of());
  }

  private void updateState(DockerState next) {
    DockerState was = state;
    state = next;
    DockerStateLog.logChanges(was, next);
  }
}
