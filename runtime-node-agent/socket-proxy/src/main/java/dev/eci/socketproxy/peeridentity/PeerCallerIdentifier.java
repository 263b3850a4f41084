// SPDX-License-Identifier: Apache-2.0
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

/** Identifies the caller of a connection by the kernel's record of the peer. Thread-safe. */
public final class PeerCallerIdentifier {
  private static final String ENDED = "it has ended";
  private static final Executor THREADS = task -> Thread.ofVirtual().name("caller").start(task);

  private final HostRoot root;
  private final Path proc;
  private final Supplier<List<String>> hostProcesses;
  private final ContainerRegistry records;
  private final IdRangeOwners owners;

  PeerCallerIdentifier(
      HostRoot root,
      Path proc,
      Supplier<List<String>> hostProcesses,
      ContainerRegistry records,
      IdRangeOwners owners) {
    this.root = root;
    this.proc = proc;
    this.hostProcesses = hostProcesses;
    this.records = records;
    this.owners = owners;
  }

  /**
   * For a host where only the engine runs containers.
   *
   * @param proc a procfs that shows the host's processes
   * @param hostProcesses processes in mount namespaces of the host
   * @param engine on its own socket, behind the proxy; empty while it is not found
   * @param images identifies its images
   */
  public static PeerCallerIdentifier ofDocker(
      HostRoot root,
      Path proc,
      Supplier<List<String>> hostProcesses,
      Supplier<Optional<EngineApi>> engine,
      ImageIdentities images,
      IdRangeOwners owners) {
    return new PeerCallerIdentifier(
        root,
        proc,
        hostProcesses,
        new DockerRecords(proc, engine, images, Optional.empty()),
        owners);
  }

  /**
   * For a node that runs pods, in addition to the engine's containers.
   *
   * @param engine empty while none is found: then callers that are in no pod are unknown
   * @param tasks the directory of containerd's bundles
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
   * Pins the peer at once, and reads the engine's record on another thread. Once per connection is
   * enough, see {@link Peer}.
   *
   * @param fd descriptor of an accepted connection, open until this returns
   */
  public CompletionStage<Caller> identify(int fd) {
    PinnedPeer peer;
    try {
      peer = PinnedPeer.of(fd);
    } catch (IOException e) {
      return CompletableFuture.completedStage(unknown(e));
    }
    return CompletableFuture.supplyAsync(() -> caller(peer), THREADS);
  }

  private Caller caller(PinnedPeer peer) {
    try (peer) {
      ProcessEvidence processEvidence;
      try {
        processEvidence = ProcessEvidence.read(proc.resolve(Long.toString(peer.peer().pid())));
      } catch (IOException e) {
        return unknown(
            !peer.isAlive()
                ? new IOException(ENDED, e)
                : e instanceof AccessDeniedException ? hidden(peer.peer(), e) : e);
      }
      return peer.isAlive()
          ? new CallerResolver(
                  peer.peer(),
                  processEvidence,
                  HostProcessNamespaces.read(proc, root.root(), hostProcesses.get()),
                  records,
                  owners)
              .caller()
          : unknown(new IOException(ENDED));
    } catch (IOException e) {
      return unknown(e);
    }
  }

  /** The kernel shows the namespaces of a process to root and to the same user only. */
  private static IOException hidden(Peer peer, IOException because) {
    return new IOException(
        "the proxy has no permission to inspect processes of user %d; run the proxy as root"
            .formatted(peer.uid()),
        because);
  }

  private static Caller unknown(IOException because) {
    return new Caller.Unknown(
        "the connecting process is unknown: " + because.getMessage(),
        because instanceof EngineAwayException);
  }
}
