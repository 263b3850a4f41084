// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.file;

import dev.eci.crds.conversion.FieldError;
import dev.eci.crds.v1alpha1.EciPolicySpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Denies fields that have a meaning only on Kubernetes. They are not ignored, because a selector
 * that matches nothing would leave every container unprotected.
 */
final class DockerHostValidator {
  private static final String NO_PODS =
      "a Docker host has no namespaces and pods, so it would not be enforced; remove it";

  private DockerHostValidator() {}

  static List<FieldError> check(EciPolicySpec spec) {
    List<FieldError> errors = new ArrayList<>();
    deny(spec.namespaceSelector(), "spec.namespaceSelector", NO_PODS, errors);
    deny(spec.podSelector(), "spec.podSelector", NO_PODS, errors);
    deny(
        spec.exemptions() == null || spec.exemptions().isEmpty() ? null : spec.exemptions(),
        "spec.exemptions",
        "not implemented on a Docker host in this version, so it would not be enforced; remove it",
        errors);
    deny(
        spec.runtime() == null ? null : spec.runtime().className(),
        "spec.runtime.className",
        "a Docker host has no runtime classes; its runtime is always named \"eci\"; remove it",
        errors);
    deny(
        spec.imageTrust(),
        "spec.imageTrust",
        "not implemented on a Docker host in this version, so it would not be enforced; remove it",
        errors);
    deny(spec.systemPods(), "spec.systemPods", NO_PODS, errors);
    deny(spec.volumes(), "spec.volumes", NO_PODS, errors);
    deny(spec.workloads(), "spec.workloads", NO_PODS, errors);
    deny(
        spec.runtime() == null ? null : spec.runtime().isolatedClasses(),
        "spec.runtime.isolatedClasses",
        NO_PODS,
        errors);
    return errors;
  }

  private static void deny(
      @Nullable Object used, String field, String why, List<FieldError> errors) {
    if (used != null) {
      errors.add(new FieldError(field, why));
    }
  }
}
