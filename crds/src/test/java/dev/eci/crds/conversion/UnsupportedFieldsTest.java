// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An accepted policy is enforced as it is written; a field that would not be is denied by name. */
class UnsupportedFieldsTest {
  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "nodeSelector: {matchLabels: {a: b}}                                | spec.nodeSelector",
        "nodeSelector: {matchExpressions: [{key: a, operator: Exists}]}     | spec.nodeSelector",
        "runtime: {engine: crun}                                            | spec.runtime.engine",
      })
  void rejectsUnsupportedFieldsByName(String spec, String field) {
    assertThat(PolicyYaml.errors(spec))
        .singleElement()
        .asString()
        .startsWith(field + ": not implemented in this version, so it would not be enforced; ");
  }

  /** A list with an unreadable entry must not be ignored as a whole (CVE-2025-10657). */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "commands: [ps, pussh]                                  | commandList.commands[1]",
        "commands: [compose]                                    | commandList.commands[0]",
        "overrides: [{namespaces: [a], commands: [ps, pussh]}]  | commandList.overrides[0].commands[1]",
        "overrides: [{images: [busybox, A], commands: [ps]}]    | commandList.overrides[0].images[1]",
      })
  void commandListsAreChecked(String list, String field) {
    assertThat(PolicyYaml.errors("dockerSocketMount: {commandList: {%s}}".formatted(list)))
        .singleElement()
        .asString()
        .startsWith("spec.dockerSocketMount." + field + ": ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "locked: true",
        "locked: false",
        "nodeSelector: {}",
        "nodeSelector: {matchLabels: {}, matchExpressions: []}",
        "runtime: {userNamespaces: Required, engine: runc}",
        "runtime: {userNamespaces: Preferred}",
        "runtime: {kernelSurface: Baseline}",
        "runtime: {kernelSurface: Reduced, kernelFeatures: [io_uring, af_alg, nf_tables]}",
        "dockerSocketMount: {imageList: {allowDerivedImages: true}}",
        "dockerSocketMount: {commandList: {commands: [push]}}",
        "dockerSocketMount: {commandList: {type: allow}}",
        "dockerSocketMount: {commandList: {overrides: [{namespaces: [a], type: allow}]}}",
        "dockerSocketMount: {commandList: {type: deny, commands: []}}",
        "dockerSocketMount: {commandList: {overrides: [{namespaces: [a]}]}}",
      })
  void acceptsSupportedAndEmptyFields(String spec) {
    assertThat(PolicyYaml.errors(spec)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"iouring", "IO_URING", "''", "af_inet"})
  void rejectsUnknownKernelFeature(String name) {
    assertThat(
            PolicyYaml.errors(
                "runtime: {kernelSurface: Reduced, kernelFeatures: [bpf, %s]}".formatted(name)))
        .singleElement()
        .asString()
        .startsWith("spec.runtime.kernelFeatures[1]: ")
        .contains("is not a kernel feature; use one of user_namespaces, ia32, bpf, ");
  }
}
