// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.crds.file.InvalidPolicyFileException;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eci-webhook check}: what a policy would do, before it is applied. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Reports which pods a policy would deny or mutate. Changes nothing.",
      "  eci-webhook check --policy policy.yaml                     all pods of kubectl's current cluster",
      "  kubectl get pods -A -o json | eci-webhook check --policy policy.yaml -",
      "  eci-webhook check --policy policy.yaml manifests.yaml       pods and workloads of a file",
      "Exit status: 1 if any object would be denied, 2 if the check failed, otherwise 0."
    })
final class CheckCommand implements Callable<Integer> {
  private static final int DENIED = 1;
  private static final int FAILED = 2;

  @Option(names = "--policy", paramLabel = "FILE", required = true)
  private List<Path> policies = List.of();

  @Option(names = "--namespaces", paramLabel = "FILE", description = "Namespace manifests.")
  private @Nullable Path namespaces;

  @Parameters(
      paramLabel = "FILE",
      description = "Manifests; - is standard input. Default: the pods of the cluster.")
  private List<Path> files = List.of();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    try {
      FileClusterView cluster = FileClusterView.read(policies, namespaces);
      DryRunReport report = new DryRunReport(cluster, Instant.now());
      if (files.isEmpty()) {
        checkCluster(report, out);
      } else {
        for (Path file : files) {
          manifests(file).forEach(object -> report.report(object).forEach(out::println));
        }
      }
      out.println(report.summary());
      out.flush();
      return report.denied() > 0 ? DENIED : 0;
    } catch (IOException | InvalidPolicyFileException | KubernetesClientException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return FAILED;
    }
  }

  private static List<JsonNode> manifests(Path file) throws IOException {
    return file.toString().equals("-") ? ManifestReader.read(System.in) : ManifestReader.read(file);
  }

  /** Evaluates all pods of the cluster, with the labels that its namespaces have. */
  private static void checkCluster(DryRunReport report, PrintWriter out) {
    try (KubernetesClient client = new KubernetesClientBuilder().build()) {
      List<JsonNode> objects = new ArrayList<>();
      client
          .namespaces()
          .list()
          .getItems()
          .forEach(namespace ->
              report.setNamespaceLabels(
                  namespace.getMetadata().getName(), namespace.getMetadata().getLabels()));
      client
          .pods()
          .inAnyNamespace()
          .list()
          .getItems()
          .forEach(pod ->
              objects.add(client.getKubernetesSerialization().convertValue(pod, JsonNode.class)));
      objects.forEach(object -> report.report(object).forEach(out::println));
    }
  }
}
