// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.admission;

import static java.util.stream.Collectors.partitioningBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eci.crds.conversion.FieldError;
import dev.eci.crds.conversion.PolicyReader;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.PolicySize;
import dev.eci.policy.model.PolicyWarnings;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Handles reviews of EciPolicy objects: a policy that could not be enforced is denied when it is
 * applied, with every error at its field.
 */
public final class PolicyReviewHandler {
  private PolicyReviewHandler() {}

  /**
   * An invalid policy may have been stored while the webhook was not registered. Its labels and
   * finalizers must stay writable.
   */
  private static boolean isSpecChange(ReviewRequest request) {
    return request.isCreate()
        || (request.isUpdate()
            && !request.object().path("spec").equals(request.oldObject().path("spec")));
  }

  /**
   * Denies what cannot be read or enforced.
   *
   * @param stored the policies of the cluster, among them the version of this policy before
   */
  public static ReviewResponse validate(
      ReviewRequest request, ObjectMapper mapper, Collection<Policy> stored) {
    if (!isSpecChange(request)) {
      return ReviewResponse.allow();
    }
    EciPolicy policy;
    try {
      policy = mapper.treeToValue(request.object(), EciPolicy.class);
    } catch (JsonProcessingException e) {
      return ReviewResponse.deny("EciPolicy cannot be read: " + e.getOriginalMessage());
    }
    return switch (PolicyReader.read(policy)) {
      case PolicyReader.Result.Valid valid ->
          valid.enabled() ? withinSize(valid.policy(), stored) : ReviewResponse.allow();
      case PolicyReader.Result.Invalid invalid ->
          ReviewResponse.deny(
              invalid.errors().stream()
                  .map(FieldError::toString)
                  .collect(Collectors.joining("\n")));
    };
  }

  private static ReviewResponse withinSize(Policy policy, Collection<Policy> stored) {
    Map<Boolean, List<Policy>> isBefore =
        stored.stream().collect(partitioningBy(other -> other.name().equals(policy.name())));
    int others = PolicySize.of(isBefore.getOrDefault(false, List.of()));
    int before = PolicySize.of(isBefore.getOrDefault(true, List.of()));
    int own = PolicySize.of(List.of(policy));
    // a policy that becomes no larger may help
    return own <= before || own + others <= PolicySize.MAXIMUM
        ? ReviewResponse.admit(PolicyWarnings.of(policy, stored), Map.of())
        : ReviewResponse.deny(
            String.format(
                Locale.ROOT,
                "the images, host paths and exemptions of this policy take about %,d bytes and those of the other policies %,d, and at most %,d are supported in all; write name:* for all tags of an image, list common parent directories, or merge policies that list the same",
                own,
                others,
                PolicySize.MAXIMUM));
  }
}
