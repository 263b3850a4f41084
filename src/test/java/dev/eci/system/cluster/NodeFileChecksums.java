// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.cluster;

import dev.eci.harness.Cluster;

/**
 * The files of a node that the agent writes, as checksums: equal before installing and after
 * uninstalling. ID range allocations belong to the running agent, and end with /run.
 */
public record NodeFileChecksums(String checksums) {
  private static final String CHECKSUM_SCRIPT =
      """
      for f in $(find /etc/containerd /opt/eci /run/eci -type f -not -path '/run/eci/ranges/*' 2>/dev/null | sort); do
        echo "$f $(stat -c '%a %u %g' "$f") $(sha256sum < "$f" | cut -c1-64)"
      done
      ls -d /opt/eci 2>/dev/null
      true
      """;

  public static NodeFileChecksums of(Cluster cluster) {
    return new NodeFileChecksums(cluster.node("bash", "-c", CHECKSUM_SCRIPT).orThrow());
  }
}
