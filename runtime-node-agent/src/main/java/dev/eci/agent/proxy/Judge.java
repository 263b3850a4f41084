package dev.eci.agent.proxy;

import dev.eci.policy.docker.ApiRequest;
import dev.eci.policy.docker.Step;

/** Begins decisions, by the policies that are in force at that moment. */
public interface Judge {
  Step begin(ApiRequest request);
}
