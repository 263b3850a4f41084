package dev.eci.policy.docker.route;

import dev.eci.policy.command.CommandWildcard;
import dev.eci.policy.command.DockerCommand;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One operation of the engine API; what the parts mean stands at {@link OperationTable}.
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

  /** In place of a method, for a call of a gRPC service that the engine serves. */
  public static final String GRPC = "(gRPC)";

  /** Whether a command list speaks about it. */
  public enum Listing {
    BY_COMMAND,
    /** An allow list need not name it. */
    ALWAYS,
    /** A container never gets it. */
    NEVER
  }

  /** What the table does not know. */
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

  /** All that are known, in the order in which they are tried. */
  public static List<Operation> all() {
    return OperationTable.OPERATIONS;
  }

  /** The operation that a request is; nothing if no engine is known to have it. */
  public static Optional<Operation> of(String method, RequestTarget target) {
    for (Operation candidate : OperationIndex.candidates(method, target)) {
      if (candidate.path().matches(target)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** The name or id that stands in the path; empty if the path has none. */
  public String nameIn(RequestTarget target) {
    return path.captured(target.segments()).orElse("");
  }

  /** {@code POST /containers/create}, the same for all that it is done to. */
  @Override
  public String toString() {
    return this.equals(UNKNOWN) ? "unknown" : method + " " + path;
  }
}
