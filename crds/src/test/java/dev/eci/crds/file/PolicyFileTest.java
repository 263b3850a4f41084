// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eci.policy.model.EnforcementMode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyFileTest {
  private static final String HEAD =
      "apiVersion: eci.dev/v1alpha1\nkind: EciPolicy\nmetadata: {name: one}\n";

  private static PolicySet parse(String text) throws InvalidPolicyFileException {
    return PolicyFile.parse(text.getBytes(StandardCharsets.UTF_8), PolicyTarget.DOCKER_HOST);
  }

  @Test
  void severalDocumentsAreSeveralPolicies() throws InvalidPolicyFileException {
    PolicySet set =
        parse(HEAD + "spec: {}\n---\n" + HEAD.replace("one", "two") + "spec: {mode: Audit}\n");
    assertThat(set.policies()).extracting(p -> p.name()).containsExactly("one", "two");
    assertThat(set.isEnabled()).isTrue();
  }

  @Test
  void disabledPolicyProtectsNothingAndSaysSo() throws InvalidPolicyFileException {
    PolicySet set = parse(HEAD + "spec: {enabled: false}\n");
    assertThat(set.isEnabled()).isFalse();
    assertThat(set.notes()).anyMatch(note -> note.contains("new containers are not protected"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{hostPath: {}} | spec.hostPath: unknown field",
        "{mode: enforce} | spec.mode: \"enforce\" is not one of Enforce, Warn, Audit",
        "{enabled: 'yes'} | spec.enabled: must be of type boolean",
        "{dockerSocketMount: {imageList: {images: [1]}}} | spec.dockerSocketMount.imageList.images[0]: must be of type string",
        "{dockerSocketMount: {imageList: {images: ['a b']}}} | spec.dockerSocketMount.imageList.images[0]",
        "{nodeSelector: {matchLabels: {a: b}}} | spec.nodeSelector: not implemented",
        "{podSelector: {matchLabels: {a: b}}} | spec.podSelector: a Docker host has no namespaces and pods",
        "{imageTrust: {scope: All, authorities: [{name: a, key: {publicKeys: '-----BEGIN PUBLIC KEY-----MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEWKn70o2YhDKOqWtDTDqVKB9wQTI/5EUQIwnu5kfwJzx4btWz4D94GjVBMm4yhv6fdUvn/H+0f5i1Hpt0Yjo65Q==-----END PUBLIC KEY-----'}}]}} | spec.imageTrust: not implemented on a Docker host",
        "{systemPods: Protect} | spec.systemPods: a Docker host has no namespaces and pods",
        "{mode: Warn, mode: Audit} | Duplicate"
      })
  void mistakesAreNamedByField(String spec, String message) {
    assertThatThrownBy(() -> parse(HEAD + "spec: " + spec + "\n"))
        .isInstanceOf(InvalidPolicyFileException.class)
        .hasMessageContaining(message);
  }

  @Test
  void settingsOfDockerDesktopAreTakenAsTheyAre() throws InvalidPolicyFileException {
    PolicySet set =
        parse(
            """
            {"configurationFileVersion": 2,
            \t"exposeDockerAPIOnTCP2375": {"locked": true, "value": false},
            \t"enhancedContainerIsolation": {"locked": true, "value": true, "dockerSocketMount": {
            \t\t"imageList": {"images": ["docker:cli"], "allowDerivedImages": true},
            \t\t"commandList": {"type": "deny", "commands": []}}}}
            """);
    assertThat(set.policies()).hasSize(1);
    assertThat(set.policies().getFirst().name()).isEqualTo("admin-settings.json");
    assertThat(set.notes()).anyMatch(note -> note.contains("[exposeDockerAPIOnTCP2375]"));
    assertThat(set.policies().getFirst().dockerSocket().images().derived()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"enhancedContainerIsolation\": {\"value\": true}} | configurationFileVersion: must be 2",
        "{\"configurationFileVersion\": 2, \"enhancedContainerIsolation\": {\"vallue\": true}} | enhancedContainerIsolation.vallue: unknown field"
      })
  void rejectsInvalidDockerDesktopSettings(String text, String message) {
    assertThatThrownBy(() -> parse(text)).hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{apiVersion: eci.dev/v1alpha1, kind: EciPolicy, metadata: {name: one}, spec: {mode: Audit}}",
        "{\"apiVersion\": eci.dev/v1alpha1, kind: EciPolicy, metadata: {name: one}, spec: {mode: Audit}, }",
        "{\"apiVersion\": \"eci.dev/v1alpha1\", \"kind\": \"EciPolicy\", \"metadata\": {\"name\": \"one\"}, \"spec\": {\"mode\": \"Audit\"}}"
      })
  void readsPolicyThatStartsWithBrace(String text) throws InvalidPolicyFileException {
    assertThat(parse(text).policies())
        .extracting(p -> p.mode())
        .containsExactly(EnforcementMode.AUDIT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"configurationFileVersion\": 2, \"enhancedContainerIsolation\": {\"value\": true},} | line 1, column 79",
        "{\"configurationFileVersion\": 2 \"a\": | was expecting comma",
        "{configurationFileVersion: 2, enhancedContainerIsolation: {value: true}} | double-quote",
        "{kind: EciPolicy | while parsing a flow mapping"
      })
  void mistakesInABraceAreThoseOfItsKind(String text, String message) {
    assertThatThrownBy(() -> parse(text)).hasMessageContaining(message);
  }

  @Test
  void settingsThatAreOffProtectNothing() throws InvalidPolicyFileException {
    assertThat(
            parse(
                    "{\"configurationFileVersion\": 2, \"enhancedContainerIsolation\": {\"value\": false}}")
                .isEnabled())
        .isFalse();
  }
}
