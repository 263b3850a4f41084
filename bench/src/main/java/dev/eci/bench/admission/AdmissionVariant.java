package dev.eci.bench.admission;

import java.util.Optional;

/** Who is asked about a pod. */
enum AdmissionVariant {
  NOBODY(null, false),
  WEBHOOK("admission webhook \"pods.eci.dev\" denied", true),
  /** The ValidatingAdmissionPolicy by itself. */
  FLOOR("ValidatingAdmissionPolicy 'eci-fallback", false),
  /** Both, as it is installed. */
  INSTALLED("ValidatingAdmissionPolicy 'eci-fallback", true),
  /** Webhooks registered as ours are, which read nothing and always make our change. */
  INSTANT(null, true),
  GATEKEEPER("admission webhook \"validation.gatekeeper.sh\" denied", true);

  private final Optional<String> refusal;
  private final boolean isMutating;

  AdmissionVariant(@org.jspecify.annotations.Nullable String refusal, boolean changes) {
    this.refusal = Optional.ofNullable(refusal);
    this.isMutating = changes;
  }

  /** What stands in its refusals. */
  Optional<String> refusal() {
    return refusal;
  }

  /** Whether it gives pods a user namespace. */
  boolean isMutating() {
    return isMutating;
  }
}
