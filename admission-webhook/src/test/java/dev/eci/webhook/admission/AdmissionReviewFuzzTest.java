// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Objects of users, as the API server passes them on. */
class AdmissionReviewFuzzTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String POLICY = "all: {}";

  /** What one pod must not have, whatever else it has. */
  private static final List<Consumer<ObjectNode>> VIOLATIONS =
      List.of(
          spec -> spec.put("hostPID", true),
          spec -> spec.put("hostNetwork", true),
          spec -> spec.put("hostIPC", true),
          spec ->
              list(spec, "volumes")
                  .addObject()
                  .put("name", "x")
                  .putObject("hostPath")
                  .put("path", "/"),
          spec ->
              list(spec, "volumes")
                  .addObject()
                  .put("name", "y")
                  .putObject("hostPath")
                  .put("path", "/var/run/containerd/containerd.sock"));

  @DictionaryEntries({
    "spec", "containers", "volumes", "hostPath", "path", "hostNetwork", "hostUsers",
        "securityContext",
    "metadata", "annotations", "labels", "runtimeClassName", "true", "null", "[]", "{}",
    "ephemeralContainers", "initContainers", "procMount", "sysctls", "nodeName"
  })
  @FuzzTest
  void violationIsNeverAdmitted(byte[] json) {
    Optional<ObjectNode> read = object(json);
    if (read.isEmpty()) {
      return;
    }
    ReviewRequest request = review("", "Pod", read.get());
    ReviewResponse admitted = ReviewFixture.validate(request, POLICY);
    admitted.toReview(request.uid());
    ReviewFixture.mutate(request, POLICY).toReview(request.uid());
    for (Consumer<ObjectNode> violation : VIOLATIONS) {
      ObjectNode pod = read.get().deepCopy();
      violation.accept(object(pod, "spec"));
      if (isPod(pod)) {
        assertThat(ReviewFixture.validate(review("", "Pod", pod), POLICY).isAllowed())
            .as(pod.toString())
            .isFalse();
      }
    }
  }

  /** A template is denied wherever its pod would be. */
  @DictionaryEntries({
    "spec",
    "template",
    "jobTemplate",
    "metadata",
    "hostPID",
    "hostPath",
    "volumes",
    "containers"
  })
  @FuzzTest
  void workloadIsDecidedLikeItsPod(byte[] json) {
    Optional<ObjectNode> read = object(json);
    if (read.isEmpty()) {
      return;
    }
    ObjectNode workload = JSON.createObjectNode();
    workload.putObject("spec").set("template", read.get());
    for (String kind : List.of("Deployment", "DaemonSet")) {
      ReviewResponse decided = ReviewFixture.validate(review("apps", kind, workload), POLICY);
      decided.toReview("x");
      ObjectNode worse = workload.deepCopy();
      object((ObjectNode) worse.at("/spec/template"), "spec").put("hostPID", true);
      if (isPod(worse.at("/spec/template"))) {
        assertThat(ReviewFixture.validate(review("apps", kind, worse), POLICY).isAllowed())
            .isFalse();
      }
    }
  }

  /** Persistent volumes, claims, roles and policies. */
  @DictionaryEntries({
    "spec",
    "hostPath",
    "local",
    "csi",
    "claimRef",
    "volumeName",
    "path",
    "rules",
    "resources",
    "roleRef",
    "enabled",
    "mode",
    "imageTrust",
    "runtime"
  })
  @FuzzTest
  void otherObjectsAreDecided(byte[] json) {
    Optional<ObjectNode> read = object(json);
    if (read.isEmpty()) {
      return;
    }
    ReviewFixture.volume(review("", "PersistentVolume", read.get()), POLICY).toReview("x");
    ReviewFixture.volume(review("", "PersistentVolumeClaim", read.get()), POLICY).toReview("x");
    ReviewFixture.grant(review("rbac.authorization.k8s.io", "ClusterRole", read.get()), POLICY)
        .toReview("x");
    PolicyReviewHandler.validate(review("eci.dev", "EciPolicy", read.get()), JSON, List.of())
        .toReview("x");
  }

  /** The whole body of a call. */
  @DictionaryEntries({
    "request",
    "uid",
    "kind",
    "operation",
    "object",
    "oldObject",
    "UPDATE",
    "userInfo",
    "groups"
  })
  @FuzzTest
  void callIsReadOrRejected(byte[] json) {
    Optional<ObjectNode> read = object(json);
    if (read.isEmpty()) {
      return;
    }
    ReviewRequest request;
    try {
      request = ReviewRequest.of(read.get());
    } catch (IllegalArgumentException e) {
      return;
    }
    ReviewFixture.validate(request, POLICY).toReview(request.uid());
    ReviewFixture.mutate(request, POLICY).toReview(request.uid());
    ReviewFixture.volume(request, POLICY).toReview(request.uid());
    ReviewFixture.grant(request, POLICY).toReview(request.uid());
  }

  private static Optional<ObjectNode> object(byte[] json) {
    try {
      return JSON.readTree(json) instanceof ObjectNode read ? Optional.of(read) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static ReviewRequest review(String group, String kind, JsonNode object) {
    return ReviewRequest.of(Reviews.review("CREATE", group, kind, object, null));
  }

  private static ObjectNode object(ObjectNode parent, String name) {
    return parent.path(name) instanceof ObjectNode there ? there : parent.putObject(name);
  }

  private static ArrayNode list(ObjectNode parent, String name) {
    return parent.path(name) instanceof ArrayNode there ? there : parent.putArray(name);
  }

  /** Mirror pods and pods for Windows have decisions of their own. */
  private static boolean isPod(JsonNode pod) {
    return !pod.at("/metadata/annotations").isObject()
        && !pod.at("/spec/os").isObject()
        && !pod.at("/spec/nodeSelector").isObject()
        && !pod.at("/spec/runtimeClassName").isTextual();
  }
}
