// SPDX-License-Identifier: Apache-2.0
package dev.eci.bench.proxy;

import dev.eci.bench.BenchResult;
import dev.eci.bench.BenchmarksPage;
import dev.eci.bench.Comparison.Goal;
import dev.eci.bench.LoadProgram;
import dev.eci.harness.Lab;
import dev.eci.harness.docker.DockerHost;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code make bench-proxy}: runs every scenario, writes each result into its section of
 * docs/benchmarks.md, and ends with one line per figure.
 */
public final class ProxyBench {
  private static final String TAKEN = "eci-bench-taken";

  private ProxyBench() {}

  public static void main(String[] args) {
    int samples = Integer.getInteger("bench.samples", 10);
    List<String> only = List.of(System.getProperty("bench.only", "").split(","));
    Lab.up();
    LoadProgram.build();
    List<String> lines = new ArrayList<>();
    try (Sockets sockets = Sockets.open()) {
      for (ProxyScenario proxyScenario : scenarios(sockets)) {
        if (only.contains("") || only.contains(proxyScenario.name())) {
          BenchResult benchResult = proxyScenario.run(samples);
          BenchmarksPage.write("proxy-" + proxyScenario.name(), benchResult.table());
          System.out.print(benchResult.table());
          lines.addAll(benchResult.lines());
        }
      }
    }
    lines.forEach(System.out::println);
  }

  private static List<ProxyScenario> scenarios(Sockets sockets) {
    Load load = new Load(sockets);
    sockets.host().docker("create", "--name", TAKEN, DockerHost.IMAGE).orThrow();
    return List.of(
        new Requests(
            "ping",
            load,
            "GET /_ping HTTP/1.1\r\nHost: d\r\n\r\n",
            200,
            false,
            List.of(1, 50, 200),
            Goal.atLeast(0.5),
            Goal.NONE),
        new Requests(
            "list",
            load,
            "GET /v1.44/containers/json?all=1 HTTP/1.1\r\nHost: d\r\n\r\n",
            200,
            false,
            List.of(1, 50, 200),
            Goal.atLeast(0.5),
            Goal.NONE),
        new Requests(
            "create",
            load,
            create("?name=" + TAKEN),
            409,
            false,
            List.of(1, 50, 200),
            Goal.NONE,
            Goal.atLeast(1)),
        new Requests(
            "created", load, create(""), 201, true, List.of(1, 50), Goal.NONE, Goal.atLeast(1)),
        new Streams(load),
        new ProxyMemory(load));
  }

  /**
   * As compose sends it. The name is taken already, so the engine validates all of it and creates
   * nothing.
   */
  private static String create(String query) {
    String body =
        """
        {"Hostname":"","Domainname":"","User":"","AttachStdin":false,"AttachStdout":true,"AttachStderr":true,
        "ExposedPorts":{"8080/tcp":{}},"Tty":false,"OpenStdin":false,"StdinOnce":false,"Env":["A=b","PATH=/usr/bin:/bin"],"Cmd":["-c","exec httpd -f"],
        "Image":"%s","WorkingDir":"/srv","Labels":{"com.docker.compose.project":"bench","com.docker.compose.service":"web","com.docker.compose.oneoff":"False"},
        "HostConfig":{"Binds":["/srv/data:/data:rw"],"NetworkMode":"bridge","PortBindings":{"8080/tcp":[{"HostIp":"127.0.0.1","HostPort":""}]},
        "RestartPolicy":{"Name":"unless-stopped","MaximumRetryCount":0},"AutoRemove":false,"CapAdd":["NET_ADMIN"],"Memory":67108864,"ShmSize":0,
        "LogConfig":{"Type":"json-file","Config":{"max-size":"1m"}},"Mounts":[{"Type":"volume","Source":"bench","Target":"/v"}]},
        "NetworkingConfig":{"EndpointsConfig":{"bridge":{}}}}
        """
            .formatted(DockerHost.IMAGE);
    return "POST /v1.44/containers/create%s HTTP/1.1\r\nHost: d\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(query, body.length(), body);
  }
}
