// SPDX-License-Identifier: Apache-2.0
package dev.eci.registry.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.registry.auth.Credentials.Login;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** As docker login and pull secrets write them. */
class DockerConfigTest {
  private static String auth(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static DockerConfig config(String auths) throws IOException {
    return DockerConfig.parse(
        "{\"auths\":{%s},\"credsStore\":\"desktop\"}"
            .formatted(auths)
            .getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void knowsAllNamesOfDockerHub() throws IOException {
    DockerConfig config =
        config("\"https://index.docker.io/v1/\":{\"auth\":\"%s\"}".formatted(auth("me:pa:ss")));

    assertThat(config.loginFor("docker.io", "library/docker"))
        .contains(new Login("me", "pa:ss", ""));
    assertThat(config.loginFor("quay.io", "x")).isEmpty();
  }

  @Test
  void prefersLongestPathPrefix() throws IOException {
    DockerConfig config =
        config(
            "\"r.example\":{\"username\":\"all\",\"password\":\"1\"},\"r.example/team\":{\"username\":\"team\",\"password\":\"2\"}");

    assertThat(config.loginFor("r.example", "team/app")).map(Login::user).contains("team");
    assertThat(config.loginFor("r.example", "teamx/app")).map(Login::user).contains("all");
    assertThat(config.loginFor("r.example:5000", "team/app")).isEmpty();
  }

  @Test
  void ignoresEmptyEntry() throws IOException {
    assertThat(config("\"r.example\":{},\"s.example\":{\"auth\":\"?\"}").logins()).isEmpty();
    assertThat(DockerConfig.parse("{}".getBytes(StandardCharsets.UTF_8)).logins()).isEmpty();
  }

  @Test
  void readsIdentityToken() throws IOException {
    assertThat(config("\"r.example\":{\"identitytoken\":\"t\"}").loginFor("r.example", "x"))
        .contains(new Login("", "", "t"));
  }

  @Test
  void hidesPasswords() {
    assertThat(new Login("me", "secret", "token").toString())
        .doesNotContain("secret")
        .doesNotContain("token");
  }
}
