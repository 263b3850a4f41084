// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.socket;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * What a user's integration test does with Testcontainers, as a program for a container: starts a
 * server, talks to it, and leaves without tidying up, as a test run that is killed does.
 */
final class TestcontainersWorkload {
  private TestcontainersWorkload() {}

  /**
   * {@code TestcontainersWorkload IMAGE}; prints the server's response, and its container.
   *
   * @param args an image with a shell as its entry point, and httpd
   */
  public static void main(String[] args) throws Exception {
    @SuppressWarnings("resource")
    GenericContainer<?> server =
        new GenericContainer<>(DockerImageName.parse(args[0]))
            .withCommand("-c", "mkdir /w; echo a page > /w/index.html; httpd -f -p 80 -h /w")
            .withExposedPorts(80)
            .waitingFor(Wait.forHttp("/"));
    server.start();
    URI page = URI.create("http://%s:%d/".formatted(server.getHost(), server.getMappedPort(80)));
    String said =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString())
            .body();
    System.out.println("said: " + said.strip());
    System.out.println("by: " + server.getContainerId());
    System.out.println(server.execInContainer("cat", "/proc/self/uid_map").getStdout());
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }
}
