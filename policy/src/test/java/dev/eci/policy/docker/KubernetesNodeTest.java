// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.command.CommandList;
import dev.eci.policy.command.CommandRules;
import dev.eci.policy.docker.ApiDecision.Body;
import dev.eci.policy.docker.ApiDecision.Deny;
import dev.eci.policy.docker.ApiDecision.Forward;
import dev.eci.policy.docker.create.BuildProtectionRule;
import dev.eci.policy.docker.json.JsonWriter;
import dev.eci.policy.hostpath.DockerEngineLayout;
import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.image.ImageContent;
import dev.eci.policy.image.ImageIdentity;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.PolicyBuilder;
import dev.eci.policy.selector.Exemption;
import dev.eci.policy.selector.PodSubject;
import dev.eci.policy.selector.Selector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SOCK-5 on a Kubernetes node: the caller's namespace chooses the policies, and without one
 * everything is denied.
 */
class KubernetesNodeTest {
  private static final String CREATE = "/v1.44/containers/create";
  private static final Map<String, String> TEAM = Map.of("team", "ci");

  private static final Policy POLICY =
      PolicyBuilder.named(
          "ci",
          p -> {
            p.namespaces = new Selector(TEAM, List.of());
            // the labels of a pod are unknown on the node
            p.pods = new Selector(Map.of("app", "build"), List.of());
            p.socketImages = List.of("docker:cli");
            p.socketCommands =
                new CommandRules(
                    CommandList.parse(CommandList.Type.DENY, List.of("push")), List.of());
            p.exemptions =
                List.of(
                    new Exemption(
                        List.of(),
                        List.of(),
                        List.of(dev.eci.policy.image.ImagePattern.parse("docker:cli")),
                        "of pods with this image alone",
                        Optional.empty()));
          });

  private static ProxyContext node(BuildProtectionRule builds) {
    return new ProxyContext(
        "eci",
        new DockerEngineLayout(HostPath.of("/var/lib/docker"), Set.of(), List.of(), true),
        ProxyContext.LARGEST_BODY,
        builds,
        true);
  }

  private static DockerRequestFixture pod() {
    return fromCaller(
        new Caller.InContainer(
            "c".repeat(64),
            "apps/pod/main",
            ImageIdentity.Local.of("docker:cli", ImageContent.of(PolicyBuilder.DIGEST, List.of())),
            Optional.of(
                new PodSubject(
                    "apps",
                    TEAM,
                    Map.of(),
                    "",
                    List.of(dev.eci.policy.image.ImageReference.parse("docker:cli")),
                    false))));
  }

  private static DockerRequestFixture fromCaller(Caller caller) {
    return DockerRequestFixture.under(POLICY)
        .withContext(node(BuildProtectionRule.NONE))
        .fromCaller(caller);
  }

  private static String sent(ApiDecision decision) {
    assertThat(decision).isInstanceOf(Forward.class);
    return JsonWriter.write(((Body.RewrittenBody) ((Forward) decision).body()).value());
  }

  private static String refused(ApiDecision decision) {
    assertThat(decision).isInstanceOf(Deny.class);
    return ((Deny) decision).message();
  }

  /** No policy here applies to callers without a namespace, and that is no permission. */
  @Test
  void rejectsUnknownCallerAndContainersOfNoPod() {
    assertThat(refused(fromCaller(new Caller.Unknown("it has ended")).decide("GET", "/_ping")))
        .contains("the caller could not be identified: it has ended");
    assertThat(
            refused(
                fromCaller(DockerRequestFixture.container("docker:cli")).decide("GET", "/_ping")))
        .contains("was not created by a pod through this socket");
    assertThat(fromCaller(DockerRequestFixture.HOST).decide("GET", "/_ping"))
        .isInstanceOf(Forward.class);
  }

  @Test
  void appliesNamespacePoliciesToPodWithAnyLabels() {
    assertThat(refused(pod().decide("POST", "/v1.44/images/x/push")))
        .contains("command list in EciPolicy \"ci\"");
    assertThat(pod().decide("GET", "/v1.44/containers/json")).isInstanceOf(Forward.class);
  }

