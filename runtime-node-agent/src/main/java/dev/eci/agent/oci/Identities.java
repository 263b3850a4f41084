package dev.eci.agent.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.agent.ranges.RangeClaims;
import dev.eci.agent.ranges.RangeRefused;
import dev.eci.policy.range.IdRange;
import dev.eci.policy.text.NamespaceTexts;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides with whose ids a container runs: with those the engine gave it; with those of the
 * container whose namespaces it shares, since a namespace belongs to one user namespace; else with
 * a range of its own (ISO-1, ISO-2).
 */
record Identities(RangeClaims ranges, UserNamespaces users) {
  private static final Pattern OF_PROCESS = Pattern.compile("/proc/([1-9][0-9]*)/ns/[a-z_]+");

  Identity of(String id, Spec spec) throws InvalidConfig, Refusal {
    if (spec.hasNamespace("user")) {
      return new Identity.Engines();
    }
    String other = null;
    for (ObjectNode namespace : spec.namespaces()) {
      other = agreed(other, joined(namespace));
    }
    try {
      return other == null
          ? new Identity.New(ranges.claim(id))
          : new Identity.Joined(range(id, other), "/proc/" + other + "/ns/user");
    } catch (RangeRefused e) {
      throw new Refusal(e.getMessage());
    }
  }

  /**
   * The process whose namespace it is. One that is kept by a file alone (CNI's) has no process to
   * go by.
   */
  private static @Nullable String joined(ObjectNode namespace) {
    Matcher process = OF_PROCESS.matcher(namespace.path("path").asText(""));
    return process.matches() ? process.group(1) : null;
  }

  private @Nullable String agreed(@Nullable String one, @Nullable String other) throws Refusal {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    try {
      if (users.of(one).equals(users.of(other))) {
        return one;
      }
    } catch (IOException e) {
      throw new Refusal(NamespaceTexts.sharedContainerGone());
    }
    throw new Refusal(NamespaceTexts.namespacesOfSeveralRanges());
  }

  private IdRange range(String id, String process) throws Refusal, RangeRefused {
    OptionalLong base;
    try {
      base = users.base(process, IdRange.SIZE);
    } catch (IOException e) {
      throw new Refusal(NamespaceTexts.sharedContainerGone());
    }
    if (base.isEmpty()) {
      throw new Refusal(NamespaceTexts.namespaceOfUnprotected());
    }
    return ranges.join(id, base.getAsLong());
  }
}
