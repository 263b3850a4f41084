// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eci.crds.conversion.PolicyReader;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.policy.model.Policy;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** SOCK-6: a policy that cannot be enforced is denied when it is applied, with the reason. */
class PolicyReviewHandlerTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String POLICY =
      "{apiVersion: eci.dev/v1alpha1, kind: EciPolicy, metadata: {name: p%s}, spec: {%s}}";
  private static final String BROKEN = "hostPaths: {allowed: [data]}";

  @Test
  void admitsValidPolicy() {
    assertThat(create("mode: Warn")).isEqualTo(ReviewResponse.allow());
  }

  /** The policy is valid, and opens more than its author may know. */
  @Test
  void warnsOfAllowancesThatOpenTheNode() {
    assertThat(
            create(
                    "hostPaths: {allowed: [/etc/app, /opt, /opt/a, /data, /dev/kvm], readOnlyAllowed: [/etc, /var/log]}")
                .warnings())
        .singleElement()
        .asString()
        .startsWith("spec.hostPaths.allowed: with /opt for writing");
    for (String path : List.of("/etc", "/usr", "/var/log", "/var/log/a")) {
      assertThat(create("hostPaths: {allowed: [%s]}".formatted(path)).warnings())
          .as(path)
          .singleElement()
          .asString()
          .startsWith("spec.hostPaths.allowed: with %s for writing, a pod can ".formatted(path))
          .contains("use readOnlyAllowed");
    }
    assertThat(create("exemptions: [{images: ['tools:*'], reason: r}]").warnings())
        .singleElement()
        .asString()
        .contains("tools:*", "exempt in every namespace");
    assertThat(create("exemptions: [{images: ['tools:*'], namespaces: [a], reason: r}]").warnings())
        .isEmpty();
    assertThat(create("locked: true, podSelector: {matchLabels: {a: b}}").warnings()).hasSize(1);
  }

  /** RES-5: its author would wonder why the pods are denied. */
  @Test
  void warnsOfAllowancesThatALockedPolicyOverrides() {
    assertThat(withLocked("hostPaths: {readOnlyAllowed: [/data]}"))
        .containsExactly(
            "spec: what this policy allows does not count for pods that EciPolicy \"other\" protects, because that one is locked (RES-5)");
    assertThat(withLocked("mode: Enforce")).isEmpty();
    assertThat(withLocked("locked: true, hostPaths: {readOnlyAllowed: [/data]}")).isEmpty();
  }

  private static List<String> withLocked(String spec) {
    EciPolicy locked =
        Serialization.unmarshal("---\n" + POLICY.formatted("", "locked: true"), EciPolicy.class);
    locked.getMetadata().setName("other");
    return PolicyReviewHandler.validate(
            Reviews.create("eci.dev", "EciPolicy", POLICY.formatted("", spec)),
            MAPPER,
            List.of(((PolicyReader.Result.Valid) PolicyReader.read(locked)).policy()))
        .warnings();
  }

  @Test
  void reportsEachErrorInItsOwnLine() {
    ReviewResponse reviewResponse = create("nodeSelector: {matchLabels: {a: b}}, " + BROKEN);

    assertThat(reviewResponse.isAllowed()).isFalse();
    assertThat(Reviews.lines(reviewResponse))
        .extracting(line -> line.substring(0, line.indexOf(':')))
        .containsExactlyInAnyOrder("spec.nodeSelector", "spec.hostPaths.allowed[0]");
  }

  /** The schema of a newer CRD may admit fields and values that this webhook cannot read. */
  @Test
  void rejectsUnknownValuesAndFields() {
    assertThat(create("mode: Sometimes").message()).startsWith("EciPolicy cannot be read: ");
    assertThat(create("shiny: true").message()).startsWith("EciPolicy cannot be read: ");
  }

  @Test
  void admitsFinalizerRemovalOfInvalidPolicy() {
    assertThat(update(POLICY.formatted(", finalizers: [x]", BROKEN), POLICY.formatted("", BROKEN)))
        .isEqualTo(ReviewResponse.allow());
    assertThat(
            PolicyReviewHandler.validate(
                Reviews.delete("eci.dev", "EciPolicy", POLICY.formatted("", BROKEN)),
                MAPPER,
                List.of()))
        .isEqualTo(ReviewResponse.allow());
  }

  @Test
  void rejectsUpdatesThatLeavePolicyInvalid() {
    assertThat(
            update(
                    POLICY.formatted("", BROKEN),
                    POLICY.formatted("", "nodeSelector: {matchLabels: {a: b}}"))
                .isAllowed())
        .isFalse();
    assertThat(update(POLICY.formatted("", BROKEN), POLICY.formatted("", "")).isAllowed()).isTrue();
  }

  /** The fallback policy has one object for the lists of all policies. */
  @Test
  void rejectsPoliciesThatAreTooLargeTogether() {
    List<Policy> stored =
        IntStream.range(0, 3).mapToObj(i -> large("other" + i, "Enforce")).toList();
    var request = Reviews.create("eci.dev", "EciPolicy", POLICY.formatted("", images("Enforce")));
    assertThat(PolicyReviewHandler.validate(request, MAPPER, stored.subList(0, 2)))
        .isEqualTo(ReviewResponse.allow());
    assertThat(PolicyReviewHandler.validate(request, MAPPER, stored).message())
        .contains("at most 1,200,000 are supported in all; write name:*");
    // a smaller version of a policy that was stored around the webhook
    assertThat(
            PolicyReviewHandler.validate(
                request,
                MAPPER,
                Stream.concat(stored.stream(), Stream.of(large("p", "Enforce"))).toList()))
        .isEqualTo(ReviewResponse.allow());
    // what does not enforce has no part in the fallback policy
    assertThat(
            PolicyReviewHandler.validate(
                Reviews.create("eci.dev", "EciPolicy", POLICY.formatted("", images("Warn"))),
                MAPPER,
                stored))
        .isEqualTo(ReviewResponse.allow());
    assertThat(
            PolicyReviewHandler.validate(
                request,
                MAPPER,
                IntStream.range(0, 3).mapToObj(i -> large("o" + i, "Audit")).toList()))
        .isEqualTo(ReviewResponse.allow());
  }

  private static Policy large(String name, String mode) {
    EciPolicy policy =
        Serialization.unmarshal("---\n" + POLICY.formatted("", images(mode)), EciPolicy.class);
    policy.getMetadata().setName(name);
    return ((PolicyReader.Result.Valid) PolicyReader.read(policy)).policy();
  }

  private static String images(String mode) {
    return "mode: %s, dockerSocketMount: {imageList: {images: [%s]}}"
        .formatted(
            mode,
            IntStream.range(0, 2000)
                .mapToObj(i -> "registry.example/team/application-%04d:v1".formatted(i))
                .collect(Collectors.joining(", ")));
  }

  private static ReviewResponse create(String spec) {
    return PolicyReviewHandler.validate(
        Reviews.create("eci.dev", "EciPolicy", POLICY.formatted("", spec)), MAPPER, List.of());
  }

  private static ReviewResponse update(String before, String after) {
    return PolicyReviewHandler.validate(
        Reviews.update("eci.dev", "EciPolicy", before, after), MAPPER, List.of());
  }
}
