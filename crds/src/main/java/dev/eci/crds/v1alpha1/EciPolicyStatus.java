package dev.eci.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The status of an EciPolicy, written by the operator. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EciPolicyStatus(
    @JsonPropertyDescription("The generation of the spec that the status speaks of.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "Ready: the policy is valid and its objects are in place. ImagesResolved: the digests of listed images are known. NodesProtected: every node"
                + " can run protected pods.")
        @Nullable List<Condition> conditions,
    @JsonPropertyDescription(
            "Listed images and the digests that count for them; behind them those that pods use by entries for all tags, at most a hundred.")
        @Nullable List<ResolvedImage> images,
    @JsonPropertyDescription("Nodes, counted.") @Nullable NodeCounts nodes,
    @JsonPropertyDescription(
            "Pods that run already, as the last background scan found them (ISO-8). In mode Audit or Warn: what Enforce would do to them.")
        @Nullable BackgroundScan backgroundScan) {

  /** Of all that run, those that the policy is about. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record BackgroundScan(
      @JsonPropertyDescription("Pods that the policy is about.") int pods,
      @JsonPropertyDescription("Of them, those that break a rule and would be denied.") int denied,
      @JsonPropertyDescription(
              "Of them, those that run unprotected and would be changed: they have to be created anew.")
          int changed,
      @JsonPropertyDescription("The first that would be denied: namespace/name, rule and field.")
          @Nullable List<String> examples) {}

  /** One listed image, normalised, with what is known of it. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ResolvedImage(
      @JsonPropertyDescription("The entry, normalised.") String image,
      @JsonPropertyDescription(
              "What its tag stands for (first) and stood for; content with one of these digests counts.")
          @Nullable List<ImageVersion> versions,
      @JsonPropertyDescription(
              "When the registry last said so, to six hours. After seven days without an answer nothing counts any more.")
          @Nullable String checked,
      @JsonPropertyDescription("Why the registry gave no answer the last time.")
          @Nullable String problem) {}

  /** What a tag stands for or stood for. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ImageVersion(
      @JsonPropertyDescription("What the registry answers.") String digest,
      @JsonPropertyDescription("The manifests of its platforms, if it is an index.")
          @Nullable List<String> platforms,
      @JsonPropertyDescription("When the tag was last seen to stand for it, to six hours.")
          @Nullable String seen) {}

  /** Nodes that run our agent and can protect pods, against all that have reported. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record NodeCounts(
      @JsonPropertyDescription("Nodes that can run protected pods.") int ready,
      @JsonPropertyDescription("Nodes with an EciNode.") int total,
      @JsonPropertyDescription("ready/total, for kubectl get.") String summary) {}
}
