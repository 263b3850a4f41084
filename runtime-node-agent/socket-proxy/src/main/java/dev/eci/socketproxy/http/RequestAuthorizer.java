// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import dev.eci.policy.docker.ApiRequest;
import dev.eci.policy.docker.Evaluation;

/** Starts the evaluation of requests, by the policies that are in force at that moment. */
public interface RequestAuthorizer {
  Evaluation evaluate(ApiRequest request);
}
