package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.policy.idrange.IdRange;
import dev.eci.policy.message.NamespaceMessages;
import dev.eci.runtimeservice.idrange.RangeAllocator;
import dev.eci.runtimeservice.idrange.RangeDeniedException;
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
record UserNamespaceAssigner(RangeAllocator ranges, UserNamespaces users) {
  private static final Pattern OF_PROCESS = Pattern.compile("/proc/([1-9][0-9]*)/ns/[a-z_]+");

  UserNamespaceAssignment assign(String id, Spec spec)
      throws InvalidSpecException, CreateDeniedException {
    if (spec.hasNamespace("user")) {
      return new UserNamespaceAssignment.EngineAssigned();
    }
    String other = null;
    for (ObjectNode namespace : spec.namespaces()) {
      other = agreed(other, joined(namespace));
    }
    try {
      return other == null
          ? new UserNamespaceAssignment.NewNamespace(ranges.allocate(id))
          : new UserNamespaceAssignment.SharedNamespace(range(id, other), "/proc/" + other + "/ns/user");
    } catch (RangeDeniedException e) {
      throw new CreateDeniedException(e.getMessage());
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

  private @Nullable String agreed(@Nullable String one, @Nullable String other)
      throws CreateDeniedException {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    try {
      if (users.namespaceOf(one).equals(users.namespaceOf(other))) {
        return one;
      }
    } catch (IOException e) {
      throw new CreateDeniedException(NamespaceMessages.sharedContainerGone());
    }
    throw new CreateDeniedException(NamespaceMessages.namespacesOfSeveralRanges());
  }

  private IdRange range(String id, String process)
      throws CreateDeniedException, RangeDeniedException {
    OptionalLong base;
    try {
      base = users.base(process, IdRange.SIZE);
    } catch (IOException e) {
      throw new CreateDeniedException(NamespaceMessages.sharedContainerGone());
    }
    if (base.isEmpty()) {
      throw new CreateDeniedException(NamespaceMessages.namespaceOfUnprotected());
    }
    return ranges.share(id, base.getAsLong());
  }
}
