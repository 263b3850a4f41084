// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors in spec.imageTrust are reported at their fields when the policy is applied. */
class ImageTrustTest {
  private static final String KEY =
      "\"-----BEGIN PUBLIC KEY-----\\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEWKn70o2YhDKOqWtDTDqVKB9wQTI/\\n5EUQIwnu5kfwJzx4btWz4D94GjVBMm4yhv6fdUvn/H+0f5i1Hpt0Yjo65Q==\\n-----END PUBLIC KEY-----\\n\"";

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{name: a, key: {publicKeys: b}} | spec.imageTrust.authorities[0].key.publicKeys: holds no PEM block -----BEGIN PUBLIC KEY-----",
        "{name: a, key: {publicKeys: KEY}, images: ['app:v1']} | spec.imageTrust.authorities[0].images[0]: \"app:v1\" is no pattern of repositories; write",
        "{name: a, key: {publicKeys: KEY}, images: ['registry.example/a@sha256:0']} | spec.imageTrust.authorities[0].images[0]:",
        "{name: a, keyless: {issuer: i, subjectRegex: '^(a$', roots: r, logKeys: KEY}} | spec.imageTrust.authorities[0].keyless.subjectRegex: is no regular expression of RE2's syntax",
        "{name: a, keyless: {issuer: i, subjectRegex: 'https://good', roots: r, logKeys: KEY}} | spec.imageTrust.authorities[0].keyless.subjectRegex: has no anchors; write ^…$",
        "{name: a, keyless: {issuer: i, subject: s, roots: KEY, logKeys: KEY}} | spec.imageTrust.authorities[0].keyless.roots: a PEM block is a PUBLIC KEY; write -----BEGIN CERTIFICATE-----",
        "{name: a, keyless: {issuer: i, subject: s, logKeys: KEY}} | spec.imageTrust.authorities[0].keyless: give roots and logKeys, or trustedRoot",
        "{name: a, keyless: {issuer: i, subject: s, roots: r, trustedRoot: t}} | spec.imageTrust.authorities[0].keyless: give either trustedRoot or roots, logKeys, certificateLogKeys and timestampRoots, and not both",
        "{name: a, keyless: {issuer: i, subject: s, roots: r, logKeys: KEY, timestampRoots: KEY}} | spec.imageTrust.authorities[0].keyless.timestampRoots: a PEM block is a PUBLIC KEY; write -----BEGIN CERTIFICATE-----",
        "{name: a, keyless: {issuer: i, subject: s, trustedRoot: t}} | spec.imageTrust.authorities[0].keyless.trustedRoot: cannot be read: it is no JSON",
        "{name: a, keyless: {issuer: i, subject: s, trustedRoot: '{\"mediaType\": \"application/vnd.dev.sigstore.trustedroot+json;version=0.1\"}'}} | spec.imageTrust.authorities[0].keyless.trustedRoot: names no certificateAuthorities, without which no signature counts",
        "{name: a} | spec.imageTrust.authorities[0]: give either key or keyless, and not both",
      })
  void reportsErrorAtItsField(String authority, String message) {
    assertThat(
            PolicyYaml.errors(
                "imageTrust: {scope: All, authorities: [%s]}"
                    .formatted(authority.replace("KEY", KEY))))
        .anySatisfy(error -> assertThat(error).startsWith(message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{name: a, key: {publicKeys: KEY}}",
        "{name: a, key: {publicKeys: KEY}, images: ['**', 'registry.example:5000/team/*', 'busybox', 'registry.example/**']}",
      })
  void acceptsValidAuthorities(String authority) {
    assertThat(
            PolicyYaml.errors(
                "imageTrust: {scope: SocketMounts, authorities: [%s]}"
                    .formatted(authority.replace("KEY", KEY))))
        .isEmpty();
  }
}
