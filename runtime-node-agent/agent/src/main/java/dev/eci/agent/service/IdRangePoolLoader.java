// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.service;

import dev.eci.policy.idrange.InvalidPoolException;
import dev.eci.policy.idrange.RangePool;
import dev.eci.policy.idrange.SubIds;
import dev.eci.runtimeservice.idrange.FileRangeAllocator;
import dev.eci.support.host.HostRoot;
import dev.eci.support.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;

/** The ID ranges of this node: from its subuid and subgid files, or from the command line. */
final class IdRangePoolLoader {
  private static final Log LOG = Log.of(IdRangePoolLoader.class);

  private IdRangePoolLoader() {}

  /**
   * Reads the pool and opens its allocations.
   *
   * @param pool as written on the command line, BASE:COUNT; empty for the default
   * @throws IOException if the free IDs cannot be determined, or the node's files contradict each
   *     other: without that, no container may get any
   */
  static FileRangeAllocator open(HostRoot root, Path proc, String pool) throws IOException {
    try {
      SubIds uids = read(root, "/etc/subuid");
      SubIds gids = read(root, "/etc/subgid");
      Stream.concat(uids.malformed().stream(), gids.malformed().stream())
          .forEach(line -> LOG.warn("ignoring malformed line", "because", line));
      RangePool otherwise = pool.isEmpty() ? RangePool.DEFAULT : RangePool.parse(pool);
      RangePool chosen = SubIds.pool(uids, gids, otherwise);
      LOG.info("ID ranges for containers", "pool", chosen);
      // a clock that an administrator cannot set while the agent runs
      return FileRangeAllocator.open(
          root, proc, chosen, () -> Instant.EPOCH.plusNanos(System.nanoTime()));
    } catch (InvalidPoolException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static SubIds read(HostRoot root, String file) throws IOException {
    Path path = root.locate(file);
    return Files.exists(path) ? SubIds.parse(file, Files.readString(path)) : SubIds.NONE;
  }
}
