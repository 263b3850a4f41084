// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.cluster;

import dev.eci.harness.Cluster;
import dev.eci.harness.Command.Result;
import dev.eci.harness.Product;
import java.time.Duration;

/**
 * Removes the fallback admission policy and stops the operator, which would restore it: no
 * admission check covers the pods that reach the node then.
 */
public final class WithoutFallbackPolicy implements AutoCloseable {
  private static final String BINDING = "validatingadmissionpolicybinding/eci-fallback";

  private final Cluster cluster;

  public WithoutFallbackPolicy(Cluster cluster) {
    this.cluster = cluster;
    scaleOperator(0);
    Cluster.await(
        "no operator runs",
        Duration.ofSeconds(90),
        () ->
            cluster
                .kubectl(
                    "-n",
                    Product.NAMESPACE,
                    "get",
                    "pods",
                    "-l",
                    "app.kubernetes.io/name=eci-operator",
                    "-o",
                    "name")
                .orThrow(),
        String::isBlank);
    cluster.kubectl("delete", BINDING, "--ignore-not-found").orThrow();
    Cluster.await(
        "the API server has noticed",
        Duration.ofSeconds(30),
        () ->
            cluster.kubectl(
                "-n",
                "kube-system",
                "run",
                "probe",
                "--image=probe",
                "--dry-run=server",
                "--overrides={\"spec\":{\"hostPID\":true}}"),
        Result::isSuccess);
  }

  @Override
  public void close() {
    scaleOperator(1);
    Cluster.await(
        "the fallback admission policy is back",
        Duration.ofSeconds(90),
        () -> cluster.kubectl("get", BINDING),
        Result::isSuccess);
  }

  private void scaleOperator(int replicas) {
    cluster
        .kubectl(
            "-n", Product.NAMESPACE, "scale", "deployment/eci-operator", "--replicas=" + replicas)
        .orThrow();
  }
}
