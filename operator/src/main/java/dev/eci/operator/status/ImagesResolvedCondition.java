package dev.eci.operator.status;

import dev.eci.crds.read.PolicyReader.Result.Invalid;
import dev.eci.crds.read.PolicyReader.Result.Valid;
import dev.eci.policy.image.ImagePattern;
import java.util.List;

/**
 * Whether it is known which content counts for each listed image (SOCK-2). This version asks no
 * registry, and says what that means.
 */
final class ImagesResolvedCondition {
  private ImagesResolvedCondition() {}

  static Verdict verdict(Facts facts) {
    return switch (facts.policy()) {
      case Invalid ignored ->
          Verdict.unknown("InvalidSpec", "the policy cannot be read; see condition Ready");
      case Valid valid -> verdict(valid.policy().socketImages().list().patterns());
    };
  }

  private static Verdict verdict(List<ImagePattern> listed) {
    if (listed.isEmpty()) {
      return Verdict.yes("NoImages", "no image is listed");
    }
    long byName = listed.stream().filter(ListedImages::isMatchedByName).count();
    if (byName == 0) {
      return Verdict.yes("Resolved", "every entry says itself which content it means");
    }
    return Verdict.no(
        "MatchedByName",
        ("%d of %d entries are matched by name only: an image that was tagged again under such a name is not noticed; write"
                + " name@sha256:… to pin the content")
            .formatted(byName, listed.size()));
  }
}
