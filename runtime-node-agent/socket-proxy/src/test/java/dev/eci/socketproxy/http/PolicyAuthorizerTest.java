// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.command.CommandList;
import dev.eci.policy.command.CommandRules;
import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.ApiRequest;
import dev.eci.policy.docker.Caller;
import dev.eci.policy.docker.Evaluation;
import dev.eci.policy.hostpath.HostPathAllowances;
import dev.eci.policy.image.AnyImagePattern;
import dev.eci.policy.image.DockerSocketImages;
import dev.eci.policy.image.ImageContent;
import dev.eci.policy.image.ImageIdentity;
import dev.eci.policy.image.ImageList;
import dev.eci.policy.image.ResolvedImages;
import dev.eci.policy.imagetrust.ImageTrustPolicy;
import dev.eci.policy.model.DockerSocketPolicy;
import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.PodSelection;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.PolicySource;
import dev.eci.policy.model.RuntimePolicy;
import dev.eci.policy.model.VolumeAllowances;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Applies the policies in force at the time of a request, and denies if their self-test fails. */
class PolicyAuthorizerTest {
  private static final ApiRequest PUSH =
      new ApiRequest(
          new Caller.InContainer(
              "1".repeat(64),
              "x",
              ImageIdentity.Local.of("docker:cli", ImageContent.of("", List.of())),
              Optional.empty()),
          "POST",
          "/v1.43/images/myimage/push?tag=latest",
          "",
          false);

  @Test
  void appliesPoliciesInForceAtRequestTime() {
    AtomicReference<List<Policy>> inForce = new AtomicReference<>(List.of());
    PolicyAuthorizer authorizer =
        new PolicyAuthorizer(inForce::get, () -> ProxyFixture.SETUP, InstantSource.system());
    assertThat(decision(authorizer)).isInstanceOf(ApiDecision.Forward.class);
    inForce.set(policies("push"));
    assertThat(decision(authorizer))
        .isInstanceOfSatisfying(
            ApiDecision.Deny.class,
            deny -> {
              assertThat(deny.status()).isEqualTo(403);
              assertThat(deny.message())
                  .contains("docker command \"/v1.43/images/myimage/push?tag=latest\" is blocked");
            });
    inForce.set(policies("pull"));
    assertThat(decision(authorizer)).isInstanceOf(ApiDecision.Forward.class);
    assertThat(authorizer.failures()).isEmpty();
  }

  @Test
  void deniesEverythingWhenSelfTestFails() {
    boolean[] broken = {true};
    List<Policy> policies = policies("push");
    PolicyAuthorizer authorizer =
        new PolicyAuthorizer(
            () -> policies,
            () -> {
              if (broken[0]) {
                throw new IllegalStateException("no setup");
              }
              return ProxyFixture.SETUP;
            },
            InstantSource.system());
    assertThat(decision(authorizer))
        .isInstanceOfSatisfying(
            ApiDecision.Deny.class,
            deny -> {
              assertThat(deny.status()).isEqualTo(503);
              assertThat(deny.message()).contains("self-test").contains("no setup");
            });
  }

  private static ApiDecision decision(PolicyAuthorizer authorizer) {
    return ((Evaluation.Decided) authorizer.evaluate(PUSH)).decision();
  }

  private static List<Policy> policies(String denied) {
    return List.of(
        new Policy(
            "test",
            new PolicySource.AdminSettings(),
            EnforcementMode.ENFORCE,
            PodSelection.EVERYTHING,
            new DockerSocketPolicy(
                new DockerSocketImages(
                    new ImageList(List.of(new AnyImagePattern())), false, ResolvedImages.NONE),
                new CommandRules(
                    CommandList.parse(CommandList.Type.DENY, List.of(denied)), List.of())),
            HostPathAllowances.NONE,
            VolumeAllowances.NONE,
            RuntimePolicy.of("eci"),
            List.of(),
            ImageTrustPolicy.NONE,
            false));
  }
}
