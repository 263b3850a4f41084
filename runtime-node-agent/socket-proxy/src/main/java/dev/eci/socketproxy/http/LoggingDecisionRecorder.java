// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.ApiDecision.AuditedViolation;
import dev.eci.policy.docker.ApiRequest;
import dev.eci.policy.docker.Caller;
import dev.eci.policy.model.Violation;
import dev.eci.support.log.Log;
import dev.eci.support.metrics.Counter;
import dev.eci.support.metrics.Metrics;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Logs each violation, up to the quota of its caller, and counts all of them. */
public final class LoggingDecisionRecorder implements DecisionRecorder {
  private static final Log LOG = Log.of(LoggingDecisionRecorder.class);
  private static final String VIOLATIONS = "eci_proxy_violations_total";
  private static final String VIOLATIONS_HELP =
      "Requests to the Docker socket that violate a rule, by the outcome.";
  private static final String REFUSED = "eci_proxy_refused_total";
  private static final String REFUSED_HELP =
      "Requests to the Docker socket that the proxy rejected for a reason other than a rule.";

  private static final int LINES = 30;
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final LogRateLimiter quota;
  private final Metrics metrics;
  private final Map<Map<String, String>, Counter> violations = new ConcurrentHashMap<>();
  private final Counter undetermined;
  private final Counter malformed;
  private final Counter engineUnavailable;

  public LoggingDecisionRecorder(Metrics metrics) {
    this(metrics, LINES, WINDOW);
  }

  LoggingDecisionRecorder(Metrics metrics, int lines, Duration window) {
    this.metrics = metrics;
    this.quota = new LogRateLimiter(lines, window, LoggingDecisionRecorder::logDropped);
    this.undetermined = metrics.counter(REFUSED, REFUSED_HELP, "reason", "undetermined");
    this.malformed = metrics.counter(REFUSED, REFUSED_HELP, "reason", "malformed");
    this.engineUnavailable = metrics.counter(REFUSED, REFUSED_HELP, "reason", "engine_unavailable");
  }

  @Override
  public void denied(ApiRequest request, ApiDecision.Deny decision) {
    if (decision.violation().isEmpty()) {
      undetermined.increment();
      if (!quota.tryAcquire(describe(request.caller()))) {
        return;
      }
      LOG.warn(
          "a request to the Docker socket was rejected",
          "status",
          decision.status(),
          "because",
          decision.message(),
          "request",
          request.method() + " " + shown(request.target()),
          "caller",
          caller(request.caller()));
    }
    decision
        .auditedViolations()
        .forEach(auditedViolation -> logViolation("denied", request, auditedViolation));
  }

  @Override
  public void warned(ApiRequest request, ApiDecision.Forward decision) {
    decision
        .auditedViolations()
        .forEach(auditedViolation ->
            logViolation(
                auditedViolation.mode().name().toLowerCase(Locale.ROOT),
                request,
                auditedViolation));
  }

  @Override
  public void malformed(String why) {
    malformed.increment();
    if (quota.tryAcquire("callers with malformed requests")) {
      LOG.warn("malformed request to the Docker socket", "because", why);
    }
  }

  @Override
  public void engineUnavailable(String why) {
    engineUnavailable.increment();
    if (quota.tryAcquire("callers while the engine is unavailable")) {
      LOG.warn("the engine behind the Docker socket does not respond", "because", why);
    }
  }

  private void logViolation(String outcome, ApiRequest request, AuditedViolation auditedViolation) {
    Violation violation = auditedViolation.violation();
    count(outcome, request, auditedViolation);
    if (!quota.tryAcquire(describe(request.caller()))) {
      return;
    }
    LOG.warn(
        outcome.equals("denied")
            ? "a request to the Docker socket was denied"
            : "a request to the Docker socket violates a rule and was forwarded",
        "mode",
        auditedViolation.mode().name(),
        "rule",
        violation.rule().id(),
        "policy",
        violation.policy(),
        "field",
        violation.field(),
        "because",
        violation.message(),
        "request",
        request.method() + " " + shown(request.target()),
        "caller",
        caller(request.caller()));
  }

  private void count(String outcome, ApiRequest request, AuditedViolation auditedViolation) {
    Map<String, String> labels =
        Map.of(
            "outcome", outcome,
            "mode", auditedViolation.mode().name().toLowerCase(Locale.ROOT),
            "rule", auditedViolation.violation().rule().id(),
            "policy", auditedViolation.violation().policy(),
            "caller", kind(request.caller()));
    violations
        .computeIfAbsent(labels, these -> metrics.counter(VIOLATIONS, VIOLATIONS_HELP, these))
        .increment();
  }

  private static String kind(Caller caller) {
    return switch (caller) {
      case Caller.Host _ -> "host";
      case Caller.InContainer _ -> "container";
      case Caller.Unknown _ -> "unknown";
    };
  }

  private static void logDropped(String caller, long lines) {
    LOG.warn(
        "log rate limit exceeded for a caller of the Docker socket, lines dropped; metrics count all",
        "lines",
        lines,
        "caller",
        caller);
  }

  /** The key of the quota: without the process, since each command is another one. */
  private static String describe(Caller caller) {
    return switch (caller) {
      case Caller.Host host -> "uid " + host.uid();
      case Caller.InContainer in -> caller(in);
      case Caller.Unknown _ -> "unknown";
    };
  }

  private static String caller(Caller caller) {
    return switch (caller) {
      case Caller.Host(long uid, long gid, long pid) ->
          "uid %d, gid %d, pid %d".formatted(uid, gid, pid);
      case Caller.InContainer in ->
          in.pod()
                  .map(pod -> "namespace %s, container ".formatted(pod.namespace()))
                  .orElse("container ")
              + (in.name().isEmpty() ? in.containerId() : in.name() + " " + in.containerId());
      case Caller.Unknown unknown -> unknown.reason();
    };
  }

  /** Long targets carry filters, which do not help a reader of the log. */
  private static String shown(String target) {
    return target.length() <= 300 ? target : target.substring(0, 300) + "…";
  }
}
