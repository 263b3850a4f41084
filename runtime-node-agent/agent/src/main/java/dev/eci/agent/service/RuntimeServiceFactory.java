// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.service;

import dev.eci.policy.oci.KernelRelease;
import dev.eci.runtimeservice.idrange.FileRangeAllocator;
import dev.eci.runtimeservice.idrange.LeftoverSweeper;
import dev.eci.runtimeservice.oci.CriAnnotations;
import dev.eci.runtimeservice.oci.CriOriginResolver;
import dev.eci.runtimeservice.oci.FactsReader;
import dev.eci.runtimeservice.oci.HostNamespaces;
import dev.eci.runtimeservice.oci.Notice;
import dev.eci.runtimeservice.oci.PathAliasResolver;
import dev.eci.runtimeservice.oci.SpecRewriter;
import dev.eci.runtimeservice.server.CreateHandler;
import dev.eci.runtimeservice.server.CriAnnotationStripper;
import dev.eci.runtimeservice.server.LauncherServer;
import dev.eci.runtimeservice.server.NoticeHandler;
import dev.eci.runtimeservice.server.RuntimeService;
import dev.eci.support.host.HostRoot;
import dev.eci.support.host.NodeCommands;
import dev.eci.support.host.NosuidRemounter;
import dev.eci.support.metrics.Metrics;
import dev.eci.support.policy.PolicyView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Builds what eci-runtime calls before it creates a container. All services of one node share the
 * ID ranges and the rewriter, because containers of both runtimes draw from one pool.
 */
public final class RuntimeServiceFactory {
  /** Below the ten seconds that eci-runtime waits, so that users see the agent's reason. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private static final Duration EXCHANGE_LIMIT = Duration.ofSeconds(15);

  private final HostRoot root;
  private final Path proc;
  private final FileRangeAllocator ranges;
  private final SpecRewriter rewriter;

  private RuntimeServiceFactory(
      HostRoot root, Path proc, FileRangeAllocator ranges, SpecRewriter rewriter) {
    this.root = root;
    this.proc = proc;
    this.ranges = ranges;
    this.rewriter = rewriter;
  }

  /**
   * For one node or host.
   *
   * @param proc a procfs that shows its processes
   * @param rangePool as written on the command line, BASE:COUNT; empty for the default
   * @param nosuid for hosts whose users share directories with containers
   * @throws IOException if the free ID ranges cannot be determined
   */
  public static RuntimeServiceFactory open(
      HostRoot root, Path proc, String rangePool, Optional<NosuidRemounter> nosuid)
      throws IOException {
    FileRangeAllocator ranges = IdRangePoolLoader.open(root, proc, rangePool);
    KernelRelease kernel =
        KernelRelease.parse(Files.readString(proc.resolve("sys/kernel/osrelease")));
    return new RuntimeServiceFactory(
        root, proc, ranges, new SpecRewriter(ranges, root, proc, kernel, nosuid));
  }

  public FileRangeAllocator ranges() {
    return ranges;
  }

  public void addMetrics(Metrics metrics) {
    metrics.gauge(
        "eci_id_ranges_allocated",
        "ID ranges of containers that came without one.",
        "pool",
        ranges.pool(),
        ranges::allocatedCount);
  }

  /**
   * Decides about containers of the CRI.
   *
   * @param aliases see {@link PathAliasResolver}
   * @param reporter gets what the owner of an allowed container should know; must not block
   */
  public CreateHandler forContainerd(
      PolicyView policies,
      Supplier<Map<String, String>> aliases,
      BiConsumer<CriAnnotations, Notice> reporter) {
    FactsReader facts =
        new FactsReader(
            new HostNamespaces(root, proc),
            new PathAliasResolver(root, aliases),
            new CriOriginResolver());
    return new NoticeHandler(new RuntimeService(policies, facts, rewriter, PATIENCE), reporter);
  }

  /** Decides about containers of a Docker Engine. */
  public CreateHandler forDocker(PolicyView policies, DockerEngineContext engine) {
    FactsReader facts =
        new FactsReader(
            new HostNamespaces(root, proc, engine::hostProcesses),
            new PathAliasResolver(root, engine::pathAliases),
            engine.origins());
    return new CriAnnotationStripper(new RuntimeService(policies, facts, rewriter, PATIENCE));
  }

  /**
   * Serves {@code handler}.
   *
   * @param socket path on the node
   */
  public LauncherServer serve(String socket, CreateHandler handler) throws IOException {
    return LauncherServer.start(root.locate(socket), EXCHANGE_LIMIT, handler);
  }

  /**
   * Cleans up after crashed instances of eci-runtime.
   *
   * @param commands run in the container runtime's mount namespace
   * @param launcher path of eci-runtime there
   */
  public LeftoverSweeper sweep(NodeCommands commands, String launcher) {
    return LeftoverSweeper.start(commands, launcher, ranges, LeftoverSweeper.DEFAULT_INTERVAL);
  }
}
