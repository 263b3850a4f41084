// SPDX-License-Identifier: Apache-2.0
package dev.eci.harness.story;

import static dev.eci.harness.story.Manifests.NAMESPACE;

import dev.eci.harness.Cluster;
import dev.eci.harness.Command.Result;
import dev.eci.harness.Product;
import dev.eci.harness.story.Step.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The steps, in their order: each builds on the earlier ones. ECI must be installed, without any
 * policy.
 */
public final class Story {
  private static final Pattern NODE_MAP = Pattern.compile("0\\s+0\\s+4294967295");
  private static final Pattern OWN_MAP = Pattern.compile("0\\s+(\\d{5,})\\s+65536");
  private static final String SOCKET = "/var/run/docker.sock";

  private final Cluster cluster;
  private final List<Step> steps = new ArrayList<>();

  private Story(Cluster cluster) {
    this.cluster = cluster;
  }

  public static List<Step> steps(Cluster cluster) {
    Story story = new Story(cluster);
    story.beforeAnyPolicy();
    story.underThePolicy();
    story.trustedImages();
    story.imageChange();
    story.ordinaryPods();
    story.badInput();
    return List.copyOf(story.steps);
  }

  private void beforeAnyPolicy() {
    step(
        "Without a policy nothing is protected: container root is the node's root",
        "kubectl apply -f unprotected.yaml; kubectl exec unprotected -- cat /proc/self/uid_map",
        "0 0 4294967295",
        () -> {
          cluster.kubectl("create", "namespace", NAMESPACE);
          awaitServiceAccount();
          return map("unprotected", NODE_MAP);
        });
    step(
        "… and a pod on the node's network is admitted",
        "kubectl apply -f hostnetwork.yaml",
        "admitted",
        () -> admitted(Manifests.pod("hostnetwork", "hostNetwork: true")));
    step(
        "A policy protects every pod from now on",
        "kubectl apply -f deploy/examples/protect-everything.yaml",
        "EciPolicy default is Ready",
        () -> {
          Product.applyPolicy(cluster, Manifests.policy("{}"));
          cluster.kubectl("-n", NAMESPACE, "delete", "pod", "--all", "--now").orThrow();
          return new Outcome(true, cluster.kubectl("get", "ecipolicies").orThrow());
        });
  }

  private void underThePolicy() {
    for (String[] field :
        new String[][] {{"hostNetwork", "network"}, {"hostPID", "pid"}, {"hostIPC", "ipc"}}) {
      deniedStep(
          "A pod with " + field[0] + " is denied (RES-1)",
          "kubectl apply -f " + field[0].toLowerCase(java.util.Locale.ROOT) + ".yaml",
          Manifests.pod("refused", field[0] + ": true"),
          "sharing the node's " + field[1] + " namespace is denied; if you wish to allow it,");
    }
    String dockerText =
        "enhanced container isolation: docker socket mount denied for container with image \"docker.io/library/docker\";"
            + " image is not in the allowed list; if you wish to allow it, configure the docker socket image list in EciPolicy \"default\".";
    deniedStep(
        "A pod that mounts Docker's socket is denied, with Docker Desktop's message (RES-3)",
        "kubectl apply -f socket.yaml",
        Manifests.mounting("refused", "docker:cli", SOCKET),
        dockerText);
    deniedStep(
        "… and containerd's",
        "kubectl apply -f containerd.yaml",
        Manifests.mounting("refused", "docker:cli", "/run/containerd/containerd.sock"),
        "containerd socket mount denied for container with image \"docker.io/library/docker\"");
    deniedStep(
        "… and a Deployment with one of them, before it creates a pod",
        "kubectl apply -f deployment.yaml",
        Manifests.mountingDeployment("refused", "docker:cli", SOCKET),
        dockerText);
    deniedStep(
        "… and a host path (RES-2)",
        "kubectl apply -f etc.yaml",
        Manifests.mounting("refused", "eci-test/busybox:lab", "/etc"),
        "mount of host path \"/etc\" is denied");
  }

  private void trustedImages() {
    step(
        "With its image on the list the socket pod is admitted, with the node's proxied socket (SOCK-1, SOCK-2)",
        "kubectl apply -f deploy/examples/socket-for-trusted-images.yaml -f socket.yaml",
        "admitted, with a warning that names the socket it gets",
        () -> {
          String image = pinned("docker.io/library/docker");
          Product.applyPolicy(
              cluster,
              Manifests.policy(
                  "{dockerSocketMount: {imageList: {images: [\"%s\"]}}}".formatted(image)));
          // the API server takes a moment to follow the new policy
          Result applied =
              Cluster.await(
                  "the pod is admitted",
                  Duration.ofSeconds(30),
                  () -> cluster.apply(Manifests.mounting("trusted", image, SOCKET)),
                  Result::isSuccess);
          return new Outcome(
              applied.text().contains("/run/eci/docker/docker.sock"), applied.text());
        });
    deniedStep(
        "… and another content of that repository is not",
        "kubectl apply -f other-digest.yaml",
        Manifests.mounting(
            "refused", "docker.io/library/docker@sha256:" + "5ec1".repeat(16), SOCKET),
        "docker socket mount denied for container with image \"docker.io/library/docker\"");
    step(
        "kubectl debug with another image cannot use the trusted pod's socket",
        "kubectl debug trusted --image=evil/tool:1 --custom=mount-the-socket.json",
        "denied for image docker.io/evil/tool",
        () ->
            refusal(
                KubectlDebug.mounting(cluster, "trusted", "evil/tool:1", "node"),
                "docker socket mount denied for container with image \"docker.io/evil/tool\""));
  }

