package dev.eci.webhook.admission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.crds.pod.VolumeReader;
import dev.eci.policy.pod.PodVerdict;
import dev.eci.policy.pod.VolumeAdmission;
import dev.eci.policy.pod.VolumeAdmission.User;
import dev.eci.policy.pod.VolumeSource;
import java.util.List;
import java.util.Optional;

/** Answers reviews of PersistentVolumes and of claims that are bound to one. */
public final class VolumeReviewHandler {
  private VolumeReviewHandler() {}

  /** The namespace whose labels are needed; empty where none is meant. */
  public static String namespace(ReviewRequest reviewRequest) {
    return isVolume(reviewRequest) ? claimant(reviewRequest.object()) : reviewRequest.namespace();
  }

  /** What {@code namespace} asks for is in the situation, if anything. */
  public static ReviewResponse validate(ReviewRequest reviewRequest, ReviewContext now) {
    if (!reviewRequest.isCreate() && !reviewRequest.isUpdate()) {
      return ReviewResponse.allow();
    }
    return isVolume(reviewRequest) ? volume(reviewRequest, now) : claim(reviewRequest, now);
  }

  private static ReviewResponse volume(ReviewRequest reviewRequest, ReviewContext now) {
    if (reviewRequest.isUpdate()
        && source(reviewRequest.object()).equals(source(reviewRequest.oldObject()))
        && claimant(reviewRequest.object()).equals(claimant(reviewRequest.oldObject()))) {
      return ReviewResponse.allow();
    }
    String namespace = claimant(reviewRequest.object());
    String type =
        reviewRequest.object().path("spec").path("local").isObject() ? "local" : "hostPath";
    Optional<User> user =
        namespace.isEmpty()
            ? Optional.empty()
            : Optional.of(new User(namespace, now.namespaceLabels()));
    return answer(source(reviewRequest.object()), "spec.%s.path".formatted(type), user, now);
  }

  private static ReviewResponse claim(ReviewRequest reviewRequest, ReviewContext now) {
    String volume = volumeName(reviewRequest.object());
    if (volume.isEmpty()
        || (reviewRequest.isUpdate() && volume.equals(volumeName(reviewRequest.oldObject())))) {
      return ReviewResponse.allow();
    }
    Optional<VolumeSource> source = now.cluster().volume(volume);
    if (source.isEmpty()) {
      // at creation it may name a volume that is still to come, and is judged then
      return reviewRequest.isCreate()
          ? ReviewResponse.allow()
          : ReviewResponse.undecided(
              "the eci admission webhook does not know persistent volume \"%s\" yet; try again"
                  .formatted(volume));
    }
    return answer(
        source.get(),
        "spec.volumeName",
        Optional.of(new User(reviewRequest.namespace(), now.namespaceLabels())),
        now);
  }

  private static ReviewResponse answer(
      VolumeSource source, String field, Optional<User> user, ReviewContext now) {
    PodVerdict verdict =
        VolumeAdmission.decide(source, field, user, now.policies().valid(), now.now());
    return ResponseBuilder.answer(List.of(verdict));
  }

  private static boolean isVolume(ReviewRequest reviewRequest) {
    return reviewRequest.kind().equals("/PersistentVolume");
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
