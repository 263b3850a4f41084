package dev.eci.operator.desired;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;

/** Everything that should exist cluster-wide and carry our label. */
public final class DesiredObjects {
  private DesiredObjects() {}

  /**
   * In the order to apply them in: a pod that was changed by the webhook needs its RuntimeClass.
   *
   * @param trust empty while it is unknown: then webhook configurations are left out, which must
   *     not be taken for a wish to delete them
   */
  public static List<HasMetadata> of(
      List<EnabledPolicy> policies,
      Trust trust,
      String namespace,
      List<String> excludedNamespaces) {
    List<HasMetadata> objects = new ArrayList<>(RuntimeClasses.desired(policies));
    objects.add(PoliciesValidation.desired(namespace, trust));
    if (!policies.isEmpty()) {
      objects.add(PodsValidation.desired(namespace, excludedNamespaces, trust, policies));
      objects.add(PodsMutation.desired(namespace, excludedNamespaces, trust, policies));
    }
    return List.copyOf(objects);
  }
}
