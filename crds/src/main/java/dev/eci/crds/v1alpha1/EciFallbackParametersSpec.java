// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The spec of the EciFallbackParameters. A group is the policies that select the same pods; its key
 * is a number with leading zeros, in the order of the names of policies. CEL looks up maps in
 * constant time and lists in linear time, so everything that grows with the policies is a map.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EciFallbackParametersSpec(
    @JsonPropertyDescription("Policies that select the same pods, by number.")
        Map<String, SelectionGroup> groups,
    @JsonPropertyDescription("Groups that can only select a namespace with this label, key=value.")
        Map<String, List<String>> byNamespaceLabel,
    @JsonPropertyDescription("Groups that may select any namespace.") List<String> others,
    @JsonPropertyDescription("Names of RuntimeClasses that every group accepts.")
        Map<String, Boolean> commonClasses,
    @JsonPropertyDescription(
            "Service accounts of the node's system pods, namespace/name (spec.systemPods: Exempt).")
        Map<String, Boolean> systemAccounts,
    @JsonPropertyDescription(
            "Groups that allow an image to mount the Docker socket, by image: name:tag, name:* for any tag, name@digest, name@ for any digest, or *.")
        Map<String, Map<String, Boolean>> socketImages,
    @JsonPropertyDescription("Groups that allow a host path, by path with a slash at its end.")
        Map<String, Map<String, Boolean>> hostPaths,
    @JsonPropertyDescription(
            "Groups that allow a host path read-only, by path with a slash at its end.")
        Map<String, Map<String, Boolean>> readOnlyHostPaths,
    @JsonPropertyDescription(
            "Groups that allow a volume type, by type (spec.volumes.allowedTypes).")
        Map<String, Map<String, Boolean>> volumeTypes,
    @JsonPropertyDescription("The numbers of names in those paths.") List<Integer> pathDepths,
    @JsonPropertyDescription("Characters of the longest of those paths.") int longestPath) {

  /** Policies that select the same pods and exempt the same pods. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SelectionGroup(
      @JsonPropertyDescription("Name of the first policy, for messages.") String policy,
      @JsonPropertyDescription("Name of the first policy's RuntimeClass, for messages.")
          String className,
      @JsonPropertyDescription("Requirements on the labels of the namespace; all must be met.")
          List<LabelRequirement> namespaces,
      @JsonPropertyDescription("Requirements on the labels of the pod; all must be met.")
          List<LabelRequirement> pods,
      @JsonPropertyDescription("Whether systemAccounts are exempt.") boolean exemptsSystemPods,
      @JsonPropertyDescription("Exemptions.") List<ExemptedPods> exemptions,
      @JsonPropertyDescription(
              "Indexes of exemptions that can only cover such a pod: namespace:NAME, account:NAMESPACE/NAME, or image:IMAGE for its first container.")
          Map<String, List<Integer>> exemptionsBy,
      @JsonPropertyDescription("Names of the RuntimeClasses of the policies.")
          Map<String, Boolean> classes,
      @JsonPropertyDescription("As in spec.runtime.isolatedClasses.")
          Map<String, Boolean> isolatedClasses,
      @JsonPropertyDescription("Whether a policy says userNamespaces: Preferred.")
          boolean toleratesUnprotected,
      @JsonPropertyDescription(
              "Whether the policies are locked: then allowances of others do not count.")
          boolean locked) {}

  /** One requirement on a label. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record LabelRequirement(
      @JsonPropertyDescription("Key of the label.") String key,
      @JsonPropertyDescription("Values of the label.") Map<String, Boolean> values,
      @JsonPropertyDescription("Whether the label must have none of the values instead of one.")
          boolean excludes,
      @JsonPropertyDescription("Whether an object without the label meets the requirement.")
          boolean allowsAbsence) {}

  /** One exemption; all fields that are set must match. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ExemptedPods(
      @JsonPropertyDescription("Namespaces, by name.") @Nullable Map<String, Boolean> namespaces,
      @JsonPropertyDescription("Service accounts, namespace/name.")
          @Nullable Map<String, Boolean> serviceAccounts,
      @JsonPropertyDescription("Images of which each container has one, as in socketImages.")
          @Nullable Map<String, Boolean> images) {}
}
