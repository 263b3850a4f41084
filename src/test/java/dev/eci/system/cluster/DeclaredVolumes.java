// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.cluster;

import dev.eci.harness.Cluster;
import dev.eci.harness.Lab;

/**
 * A pod whose image has VOLUMEs that no volume of the pod covers: the container runtime makes a
 * directory for each, in its own state, with what the image has there.
 */
public final class DeclaredVolumes {
  private static final String IMAGE = "eci-test/volumes:lab";

  private DeclaredVolumes() {}

  /** Builds the image and loads it into the cluster. */
  public static void load(Cluster cluster) {
    cluster
        .command("docker", "build", "--quiet", "--tag", IMAGE, "-")
        .run(
            """
            FROM eci-test/busybox:lab
            RUN mkdir /data && echo seed > /data/seed && chown -R 1000:1000 /data
            VOLUME ["/data", "/run"]
            """)
        .orThrow();
    Lab.load(cluster.name(), IMAGE);
  }

  /** Starts the pod, and returns what its root and its user can do and see in the volumes. */
  public static String read(Pods pods, String name) {
    pods.start(
        name,
        """
        containers:
          - {name: root, image: "%1$s", imagePullPolicy: Never, command: [sleep, "3600"]}
          - {name: user, image: "%1$s", imagePullPolicy: Never, command: [sleep, "3600"], securityContext: {runAsUser: 1000}}
        """
            .formatted("docker.io/" + IMAGE));
    String script =
        "touch /data/new; touch /run/new; cat /data/seed; stat -c '%n %u:%g %a' /data /run /data/* /run/*";
    return pods.execIn(name, "root", "sh", "-c", script).text()
        + pods.execIn(name, "user", "sh", "-c", script).text();
  }
}
