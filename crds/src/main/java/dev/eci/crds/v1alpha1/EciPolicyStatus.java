// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The status of an EciPolicy, written by the operator. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EciPolicyStatus(
    @JsonPropertyDescription("The generation observed by the controller.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "Ready: the policy is valid and its objects are applied. ImagesResolved: the digests of listed images are known. NodesProtected: every node"
                + " can run protected pods.")
        @Nullable List<Condition> conditions,
    @JsonPropertyDescription(
            "Digests of the images in dockerSocketMount.imageList. Listed images come first; after them, at most a hundred images that pods use and that match an entry for all tags.")
        @Nullable List<ResolvedImage> images,
    @JsonPropertyDescription("Number of nodes that can run protected pods.")
        @Nullable NodeCounts nodes,
    @JsonPropertyDescription(
            "Result of the last background scan of running pods (ISO-8). In mode Audit or Warn: what Enforce would do to them.")
        @Nullable BackgroundScan backgroundScan) {

  /** The running pods that the policy selects. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record BackgroundScan(
      @JsonPropertyDescription("Running pods that the policy selects.") int pods,
      @JsonPropertyDescription("Selected pods that violate a rule and would be denied.") int denied,
      @JsonPropertyDescription(
              "Selected pods that run unprotected and would be mutated. They have to be recreated.")
          int changed,
      @JsonPropertyDescription(
              "The first pods that would be denied: namespace/name, rule and field.")
          @Nullable List<String> examples) {}

  /** One listed image, with its digests. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ResolvedImage(
      @JsonPropertyDescription("The image reference, normalised.") String image,
      @JsonPropertyDescription(
              "Digests of the tag, the newest first. An image with one of these digests matches the entry.")
          @Nullable List<ImageVersion> versions,
      @JsonPropertyDescription(
              "When the registry last responded, accurate to six hours. After seven days without a response, no digest matches.")
          @Nullable String checked,
      @JsonPropertyDescription("Why the last request to the registry failed.")
          @Nullable String problem) {}

  /** A digest that the tag has or had. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ImageVersion(
      @JsonPropertyDescription("The digest that the registry reports for the tag.") String digest,
      @JsonPropertyDescription("Digests of the platform manifests, if the image is an index.")
          @Nullable List<String> platforms,
      @JsonPropertyDescription(
              "When the tag was last seen with this digest, accurate to six hours.")
          @Nullable String seen) {}

  /** Nodes whose agent is ready, and all nodes with an agent. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record NodeCounts(
      @JsonPropertyDescription("Nodes that can run protected pods.") int ready,
      @JsonPropertyDescription("Nodes with an EciNode.") int total,
      @JsonPropertyDescription("ready/total, as kubectl get shows it.") String summary) {}
}
