package dev.eci.webhook.admission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eci.crds.conversion.FieldError;
import dev.eci.crds.conversion.PolicyReader;
import dev.eci.crds.v1alpha1.EciPolicy;
import java.util.stream.Collectors;

/**
 * Answers reviews of EciPolicy objects: what could not be carried out is refused when it is
 * applied, with each mistake at its field.
 */
public final class PolicyReviewHandler {
  private PolicyReviewHandler() {}

  /** Labels and finalizers of a policy that was stored around this webhook must stay changeable. */
  private static boolean isSpecChange(ReviewRequest reviewRequest) {
    return reviewRequest.isCreate()
        || (reviewRequest.isUpdate()
            && !reviewRequest.object().path("spec").equals(reviewRequest.oldObject().path("spec")));
  }

  public static ReviewResponse validate(ReviewRequest reviewRequest, ObjectMapper mapper) {
    if (!isSpecChange(reviewRequest)) {
      return ReviewResponse.allow();
    }
    EciPolicy policy;
    try {
      policy = mapper.treeToValue(reviewRequest.object(), EciPolicy.class);
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
