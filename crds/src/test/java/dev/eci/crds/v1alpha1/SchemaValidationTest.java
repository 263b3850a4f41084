// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.eci.crds.testing.RequiresApiServer;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real API server rejects an invalid value at its field, and names the valid ones. */
@RequiresApiServer
class SchemaValidationTest {
  private final KubernetesClient client;

  SchemaValidationTest(KubernetesClient client) {
    this.client = client;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "mode: enforce | spec.mode: Unsupported value: \"enforce\": supported values: \"Audit\", \"Enforce\", \"Warn\"",
        "runtime: {engine: youki} | spec.runtime.engine: Unsupported value: \"youki\": supported values: \"crun\", \"runc\"",
        "runtime: {userNamespaces: Off} | spec.runtime.userNamespaces: Unsupported value: \"Off\": supported values: \"Preferred\", \"Required\"",
        "runtime: {className: Eci} | spec.runtime.className: Invalid value: \"Eci\"",
        "dockerSocketMount: {commandList: {type: block}} | spec.dockerSocketMount.commandList.type: Unsupported value: \"block\": supported values: \"allow\", \"deny\"",
        "exemptions: [{namespaces: [a]}] | spec.exemptions[0].reason: Required value",
        "exemptions: [{namespaces: [a], reason: ''}] | spec.exemptions[0].reason: Invalid value: \"\"",
        "exemptions: [{namespaces: [a], reason: r}, {reason: r}] | spec.exemptions[1]: Invalid value: \"object\": an exemption that names nothing would exempt everything; give namespaces, serviceAccounts or images",
        "exemptions: [{images: [], reason: r}] | spec.exemptions[0]: Invalid value: \"object\": an exemption that names nothing",
        "dockerSocketMount: {commandList: {overrides: [{commands: [ps]}]}} | spec.dockerSocketMount.commandList.overrides[0]: Invalid value: \"object\": an override needs namespaces or images; a list for all containers belongs in commandList itself",
        "imageTrust: {scope: All} | spec.imageTrust.authorities: Required value",
        "imageTrust: {scope: Some, authorities: [{name: a, key: {publicKeys: k}}]} | spec.imageTrust.scope: Unsupported value: \"Some\": supported values: \"All\", \"SocketMounts\"",
        "imageTrust: {scope: All, authorities: [{name: a}]} | spec.imageTrust.authorities[0]: Invalid value: \"object\": give either key or keyless, and not both",
        "imageTrust: {scope: All, authorities: [{name: a, keyless: {issuer: i, roots: r, logKeys: l}}]} | give either subject or subjectRegex, and not both",
        "imageTrust: {scope: All, authorities: [{name: a, keyless: {issuer: i, subjectRegex: 'https://good', roots: r, logKeys: l}}]} | spec.imageTrust.authorities[0].keyless: Invalid value: \"object\": subjectRegex must begin with ^ and end with $, or longer subjects would match too",
        "imageTrust: {scope: All, authorities: [{name: a, keyless: {issuerRegex: '^i', subject: s, roots: r, logKeys: l}}]} | issuerRegex must begin with ^ and end with $",
        "imageTrust: {scope: All, authorities: [{name: a, keyless: {issuer: i, subject: s, logKeys: l}}]} | spec.imageTrust.authorities[0].keyless: Invalid value: \"object\": give roots and logKeys, or trustedRoot",
        "imageTrust: {scope: All, authorities: [{name: a, keyless: {issuer: i, subject: s, trustedRoot: t, timestampRoots: r}}]} | spec.imageTrust.authorities[0].keyless: Invalid value: \"object\": give either trustedRoot or roots, logKeys, certificateLogKeys and timestampRoots, and not both",
        "hostPaths: {allowed: /data} | spec.hostPaths.allowed: Invalid value: \"string\"",
        "enabled: yes please | spec.enabled: Invalid value: \"string\"",
      })
  void reportsErrorAtItsField(String spec, String message) {
    assertThat(PolicyManifest.denial(client, spec)).contains(message);
  }

  @Test
  void rejectsPolicyWithoutSpec() {
    EciPolicy empty = new EciPolicy();
    empty.setMetadata(new ObjectMetaBuilder().withName("empty").build());

    assertThat(
            catchThrowableOfType(
                KubernetesClientException.class, () -> client.resource(empty).create()))
        .hasMessageContaining("spec: Required value");
  }

  /** An unknown field would otherwise be dropped without notice, and with it a restriction. */
  @Test
  void kubectlsStrictValidationNamesUnknownFields() {
    assertThat(
            catchThrowableOfType(
                KubernetesClientException.class,
                () ->
                    PolicyManifest.written(client, "typo", "hostPath: {allowed: [/data]}")
                        .fieldValidation(Validation.STRICT)
                        .create()))
        .hasMessageContaining("unknown field \"spec.hostPath\"");
  }
}
