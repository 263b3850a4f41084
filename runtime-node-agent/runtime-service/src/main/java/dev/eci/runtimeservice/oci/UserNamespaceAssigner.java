// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.policy.idrange.CommandIds;
import dev.eci.policy.idrange.IdMap;
import dev.eci.policy.idrange.RequestedIds;
import dev.eci.policy.message.IdMappingMessages;
import dev.eci.policy.message.NamespaceMessages;
import dev.eci.runtimeservice.idrange.RangeAllocator;
import dev.eci.runtimeservice.idrange.RangeDeniedException;
import dev.eci.support.log.Log;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Assigns the user namespace of a container. If the engine added one, it stays. If the container
 * shares namespaces of another container, it joins that container's user namespace, since a
 * namespace belongs to one user namespace. Otherwise it gets a private range (ISO-1, ISO-2).
 */
record UserNamespaceAssigner(RangeAllocator ranges, UserNamespaces users, AccountFiles accounts) {
  private static final Log LOG = Log.of(UserNamespaceAssigner.class);
  private static final Pattern PROCESS_NAMESPACE =
      Pattern.compile("/proc/([1-9][0-9]*)/ns/[a-z_]+");

  /**
   * Assigns it.
   *
   * @param count of the IDs from 0 up in a new namespace
   */
  UserNamespaceAssignment assign(ContainerBundle bundle, Spec spec, long count)
      throws InvalidSpecException, CreateDeniedException {
    if (spec.hasNamespace("user")) {
      return new UserNamespaceAssignment.EngineAssigned();
    }
    String id = bundle.id();
    SortedSet<Long> named = spec.namedIds();
    String process = null;
    for (ObjectNode namespace : spec.namespaces()) {
      process = requireSameUserNamespace(process, joinedProcess(namespace));
    }
    try {
      return process == null
          ? new UserNamespaceAssignment.NewNamespace(
              allocate(id, count, named, wishes(bundle, spec)))
          : new UserNamespaceAssignment.SharedNamespace(
              share(id, process, named), "/proc/" + process + "/ns/user");
    } catch (RangeDeniedException e) {
      throw new CreateDeniedException(e.userMessage());
    }
  }

  /** The process whose namespace is joined. A namespace that a file keeps (CNI's) names none. */
  private static @Nullable String joinedProcess(ObjectNode namespace) {
    Matcher process = PROCESS_NAMESPACE.matcher(namespace.path("path").asText(""));
    return process.matches() ? process.group(1) : null;
  }

  private @Nullable String requireSameUserNamespace(@Nullable String one, @Nullable String other)
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

  /** What the command names comes first, because it fails without. */
  private Set<Long> wishes(ContainerBundle bundle, Spec spec) {
    Set<Long> wishes = new LinkedHashSet<>(spec.commandIds());
    wishes.addAll(accounts.ids(bundle, spec));
    return wishes;
  }

  private IdMap allocate(String id, long count, SortedSet<Long> named, Set<Long> wishes)
      throws CreateDeniedException, RangeDeniedException {
    RequestedIds required = requested(count, named);
    RequestedIds wished = RequestedIds.of(count, CommandIds.withWishes(count, named, wishes));
    if (!wished.equals(required) && !ranges.isScarce()) {
      try {
        return ranges.allocate(id, wished);
      } catch (RangeDeniedException e) {
        // the pool has no room for the wishes
        LOG.info(
            "IDs of the command and the image are not mapped", "id", id, "because", e.getMessage());
      }
    }
    return ranges.allocate(id, required);
  }

  private static RequestedIds requested(long count, SortedSet<Long> named)
      throws CreateDeniedException {
    RequestedIds ids = RequestedIds.of(count, named);
    if (ids.windows().size() > RequestedIds.MAX_WINDOWS) {
      throw new CreateDeniedException(
          IdMappingMessages.tooManyWindows(ids.windows().size(), RequestedIds.MAX_WINDOWS));
    }
    return ids;
  }

  private IdMap share(String id, String process, SortedSet<Long> named)
      throws CreateDeniedException, RangeDeniedException {
    Optional<IdMap> ids;
    try {
      ids = users.ids(process);
    } catch (IOException e) {
      throw new CreateDeniedException(NamespaceMessages.sharedContainerGone());
    }
    if (ids.isEmpty()) {
      throw new CreateDeniedException(NamespaceMessages.namespaceOfUnprotected());
    }
    for (long one : named) {
      if (!ids.get().contains(one)) {
        throw new CreateDeniedException(IdMappingMessages.idNotMapped(one));
      }
    }
    return ranges.share(id, ids.get());
  }
}
