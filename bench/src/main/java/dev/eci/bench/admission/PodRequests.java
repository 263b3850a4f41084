// SPDX-License-Identifier: Apache-2.0
package dev.eci.bench.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The pods under review, and their requests. */
final class PodRequests {
  static final String NAMESPACE = "eci-bench";
  static final ObjectMapper JSON = new ObjectMapper();

  private PodRequests() {}

  /** Such as a Deployment creates: a service with a sidecar and an init container. */
  static ObjectNode plain() {
    try (InputStream in = PodRequests.class.getResourceAsStream("/admission/pod.json")) {
      return (ObjectNode) JSON.readTree(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * As ECI's webhook mutates it: the fallback admission policy, which mutates nothing, admits no
   * other.
   */
  static ObjectNode changed() {
    ObjectNode pod = plain();
    pod.withObject("/spec").put("hostUsers", false).put("runtimeClassName", "eci");
    return pod;
  }

  /** Violates both policies. */
  static ObjectNode harmful() {
    ObjectNode pod = changed();
    pod.withArray("/spec/volumes")
        .addObject()
        .put("name", "node")
        .putObject("hostPath")
        .put("path", "/etc");
    return pod;
  }

  /** A dry run: reviewed and answered like any create, but not stored. */
  static String create(JsonNode pod, String host) {
    return post(host, "/api/v1/namespaces/%s/pods?dryRun=All".formatted(NAMESPACE), pod.toString());
  }

  static String post(String host, String path, String body) {
    return "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(path, host, body.getBytes(StandardCharsets.UTF_8).length, body);
  }

  /**
   * The review that an API server would send for a pod.
   *
   * @param pod as it would be stored
   */
  static ObjectNode review(JsonNode pod) {
    ObjectNode root = JSON.createObjectNode();
    root.put("kind", "AdmissionReview").put("apiVersion", "admission.k8s.io/v1");
    ObjectNode request =
        root.putObject("request").put("uid", "0df28fbd-5f5f-11e8-bc74-36e6bb280816");
    ObjectNode kind =
        JSON.createObjectNode().put("group", "").put("version", "v1").put("kind", "Pod");
    ObjectNode resource =
        JSON.createObjectNode().put("group", "").put("version", "v1").put("resource", "pods");
    request.set("kind", kind);
    request.set("resource", resource);
    request.set("requestKind", kind);
    request.set("requestResource", resource);
    request
        .put("name", pod.at("/metadata/name").asText())
        .put("namespace", NAMESPACE)
        .put("operation", "CREATE");
    request
        .putObject("userInfo")
        .put("username", "system:serviceaccount:kube-system:replicaset-controller")
        .putArray("groups")
        .add("system:serviceaccounts")
        .add("system:authenticated");
    request.set("object", pod);
    request.putNull("oldObject");
    request.put("dryRun", true);
    request.putObject("options").put("kind", "CreateOptions").put("apiVersion", "meta.k8s.io/v1");
    return root;
  }
}
