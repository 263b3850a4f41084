// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired.lock;

import dev.eci.operator.desired.AdmissionPolicyBindings;
import dev.eci.operator.desired.InstallationContext;
import dev.eci.operator.desired.admissionpolicy.CelBuilder;
import dev.eci.policy.message.LockMessages;
import dev.eci.policy.message.Messages;
import dev.eci.policy.model.Policy;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.NamedRuleWithOperations;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.NamedRuleWithOperationsBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All locks. Each has a name, match rules and one condition. */
public final class LockPolicies {
  private LockPolicies() {}

  /**
   * One lock.
   *
   * @param isLimitedToOwnNamespace whether it applies only to objects in the product's namespace
   * @param allowed what is allowed nevertheless, CEL
   * @param message the denial, CEL
   */
  record Lock(
      String name,
      List<NamedRuleWithOperations> rules,
      boolean isLimitedToOwnNamespace,
      String allowed,
      String message) {}

  /**
   * A policy is locked if its spec says so; the product's objects are locked as soon as one policy
   * is.
   *
   * @param locked names of locked policies
   * @param inForce those of them that are valid and enabled
   */
  public static List<HasMetadata> desired(
      List<String> locked, List<Policy> inForce, InstallationContext installationContext) {
    List<Lock> locks = new ArrayList<>(List.of(LockedPolicies.lock(installationContext)));
    if (!locked.isEmpty()) {
      locks.add(LockedNamespace.lock(locked.getFirst(), installationContext));
      locks.add(
          LockedCluster.lock(locked.getFirst(), runtimeClasses(inForce), installationContext));
    }
    if (!inForce.isEmpty()) {
      locks.add(LockedSelections.namespaces(inForce, installationContext));
    }
    if (LockedSelections.hasPodSelector(inForce)) {
      locks.add(LockedSelections.pods(inForce, installationContext));
    }
    List<HasMetadata> objects = new ArrayList<>();
    for (Lock lock : locks) {
      objects.add(policy(lock, installationContext));
      objects.add(AdmissionPolicyBindings.denying(AdmissionPolicyBindings.metadata(lock.name())));
    }
    return objects;
  }

  /** Their handlers run the pods that the policies protect, or count as isolated. */
  private static SortedSet<String> runtimeClasses(List<Policy> inForce) {
    return inForce.stream()
        .flatMap(policy ->
            Stream.concat(
                Stream.of(policy.runtime().className()),
                policy.runtime().isolatedClasses().stream()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The denial of a change that would loosen a locked policy, CEL. */
  static String loosening(String policy, InstallationContext installationContext) {
    return CelBuilder.text(LockMessages.objectBefore())
        + " + request.resource.resource + ' \"' + (has(request.name) ? request.name : '') + "
        + CelBuilder.text(LockMessages.looseningAfter(policy, installationContext.adminGroups()));
  }

  static NamedRuleWithOperations rule(
      String group, List<String> operations, String scope, String... resources) {
    return new NamedRuleWithOperationsBuilder()
        .withApiGroups(group)
        .withApiVersions("*")
        .withOperations(operations)
        .withResources(resources)
        .withScope(scope)
        .build();
  }

  private static HasMetadata policy(Lock lock, InstallationContext installationContext) {
    var namespaces = new io.fabric8.kubernetes.api.model.LabelSelectorBuilder();
    if (lock.isLimitedToOwnNamespace()) {
      namespaces.addToMatchLabels("kubernetes.io/metadata.name", installationContext.namespace());
    }
    return new ValidatingAdmissionPolicyBuilder()
        .withMetadata(AdmissionPolicyBindings.metadata(lock.name()))
        .withNewSpec()
        .withFailurePolicy("Fail")
        .withNewMatchConstraints()
        .withMatchPolicy("Equivalent")
        .withNamespaceSelector(namespaces.build())
        .withNewObjectSelector()
        .endObjectSelector()
        .withResourceRules(lock.rules())
        .endMatchConstraints()
        .withMatchConditions(LockExemptions.conditions(installationContext))
        .withValidations(
            new Validation(
                lock.allowed(), Messages.PREFIX + "locked (RES-5).", lock.message(), "Forbidden"))
        .endSpec()
        .build();
  }
}
