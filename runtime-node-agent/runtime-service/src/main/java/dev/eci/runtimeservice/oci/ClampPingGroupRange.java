// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.policy.idrange.IdMap;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Engines let every group ping: "0 2147483647". The kernel rejects a group that is not mapped in
 * the user namespace (EINVAL), and the OCI runtime would fail.
 */
final class ClampPingGroupRange implements SpecTransform {
  private static final String KEY = "net.ipv4.ping_group_range";
  private static final Pattern RANGE = Pattern.compile("\\s*([0-9]{1,18})\\s+([0-9]{1,18})\\s*");

  /** The kernel's notation for an empty range. */
  private static final String NO_GROUP = "1 0";

  @Override
  public String name() {
    return "groups that may ping";
  }

  @Override
  public boolean apply(RewriteContext rewriteContext) {
    Optional<IdMap> allocated = rewriteContext.allocatedIds();
    if (allocated.isEmpty() || !(rewriteContext.spec().sysctl() instanceof ObjectNode sysctl)) {
      return false;
    }
    Matcher range = RANGE.matcher(sysctl.path(KEY).asText(""));
    if (!range.matches()) {
      return false;
    }
    long last = allocated.get().first().size() - 1;
    long from = Long.parseLong(range.group(1));
    long to = Long.parseLong(range.group(2));
    if (to <= last && from <= last) {
      return false;
    }
    sysctl.put(KEY, from <= last ? from + " " + last : NO_GROUP);
    return true;
  }
}
