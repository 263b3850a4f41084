// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.apiserver;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The webhook configurations, with a URL instead of a Service: there is no pod network. */
public final class LocalWebhookConfigurations {
  private static final String CONFIGURATIONS =
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: MutatingWebhookConfiguration
      metadata: {name: eci-pods}
      webhooks:
      - name: pods.eci.dev
        clientConfig: {url: "URL/mutate-pods", caBundle: CA}
        rules:
        - {apiGroups: [""], apiVersions: [v1], resources: [pods], operations: [CREATE]}
        reinvocationPolicy: IfNeeded
        sideEffects: NoneOnDryRun
        admissionReviewVersions: [v1]
      ---
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingWebhookConfiguration
      metadata: {name: eci-pods}
      webhooks:
      - name: pods.eci.dev
        clientConfig: {url: "URL/validate-pods", caBundle: CA}
        rules:
        - {apiGroups: [""], apiVersions: [v1], resources: [pods, pods/ephemeralcontainers, replicationcontrollers, podtemplates], operations: [CREATE, UPDATE]}
        - {apiGroups: [apps], apiVersions: [v1], resources: [deployments, statefulsets, daemonsets, replicasets], operations: [CREATE, UPDATE]}
        - {apiGroups: [batch], apiVersions: [v1], resources: [jobs, cronjobs], operations: [CREATE, UPDATE]}
        - {apiGroups: [argoproj.io], apiVersions: ["*"], resources: [rollouts], operations: [CREATE, UPDATE]}
        - {apiGroups: [batch.volcano.sh], apiVersions: ["*"], resources: [jobs], operations: [CREATE, UPDATE]}
        sideEffects: NoneOnDryRun
        admissionReviewVersions: [v1]
      ---
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingWebhookConfiguration
      metadata: {name: eci-volumes}
      webhooks:
      - name: volumes.eci.dev
        clientConfig: {url: "URL/validate-volumes", caBundle: CA}
        rules:
        - {apiGroups: [""], apiVersions: [v1], resources: [persistentvolumes, persistentvolumeclaims], operations: [CREATE, UPDATE]}
        sideEffects: None
        admissionReviewVersions: [v1]
      ---
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingWebhookConfiguration
      metadata: {name: eci-grants}
      webhooks:
      - name: grants.eci.dev
        clientConfig: {url: "URL/review-grants", caBundle: CA}
        rules:
        - {apiGroups: [rbac.authorization.k8s.io], apiVersions: [v1], resources: [clusterroles, roles, rolebindings], operations: [CREATE, UPDATE]}
        failurePolicy: Ignore
        sideEffects: None
        admissionReviewVersions: [v1]
      ---
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingWebhookConfiguration
      metadata: {name: eci-policies}
      webhooks:
      - name: policies.eci.dev
        clientConfig: {url: "URL/validate-policies", caBundle: CA}
        rules:
        - {apiGroups: [eci.dev], apiVersions: [v1alpha1], resources: [ecipolicies], operations: [CREATE, UPDATE]}
        sideEffects: None
        admissionReviewVersions: [v1]
      """;

  private LocalWebhookConfigurations() {}

  public static void register(KubernetesClient client, String url, String caPem) {
    String ca = Base64.getEncoder().encodeToString(caPem.getBytes(StandardCharsets.US_ASCII));
    client
        .load(
            new java.io.ByteArrayInputStream(
                CONFIGURATIONS
                    .replace("URL", url)
                    .replace("CA}", ca + "}")
                    .getBytes(StandardCharsets.UTF_8)))
        .forceConflicts()
        .serverSideApply();
  }
}
