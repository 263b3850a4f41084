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

/** A line of the log for each finding, as far as a caller's quota goes, and counters of all. */
public final class LoggingDecisionRecorder implements DecisionRecorder {
  private static final Log LOG = Log.of(LoggingDecisionRecorder.class);
  private static final String FINDINGS = "eci_proxy_findings_total";
  private static final String FINDINGS_HELP =
      "Requests to the Docker socket that broke a rule, by what came of it.";
  private static final String REFUSED = "eci_proxy_refused_total";
  private static final String REFUSED_HELP =
      "Requests to the Docker socket that were answered without the engine and no rule is about.";

  private static final int LINES = 30;
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final LogRateLimiter quota;
  private final Metrics metrics;
  private final Map<Map<String, String>, Counter> findings = new ConcurrentHashMap<>();
  private final Counter unclear;
  private final Counter malformed;
  private final Counter engineAway;

  public LoggingDecisionRecorder(Metrics metrics) {
    this(metrics, LINES, WINDOW);
  }

  LoggingDecisionRecorder(Metrics metrics, int lines, Duration window) {
    this.metrics = metrics;
    this.quota = new LogRateLimiter(lines, window, LoggingDecisionRecorder::leftOut);
    this.unclear = metrics.counter(REFUSED, REFUSED_HELP, "reason", "unclear");
    this.malformed = metrics.counter(REFUSED, REFUSED_HELP, "reason", "malformed");
    this.engineAway = metrics.counter(REFUSED, REFUSED_HELP, "reason", "engine-away");
  }

  @Override
  public void denied(ApiRequest request, ApiDecision.Deny decision) {
    if (decision.violation().isEmpty()) {
      unclear.increment();
      if (!quota.tryAcquire(describe(request.caller()))) {
        return;
      }
      LOG.warn(
          "a request to the Docker socket was refused",
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
        .forEach(auditedViolation -> logFinding("denied", request, auditedViolation));
  }

  @Override
  public void warned(ApiRequest request, ApiDecision.Forward decision) {
    decision
        .auditedViolations()
        .forEach(auditedViolation ->
            logFinding(
                auditedViolation.mode().name().toLowerCase(Locale.ROOT),
                request,
                auditedViolation));
  }

  @Override
  public void malformed(String why) {
    malformed.increment();
    if (quota.tryAcquire("who sends what is not understood")) {
      LOG.warn("a request to the Docker socket is not understood", "because", why);
    }
  }

  @Override
  public void engineUnavailable(String why) {
    engineAway.increment();
    if (quota.tryAcquire("who is not answered by the engine")) {
      LOG.warn("the engine behind the Docker socket does not answer", "because", why);
    }
  }

  private void logFinding(String outcome, ApiRequest request, AuditedViolation auditedViolation) {
    Violation violation = auditedViolation.violation();
    count(outcome, request, auditedViolation);
    if (!quota.tryAcquire(describe(request.caller()))) {
      return;
    }
    LOG.warn(
        outcome.equals("denied")
            ? "a request to the Docker socket was denied"
            : "a request to the Docker socket breaks a rule and was passed on",
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
    findings
        .computeIfAbsent(labels, these -> metrics.counter(FINDINGS, FINDINGS_HELP, these))
        .increment();
  }

  private static String kind(Caller caller) {
    return switch (caller) {
      case Caller.Host _ -> "host";
      case Caller.InContainer _ -> "container";
      case Caller.Unknown _ -> "unknown";
    };
  }

  private static void leftOut(String caller, long lines) {
    LOG.warn(
        "more lines about one caller of the Docker socket were left out; metrics count them",
        "lines",
        lines,
        "caller",
        caller);
  }

  /** Whose quota it is: processes come and go. */
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
      case Caller.Unknown(String why) -> why;
    };
  }

  /** Long ones carry filters, which help nobody here. */
  private static String shown(String target) {
    return target.length() <= 300 ? target : target.substring(0, 300) + "…";
  }
}
