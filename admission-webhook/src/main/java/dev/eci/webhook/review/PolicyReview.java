package dev.eci.webhook.review;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eci.crds.read.FieldError;
import dev.eci.crds.read.PolicyReader;
import dev.eci.crds.v1alpha1.EciPolicy;
import java.util.stream.Collectors;

/**
 * Answers reviews of EciPolicy objects: what could not be carried out is refused when it is
 * applied, with each mistake at its field.
 */
public final class PolicyReview {
  private PolicyReview() {}

  /** Labels and finalizers of a policy that was stored around this webhook must stay changeable. */
  private static boolean changes(Review review) {
    return review.creates()
        || (review.updates()
            && !review.object().path("spec").equals(review.oldObject().path("spec")));
  }

  public static Answer validate(Review review, ObjectMapper mapper) {
    if (!changes(review)) {
      return Answer.allow();
    }
    EciPolicy policy;
    try {
      policy = mapper.treeToValue(review.object(), EciPolicy.class);
    } catch (JsonProcessingException e) {
      return Answer.deny("EciPolicy cannot be read: " + e.getOriginalMessage());
    }
    return switch (PolicyReader.read(policy)) {
      case PolicyReader.Result.Valid ignored -> Answer.allow();
      case PolicyReader.Result.Invalid invalid ->
          Answer.deny(
              invalid.errors().stream()
                  .map(FieldError::toString)
                  .collect(Collectors.joining("\n")));
    };
  }
}
