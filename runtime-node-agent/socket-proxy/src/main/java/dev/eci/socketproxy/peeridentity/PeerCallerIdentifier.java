package dev.eci.socketproxy.peeridentity;

import dev.eci.policy.docker.Caller;
import dev.eci.socketproxy.imageidentity.ImageIdentities;
import dev.eci.support.dockerapi.EngineApi;
import dev.eci.support.host.HostRoot;
import dev.eci.support.idrange.IdRangeOwners;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/** Tells who is at the other end of a connection. Safe for any thread. */
public final class PeerCallerIdentifier {
  private static final String ENDED = "it has ended";
  private static final Executor THREADS = task -> Thread.ofVirtual().name("caller").start(task);

  private final HostRoot root;
  private final Path proc;
  private final Supplier<List<String>> ofTheHost;
  private final ContainerRegistry records;
  private final IdRangeOwners owners;

  PeerCallerIdentifier(
      HostRoot root,
      Path proc,
      Supplier<List<String>> ofTheHost,
      ContainerRegistry records,
      IdRangeOwners owners) {
    this.root = root;
    this.proc = proc;
    this.ofTheHost = ofTheHost;
    this.records = records;
    this.owners = owners;
  }

  /**
   * Of a host whose containers are the engine's.
   *
   * @param proc a procfs that shows the host's processes
   * @param ofTheHost processes in the host's mount namespaces
   * @param engine on its own socket, behind the filter; empty while it is not found
   * @param images what its images are
   */
  public static PeerCallerIdentifier ofDocker(
      HostRoot root,
      Path proc,
      Supplier<List<String>> ofTheHost,
      Supplier<Optional<EngineApi>> engine,
      ImageIdentities images,
      IdRangeOwners owners) {
    return new PeerCallerIdentifier(
        root, proc, ofTheHost, new DockerRecords(proc, engine, images, Optional.empty()), owners);
  }

  /**
   * Of a node that runs pods beside the engine's containers.
   *
   * @param engine empty while none is found: then whoever is in no pod is nobody
   * @param tasks containerd's directory of bundles
   * @param labels of a namespace; empty if it is not known
   */
  public static PeerCallerIdentifier ofNode(
      HostRoot root,
      Path proc,
      Supplier<Optional<EngineApi>> engine,
      ImageIdentities images,
      Supplier<Optional<String>> tasks,
      Function<String, Optional<Map<String, String>>> labels,
      IdRangeOwners owners) {
    PodNamespaces podNamespaces = new PodNamespaces(labels);
    ContainerRegistry pods = new PodRecords(root, proc, tasks, podNamespaces);
    ContainerRegistry docker = new DockerRecords(proc, engine, images, Optional.of(podNamespaces));
    return new PeerCallerIdentifier(
        root,
        proc,
        () -> List.of("1"),
        id -> {
          Optional<ContainerRecord> pod = pods.find(id);
          return pod.isPresent() ? pod : docker.find(id);
        },
        owners);
  }

  /**
   * Asks the kernel at once, and the engine on another thread. Once for a connection is enough, see
   * {@link Peer}.
   *
   * @param fd descriptor of an accepted connection, open until this returns
   */
  public CompletionStage<Caller> identify(int fd) {
    PinnedPeer handle;
    try {
      handle = PinnedPeer.of(fd);
    } catch (IOException e) {
      return CompletableFuture.completedStage(unknown(e));
    }
    return CompletableFuture.supplyAsync(() -> caller(handle), THREADS);
  }

  private Caller caller(PinnedPeer handle) {
    try (handle) {
      ProcessEvidence processEvidence;
      try {
        processEvidence = ProcessEvidence.read(proc.resolve(Long.toString(handle.peer().pid())));
      } catch (IOException e) {
        return unknown(
            !handle.isAlive()
                ? new IOException(ENDED, e)
                : e instanceof AccessDeniedException ? hidden(handle.peer(), e) : e);
      }
      return handle.isAlive()
          ? new CallerResolver(
                  handle.peer(),
                  processEvidence,
                  HostProcessNamespaces.read(proc, root.root(), ofTheHost.get()),
                  records,
                  owners)
              .caller()
          : unknown(new IOException(ENDED));
    } catch (IOException e) {
      return unknown(e);
    }
  }

  /** The kernel lets root, and whoever is the same user, see a process's namespaces. */
  private static IOException hidden(Peer peer, IOException because) {
    return new IOException(
        "the filter may not look at this process of user %d; run the filter as root to let it"
            .formatted(peer.uid()),
        because);
  }

  private static Caller unknown(IOException because) {
    return new Caller.Unknown("the connecting process cannot be told: " + because.getMessage());
  }
}
