// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.policy;

import dev.eci.crds.conversion.PolicyReader;
import dev.eci.crds.conversion.PolicyReader.Result;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.policy.model.Policy;
import java.util.Optional;

/** An EciPolicy as it is stored, and what its spec means. */
public record ParsedPolicy(EciPolicy written, Result result) {
  public static ParsedPolicy of(EciPolicy written) {
    return new ParsedPolicy(written, PolicyReader.read(written));
  }

  public boolean isEnabled() {
    return switch (result) {
      case Result.Valid valid -> valid.enabled();
      case Result.Invalid invalid -> invalid.enabled();
    };
  }

  public boolean isDeleting() {
    return written.getMetadata().getDeletionTimestamp() != null;
  }

  public boolean isLocked() {
    return written.getSpec() != null && Boolean.TRUE.equals(written.getSpec().locked());
  }

  public String name() {
    return written.getMetadata().getName();
  }

  /** The policy, switched on or off; empty if the spec is invalid. */
  public Optional<Policy> valid() {
    return result instanceof Result.Valid valid ? Optional.of(valid.policy()) : Optional.empty();
  }
}
