package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.policy.idrange.IdRange;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Engines let every group ping: "0 2147483647". A group that the user namespace does not know
 * cannot be written (EINVAL), and the runtime would give up.
 */
final class ClampPingGroupRange implements SpecTransform {
  private static final String KEY = "net.ipv4.ping_group_range";
  private static final Pattern RANGE = Pattern.compile("\\s*([0-9]{1,18})\\s+([0-9]{1,18})\\s*");

  /** The kernel's own word for no group at all. */
  private static final String NOBODY = "1 0";

  @Override
  public String name() {
    return "groups that may ping";
  }

  @Override
  public boolean apply(RewriteContext rewriteContext) {
    Optional<IdRange> ours = rewriteContext.allocatedRange();
    if (ours.isEmpty() || !(rewriteContext.spec().sysctl() instanceof ObjectNode sysctl)) {
      return false;
    }
    Matcher range = RANGE.matcher(sysctl.path(KEY).asText(""));
    if (!range.matches()) {
      return false;
    }
    long last = ours.get().size() - 1;
    long from = Long.parseLong(range.group(1));
    long to = Long.parseLong(range.group(2));
    if (to <= last && from <= last) {
      return false;
    }
    sysctl.put(KEY, from <= last ? from + " " + last : NOBODY);
    return true;
  }
}
