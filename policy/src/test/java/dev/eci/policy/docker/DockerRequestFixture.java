// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker;

import dev.eci.policy.docker.LookupResult.ContainerMount;
import dev.eci.policy.docker.json.JsonValue;
import dev.eci.policy.hostpath.DockerEngineLayout;
import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.image.ImageContent;
import dev.eci.policy.image.ImageIdentity;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.PolicyBuilder;
import dev.eci.policy.model.PolicySource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A request on a Docker host whose engine has a few objects: containers {@code ours}, {@code
 * theirs} (created before ECI, with the node's root mounted), volumes, networks, links.
 */
public final class DockerRequestFixture {
  public static final ProxyContext SETUP =
      new ProxyContext(
          "eci",
          new DockerEngineLayout(
              HostPath.of("/var/lib/docker"),
              Set.of(),
              List.of(HostPath.of("/run/elsewhere/filtered.sock"))),
          ProxyContext.LARGEST_BODY);

  static final Caller HOST = new Caller.Host(1000, 1000, 42);

  private final Map<Lookup, LookupResult> engine = new HashMap<>();
  private final List<Policy> policies = new ArrayList<>();
  private ProxyContext proxyContext = SETUP;
  private Caller caller = HOST;

  private DockerRequestFixture() {
    image("docker:cli", PolicyBuilder.DIGEST);
    image("busybox", "sha256:" + "b".repeat(64));
    container("ours", "eci", false, List.of(), List.of());
    container(
        "sibling",
        "eci",
        false,
        List.of(),
        List.of(
            new ContainerMount("bind", "", "/srv/data", false),
            new ContainerMount("volume", "plain", "/var/lib/docker/volumes/plain/_data", false)));
    container(
        "theirs",
        "runc",
        true,
        List.of("pid"),
        List.of(new ContainerMount("bind", "", "/", false)));
    container("the/alias", "runc", false, List.of(), List.of());
    container(
        "socketed",
        "eci",
        false,
        List.of(),
        List.of(new ContainerMount("bind", "", "/var/run/docker.sock", false)));
    container(
        "etcvolume",
        "eci",
        false,
        List.of(),
        List.of(new ContainerMount("volume", "etc", "/var/lib/docker/volumes/etc/_data", false)));
    container("apps", "eci", false, List.of(), List.of(), "apps");
    container("other", "eci", false, List.of(), List.of(), "other");
    volume("plain", Map.of());
    volume("etc", Map.of("type", "none", "o", "bind", "device", "/etc"));
    volume("srv", Map.of("type", "none", "o", "bind", "device", "/srv/x"));
    volume("sock", Map.of("type", "none", "o", "bind", "device", "/run/docker.sock"));
    engine.put(new Lookup.NetworkLookup("0123host"), new LookupResult.Network("host", "host"));
    engine.put(
        new Lookup.NetworkLookup("mine"),
        new LookupResult.Network("mine", "bridge", "mine", "apps"));
    link("/srv/toetc", "/etc");
    link("/home/u/sock", "/run/docker.sock");
    engine.put(new Lookup.ExecLookup("e1"), new LookupResult.Exec(idOf("ours")));
    engine.put(new Lookup.ExecLookup("e2"), new LookupResult.Exec(idOf("theirs")));
    engine.put(new Lookup.ExecLookup("e4"), new LookupResult.Exec(idOf("apps")));
  }

  /** The ID of a container of the engine. */
  public static String idOf(String name) {
    return HexFormat.of().toHexDigits(name.hashCode(), 8).repeat(8);
  }

  public static DockerRequestFixture under(Policy... policies) {
    DockerRequestFixture dockerRequestFixture = new DockerRequestFixture();
    dockerRequestFixture.policies.addAll(List.of(policies));
    return dockerRequestFixture;
  }

  /** On a Docker host, with docker:cli on the socket's list. */
  public static DockerRequestFixture byDefault() {
    return under(host("default"));
  }

  public static Policy host(String name) {
    return PolicyBuilder.named(
        name,
        p -> {
          p.source = new PolicySource.File(name);
          p.socketImages = List.of("docker:cli");
        });
  }

  public DockerRequestFixture fromCaller(Caller who) {
    this.caller = who;
    return this;
  }

  public DockerRequestFixture withContext(ProxyContext other) {
    this.proxyContext = other;
    return this;
  }

  /** A container of docker:cli. */
  public DockerRequestFixture fromContainer() {
    return fromCaller(container("docker:cli"));
  }

  public static Caller.InContainer container(String image) {
    return new Caller.InContainer(
        "c".repeat(64),
        "client",
        ImageIdentity.Local.of(
            image,
            ImageContent.of(
                image.startsWith("docker") ? PolicyBuilder.DIGEST : "sha256:" + "b".repeat(64),
                List.of())),
        Optional.empty());
  }

  public DockerRequestFixture withLookupResult(Lookup lookup, LookupResult lookupResult) {
    engine.put(lookup, lookupResult);
    return this;
  }

  public ApiDecision decide(String method, String target) {
    return decide(method, target, "");
  }

  public ApiDecision decide(String method, String target, String json) {
    return decide(
        method, target, json.isEmpty() ? new JsonValue.Null() : Json.of(json), !json.isEmpty());
  }

  public ApiDecision decide(String method, String target, JsonValue body) {
    return decide(method, target, body, true);
  }

  /** For a body of that type, as it was sent. */
  public ApiDecision decideForm(String method, String target, String type, String form) {
    return decide(
        new ApiRequest(caller, method, target, type, !form.isEmpty()), new JsonValue.Str(form));
  }

  private ApiDecision decide(String method, String target, JsonValue body, boolean hasBody) {
    return decide(
        new ApiRequest(caller, method, target, hasBody ? "application/json" : "", hasBody), body);
  }

  private ApiDecision decide(ApiRequest request, JsonValue body) {
    Evaluation evaluation =
        DockerApiAuthorizer.evaluate(request, proxyContext, policies, PolicyBuilder.NOW);
    for (int i = 0; i < 10; i++) {
      switch (evaluation) {
        case Evaluation.Decided decided -> {
          return decided.decision();
        }
        case Evaluation.NeedsBody needs -> evaluation = needs.resume(body);
        case Evaluation.NeedsLookups needs -> {
          Map<Lookup, LookupResult> answers = new HashMap<>();
          needs.lookups().forEach(q -> answers.put(q, answer(q)));
          evaluation = needs.resume(new LookupResults(answers));
        }
      }
    }
    throw new AssertionError("no end of questions");
  }

  private LookupResult answer(Lookup lookup) {
    LookupResult known = engine.get(lookup);
    if (known != null) {
      return known;
    }
    return lookup instanceof Lookup.PathLookup(String path)
        ? new LookupResult.RealPath(
            path, path.startsWith("/home/u/") ? List.of(0L, 0L, 1000L) : List.of())
        : new LookupResult.Absent();
  }

  private void image(String name, String digest) {
    engine.put(
        new Lookup.ImageLookup(name),
        new LookupResult.Image(
            ImageIdentity.Local.of(
                name,
                ImageContent.of(
                    digest, List.of("docker.io/library/" + name.split(":")[0] + "@" + digest)))));
  }

  private void container(
      String name,
      String runtime,
      boolean privileged,
      List<String> host,
      List<ContainerMount> mounts) {
    container(name, runtime, privileged, host, mounts, "");
  }

  private void container(
      String name,
      String runtime,
      boolean privileged,
      List<String> host,
      List<ContainerMount> mounts,
      String namespace) {
    LookupResult container =
        new LookupResult.Container(
            idOf(name),
            runtime,
            privileged,
            host,
            mounts,
            new ImageIdentity.Named("busybox"),
            namespace);
    engine.put(new Lookup.ContainerLookup(name), container);
    engine.put(new Lookup.ContainerLookup(idOf(name)), container);
  }

  private void volume(String name, Map<String, String> options) {
    engine.put(new Lookup.VolumeLookup(name), new LookupResult.Volume("local", options));
  }

  private void link(String path, String target) {
    engine.put(new Lookup.PathLookup(path), new LookupResult.RealPath(target));
  }
}
