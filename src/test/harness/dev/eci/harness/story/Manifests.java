// SPDX-License-Identifier: Apache-2.0
package dev.eci.harness.story;

/** The objects that users of the story apply. Images are the lab's, already on the node. */
public final class Manifests {
  public static final String NAMESPACE = "story";

  private Manifests() {}

  /** A pod that sleeps; {@code spec} are further lines of its spec. */
  public static String pod(String name, String spec) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: %s, namespace: %s}
    spec:
      terminationGracePeriodSeconds: 0
      containers:
        - {name: main, image: "eci-test/busybox:lab", imagePullPolicy: Never, command: [sleep, "3600"]}
    """
            .formatted(name, NAMESPACE)
        + spec.indent(2);
  }

  /** A pod whose container is privileged. */
  public static String privileged(String name) {
    return pod(name, "").replace("command:", "securityContext: {privileged: true}, command:");
  }

  /** A pod whose only container mounts a path of the node. */
  public static String mounting(String name, String image, String path) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: %s, namespace: %s}
    """
            .formatted(name, NAMESPACE)
        + "spec:\n"
        + mountingSpec(image, path).indent(2);
  }

  public static String mountingDeployment(String name, String image, String path) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: %s, namespace: %s}
    spec:
      selector: {matchLabels: {app: %s}}
      template:
        metadata: {labels: {app: %s}}
        spec:
    """
            .formatted(name, NAMESPACE, name, name)
        + mountingSpec(image, path).indent(6);
  }

  private static String mountingSpec(String image, String path) {
    return """
    terminationGracePeriodSeconds: 0
    volumes: [{name: node, hostPath: {path: %s}}]
    containers:
      - name: main
        image: "%s"
        imagePullPolicy: Never
        command: [sleep, "3600"]
        volumeMounts: [{name: node, mountPath: /node}]
    """
        .formatted(path, image);
  }

  public static String policy(String spec) {
    return """
    apiVersion: eci.dev/v1alpha1
    kind: EciPolicy
    metadata: {name: default}
    spec: %s
    """
        .formatted(spec);
  }
}
