// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.conversion;

import dev.eci.crds.v1alpha1.RuntimeSpec;
import dev.eci.policy.image.UntrustedText;
import dev.eci.policy.seccomp.KernelFeature;
import dev.eci.policy.seccomp.KernelSurface;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what containers reach of the kernel (ISO-6). */
final class KernelSurfaceReader {
  private KernelSurfaceReader() {}

  static KernelSurface read(String field, @Nullable RuntimeSpec runtime, FieldErrors fieldErrors) {
    if (runtime == null) {
      return KernelSurface.BASELINE;
    }
    Set<KernelFeature> opened = EnumSet.noneOf(KernelFeature.class);
    List<String> names = NullSafeLists.of(runtime.kernelFeatures());
    for (int i = 0; i < names.size(); i++) {
      Optional<KernelFeature> feature = KernelFeature.parse(names.get(i));
      feature.ifPresent(opened::add);
      if (feature.isEmpty()) {
        fieldErrors.add(
            "%s.kernelFeatures[%d]".formatted(field, i),
            "%s is not a kernel feature; use one of %s"
                .formatted(UntrustedText.quote(names.get(i)), KernelFeature.ids()));
      }
    }
    return new KernelSurface(
        runtime.kernelSurface() == RuntimeSpec.KernelSurfaceLevel.Reduced, opened);
  }
}
