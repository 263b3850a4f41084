// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker;

import dev.eci.policy.docker.json.JsonValue;
import dev.eci.policy.docker.route.Operation;
import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Violation;
import java.util.List;
import java.util.Optional;

/** The decision about a Docker API request. */
public sealed interface ApiDecision {
  /**
   * The request is forwarded.
   *
   * @param operation whose {@link Operation#stream()} says how to transfer it; {@link
   *     Operation#UNKNOWN} for an operation that this version does not know (only where no Enforce
   *     policy applies)
   * @param target the canonical one, to be sent in place of the caller's
   * @param body what to send
   * @param auditedViolations violations of Warn and Audit policies, to be reported and recorded
   */
  record Forward(
      Operation operation, String target, Body body, List<AuditedViolation> auditedViolations)
      implements ApiDecision {
    public Forward {
      auditedViolations = List.copyOf(auditedViolations);
    }
  }

  /**
   * The response is {@code {"message": message}} and nothing reaches the engine.
   *
   * @param status 403 for a violation, 400 for what cannot be evaluated, 404 where the engine would
   *     respond so, 503 where the engine could not be queried
   * @param violation the rule that is cited; none for 400, 404 and 503
   * @param auditedViolations all violations, to be recorded
   */
  record Deny(
      int status,
      String message,
      Optional<Violation> violation,
      List<AuditedViolation> auditedViolations)
      implements ApiDecision {
    public Deny {
      auditedViolations = List.copyOf(auditedViolations);
    }

    static Deny forViolation(Violation violation, List<AuditedViolation> findings) {
      return new Deny(403, violation.message(), Optional.of(violation), findings);
    }

    static Deny of(int status, String message) {
      return new Deny(status, message, Optional.empty(), List.of());
    }
  }

  /** A violation of a policy with this mode. */
  record AuditedViolation(EnforcementMode mode, Violation violation) {}

  /** The body that goes to the engine. */
  sealed interface Body {
    /** None, whatever the caller sent: the operation reads none. */
    record NoBody() implements Body {}

    /** The caller's body, not inspected, as it arrives. */
    record OriginalBody() implements Body {}

    /**
     * This value instead of the caller's bytes, as {@code application/json}, with a Content-Length.
     *
     * @see dev.eci.policy.docker.json.JsonWriter
     */
    record RewrittenBody(JsonValue value) implements Body {}
  }
}