  @Test
  void labelsCreatedContainersWithPodNamespace() {
    assertThat(
            sent(
                pod()
                    .decide(
                        "POST",
                        CREATE,
                        "{\"Image\":\"busybox\",\"Labels\":{\"a\":\"b\",\"eci.dev/namespace\":\"other\"}}")))
        .isEqualTo(
            "{\"Image\":\"busybox\",\"Labels\":{\"a\":\"b\",\"eci.dev/namespace\":\"apps\"},\"HostConfig\":{\"Runtime\":\"eci\"}}");
    assertThat(sent(pod().decide("POST", CREATE, "{\"Image\":\"busybox\",\"Labels\":null}")))
        .contains("\"Labels\":{\"eci.dev/namespace\":\"apps\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Image\":\"docker:cli\",\"HostConfig\":{\"Binds\":[\"/var/run/docker.sock:/s:ro\"]}}",
        "{\"Image\":\"docker:cli\",\"HostConfig\":{\"Binds\":[\"/run//docker.sock:/s:ro\"]}}",
        "{\"Image\":\"docker:cli\",\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/var/run/docker.sock\",\"Target\":\"/s\"}]}}"
      })
  void swapsDockerSocketForProxiedSocket(String body) {
    assertThat(sent(pod().decide("POST", CREATE, body)))
        .contains("\"/run/eci/docker/docker.sock")
        .doesNotContain("run/docker.sock");
    assertThat(refused(pod().decide("POST", CREATE, body.replace("docker:cli", "busybox"))))
        .contains(
            "docker socket mount denied for container with image \"docker.io/library/busybox\"");
  }

  /** By a link, a volume, or another container's mounts. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Image\":\"docker:cli\",\"HostConfig\":{\"Binds\":[\"/home/u/sock:/s\"]}}",
        "{\"Image\":\"docker:cli\",\"HostConfig\":{\"Binds\":[\"sock:/s\"]}}",
        "{\"Image\":\"docker:cli\",\"HostConfig\":{\"VolumesFrom\":[\"socketed\"]}}"
      })
  void rejectsMountOfUnproxiedDockerSocket(String body) {
    assertThat(refused(pod().decide("POST", CREATE, body))).contains(" is denied");
  }

  /** A volume has no image that could be listed. */
  @Test
  void rejectsVolumeOfEngineSocketWithRemedy() {
    ProxyContext proxyContext =
        new ProxyContext(
            "eci",
            new DockerEngineLayout(
                HostPath.of("/var/lib/docker"),
                Set.of(),
                List.of(HostPath.of("/run/docker.sock")),
                true),
            ProxyContext.LARGEST_BODY,
            BuildProtectionRule.NONE,
            true);
    assertThat(
            refused(
                pod()
                    .withContext(proxyContext)
                    .decide(
                        "POST",
                        "/v1.44/volumes/create",
                        "{\"Name\":\"v\",\"DriverOpts\":{\"type\":\"none\",\"o\":\"bind\",\"device\":\"/run/docker.sock\"}}")))
        .contains("on this node it is the engine's own socket without the proxy; mount ");
  }

  /** On a Docker host it is user data. */
  @Test
  void deniesUserDataPaths() {
    assertThat(
            refused(
                pod()
                    .decide(
                        "POST",
                        CREATE,
                        "{\"Image\":\"busybox\",\"HostConfig\":{\"Binds\":[\"/srv/data:/d\"]}}")))
        .contains("mount of host path \"/srv/data\" is denied");
  }

