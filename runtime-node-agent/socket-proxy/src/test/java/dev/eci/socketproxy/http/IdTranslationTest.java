// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.docker.route.Operation;
import dev.eci.policy.docker.route.RequestTarget;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdTranslationTest {
  @ParameterizedTest
  @CsvSource({
    "GET, /containers/x/archive?path=/, true, false",
    "GET, /containers/web/alias/archive?path=/, true, false",
    "PUT, /containers/x/archive?path=/, true, true",
    "HEAD, /containers/x/archive?path=/, false, false",
    "GET, /containers/x/export, true, false",
    "GET, /containers/web/alias/changes, true, false",
    "GET, /containers/x/json, false, false",
    "POST, /containers/archive/start, false, false",
  })
  void appliesToArchivesOfContainers(
      String method, String target, boolean applies, boolean inRequest) throws Exception {
    Operation operation = Operation.of(method, RequestTarget.parse(target)).orElseThrow();
    assertThat(IdTranslation.appliesTo(operation)).isEqualTo(applies);
    assertThat(applies && IdTranslation.isInRequest(operation)).isEqualTo(inRequest);
  }
}
