// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.apiserver;

import dev.eci.crds.testing.ApiServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Custom resources that create pods, with a minimal schema. */
final class CustomWorkloads {
  private static final String DEFINITION =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: PLURAL.GROUP}
      spec:
        group: GROUP
        scope: Namespaced
        names: {plural: PLURAL, singular: SINGULAR, kind: KIND}
        versions:
        - name: v1alpha1
          served: true
          storage: true
          schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
      """;

  private CustomWorkloads() {}

  static void define(KubernetesClient client) {
    define(client, "argoproj.io", "rollouts", "rollout", "Rollout");
    define(client, "batch.volcano.sh", "jobs", "job", "Job");
  }

  private static void define(
      KubernetesClient client, String group, String plural, String singular, String kind) {
    if (client.apiextensions().v1().customResourceDefinitions().withName(plural + "." + group).get()
        != null) {
      return;
    }
    byte[] yaml =
        DEFINITION
            .replace("GROUP", group)
            .replace("PLURAL", plural)
            .replace("SINGULAR", singular)
            .replace("KIND", kind)
            .getBytes(StandardCharsets.UTF_8);
    var resource =
        client
            .apiextensions()
            .v1()
            .customResourceDefinitions()
            .load(new ByteArrayInputStream(yaml));
    var _ = resource.create();
    var _ = resource.waitUntilCondition(ApiServer::established, 30, TimeUnit.SECONDS);
  }
}
