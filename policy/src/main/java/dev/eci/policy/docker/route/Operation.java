// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.route;

import dev.eci.policy.command.CommandWildcard;
import dev.eci.policy.command.DockerCommand;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One operation of the Docker API; {@link OperationTable} explains the parts.
 *
 * @param since first minor version of the API
 * @param groups wildcards that cover it
 * @param commands whose own request it is
 * @param neededBy further commands that do not work without it
 */
public record Operation(
    String method,
    PathTemplate path,
    int since,
    StreamKind stream,
    BodyHandling body,
    RuleSet ruleSet,
    Set<CommandWildcard> groups,
    Set<DockerCommand> commands,
    Set<DockerCommand> neededBy,
    Listing listing) {

  /** The method of a call of a gRPC service that the engine serves. */
  public static final String GRPC = "(gRPC)";

  /** Whether a command list applies to it. */
  public enum Listing {
    BY_COMMAND,
    /** Allowed whether or not an allow list names it. */
    ALWAYS,
    /** Never allowed to a container. */
    NEVER
  }

  /** An operation that is not in the table. */
  public static final Operation UNKNOWN =
      new Operation(
          "",
          new PathTemplate(List.of("{any...}"), ""),
          0,
          StreamKind.DOWNLOAD,
          BodyHandling.PASS,
          RuleSet.NODE,
          Set.of(),
          Set.of(),
          Set.of(),
          Listing.NEVER);

  public Operation {
    groups = Set.copyOf(groups);
    commands = Set.copyOf(commands);
    neededBy = Set.copyOf(neededBy);
  }

  /** All known operations, in the order in which they are tried. */
  public static List<Operation> all() {
    return OperationTable.OPERATIONS;
  }

  /** The operation of a request; empty if no known engine has it. */
  public static Optional<Operation> of(String method, RequestTarget target) {
    for (Operation candidate : OperationIndex.candidates(method, target)) {
      if (candidate.path().matches(target)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** Whether some operation has the method and the path, whatever the query says. */
  public static boolean isPath(String method, RequestTarget target) {
    return OperationIndex.candidates(method, target).stream()
        .anyMatch(candidate -> candidate.path().matchesPath(target));
  }

  /**
   * Whether a form can be the parameters of an operation that reads no body otherwise. For the
   * engine the parameters may even decide which operation it is.
   */
  public static boolean mayReadForm(String method, RequestTarget target) {
    return OperationIndex.candidates(method, target).stream()
        .filter(candidate -> candidate.path().matchesPath(target))
        .anyMatch(candidate ->
            candidate.body() == BodyHandling.NONE || !candidate.path().query().isEmpty());
  }

  /** The name or ID in the path; empty if the path has none. */
  public String objectName(RequestTarget target) {
    return path.captured(target.segments()).orElse("");
  }

  /** The container that the query names: {@code POST /commit?container=x}. */
  private static final String CONTAINER = "container";

  /** The name or ID of the container in the path or the query; empty if there is none. */
  public String containerName(RequestTarget target) {
    return path.hasHole() ? objectName(target) : target.query().first(CONTAINER).orElse("");
  }

  /** The same target by the ID of that container, which no other container can take over. */
  public RequestTarget withContainer(RequestTarget target, String id) {
    return path.hasHole()
        ? target.withSegments(path.filled(target.segments(), id))
        : target.withQuery(target.query().withParameter(CONTAINER, id));
  }

  /** {@code POST /containers/create}, the same for all objects of the operation. */
  @Override
  public String toString() {
    return this.equals(UNKNOWN) ? "unknown" : method + " " + path;
  }
}
