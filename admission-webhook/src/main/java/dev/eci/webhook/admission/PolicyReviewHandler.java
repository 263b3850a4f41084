// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.admission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eci.crds.conversion.FieldError;
import dev.eci.crds.conversion.PolicyReader;
import dev.eci.crds.v1alpha1.EciPolicy;
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

  public static ReviewResponse validate(ReviewRequest request, ObjectMapper mapper) {
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
      case PolicyReader.Result.Valid ignored -> ReviewResponse.allow();
      case PolicyReader.Result.Invalid invalid ->
          ReviewResponse.deny(
              invalid.errors().stream()
                  .map(FieldError::toString)
                  .collect(Collectors.joining("\n")));
    };
  }
}
