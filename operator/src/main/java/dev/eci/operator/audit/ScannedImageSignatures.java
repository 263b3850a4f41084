// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.crds.conversion.VerificationReader;
import dev.eci.crds.v1alpha1.EciImage;
import dev.eci.crds.v1alpha1.EciImageSpec;
import dev.eci.operator.pods.PagedLister;
import dev.eci.policy.image.ImageReference;
import dev.eci.policy.image.ResolvedImages;
import dev.eci.policy.imagetrust.Verification;
import dev.eci.policy.imagetrust.VerificationResults;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Signatures of the images of running pods. The scan requests the verification of images that were
 * never verified. So a policy in mode Audit reports what it would deny, and a policy that becomes
 * enforced denies no pod only because its image was not verified yet.
 */
final class ScannedImageSignatures {
  private static final int CONFLICT = 409;

  private final KubernetesClient client;
  private final PagedLister pagedLister;

  ScannedImageSignatures(KubernetesClient client, PagedLister pagedLister) {
    this.client = client;
    this.pagedLister = pagedLister;
  }

  VerificationResults verifications() {
    List<Verification> known = new ArrayList<>();
    pagedLister.each(
        "/apis/eci.dev/v1alpha1/eciimages",
        image -> VerificationReader.read(read(image)).ifPresent(known::add));
    return VerificationResults.of(known);
  }

  /** {@code known}: verification is not requested again for these. */
  void request(Collection<ImageReference> images, VerificationResults known, Instant now) {
    for (ImageReference image :
        images.stream().filter(image -> known.find(image).isEmpty()).toList()) {
      String key = ResolvedImages.key(image);
      EciImage verified = new EciImage();
      verified.setMetadata(new ObjectMetaBuilder().withName(EciImageSpec.nameOf(key)).build());
      verified.setSpec(new EciImageSpec(key, now.truncatedTo(ChronoUnit.SECONDS).toString()));
      try {
        var _ = client.resource(verified).create();
      } catch (KubernetesClientException e) {
        if (e.getCode() != CONFLICT) {
          throw e;
        }
      }
    }
  }

  private EciImage read(JsonNode image) {
    return client.getKubernetesSerialization().convertValue(image, EciImage.class);
  }
}
