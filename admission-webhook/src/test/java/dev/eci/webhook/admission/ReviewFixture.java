// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.admission;

import dev.eci.crds.conversion.PolicyReader;
import dev.eci.crds.conversion.PolicyReader.Result.Invalid;
import dev.eci.crds.conversion.PolicySnapshot;
import dev.eci.crds.pod.ClusterLookup;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.policy.model.Policy;
import dev.eci.policy.pod.PodSecurityFacts.Level;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs a review under policies that are written as in a manifest. */
final class ReviewFixture {
  static final Map<String, String> NAMESPACE = Map.of("kubernetes.io/metadata.name", "app");
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private ReviewFixture() {}

  static ReviewResponse validate(ReviewRequest request, String... policies) {
    return PodReviewHandler.validate(PodReview.of(request, context(policies)));
  }

  static ReviewResponse mutate(ReviewRequest request, String... policies) {
    return PodReviewHandler.mutate(PodReview.of(request, context(policies)));
  }

  static ReviewResponse grant(ReviewRequest request, String... policies) {
    return RbacReviewHandler.validate(request, context(policies));
  }

  static ReviewResponse volume(ReviewRequest request, String... policies) {
    return VolumeReviewHandler.validate(request, context(policies));
  }

  private static ReviewContext context(String... policies) {
    return context(NAMESPACE, policies);
  }

  /** In a namespace with further labels. */
  static ReviewResponse mutate(
      ReviewRequest request, Map<String, String> namespaceLabels, String... policies) {
    return PodReviewHandler.mutate(PodReview.of(request, context(namespaceLabels, policies)));
  }

  private static ReviewContext context(Map<String, String> namespaceLabels, String... policies) {
    return new ReviewContext(
        policies(policies), namespaceLabels, ClusterLookup.unknown(), true, Level.PRIVILEGED, NOW);
  }

  /** Each is {@code name: {spec}}. */
  static PolicySnapshot policies(String... written) {
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
    return new PolicySnapshot(valid, invalid);
  }
}
