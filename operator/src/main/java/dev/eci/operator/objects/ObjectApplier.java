// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.objects;

import dev.eci.crds.v1alpha1.EciFallbackParameters;
import dev.eci.operator.WellKnownNames;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.SSABasedGenericKubernetesResourceMatcher;
import java.net.HttpURLConnection;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Writes and deletes single cluster-wide objects, if they differ from what is desired. */
final class ObjectApplier {
  private static final Logger LOG = Logger.getLogger(ObjectApplier.class);

  private final KubernetesClient client;
  private final RepairEvents repairs;

  ObjectApplier(KubernetesClient client, RepairEvents repairs) {
    this.client = client;
    this.repairs = repairs;
  }

  void apply(HasMetadata desired, Optional<HasMetadata> actual, Context<Namespace> context) {
    if (actual.isPresent() && ThirdPartyFields.isPresentIn(actual.get(), desired)) {
      LOG.warnf("%s: removing fields set by another manager", describe(desired));
      replace(desired, actual.get());
    } else if (actual.filter(seen -> isRuntimeClassOfOtherHandler(seen, desired)).isPresent()) {
      LOG.warnf("%s: recreating object, its handler was changed", describe(desired));
      delete(actual.get());
    } else if (actual.filter(seen -> matches(seen, desired, context)).isPresent()) {
      repairs.matching(desired, actual.get());
      return;
    }
    LOG.infof("%s: %s", describe(desired), actual.isPresent() ? "repaired or changed" : "created");
    HasMetadata written =
        client
            .resource(desired)
            .fieldManager(WellKnownNames.OPERATOR)
            .forceConflicts()
            .serverSideApply();
    repairs.written(desired, actual, written);
  }

  /** Deletes only the version that was seen: a newer version is reconciled first. */
  void delete(HasMetadata seen) {
    try {
      client.resource(seen).lockResourceVersion(seen.getMetadata().getResourceVersion()).delete();
      LOG.infof("%s: deleted", describe(seen));
      repairs.deleted(seen);
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND
          && e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
    }
  }

  private void replace(HasMetadata desired, HasMetadata seen) {
    HasMetadata whole = client.getKubernetesSerialization().clone(desired);
    whole.getMetadata().setResourceVersion(seen.getMetadata().getResourceVersion());
    client.resource(whole).update();
  }

  static String describe(HasMetadata object) {
    return object.getKind() + " " + object.getMetadata().getName();
  }

  private static boolean matches(
      HasMetadata actual, HasMetadata desired, Context<Namespace> context) {
    if (actual instanceof EciFallbackParameters is
        && desired instanceof EciFallbackParameters should) {
      // up to a megabyte, which the general comparison would convert several times
      return Objects.equals(is.getSpec(), should.getSpec())
          && Objects.equals(is.getMetadata().getLabels(), should.getMetadata().getLabels())
          && Objects.equals(
              is.getMetadata().getOwnerReferences(), should.getMetadata().getOwnerReferences());
    }
    return SSABasedGenericKubernetesResourceMatcher.<HasMetadata>getInstance()
        .matches(actual, desired, context);
  }

  /** A handler cannot be changed in place. */
  private static boolean isRuntimeClassOfOtherHandler(HasMetadata actual, HasMetadata desired) {
    return actual instanceof RuntimeClass is
        && desired instanceof RuntimeClass should
        && !is.getHandler().equals(should.getHandler());
  }
}
