// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.admission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.crds.pod.VolumeReader;
import dev.eci.policy.pod.PodVerdict;
import dev.eci.policy.pod.VolumeAdmission;
import dev.eci.policy.pod.VolumeAdmission.User;
import dev.eci.policy.pod.VolumeSource;
import java.util.List;
import java.util.Optional;

/** Handles reviews of PersistentVolumes and of claims that are bound to one. */
public final class VolumeReviewHandler {
  private VolumeReviewHandler() {}

  /** The namespace whose policies apply; empty for a volume that no claim is bound to. */
  public static String claimNamespace(ReviewRequest request) {
    return isVolume(request) ? claimRefNamespace(request.object()) : request.namespace();
  }

  /** The context must have the labels of {@link #claimNamespace}. */
  public static ReviewResponse validate(ReviewRequest request, ReviewContext context) {
    if (!request.isCreate() && !request.isUpdate()) {
      return ReviewResponse.allow();
    }
    return isVolume(request) ? validateVolume(request, context) : validateClaim(request, context);
  }

  private static ReviewResponse validateVolume(ReviewRequest request, ReviewContext context) {
    if (request.isUpdate()
        && source(request.object()).equals(source(request.oldObject()))
        && claimRefNamespace(request.object()).equals(claimRefNamespace(request.oldObject()))) {
      return ReviewResponse.allow();
    }
    String namespace = claimRefNamespace(request.object());
    Optional<User> user =
        namespace.isEmpty()
            ? Optional.empty()
            : Optional.of(new User(namespace, context.namespaceLabels()));
    VolumeReader.Read read = read(request.object());
    return evaluate(read.source(), "spec." + read.field(), user, context);
  }

  private static ReviewResponse validateClaim(ReviewRequest request, ReviewContext context) {
    String volume = volumeName(request.object());
    if (volume.isEmpty()
        || (request.isUpdate() && volume.equals(volumeName(request.oldObject())))) {
      return ReviewResponse.allow();
    }
    Optional<VolumeSource> source = context.cluster().volume(volume);
    if (source.isEmpty()) {
      // a new claim may name a volume that is created later; that volume's review evaluates both
      return request.isCreate()
          ? ReviewResponse.allow()
          : ReviewResponse.undecided(
              "the ECI admission webhook does not know persistent volume \"%s\" yet; try again"
                  .formatted(volume));
    }
    return evaluate(
        source.get(),
        "spec.volumeName",
        Optional.of(new User(request.namespace(), context.namespaceLabels())),
        context);
  }

  private static ReviewResponse evaluate(
      VolumeSource source, String field, Optional<User> user, ReviewContext context) {
    PodVerdict verdict =
        VolumeAdmission.decide(source, field, user, context.policies().valid(), context.now());
    return ResponseBuilder.respond(List.of(verdict), /* dryRun= */ false);
  }

  private static boolean isVolume(ReviewRequest request) {
    return request.kind().equals("/PersistentVolume");
  }

  private static VolumeSource source(JsonNode volume) {
    return read(volume).source();
  }

  private static VolumeReader.Read read(JsonNode volume) {
    return VolumeReader.readPersistentVolume(
        volume.path("metadata").path("name").asText(), volume.path("spec"));
  }

  private static String claimRefNamespace(JsonNode volume) {
    return volume.path("spec").path("claimRef").path("namespace").asText("");
  }

  private static String volumeName(JsonNode claim) {
    return claim.path("spec").path("volumeName").asText("");
  }
}
