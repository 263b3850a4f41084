// SPDX-License-Identifier: Apache-2.0
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
 * Evaluates requests by the policies in force, if these pass the self-test: what they deny must be
 * denied. A request is evaluated by one version of the policies to its end.
 */
public final class PolicyAuthorizer implements RequestAuthorizer {
  private static final Log LOG = Log.of(PolicyAuthorizer.class);
  private static final int SHOWN = 5;

  private final Supplier<List<Policy>> policies;
  private final Supplier<ProxyContext> context;
  private final InstantSource clock;
  private volatile @Nullable SelfTestResult selfTestResult;

  /** Policies, and the failures of their self-test. */
  private record SelfTestResult(List<Policy> policies, List<String> failures) {}

  public PolicyAuthorizer(
      Supplier<List<Policy>> policies, Supplier<ProxyContext> context, InstantSource clock) {
    this.policies = policies;
    this.context = context;
    this.clock = clock;
  }

  @Override
  public Evaluation evaluate(ApiRequest request) {
    SelfTestResult now = tested(policies.get());
    return now.failures().isEmpty()
        ? DockerApiAuthorizer.evaluate(request, context.get(), now.policies(), clock.instant())
        : new Evaluation.Decided(
            new ApiDecision.Deny(
                503,
                ProxyMessages.selfTest(now.failures().getFirst()),
                Optional.empty(),
                List.of()));
  }

  /** The failures of the self-test of the policies in force; empty if it passes. */
  public List<String> failures() {
    return tested(policies.get()).failures();
  }

  private SelfTestResult tested(List<Policy> inForce) {
    SelfTestResult last = selfTestResult;
    if (last != null && last.policies().equals(inForce)) {
      return last;
    }
    SelfTestResult result = test(inForce);
    selfTestResult = result;
    return result;
  }

  private SelfTestResult test(List<Policy> inForce) {
    List<String> failures;
    try {
      failures = PolicySelfTest.failures(inForce, context.get(), clock.instant());
    } catch (RuntimeException e) {
      LOG.error("policy self-test failed with an error", e);
      failures = List.of("the self-test failed with an error: " + e);
    }
    if (failures.isEmpty()) {
      LOG.info("policy self-test passed", "policies", inForce.size());
    } else {
      failures.stream()
          .limit(SHOWN)
          .forEach(failure ->
              LOG.warn(
                  "policy self-test failed, so all requests to the Docker socket are denied",
                  "because",
                  failure));
    }
    return new SelfTestResult(List.copyOf(inForce), failures);
  }
}
