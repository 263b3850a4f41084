// SPDX-License-Identifier: Apache-2.0
package dev.eci.harness.story;

import dev.eci.harness.Cluster;
import dev.eci.harness.Command.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code kubectl debug} with an ephemeral container that mounts a volume of the pod. */
public final class KubectlDebug {
  private KubectlDebug() {}

  /** Requests it. If it is admitted, it ends by itself after a while. */
  public static Result mounting(Cluster cluster, String pod, String image, String volume) {
    try {
      Path custom = Files.createTempFile("mount", ".json");
      try {
        Files.writeString(
            custom,
            "{\"volumeMounts\":[{\"name\":\"%s\",\"mountPath\":\"/stolen\"}],\"imagePullPolicy\":\"Never\"}"
                .formatted(volume));
        return cluster.kubectl(
            "-n",
            Manifests.NAMESPACE,
            "debug",
            pod,
            "--image=" + image,
            "--custom=" + custom,
            "--attach=false",
            "--",
            "sleep",
            "5");
      } finally {
        Files.delete(custom);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
