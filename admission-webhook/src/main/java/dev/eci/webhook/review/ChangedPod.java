package dev.eci.webhook.review;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.crds.pod.PodTemplate;
import java.util.Optional;

/** The pod of a review, where it brings a new one. */
final class ChangedPod {
  private ChangedPod() {}

  /**
   * What is to be judged; empty if the review brings no pod, or nothing new in it. Controllers
   * update stored objects all the time (replicas, finalizers), also those from before a policy:
   * only what has changed is judged again.
   */
  static Optional<PodTemplate> of(Review review) {
    if (!review.creates() && !review.updates()) {
      return Optional.empty();
    }
    Optional<PodTemplate> now = PodTemplate.of(review.kind(), review.object());
    if (review.creates()) {
      return now;
    }
    Optional<JsonNode> before =
        PodTemplate.of(review.kind(), review.oldObject()).map(PodTemplate::essence);
    return now.filter(pod -> before.filter(pod.essence()::equals).isEmpty());
  }
}
