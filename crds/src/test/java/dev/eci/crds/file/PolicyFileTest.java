// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eci.policy.model.EnforcementMode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
        "{mode: Warn, mode: Audit} | Duplicate",
        "{namespaceSelector: {matchLabels: {team: }}} | spec.namespaceSelector.matchLabels",
        "{podSelector: {matchExpressions: [~]}} | spec.podSelector.matchExpressions",
        "{dockerSocketMount: {imageList: {images: [~]}}} | spec.dockerSocketMount.imageList.images",
        "!a%20 {} | Tag must not contain"
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
        "{\"enhancedContainerIsolation\": {\"value\": true}} | configurationFileVersion is missing; add \"configurationFileVersion\": 2",
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

  private static final String SETTINGS =
      "{\"configurationFileVersion\": 2, \"enhancedContainerIsolation\": {\"locked\": true, \"value\": true}%s}";

  /** PowerShell's Set-Content and Out-File, and editors of Windows. */
  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void settingsWithByteOrderMarkAreStrictJsonToo(String charset) throws Exception {
    Charset encoding = Charset.forName(charset);
    byte[] marked = ("\uFEFF\r\n" + SETTINGS.formatted("")).getBytes(encoding);
    assertThat(PolicyFile.parse(marked, PolicyTarget.DOCKER_HOST).policies()).hasSize(1);
    for (String yaml :
        List.of(
            SETTINGS.formatted(","),
            SETTINGS.replace("\"value\": true", "\"value\": yes").formatted(""),
            SETTINGS.formatted(", \"configurationFileVersion\": 2"),
            SETTINGS.formatted("") + SETTINGS.formatted(""))) {
      assertThatThrownBy(() ->
              PolicyFile.parse(("\uFEFF" + yaml).getBytes(encoding), PolicyTarget.DOCKER_HOST))
          .as(yaml)
          .isInstanceOf(InvalidPolicyFileException.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"configurationFileVersion\": 2, \"enhancedContainerIsolation\": {\"value\": true} | has no outer braces { }",
        "configurationFileVersion: 2 | has no outer braces { }",
        "\"Docker Desktop Installer.exe\" install --admin-settings='{\"configurationFileVersion\": 2}' | is a command line of Docker Desktop's installer",
        "{\"configurationFileVersion\": \"2\"} | must be 2, the only version that Docker Desktop has used, and is \"2\"",
        "{\"configurationFileVersion\": 3} | and is 3",
        "{\"configurationFileVersion\": 2, \"blockDockerLoad\": {\"value\": \"yes\"}} | blockDockerLoad.value: must be of type boolean"
      })
  void settingsThatAreNoneSayWhy(String text, String message) {
    assertThatThrownBy(() -> parse(text)).hasMessageContaining(message);
  }

  @Test
  void blockDockerLoadIsEnforcedAndTheRestIsNamed() throws InvalidPolicyFileException {
    PolicySet set =
        parse(
            SETTINGS.formatted(
                ", \"blockDockerLoad\": {\"locked\": true, \"value\": true}, \"analyticsEnabled\": {\"value\": false},"
                    + " \"linuxVM\": {\"wslEngineEnabled\": {}, \"dockerDaemonOptions\": {\"value\": \"{}\"}}"));
    assertThat(set.policies().getFirst().dockerSocket().blocksImageLoad()).isTrue();
    assertThat(set.notes())
        .contains(
            "not enforced here, configure the host and daemon.json instead: [linuxVM.dockerDaemonOptions, linuxVM.wslEngineEnabled]",
            "settings of Docker Desktop's own parts are ignored: [analyticsEnabled]");
    assertThat(parse(SETTINGS.formatted("")).policies().getFirst().dockerSocket().blocksImageLoad())
        .isFalse();
  }

  /** As kubectl reads the same file; only a repeated key is an error here. */
  @Test
  void aliasesAndYaml11Count() throws InvalidPolicyFileException {
    PolicySet set =
        parse(
            HEAD
                + "spec:\n  enabled: yes\n  hostPaths:\n    allowed: &data [/data]\n    readOnlyAllowed: *data\n");
    assertThat(set.policies().getFirst().hostPaths().readOnlyAllowed()).hasSize(1);
    assertThat(parse(HEAD + "spec: {enabled: off}\n").isEnabled()).isFalse();
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
