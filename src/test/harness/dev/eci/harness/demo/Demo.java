// SPDX-License-Identifier: Apache-2.0
package dev.eci.harness.demo;

import dev.eci.harness.Cluster;
import dev.eci.harness.Lab;
import dev.eci.harness.Product;
import dev.eci.harness.story.Manifests;
import dev.eci.harness.story.Step;
import dev.eci.harness.story.Story;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Runs the story on its own cluster, and prints for each step the expected and the actual outcome.
 */
public final class Demo {
  private static final String CLUSTER = "eci-demo";

  private final PrintStream out;

  private Demo(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] args) {
    if (!new Demo(System.out).run()) {
      Runtime.getRuntime().exit(1);
    }
  }

  private boolean run() {
    long start = System.nanoTime();
    stage("A Docker Engine and a KinD node image (of this machine, or built here)");
    Lab.up();
    stage("A new KinD cluster (replaces the cluster of an earlier demo)");
    Lab.deleteCluster(CLUSTER);
    Cluster cluster = Lab.cluster(CLUSTER);
    stage("Images of ECI, built and loaded onto the node");
    Product.loadImages(cluster);
    stage("helm install eci deploy/chart --namespace eci-system --create-namespace");
    Product.install(cluster, Map.of());
    Product.awaitNodes(cluster);
    out.println(cluster.kubectl("get", "ecinodes").orThrow());

    List<Step> steps = Story.steps(cluster);
    int different = 0;
    for (int i = 0; i < steps.size(); i++) {
      different += runStep(i + 1, steps.size(), steps.get(i)) ? 0 : 1;
    }
    end(cluster, steps.size(), different, Duration.ofNanos(System.nanoTime() - start));
    return different == 0;
  }

  private boolean runStep(int number, int of, Step step) {
    out.printf("%n[%d/%d] %s%n", number, of, step.title());
    out.println("  $ " + step.typed());
    out.println("  expected: " + step.expected());
    Step.Outcome outcome = step.run();
    out.println("  happened: " + outcome.happened().replace("\n", "\n            "));
    out.println(outcome.asExpected() ? "  as expected" : "  DIFFERENT");
    out.flush();
    return outcome.asExpected();
  }

  private void stage(String title) {
    out.println("\n== " + title);
    out.flush();
  }

  private void end(Cluster cluster, int steps, int different, Duration took) {
    out.printf(
        "%n%s (%d steps, %d min %d s)%n",
        different == 0 ? "Everything as expected." : different + " steps were DIFFERENT.",
        steps,
        took.toMinutes(),
        took.toSecondsPart());
    out.println(
        """

        The cluster stays for your own experiments:
          export KUBECONFIG=%s PATH=%s:$PATH
          kubectl get ecipolicies,ecinodes
          kubectl -n %s get pods
        Clean up: make demo-down removes the cluster; make lab-down removes cluster and Docker Engine.
        """
            .formatted(
                cluster.kubeconfig(),
                cluster.environment().get("ECI_LAB_BIN"),
                Manifests.NAMESPACE));
  }
}
