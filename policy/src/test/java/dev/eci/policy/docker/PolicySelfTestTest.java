// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.command.CommandList;
import dev.eci.policy.command.CommandList.Type;
import dev.eci.policy.command.CommandRules;
import dev.eci.policy.command.CommandWildcard;
import dev.eci.policy.command.DockerCommand;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.PolicyBuilder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PolicySelfTestTest {
  static Stream<CommandRules> rules() {
    return Stream.concat(
            Stream.of(DockerCommand.values()).map(DockerCommand::commandName),
            Stream.of(CommandWildcard.values()).map(CommandWildcard::wildcard))
        .flatMap(entry ->
            Stream.of(Type.values())
                .map(type -> new CommandRules(CommandList.parse(type, List.of(entry)), List.of())));
  }

  private static Policy policy(CommandRules rules) {
    return PolicyBuilder.named("p", p -> p.socketCommands = rules);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void passesForEnforcedLists(CommandRules rules) {
    assertThat(
            PolicySelfTest.failures(
                List.of(policy(rules)), DockerRequestFixture.SETUP, PolicyBuilder.NOW))
        .isEmpty();
  }

  /** As if the list had been ignored, as in CVE-2025-10657. */
  @ParameterizedTest
  @MethodSource("rules")
  void detectsIgnoredLists(CommandRules rules) {
    // two commands that send no request, and one that no container may use anyway
    boolean saysNothing =
        rules.base().type() == Type.DENY
            && List.of("context", "logout", "swarm")
                .contains(rules.base().patterns().getFirst().toString());
    assertThat(
            PolicySelfTest.samples(rules).stream()
                .filter(PolicySelfTest.Sample::blocked)
                .anyMatch(sample ->
                    !PolicySelfTest.isBlocked(
                        DockerApiAuthorizer.evaluate(
                            sample.request(),
                            DockerRequestFixture.SETUP,
                            List.of(policyWithoutRules()),
                            PolicyBuilder.NOW))))
        .isEqualTo(!saysNothing);
  }

  private static Policy policyWithoutRules() {
    return PolicyBuilder.named("p", p -> p.socketImages = List.of("*"));
  }

  @Test
  void alsoTriesOverrides() {
    CommandRules rules =
        new CommandRules(
            CommandList.denyNothing(),
            List.of(
                new CommandRules.ListOverride(
                    List.of("ci"), List.of(), CommandList.parse(Type.DENY, List.of("push")))));
    assertThat(PolicySelfTest.samples(rules))
        .anyMatch(s -> s.blocked() && s.request().target().endsWith("/push"));
    assertThat(
            PolicySelfTest.failures(
                List.of(policy(rules)), DockerRequestFixture.SETUP, PolicyBuilder.NOW))
        .isEmpty();
  }
}