  /** R13: a pod may use what its namespace created, and nothing of the node's other owners. */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "GET    | /containers/NAME/json",
        "GET    | /containers/NAME/top",
        "GET    | /containers/NAME/logs",
        "GET    | /containers/NAME/changes",
        "GET    | /containers/NAME/stats",
        "GET    | /containers/NAME/export",
        "GET    | /containers/NAME/archive?path=%2F",
        "POST   | /containers/NAME/resize",
        "POST   | /containers/NAME/start",
        "POST   | /containers/NAME/stop",
        "POST   | /containers/NAME/kill",
        "POST   | /containers/NAME/pause",
        "POST   | /containers/NAME/unpause",
        "POST   | /containers/NAME/wait",
        "POST   | /containers/NAME/rename?name=x",
        "POST   | /containers/NAME/exec",
        "POST   | /containers/NAME/update",
        "DELETE | /containers/NAME?force=1",
        "POST   | /commit?repo=x&container=NAME",
      })
  void limitsPodToContainersOfItsNamespace(String method, String target) {
    String body = target.endsWith("update") ? "{\"Memory\":1}" : "";
    assertThat(pod().decide(method, target.replace("NAME", "apps"), body))
        .isInstanceOfSatisfying(
            Forward.class,
            f ->
                assertThat(f.target())
                    .isEqualTo(target.replace("NAME", DockerRequestFixture.idOf("apps"))));
    for (String other : List.of("ours", "theirs", "other")) {
      assertThat(refused(pod().decide(method, target.replace("NAME", other), body)))
          .contains(other.equals("theirs") ? "is not protected" : "of this namespace");
    }
    assertThat(
            fromCaller(DockerRequestFixture.HOST)
                .decide(method, target.replace("NAME", "theirs"), body))
        .isInstanceOf(Forward.class);
  }

  @Test
  void limitsPodToExecsNetworksAndNamespacesOfItsContainers() {
    assertThat(pod().decide("GET", "/exec/e4/json")).isInstanceOf(Forward.class);
    assertThat(refused(pod().decide("GET", "/exec/e1/json"))).contains("of this namespace");
    assertThat(refused(pod().decide("POST", "/exec/e1/resize"))).contains("of this namespace");
    for (String operation : List.of("connect", "disconnect")) {
      String target = "/networks/mine/" + operation;
      assertThat(sent(pod().decide("POST", target, "{\"container\":\"apps\"}")))
          .isEqualTo("{\"Container\":\"" + DockerRequestFixture.idOf("apps") + "\"}");
      assertThat(refused(pod().decide("POST", target, "{\"Container\":\"other\"}")))
          .contains("of this namespace");
    }
    for (String joined :
        List.of(
            "\"NetworkMode\":\"container:other\"",
            "\"PidMode\":\"container:other\"",
            "\"VolumesFrom\":[\"other:ro\"]",
            "\"Links\":[\"apps:a\",\"other:x\"]",
            "\"Links\":[\"/other:/apps/x\"]",
            "\"Links\":[\"other\"]")) {
      assertThat(
              refused(
                  pod()
                      .decide(
                          "POST",
                          CREATE,
                          "{\"Image\":\"busybox\",\"HostConfig\":{" + joined + "}}")))
          .contains("of this namespace");
    }
    for (String kind : List.of("containers", "volumes", "networks")) {
      assertThat(refused(pod().decide("POST", "/" + kind + "/prune"))).contains("other namespaces");
      assertThat(fromCaller(DockerRequestFixture.HOST).decide("POST", "/" + kind + "/prune"))
          .isInstanceOf(Forward.class);
    }
  }

  /** R12: services run under dockerd's own default runtime. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /services/create",
        "POST /services/x/update?version=1",
        "DELETE /services/x",
        "GET /services",
        "GET /services/x/logs",
        "GET /tasks/x/logs",
        "POST /secrets/create",
        "GET /configs/x",
        "GET /nodes",
        "POST /swarm/init",
        "POST /swarm/join",
      })
  void blocksSwarmForPods(String request) {
    String[] words = request.split(" ");
    assertThat(refused(pod().decide(words[0], "/v1.44" + words[1], "{}")))
        .contains("is blocked for containers whatever the command list says");
  }

  @Test
  void forwardsBuildsOnlyWithProtectedSteps() {
    String buildKit = "/v1.44/build?version=2";
    assertThat(refused(pod().decide("POST", buildKit))).contains("DOCKER_BUILDKIT_RUNC_COMMAND");
    DockerRequestFixture ready = pod().withContext(node(BuildProtectionRule.BUILDKIT));
    assertThat(ready.decide("POST", buildKit)).isInstanceOf(Forward.class);
    for (String classic :
        List.of("", "?version=1", "?version=2&version=1", "?version=1&version=2")) {
      assertThat(refused(ready.decide("POST", "/v1.44/build" + classic)))
          .contains("without BuildKit");
    }
  }

  private static DockerRequestFixture podAmongOthers() {
    DockerRequestFixture fixture = pod();
    for (String namespace : List.of("apps", "other", "")) {
      String name = namespace.isEmpty() ? "admins" : namespace;
      fixture
          .withLookupResult(
              new Lookup.VolumeLookup(name), new LookupResult.Volume("local", Map.of(), namespace))
          .withLookupResult(
              new Lookup.NetworkLookup(name),
              new LookupResult.Network(name, "bridge", "id-of-" + name, namespace));
    }
    return fixture.withLookupResult(
        new Lookup.NetworkLookup("bridge"), new LookupResult.Network("bridge", "bridge"));
  }

  /** SOCK-5: pods of one node share nothing by name. */
  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "GET    | /volumes/NAME            | ''",
        "DELETE | /volumes/NAME            | ''",
        "POST   | /volumes/create          | {'Name':'NAME'}",
        "GET    | /networks/NAME           | ''",
        "DELETE | /networks/NAME           | ''",
        "POST   | /networks/NAME/connect   | {'Container':'apps'}",
        "POST   | /networks/NAME/disconnect | {'Container':'apps','Force':true}",
        "POST   | /containers/create       | {'Image':'busybox','HostConfig':{'Binds':['NAME:/x']}}",
        "POST   | /containers/create       | {'Image':'busybox','HostConfig':{'Binds':['NAME:/x:Z']}}",
        "POST   | /containers/create       | {'Image':'busybox','HostConfig':{'Mounts':[{'Type':'volume','Source':'NAME','Target':'/x'}]}}",
        "POST   | /containers/create       | {'Image':'busybox','HostConfig':{'NetworkMode':'NAME'}}",
        "POST   | /containers/create       | {'Image':'busybox','NetworkingConfig':{'EndpointsConfig':{'NAME':{}}}}",
      })
  void limitsPodToVolumesAndNetworksOfItsNamespace(String method, String target, String body) {
    for (String name : List.of("other", "admins")) {
      assertThat(
              refused(
                  podAmongOthers().decide(method, target.replace("NAME", name), json(body, name))))
          .contains("\"" + name + "\" was not created by pods of this namespace");
    }
    assertThat(podAmongOthers().decide(method, target.replace("NAME", "apps"), json(body, "apps")))
        .isInstanceOfSatisfying(
            Forward.class,
            f ->
                assertThat(f.target())
                    .isEqualTo(
                        target.startsWith("/networks")
                            ? target.replace("NAME", "id-of-apps")
                            : target.replace("NAME", "apps")));
    assertThat(
            podAmongOthers()
                .fromCaller(DockerRequestFixture.HOST)
                .decide(method, target.replace("NAME", "other"), json(body, "other")))
        .isInstanceOf(Forward.class);
  }

  private static String json(String body, String name) {
    return body.replace('\'', '"').replace("NAME", name);
  }

  @Test
  void labelsCreatedVolumesAndNetworks() {
    for (String target : List.of("/volumes/create", "/networks/create")) {
      assertThat(sent(pod().decide("POST", target, json("{'Name':'NAME'}", "x"))))
          .isEqualTo(json("{'Name':'NAME','Labels':{'eci.dev/namespace':'apps'}}", "x"));
      assertThat(
              sent(
                  pod()
                      .decide(
                          "POST",
                          target,
                          json("{'labels':{'a':'b','eci.dev/namespace':'other'}}", ""))))
          .isEqualTo(json("{'Labels':{'a':'b','eci.dev/namespace':'apps'}}", ""));
    }
  }

  /** Volumes that the engine creates with a container. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'Binds':['new:/x','/srv:/y']            | DENIED",
        "'Binds':['new:/x']                      | 'Binds':[],'Mounts':[{'Type':'volume','Source':'new','Target':'/x','VolumeOptions':{LABELS}}]",
        "'Binds':['new:/x:ro,nocopy']            | 'Binds':[],'Mounts':[{'Type':'volume','Source':'new','Target':'/x','ReadOnly':true,'VolumeOptions':{'NoCopy':true,LABELS}}]",
        "'Binds':['new:/x:Z']                    | DENIED",
        "'Binds':['new:/x:z']                    | 'Binds':[],'Mounts':[{'Type':'volume','Source':'new','Target':'/x','VolumeOptions':{LABELS}}]",
        "'Binds':['new:/x'],'VolumeDriver':'local' | DENIED",
        "'Mounts':[{'Type':'volume','Source':'new','Target':'/x','VolumeOptions':{'Labels':{'eci.dev/namespace':'other'}}}] | 'Mounts':[{'Type':'volume','Source':'new','Target':'/x','VolumeOptions':{LABELS}}]",
        "'Mounts':[{'Type':'volume','Target':'/x'}] | 'Mounts':[{'Type':'volume','Target':'/x','VolumeOptions':{LABELS}}]",
        "'Mounts':[{'Type':'tmpfs','Target':'/x'}] | 'Mounts':[{'Type':'tmpfs','Target':'/x'}]",
      })
  void labelsVolumesOfCreatedContainers(String host, String expected) {
    ApiDecision decision =
        pod().decide("POST", CREATE, json("{'Image':'busybox','HostConfig':{" + host + "}}", ""));
    if (expected.equals("DENIED")) {
      assertThat(decision).isInstanceOf(Deny.class);
    } else {
      assertThat(sent(decision))
          .contains(json(expected.replace("LABELS", "'Labels':{'eci.dev/namespace':'apps'}"), ""));
    }
  }

  @Test
  void leavesCommonNetworksToPods() {
    for (String network : List.of("bridge", "none", "default")) {
      assertThat(
              podAmongOthers()
                  .decide(
                      "POST",
                      CREATE,
                      json("{'Image':'busybox','HostConfig':{'NetworkMode':'NAME'}}", network)))
          .isInstanceOf(Forward.class);
    }
    assertThat(podAmongOthers().decide("GET", "/networks/bridge")).isInstanceOf(Forward.class);
    assertThat(pod().decide("GET", "/volumes/new"))
        .isInstanceOfSatisfying(Deny.class, d -> assertThat(d.status()).isEqualTo(404));
  }
}
