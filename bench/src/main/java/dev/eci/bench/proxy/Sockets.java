// SPDX-License-Identifier: Apache-2.0
package dev.eci.bench.proxy;

import dev.eci.harness.Command;
import dev.eci.harness.Lab;
import dev.eci.harness.Project;
import dev.eci.harness.docker.Daemon;
import dev.eci.harness.docker.DockerHost;
import dev.eci.harness.docker.Variant;
import dev.eci.harness.story.Manifests;
import java.time.Duration;

/**
 * One engine and the three paths to it.
 *
 * @param ours the proxy with one policy that allows what is measured
 * @param haproxy allows requests by path prefix, as is common without a dedicated proxy
 */
record Sockets(DockerHost host, Daemon ours, Daemon haproxy) implements AutoCloseable {
  private static final String OURS = "/run/eci-bench/ours.sock";
  private static final String HAPROXY = "/run/eci-bench/haproxy.sock";

  /** A path to the engine. */
  enum Way {
    DIRECT,
    OURS,
    HAPROXY
  }

  static Sockets open() {
    Command.of(Lab.environment(), Project.ROOT.resolve("src/test/lab/lab").toString(), "haproxy")
        .within(Duration.ofMinutes(10))
        .run()
        .orThrow();
    DockerHost host = DockerHost.start("bench-proxy", Variant.DEFAULT);
    try {
      host.write("/run/eci-bench/haproxy.cfg", configuration(host.engineSocket()));
      return new Sockets(
          host,
          host.proxy(
              "bench",
              Manifests.policy("{dockerSocketMount: {imageList: {images: [\"*\"]}}}"),
              OURS,
              host.engineSocket()),
          host.daemon(
              "haproxy",
              () -> host.docker("-H", "unix://" + HAPROXY, "version").isSuccess(),
              "haproxy",
              "-db",
              "-f",
              "/run/eci-bench/haproxy.cfg"));
    } catch (RuntimeException e) {
      host.close();
      throw e;
    }
  }

  String path(Way way) {
    return switch (way) {
      case DIRECT -> host.engineSocket();
      case OURS -> OURS;
      case HAPROXY -> HAPROXY;
    };
  }

  private static String configuration(String engine) {
    return """
    global
      maxconn 4000
    defaults
      mode http
      timeout connect 5s
      timeout client 10m
      timeout server 10m
      timeout tunnel 1h
    frontend docker
      bind unix@%s mode 660
      acl pings path_reg ^(/v[0-9.]+)?/(_ping|version|info|events)$
      acl lists path_reg ^(/v[0-9.]+)?/(containers|images|networks|volumes)
      acl builds path_reg ^(/v[0-9.]+)?/(build|exec|session|grpc)
      http-request deny unless pings or lists or builds
      default_backend engine
    backend engine
      server engine unix@%s
    """
        .formatted(HAPROXY, engine);
  }

  @Override
  public void close() {
    host.close();
  }
}
