// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.crds.conversion.PolicyReader.Result;
import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.selector.Selector;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every error is reported at its field, and all of them at once. */
class ValidationErrorsTest {
  @ParameterizedTest(name = "{1} in {0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "dockerSocketMount: {imageList: {images: [docker:cli, Docker]}} | spec.dockerSocketMount.imageList.images[1]: | lower",
        "dockerSocketMount: {imageList: {images: ['']}}                 | spec.dockerSocketMount.imageList.images[0]: | empty",
        "dockerSocketMount: {imageList: {images: ['d*']}}               | spec.dockerSocketMount.imageList.images[0]: | '*' in the wrong place",
        "dockerSocketMount: {imageList: {images: ['*', docker]}}        | spec.dockerSocketMount.imageList.images: | must be the only entry",
        "hostPaths: {allowed: [data]}                                   | spec.hostPaths.allowed[0]: | not absolute",
        "hostPaths: {allowed: [/data, /var/run]}                        | spec.hostPaths.allowed[1]: | access to the docker socket",
        "hostPaths: {readOnlyAllowed: [/run/docker.sock]}               | spec.hostPaths.readOnlyAllowed[0]: | is the docker socket",
        "namespaceSelector: {matchLabels: {a b: c}}                     | spec.namespaceSelector.matchLabels[a b]: | not a label key",
        "namespaceSelector: {matchLabels: {a: b c}}                     | spec.namespaceSelector.matchLabels[a]: | not a label value",
        "podSelector: {matchExpressions: [{key: a, operator: Equals}]}  | spec.podSelector.matchExpressions[0].operator: | `\"Equals\" is not an operator; use In, NotIn, Exists or DoesNotExist`",
        "podSelector: {matchExpressions: [{key: a}]}                    | spec.podSelector.matchExpressions[0].operator: | `\"\" is not an operator`",
        "podSelector: {matchExpressions: [{operator: Exists}]}          | spec.podSelector.matchExpressions[0].key: | not a label key",
        "podSelector: {matchExpressions: [{key: a, operator: In}]}      | spec.podSelector.matchExpressions[0].values: | needs at least one value",
        "podSelector: {matchExpressions: [{key: a, operator: Exists, values: [b]}]} | spec.podSelector.matchExpressions[0].values: | takes no values",
        "podSelector: {matchExpressions: [{key: a, operator: In, values: [b, ' ']}]} | spec.podSelector.matchExpressions[0].values[1]: | not a label value",
        "exemptions: [{reason: r}]                                      | spec.exemptions[0]: | would exempt everything",
        "exemptions: [{namespaces: [a]}]                                | spec.exemptions[0].reason: | is empty; state why",
        "exemptions: [{namespaces: [a], reason: ' '}]                   | spec.exemptions[0].reason: | is empty; state why",
        "exemptions: [{namespaces: [a, 'kube-*'], reason: r}]           | spec.exemptions[0].namespaces[1]: | `\"kube-*\" is not a namespace's name`",
        "exemptions: [{serviceAccounts: [runner], reason: r}]           | spec.exemptions[0].serviceAccounts[0]: | `\"runner\" is not namespace/name`",
        "exemptions: [{serviceAccounts: [a/*], reason: r}]              | spec.exemptions[0].serviceAccounts[0]: | is not namespace/name",
        "exemptions: [{images: [A], reason: r}]                         | spec.exemptions[0].images[0]: | lower",
        "exemptions: [{namespaces: [a], reason: r, expires: tomorrow}]  | spec.exemptions[0].expires: | `\"tomorrow\" is not a time; write RFC 3339`",
        "exemptions: [{namespaces: [a], reason: r, expires: '2027-01-31T00:00:00'}] | spec.exemptions[0].expires: | is not a time",
      })
  void reportsErrorAtItsField(String spec, String field, String message) {
    assertThat(PolicyYaml.errors(spec))
        .singleElement()
        .satisfies(e -> assertThat(e).startsWith(field).contains(message));
  }

  @Test
  void reportsAllErrorsAtOnce() {
    assertThat(
            PolicyYaml.errors(
                """
                nodeSelector: {matchLabels: {a: b}}
                namespaceSelector: {matchExpressions: [{key: a, operator: Equals}]}
                exemptions:
                - {images: [A, B], reason: ''}
                - {namespaces: [a], reason: r, expires: never}
                dockerSocketMount:
                  imageList: {images: [Docker, Busybox]}
                  commandList: {commands: [pss]}
                hostPaths: {allowed: [/, /run], readOnlyAllowed: [x]}
                """))
        .extracting(e -> e.substring(0, e.indexOf(':')))
        .containsExactlyInAnyOrder(
            "spec.nodeSelector",
            "spec.namespaceSelector.matchExpressions[0].operator",
            "spec.exemptions[0].reason",
            "spec.exemptions[0].images[0]",
            "spec.exemptions[0].images[1]",
            "spec.exemptions[1].expires",
            "spec.dockerSocketMount.imageList.images[0]",
            "spec.dockerSocketMount.imageList.images[1]",
            "spec.dockerSocketMount.commandList.commands[0]",
            "spec.hostPaths.allowed[0]",
            "spec.hostPaths.allowed[1]",
            "spec.hostPaths.readOnlyAllowed[0]");
  }

  /** The webhook denies pods in the selected namespaces until the policy is fixed. */
  @Test
  void keepsSelectorsOfInvalidPolicy() {
    assertThat(
            PolicyYaml.read(
                "{mode: Audit, namespaceSelector: {matchLabels: {team: x}}, hostPaths: {allowed: [x]}}"))
        .isInstanceOfSatisfying(
            Result.Invalid.class,
            invalid -> {
              assertThat(invalid.name()).isEqualTo("default");
              assertThat(invalid.mode()).isEqualTo(EnforcementMode.AUDIT);
              assertThat(invalid.namespaces().matches(Map.of("team", "x"))).isTrue();
              assertThat(invalid.namespaces().matches(Map.of())).isFalse();
            });
  }

  @Test
  void treatsInvalidSelectorAsMatchingEverything() {
    assertThat(
            PolicyYaml.read(
                "{namespaceSelector: {matchExpressions: [{key: a, operator: Equals, values: [b]}]}}"))
        .isInstanceOfSatisfying(
            Result.Invalid.class,
            invalid -> assertThat(invalid.namespaces()).isEqualTo(Selector.EVERYTHING));
  }
}
