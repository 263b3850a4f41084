package dev.eci.policy.docker;

import dev.eci.policy.docker.create.BadBody;
import dev.eci.policy.docker.json.Canonical;
import dev.eci.policy.docker.json.JsonValue;

/** A step that reads the body, which every reader must take for the same before it is judged. */
final class BodyRead {
  private BodyRead() {}

  /** What is done with a body. */
  @FunctionalInterface
  interface Use {
    Step of(JsonValue body) throws BadBody;
  }

  static Step then(Case it, Use use) {
    return new Step.NeedsBody(
        it.setup().largestBody(),
        body -> {
          var problem = Canonical.problem(body);
          if (problem.isPresent()) {
            return DockerApi.refused(400, problem.get());
          }
          try {
            return use.of(body);
          } catch (BadBody e) {
            return DockerApi.refused(400, String.valueOf(e.getMessage()));
          }
        });
  }
}
