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
 * Runs the story on a cluster of its own and says, step by step, what was expected and what
 * happened.
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
    stage("A Docker Engine and a KinD node image (the machine's own, or made here)");
    Lab.up();
    stage("A KinD cluster (a new one: the one of an earlier demo goes)");
    Lab.deleteCluster(CLUSTER);
    Cluster cluster = Lab.cluster(CLUSTER);
    stage("Our images, built and put onto the node");
    Product.loadImages(cluster);
    stage("helm install eci deploy/chart --namespace eci-system --create-namespace");
    Product.install(cluster, Map.of());
    Product.awaitNodes(cluster);
    out.println(cluster.kubectl("get", "ecinodes").orThrow());

    List<Step> steps = Story.steps(cluster);
    int different = 0;
    for (int i = 0; i < steps.size(); i++) {
      different += step(i + 1, steps.size(), steps.get(i)) ? 0 : 1;
    }
    end(cluster, steps.size(), different, Duration.ofNanos(System.nanoTime() - start));
    return different == 0;
  }

  private boolean step(int number, int of, Step step) {
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

        The cluster is yours to try things on:
          export KUBECONFIG=%s PATH=%s:$PATH
          kubectl get ecipolicies,ecinodes
          kubectl -n %s get pods
        Clean up: make demo-down (the cluster), make lab-down (cluster, engine, everything that runs).
        """
            .formatted(
                cluster.kubeconfig(),
                cluster.environment().get("ECI_LAB_BIN"),
                Manifests.NAMESPACE));
  }
}
