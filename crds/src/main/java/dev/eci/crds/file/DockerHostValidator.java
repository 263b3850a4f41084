package dev.eci.crds.file;

import dev.eci.crds.conversion.FieldError;
import dev.eci.crds.v1alpha1.EciPolicySpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fields that mean something to Kubernetes only. They are refused rather than ignored: a selector
 * that nothing can match would leave every container unprotected.
 */
final class DockerHostValidator {
  private static final String NO_PODS =
      "there are no namespaces and pods on a Docker host, so it would not hold; leave it out";

  private DockerHostValidator() {}

  static List<FieldError> check(EciPolicySpec spec) {
    List<FieldError> errors = new ArrayList<>();
    refuse(spec.namespaceSelector(), "spec.namespaceSelector", NO_PODS, errors);
    refuse(spec.podSelector(), "spec.podSelector", NO_PODS, errors);
    refuse(
        spec.exemptions() == null || spec.exemptions().isEmpty() ? null : spec.exemptions(),
        "spec.exemptions",
        "not implemented on a Docker host in this version, so it would not hold; leave it out",
        errors);
    refuse(
        spec.runtime() == null ? null : spec.runtime().className(),
        "spec.runtime.className",
        "there are no runtime classes on a Docker host, where the runtime's name is \"eci\"; leave it out",
        errors);
    refuse(
        spec.imageTrust(),
        "spec.imageTrust",
        "not implemented on a Docker host in this version, so it would not hold; leave it out",
        errors);
    refuse(spec.systemPods(), "spec.systemPods", NO_PODS, errors);
    refuse(spec.workloads(), "spec.workloads", NO_PODS, errors);
    refuse(
        spec.runtime() == null ? null : spec.runtime().isolatedClasses(),
        "spec.runtime.isolatedClasses",
        NO_PODS,
        errors);
    return errors;
  }

  private static void refuse(
      @Nullable Object used, String field, String why, List<FieldError> errors) {
    if (used != null) {
      errors.add(new FieldError(field, why));
    }
  }
}
