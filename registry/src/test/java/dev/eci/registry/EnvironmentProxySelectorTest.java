// SPDX-License-Identifier: Apache-2.0
package dev.eci.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which registries are reached through which proxy. */
class EnvironmentProxySelectorTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "HTTPS_PROXY", "http://proxy.example:3128",
          "http_proxy", "plain.example",
          "NO_PROXY", "r.example, .inside.example,10.0.0.1:5000");

  @ParameterizedTest
  @CsvSource({
    "https://registry-1.docker.io/v2/, proxy.example:3128",
    "http://other.example/v2/, plain.example:80",
    "https://r.example/v2/, ''",
    "https://x.r.example/v2/, ''",
    "https://xr.example/v2/, proxy.example:3128",
    "https://a.inside.example/, ''",
    "https://inside.example/, ''",
    "http://10.0.0.1:5000/, ''",
    "http://10.0.0.1:5001/, plain.example:80",
    "http://127.0.0.1:5001/, ''",
    "http://localhost:5001/, ''",
  })
  void selectsProxyFromEnvironment(String uri, String proxy) {
    assertThat(EnvironmentProxySelector.of(ENVIRONMENT).select(URI.create(uri)))
        .singleElement()
        .extracting(EnvironmentProxySelectorTest::shown)
        .isEqualTo(proxy);
  }

  private static String shown(Proxy proxy) {
    return proxy.address() instanceof InetSocketAddress address
        ? address.getHostString() + ":" + address.getPort()
        : "";
  }
}
