// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SOCK-6: a policy that could not be enforced is denied when it is applied. */
@QuarkusTest
@WithTestResource(RealCluster.class)
class InvalidPoliciesTest extends ApiServerTestBase {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "dockerSocketMount: {imageList: {images: [docker:cli, Docker]}}   | spec.dockerSocketMount.imageList.images[1]: ",
        "dockerSocketMount: {imageList: {images: ['*', docker]}}          | spec.dockerSocketMount.imageList.images: \"*\" allows every image, so it must be the only entry",
        "dockerSocketMount: {commandList: {commands: [pussh]}}            | spec.dockerSocketMount.commandList.commands[0]: ",
        "podSelector: {matchExpressions: [{key: a, operator: Equals}]}    | spec.podSelector.matchExpressions[0].operator: \"Equals\" is not an operator; use In, NotIn, Exists or DoesNotExist",
        "hostPaths: {allowed: [/var/run]}                                 | spec.hostPaths.allowed[0]: /run gives access to the docker socket",
        "nodeSelector: {matchLabels: {a: b}}                              | spec.nodeSelector: not implemented in this version",
      })
  void reportsErrorAtItsField(String spec, String message) {
    assertThat(Namespaces.policy(client(), "denied", "nowhere", spec).denial())
        .startsWith("admission webhook \"policies.eci.dev\" denied the request: ")
        .contains(message);
  }
}
