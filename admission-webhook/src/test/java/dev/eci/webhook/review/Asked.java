package dev.eci.webhook.review;

import dev.eci.crds.pod.Surroundings;
import dev.eci.crds.read.Policies;
import dev.eci.crds.read.PolicyReader;
import dev.eci.crds.read.PolicyReader.Result.Invalid;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.policy.Policy;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks for an answer under policies that are written as people write them. */
final class Asked {
  static final Map<String, String> NAMESPACE = Map.of("kubernetes.io/metadata.name", "app");
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private Asked() {}

  static Answer validate(Review review, String... policies) {
    return PodReview.validate(review, situation(policies));
  }

  static Answer mutate(Review review, String... policies) {
    return PodReview.mutate(review, situation(policies));
  }

  static Answer grant(Review review, String... policies) {
    return GrantReview.validate(review, situation(policies));
  }

  private static Situation situation(String... policies) {
    return new Situation(policies(policies), NAMESPACE, Surroundings.unknown(), true, NOW);
  }

  /** Each is {@code name: {spec}}. */
  static Policies policies(String... written) {
    List<Policy> valid = new ArrayList<>();
    List<Invalid> invalid = new ArrayList<>();
    for (String policy : written) {
      int colon = policy.indexOf(':');
      EciPolicy read =
          Serialization.unmarshal(
              "apiVersion: eci.dev/v1alpha1\nkind: EciPolicy\nmetadata: {name: %s}\nspec: %s"
                  .formatted(policy.substring(0, colon), policy.substring(colon + 1)),
              EciPolicy.class);
      switch (PolicyReader.read(read)) {
        case PolicyReader.Result.Valid result -> valid.add(result.policy());
        case Invalid result -> invalid.add(result);
      }
    }
    return new Policies(valid, invalid);
  }
}
