package dev.eci.agent.proxy;

import dev.eci.policy.Policy;
import dev.eci.policy.docker.ApiRequest;
import dev.eci.policy.docker.DockerApi;
import dev.eci.policy.docker.Setup;
import dev.eci.policy.docker.Step;
import java.time.InstantSource;
import java.util.Collection;
import java.util.function.Supplier;

/**
 * Judges by the policies in force. A request that has begun under one version of them ends under
 * it.
 */
public record PolicyJudge(
    Supplier<? extends Collection<Policy>> policies, Supplier<Setup> setup, InstantSource clock)
    implements Judge {
  @Override
  public Step begin(ApiRequest request) {
    return DockerApi.begin(request, setup.get(), policies.get(), clock.instant());
  }
}
