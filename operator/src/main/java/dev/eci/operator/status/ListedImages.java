package dev.eci.operator.status;

import dev.eci.crds.read.PolicyReader.Result.Invalid;
import dev.eci.crds.read.PolicyReader.Result.Valid;
import dev.eci.crds.v1alpha1.EciPolicyStatus.ResolvedImage;
import dev.eci.policy.image.AnyImage;
import dev.eci.policy.image.AnyTag;
import dev.eci.policy.image.Digested;
import dev.eci.policy.image.ImagePattern;
import dev.eci.policy.image.Tagged;
import java.util.List;

/** status.images: the listed images, normalised, and what counts for them. */
final class ListedImages {
  private ListedImages() {}

  static List<ResolvedImage> of(Facts facts) {
    return switch (facts.policy()) {
      case Invalid ignored -> List.of();
      case Valid valid ->
          valid.policy().socketImages().list().patterns().stream()
              .map(ListedImages::resolved)
              .toList();
    };
  }

  static boolean isMatchedByName(ImagePattern pattern) {
    return switch (pattern) {
      case AnyImage ignored -> false;
      case Digested ignored -> false;
      case AnyTag ignored -> true;
      case Tagged ignored -> true;
    };
  }

  private static ResolvedImage resolved(ImagePattern pattern) {
    List<String> digests = pattern instanceof Digested named ? List.of(named.digest()) : null;
    return new ResolvedImage(pattern.toString(), digests);
  }
}
