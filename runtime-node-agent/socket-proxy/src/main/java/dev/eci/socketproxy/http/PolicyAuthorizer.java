package dev.eci.socketproxy.http;

import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.ApiRequest;
import dev.eci.policy.docker.DockerApiAuthorizer;
import dev.eci.policy.docker.Evaluation;
import dev.eci.policy.docker.PolicySelfTest;
import dev.eci.policy.docker.ProxyContext;
import dev.eci.policy.model.Policy;
import dev.eci.support.log.Log;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Judges by the policies in force, once it is seen that what they deny is denied. A request that
 * has begun under one version of them ends under it.
 */
public final class PolicyAuthorizer implements RequestAuthorizer {
  private static final Log LOG = Log.of(PolicyAuthorizer.class);
  private static final int SHOWN = 5;

  private final Supplier<List<Policy>> policies;
  private final Supplier<ProxyContext> setup;
  private final InstantSource clock;
  private volatile @Nullable SelfTestResult selfTestResult;

  /** Policies, and what is wrong with how they are carried out. */
  private record SelfTestResult(List<Policy> policies, List<String> failures) {}

  public PolicyAuthorizer(
      Supplier<List<Policy>> policies, Supplier<ProxyContext> setup, InstantSource clock) {
    this.policies = policies;
    this.setup = setup;
    this.clock = clock;
  }

  @Override
  public Evaluation evaluate(ApiRequest request) {
    SelfTestResult now = tested(policies.get());
    return now.failures().isEmpty()
        ? DockerApiAuthorizer.evaluate(request, setup.get(), now.policies(), clock.instant())
        : new Evaluation.Decided(
            new ApiDecision.Deny(
                503,
                ProxyMessages.selfTest(now.failures().getFirst()),
                Optional.empty(),
                List.of()));
  }

  /** What fails of the policies in force; empty if they are carried out as they are written. */
  public List<String> failures() {
    return tested(policies.get()).failures();
  }

  private SelfTestResult tested(List<Policy> inForce) {
    SelfTestResult last = selfTestResult;
    if (last != null && last.policies().equals(inForce)) {
      return last;
    }
    SelfTestResult fresh = test(inForce);
    selfTestResult = fresh;
    return fresh;
  }

  private SelfTestResult test(List<Policy> inForce) {
    List<String> failures;
    try {
      failures = PolicySelfTest.failures(inForce, setup.get(), clock.instant());
    } catch (RuntimeException e) {
      LOG.error("the self-test of the policies broke off", e);
      failures = List.of("the self-test broke off: " + e);
    }
    if (failures.isEmpty()) {
      LOG.info("what the policies deny on the Docker socket is denied", "policies", inForce.size());
    } else {
      failures.stream()
          .limit(SHOWN)
          .forEach(failure ->
              LOG.warn(
                  "nothing passes the Docker socket, because a policy is not carried out",
                  "because",
                  failure));
    }
    return new SelfTestResult(List.copyOf(inForce), failures);
  }
}
