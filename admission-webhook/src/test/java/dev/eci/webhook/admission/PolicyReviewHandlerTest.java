// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
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
                Reviews.delete("eci.dev", "EciPolicy", POLICY.formatted("", BROKEN)), MAPPER))
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

  private static ReviewResponse create(String spec) {
    return PolicyReviewHandler.validate(
        Reviews.create("eci.dev", "EciPolicy", POLICY.formatted("", spec)), MAPPER);
  }

  private static ReviewResponse update(String before, String after) {
    return PolicyReviewHandler.validate(
        Reviews.update("eci.dev", "EciPolicy", before, after), MAPPER);
  }
}
