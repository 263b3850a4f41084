package dev.eci.policy.docker;

import dev.eci.policy.docker.json.JsonValue;
import dev.eci.policy.docker.route.Operation;
import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Violation;
import java.util.List;
import java.util.Optional;

/** What becomes of a request. */
public sealed interface ApiDecision {
  /**
   * It is sent on.
   *
   * @param operation how it is to be carried, {@link Operation#stream()}; what an engine does that
   *     nobody knows yet (only where no Enforce policy applies) is {@link Operation#UNKNOWN}
   * @param target the canonical one, to be sent in place of the caller's
   * @param body what to send
   * @param auditedViolations what Warn and Audit policies found, to be told and recorded
   */
  record Forward(
      Operation operation, String target, Body body, List<AuditedViolation> auditedViolations)
      implements ApiDecision {
    public Forward {
      auditedViolations = List.copyOf(auditedViolations);
    }
  }

  /**
   * The answer is {@code {"message": message}} and nothing reaches the engine.
   *
   * @param status 403 for a broken rule, 400 for what cannot be judged, 404 where the engine would
   *     say so, 503 where the engine could not be asked
   * @param violation the rule that is cited; none for 400, 404 and 503
   * @param auditedViolations all of them, to be recorded
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

    static Deny broken(Violation violation, List<AuditedViolation> findings) {
      return new Deny(403, violation.message(), Optional.of(violation), findings);
    }

    static Deny of(int status, String message) {
      return new Deny(status, message, Optional.empty(), List.of());
    }
  }

  /** A broken rule of a policy of this mode. */
  record AuditedViolation(EnforcementMode mode, Violation violation) {}

  /** The body that goes to the engine. */
  sealed interface Body {
    /** None, whatever the caller sent: the operation reads none. */
    record NoBody() implements Body {}

    /** The caller's, unseen, as it comes. */
    record OriginalBody() implements Body {}

    /**
     * This, and not the caller's bytes, as {@code application/json}, with a Content-Length.
     *
     * @see dev.eci.policy.docker.json.JsonWriter
     */
    record RewrittenBody(JsonValue value) implements Body {}
  }
}
