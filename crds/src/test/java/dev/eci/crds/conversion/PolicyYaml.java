// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.conversion;

import dev.eci.crds.conversion.PolicyReader.Result;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.policy.model.Policy;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;

/** Policies from YAML, the part after {@code spec:}. */
final class PolicyYaml {
  private PolicyYaml() {}

  static Result read(String spec) {
    return PolicyReader.read(
        Serialization.unmarshal(
            """
            apiVersion: eci.dev/v1alpha1
            kind: EciPolicy
            metadata: {name: default}
            spec:
            """
                + spec.indent(2),
            EciPolicy.class));
  }

  static Policy valid(String spec) {
    if (read(spec) instanceof Result.Valid valid) {
      return valid.policy();
    }
    throw new AssertionError("not valid: " + errors(spec));
  }

  static List<String> errors(String spec) {
    return switch (read(spec)) {
      case Result.Valid ignored -> List.of();
      case Result.Invalid invalid -> invalid.errors().stream().map(FieldError::toString).toList();
    };
  }
}
