// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker;

import dev.eci.policy.docker.create.MalformedBodyException;
import dev.eci.policy.docker.json.JsonValue;
import dev.eci.policy.docker.json.UnambiguousJson;
import dev.eci.policy.message.ApiRequestMessages;

/**
 * A step that reads the body. The body must mean the same to every reader before it is evaluated.
 */
final class BodyEvaluation {
  private BodyEvaluation() {}

  /** The evaluation of a body. */
  @FunctionalInterface
  interface BodyEvaluator {
    Evaluation evaluate(JsonValue body) throws MalformedBodyException;
  }

  static Evaluation requireBody(EvaluationContext context, BodyEvaluator bodyEvaluator) {
    return new Evaluation.NeedsBody(
        context.proxy().largestBody(),
        body -> {
          var problem = UnambiguousJson.problem(body);
          if (problem.isPresent()) {
            return DockerApiAuthorizer.deny(400, ApiRequestMessages.malformed(problem.get()));
          }
          try {
            return bodyEvaluator.evaluate(body);
          } catch (MalformedBodyException e) {
            return DockerApiAuthorizer.deny(
                400, ApiRequestMessages.malformed(String.valueOf(e.getMessage())));
          }
        });
  }
}
