// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker;

import dev.eci.policy.command.CommandList;
import dev.eci.policy.command.CommandPattern;
import dev.eci.policy.command.CommandRules;
import dev.eci.policy.docker.route.Operation;
import dev.eci.policy.docker.route.Operation.Listing;
import dev.eci.policy.image.AnyImagePattern;
import dev.eci.policy.image.DockerSocketImages;
import dev.eci.policy.image.ImageContent;
import dev.eci.policy.image.ImageIdentity;
import dev.eci.policy.image.ImageList;
import dev.eci.policy.image.ImagePattern;
import dev.eci.policy.image.ResolvedImages;
import dev.eci.policy.model.DockerSocketPolicy;
import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.PodSelection;
import dev.eci.policy.model.Policy;
import dev.eci.policy.selector.PodSubject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Requests that the policies in force must deny, tried after each load: Docker Desktop once ignored
 * a whole command list without a message (CVE-2025-10657). The expected results come from the
 * list's entries and the operation table, not from the rule that is tested.
 */
public final class PolicySelfTest {
  private static final String ID = "sha256:" + "0".repeat(64);

  private PolicySelfTest() {}

  /** A request of a container, and whether its policy's command list blocks it. */
  public record Sample(ApiRequest request, boolean blocked) {}

  /** The failures of the self-test under these policies, one message each; empty if it passes. */
  public static List<String> failures(
      Collection<Policy> policies, ProxyContext proxyContext, Instant now) {
    List<String> failures = new ArrayList<>();
    for (Policy policy : policies) {
      if (policy.mode() == EnforcementMode.ENFORCE) {
        Policy tried = selectingEverything(policy);
        for (Sample sample : samples(policy.dockerSocket().commands())) {
          if (isBlocked(
                  DockerApiAuthorizer.evaluate(sample.request(), proxyContext, List.of(tried), now))
              != sample.blocked()) {
            failures.add(
                "policy \"%s\" %s %s %s, contrary to its command list"
                    .formatted(
                        policy.name(),
                        sample.blocked() ? "does not block" : "blocks",
                        sample.request().method(),
                        sample.request().target()));
          }
        }
      }
    }
    return failures;
  }

  /** For each list of the rules, what its entries block or omit, and what no list may block. */
  public static List<Sample> samples(CommandRules rules) {
    List<Sample> samples = new ArrayList<>();
    if (rules.hasRestrictions()) {
      samples(rules.base(), "", "eci/self-test", samples);
      // an earlier entry would match the sample of a later one that it covers
      rules.overrides().stream()
          .limit(1)
          .forEach(listOverride ->
              samples(listOverride.list(), namespace(listOverride), image(listOverride), samples));
    }
    return samples;
  }

  private static void samples(
      CommandList list, String namespace, String image, List<Sample> samples) {
    Caller caller =
        new Caller.InContainer(
            "0".repeat(64),
            "self-test",
            ImageIdentity.Local.of(image, ImageContent.of(ID, List.of())),
            // on a Kubernetes node, a caller in a container without a pod is denied before any list
            // applies
            Optional.of(new PodSubject(namespace, Map.of(), Map.of(), "default", List.of(), true)));
    for (Operation operation : Operation.all()) {
      boolean blocked = isBlockedBy(list, operation);
      if (blocked || (operation.listing() == Listing.ALWAYS && operation.commands().isEmpty())) {
        String target = "/v1.44" + operation.path().example();
        samples.add(
            new Sample(new ApiRequest(caller, operation.method(), target, "", false), blocked));
      }
    }
  }

  private static boolean isBlockedBy(CommandList list, Operation operation) {
    if (operation.listing() == Listing.NEVER) {
      return true;
    }
    return switch (list.type()) {
      case DENY -> list.patterns().stream().anyMatch(entry -> matches(entry, operation, false));
      case ALLOW ->
          operation.listing() == Listing.BY_COMMAND
              && list.patterns().stream().noneMatch(entry -> matches(entry, operation, true));
    };
  }

  private static boolean matches(CommandPattern entry, Operation operation, boolean needed) {
    return switch (entry) {
      case CommandPattern.Command(var command) ->
          operation.commands().contains(command)
              || (needed && operation.neededBy().contains(command));
      case CommandPattern.Wildcard(var group) ->
          operation.groups().contains(group)
              || (needed
                  && (operation.commands().stream().anyMatch(group::includes)
                      || operation.neededBy().stream().anyMatch(group::includes)));
    };
  }

  static boolean isBlocked(Evaluation evaluation) {
    return evaluation instanceof Evaluation.Decided(ApiDecision.Deny denied)
        && denied.status() == 403
        && denied.message().contains("docker command")
        && denied.message().contains("is blocked");
  }

  /** The self-test tries the commands of a policy, not the callers that the policy selects. */
  private static Policy selectingEverything(Policy policy) {
    return policy
        .withSelection(PodSelection.EVERYTHING)
        .withDockerSocket(
            new DockerSocketPolicy(
                new DockerSocketImages(
                    new ImageList(List.of(new AnyImagePattern())), false, ResolvedImages.NONE),
                policy.dockerSocket().commands()));
  }

  private static String namespace(CommandRules.ListOverride listOverride) {
    return listOverride.namespaces().isEmpty() ? "" : listOverride.namespaces().getFirst();
  }

  private static String image(CommandRules.ListOverride listOverride) {
    return listOverride.images().stream()
        .map(ImagePattern::toString)
        .map(text -> text.equals("*") ? "eci/self-test" : text.replaceFirst(":\\*$", ":latest"))
        .findFirst()
        .orElse("eci/self-test");
  }
}
