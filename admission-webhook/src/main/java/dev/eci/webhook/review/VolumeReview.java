package dev.eci.webhook.review;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.crds.pod.VolumeReader;
import dev.eci.policy.pod.PodVerdict;
import dev.eci.policy.pod.VolumeAdmission;
import dev.eci.policy.pod.VolumeAdmission.User;
import dev.eci.policy.pod.VolumeSource;
import java.util.List;
import java.util.Optional;

/** Answers reviews of PersistentVolumes and of claims that are bound to one. */
public final class VolumeReview {
  private VolumeReview() {}

  /** The namespace whose labels are needed; empty where none is meant. */
  public static String namespace(Review review) {
    return isVolume(review) ? claimant(review.object()) : review.namespace();
  }

  /** What {@code namespace} asks for is in the situation, if anything. */
  public static Answer validate(Review review, Situation now) {
    if (!review.creates() && !review.updates()) {
      return Answer.allow();
    }
    return isVolume(review) ? volume(review, now) : claim(review, now);
  }

  private static Answer volume(Review review, Situation now) {
    if (review.updates()
        && source(review.object()).equals(source(review.oldObject()))
        && claimant(review.object()).equals(claimant(review.oldObject()))) {
      return Answer.allow();
    }
    String namespace = claimant(review.object());
    String type = review.object().path("spec").path("local").isObject() ? "local" : "hostPath";
    Optional<User> user =
        namespace.isEmpty()
            ? Optional.empty()
            : Optional.of(new User(namespace, now.namespaceLabels()));
    return answer(source(review.object()), "spec.%s.path".formatted(type), user, now);
  }

  private static Answer claim(Review review, Situation now) {
    String volume = volumeName(review.object());
    if (volume.isEmpty() || (review.updates() && volume.equals(volumeName(review.oldObject())))) {
      return Answer.allow();
    }
    Optional<VolumeSource> source = now.surroundings().volume(volume);
    if (source.isEmpty()) {
      // at creation it may name a volume that is still to come, and is judged then
      return review.creates()
          ? Answer.allow()
          : Answer.undecided(
              "the eci admission webhook does not know persistent volume \"%s\" yet; try again"
                  .formatted(volume));
    }
    return answer(
        source.get(),
        "spec.volumeName",
        Optional.of(new User(review.namespace(), now.namespaceLabels())),
        now);
  }

  private static Answer answer(
      VolumeSource source, String field, Optional<User> user, Situation now) {
    PodVerdict verdict =
        VolumeAdmission.decide(source, field, user, now.policies().valid(), now.now());
    return Verdicts.answer(List.of(verdict));
  }

  private static boolean isVolume(Review review) {
    return review.kind().equals("/PersistentVolume");
  }

  private static VolumeSource source(JsonNode volume) {
    return VolumeReader.ofPersistentVolume(
        volume.path("metadata").path("name").asText(), volume.path("spec"));
  }

  private static String claimant(JsonNode volume) {
    return volume.path("spec").path("claimRef").path("namespace").asText("");
  }

  private static String volumeName(JsonNode claim) {
    return claim.path("spec").path("volumeName").asText("");
  }
}