  /**
   * The image {@code docker:cli} of the node by its digest, because these clusters have no registry
   * that could resolve its tag.
   */
  private String pinned(String repository) {
    String listed =
        cluster
            .node("ctr", "-n", "k8s.io", "images", "ls", "name==" + repository + ":cli")
            .orThrow();
    Matcher digest = Pattern.compile("sha256:[0-9a-f]{64}").matcher(listed);
    if (!digest.find()) {
      throw new IllegalStateException("no digest of " + repository + ":cli in " + listed);
    }
    String image = repository + "@" + digest.group();
    cluster
        .node("ctr", "-n", "k8s.io", "images", "tag", "--force", repository + ":cli", image)
        .orThrow();
    return image;
  }

  private void imageChange() {
    step(
        "… nor can the trusted pod's image be changed afterwards",
        "kubectl set image pod/trusted main=evil/tool:1",
        "denied for image docker.io/evil/tool",
        () ->
            refusal(
                cluster.kubectl("-n", NAMESPACE, "set", "image", "pod/trusted", "main=evil/tool:1"),
                "docker socket mount denied for container with image \"docker.io/evil/tool\""));
  }

  private void ordinaryPods() {
    step(
        "An ordinary pod runs in its own user namespace (ISO-1, ISO-2)",
        "kubectl apply -f one.yaml; kubectl exec one -- cat /proc/self/uid_map",
        "0 <base> 65536",
        () -> map("one", OWN_MAP));
    step(
        "… and the next one in another",
        "kubectl apply -f two.yaml; kubectl exec two -- cat /proc/self/uid_map",
        "0 <another base> 65536",
        () -> {
          Outcome two = map("two", OWN_MAP);
          boolean differs = two.asExpected() && !base(uidMap("one")).equals(base(two.happened()));
          return new Outcome(differs, two.happened());
        });
    step(
        "A privileged pod runs too, with all capabilities, inside its own user namespace (ISO-4)",
        "kubectl apply -f privileged.yaml; kubectl exec privileged -- cat /proc/self/uid_map",
        "0 <base> 65536",
        () -> mapOf("privileged", Manifests.privileged("privileged"), OWN_MAP));
    step(
        "The protection is visible in the pod (ISO-7)",
        "kubectl get pod one -o jsonpath='{.spec.runtimeClassName} {.spec.hostUsers}'",
        "eci false",
        () -> {
          String seen =
              cluster
                  .kubectl(
                      "-n",
                      NAMESPACE,
                      "get",
                      "pod",
                      "one",
                      "-o",
                      "jsonpath={.spec.runtimeClassName} {.spec.hostUsers}")
                  .orThrow();
          return new Outcome(seen.equals("eci false"), seen);
        });
  }

  private void badInput() {
    String list = "spec.dockerSocketMount.imageList.images[0]";
    deniedStep(
        "A malformed image reference is refused at its field",
        "kubectl apply -f bad-image.yaml",
        Manifests.policy("{dockerSocketMount: {imageList: {images: [\"Docker:cli\"]}}}"),
        list);
    deniedStep(
        "… and an unknown command",
        "kubectl apply -f bad-command.yaml",
        Manifests.policy("{dockerSocketMount: {commandList: {commands: [pusk]}}}"),
        "spec.dockerSocketMount.commandList.commands[0]");
    deniedStep(
        "… and a bad selector",
        "kubectl apply -f bad-selector.yaml",
        Manifests.policy(
            "{namespaceSelector: {matchExpressions: [{key: team, operator: Within, values: [a]}]}}"),
        "spec.namespaceSelector.matchExpressions[0].operator");
  }

  private void step(
      String title, String typed, String expected, java.util.function.Supplier<Outcome> action) {
    steps.add(new Step(title, typed, expected, action));
  }

  private void deniedStep(String title, String typed, String yaml, String text) {
    step(title, typed, "refused: … " + text, () -> refusal(cluster.apply(yaml), text));
  }

  private static Outcome refusal(Result result, String text) {
    return new Outcome(!result.isSuccess() && result.text().contains(text), result.text());
  }

  private Outcome admitted(String yaml) {
    Result result = cluster.apply(yaml);
    return new Outcome(result.isSuccess(), result.text());
  }

  private Outcome running(String name, String yaml) {
    Result result = cluster.apply(yaml);
    if (!result.isSuccess()) {
      return new Outcome(false, result.text());
    }
    Result ready =
        cluster.kubectl(
            "-n", NAMESPACE, "wait", "--for=condition=Ready", "pod/" + name, "--timeout=60s");
    return new Outcome(
        ready.isSuccess(),
        ready.isSuccess()
            ? ready.text()
            : cluster.kubectl("-n", NAMESPACE, "describe", "pod", name).text());
  }

  private Outcome map(String name, Pattern expected) {
    return mapOf(name, Manifests.pod(name, ""), expected);
  }

  private Outcome mapOf(String name, String yaml, Pattern expected) {
    Outcome running = running(name, yaml);
    if (!running.asExpected()) {
      return running;
    }
    String map = uidMap(name);
    return new Outcome(expected.matcher(map).matches(), map);
  }

  private String uidMap(String pod) {
    return cluster
        .kubectl("-n", NAMESPACE, "exec", pod, "--", "cat", "/proc/self/uid_map")
        .orThrow()
        .replaceAll("\\s+", " ")
        .strip();
  }

  private static String base(String map) {
    return map.split(" ")[1];
  }

  private void awaitServiceAccount() {
    Cluster.await(
        "the namespace's default service account",
        Duration.ofSeconds(30),
        () -> cluster.kubectl("-n", NAMESPACE, "get", "serviceaccount", "default"),
        Result::isSuccess);
  }
}
