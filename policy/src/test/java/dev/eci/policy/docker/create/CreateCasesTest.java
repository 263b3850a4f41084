// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.ApiDecision.Body.RewrittenBody;
import dev.eci.policy.docker.ApiDecision.Deny;
import dev.eci.policy.docker.ApiDecision.Forward;
import dev.eci.policy.docker.DockerRequestFixture;
import dev.eci.policy.docker.Lookup;
import dev.eci.policy.docker.LookupResult;
import dev.eci.policy.docker.ProxyContext;
import dev.eci.policy.docker.json.JsonWriter;
import dev.eci.policy.hostpath.DockerHostDefaults;
import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.hostpath.PathResolution;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.PolicyBuilder;
import dev.eci.policy.model.PolicySource;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RES-1 to RES-3, ISO-1, ISO-7, with the bodies that users and attackers send. */
class CreateCasesTest {
  private static final String CREATE = "/v1.47/containers/create?name=x";

  private static ApiDecision create(String hostConfig) {
    return create("busybox", hostConfig);
  }

  private static ApiDecision create(String image, String hostConfig) {
    return DockerRequestFixture.byDefault()
        .decide("POST", CREATE, "{'Image': '%s', 'HostConfig': %s}".formatted(image, hostConfig));
  }

  private static void isDenied(ApiDecision decision, String rule, String text) {
    assertThat(decision)
        .isInstanceOfSatisfying(
            Deny.class,
            deny -> {
              assertThat(deny.status()).as(deny.message()).isEqualTo(403);
              assertThat(deny.violation().orElseThrow().rule().id()).isEqualTo(rule);
              assertThat(deny.message())
                  .startsWith("enhanced container isolation: ")
                  .contains(text);
            });
  }

  /** The node resolves what policies allow once a path is denied, and not before. */
  @Test
  void allowanceCoversWhereItsPathLeads() {
    Policy policy =
        PolicyBuilder.named(
            "default",
            p -> {
              p.source = new PolicySource.File("default");
              p.readOnlyAllowed = List.of("/etc/tz");
              p.allowed = List.of("/opt/app");
            });
    Set<HostPath> allowances = new HashSet<>(DockerHostDefaults.PATHS.entries().toList());
    allowances.addAll(List.of(HostPath.of("/etc/tz"), HostPath.of("/opt/app")));
    DockerRequestFixture host =
        DockerRequestFixture.under(policy)
            .withLookupResult(
                new Lookup.PathLookup("/etc/tz"), new LookupResult.RealPath("/usr/tz"))
            .withLookupResult(
                new Lookup.PathLookup("/opt/app/x"), new LookupResult.RealPath("/usr/other"));
    isDenied(
        host.decide("POST", CREATE, body("/etc/tz:/tz:ro")),
        "RES-2",
        "mount of host path \"/usr/tz\" is denied, and \"/etc/tz\" is a link to it;");
    host.withLookupResult(
        new Lookup.AllowanceLookup(allowances),
        new LookupResult.Resolutions(
            Map.of(
                HostPath.of("/etc/tz"),
                new PathResolution(HostPath.of("/usr/tz"), List.of(HostPath.of("/etc/tz")), true),
                HostPath.of("/opt/app"),
                new PathResolution(HostPath.of("/opt/app"), List.of(), true))));
    assertThat(host.decide("POST", CREATE, body("/etc/tz:/tz:ro"))).isInstanceOf(Forward.class);
    isDenied(host.decide("POST", CREATE, body("/etc/tz:/tz")), "RES-2", "it is allowed read-only");
    isDenied(
        host.decide("POST", CREATE, body("/opt/app/x:/x:ro")),
        "RES-2",
        "mount of host path \"/usr/other\" is denied, and \"/opt/app/x\" is a link to it;");
  }

  private static String body(String bind) {
    return "{'Image': 'busybox', 'HostConfig': {'Binds': ['%s']}}".formatted(bind);
  }

  /** What {@code kind create cluster} sends for a node. */
  @Test
  void nodeContainerOfKindIsAdmitted() {
    assertThat(
            create(
                "{'Privileged': true, 'CgroupnsMode': 'private', 'Binds': ['/lib/modules:/lib/modules:ro'],"
                    + " 'SecurityOpt': ['seccomp=unconfined', 'apparmor=unconfined'],"
                    + " 'Tmpfs': {'/tmp': '', '/run': ''}, 'NetworkMode': 'mine', 'Init': false}"))
        .isInstanceOf(Forward.class);
  }

  @ParameterizedTest(name = "{1}: {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{'NetworkMode': 'host'}                                 | RES-1 | the node's network namespace",
        "{'NetworkMode': '0123host'}                             | RES-1 | the node's network namespace",
        "{'PidMode': 'host'}                                     | RES-1 | the node's pid namespace",
        "{'IpcMode': 'host'}                                     | RES-1 | the node's ipc namespace",
        "{'UTSMode': 'host'}                                     | RES-1 | the node's uts namespace",
        "{'CgroupnsMode': 'host'}                                | RES-1 | the node's cgroup namespace",
        "{'UsernsMode': 'host'}                                  | ISO-1 | without a private user namespace",
        "{'PidMode': 'container:theirs'}                         | RES-1 | namespaces of a container that is not protected",
        "{'NetworkMode': 'container:theirs'}                     | RES-1 | namespaces of a container that is not protected",
        "{'IpcMode': 'container:theirs'}                         | RES-1 | namespaces of a container that is not protected",
        "{'Runtime': 'kata'}                                     | ISO-7 | runtime \"kata\" is denied",
        "{'Runtime': 'crun'}                                     | ISO-7 | is denied",
        "{'runtime': 'RunC'}                                     | ISO-7 | is denied",
        "{'Binds': ['/:/host']}                                  | RES-2 | docker socket can be reached through it",
        "{'Binds': ['/etc:/x:ro']}                               | RES-2 | mount of host path \"/etc\" is denied",
        "{'Binds': ['/srv/ok:/a', '/root/.ssh:/x']}              | RES-2 | \"/root/.ssh\"",
        "{'Binds': ['/var/lib/docker/volumes:/x']}               | RES-2 | denied",
        "{'Binds': ['/srv/../etc:/x']}                           | RES-2 | denied",
        "{'Binds': ['/srv/toetc:/x']}                            | RES-2 | \"/etc\"",
        "{'Binds': ['/proc/1/root/srv:/x']}                      | RES-2 | denied",
        "{'Binds': ['/var/run:/x']}                              | RES-2 | docker socket can be reached through it",
        "{'Binds': ['/var/run/docker.sock:/var/run/docker.sock']} | RES-3 | docker socket mount denied for container with image \"docker.io/library/busybox\"; image is not in the allowed list;",
        "{'Binds': ['/run/docker.sock:/s:ro']}                   | RES-3 | docker socket mount denied",
        "{'Binds': ['/home/u/sock:/s']}                          | RES-3 | docker socket mount denied",
        "{'Binds': ['/var/run/../run//docker.sock:/s']}          | RES-3 | docker socket mount denied",
        "{'Binds': ['/run/elsewhere/filtered.sock:/s']}          | RES-3 | docker socket mount denied",
        "{'Binds': ['/run/elsewhere/../elsewhere:/s']}           | RES-2 | \"/run/elsewhere/../elsewhere\"",
        "{'Binds': ['/var/run/../etc:/s']}                       | RES-2 | mount of host path",
        "{'Binds': ['/run/containerd/containerd.sock:/s']}       | RES-3 | containerd socket mount denied",
        "{'Binds': ['etc:/x']}                                   | RES-2 | \"/etc\"",
        "{'Binds': ['sock:/x']}                                  | RES-3 | docker socket mount denied",
        "{'Mounts': [{'Type':'bind','Source':'/etc','Target':'/x'}]} | RES-2 | \"/etc\"",
        "{'Mounts': [{'Type':'bind','Source':'/var/run/docker.sock','Target':'/var/run/docker.sock'}]} | RES-3 | docker socket mount denied",
        "{'Mounts': [{'Type':'volume','Source':'etc','Target':'/x'}]} | RES-2 | \"/etc\"",
        "{'Mounts': [{'Type':'volume','Source':'new','Target':'/x','VolumeOptions':{'DriverConfig':{'Name':'local','Options':{'type':'none','o':'bind','device':'/etc'}}}}]} | RES-2 | \"/etc\"",
        "{'Mounts': [{'Type':'volume','Target':'/x','VolumeOptions':{'DriverConfig':{'Options':{'type':'none','o':'ro,rbind','device':'/'}}}}]} | RES-2 | denied",
        "{'Mounts': [{'Type':'volume','Target':'/x','VolumeOptions':{'DriverConfig':{'Options':{'type':'overlay','o':'lowerdir=/etc','device':'overlay'}}}}]} | RES-2 | file system type \"overlay\"",
        "{'Mounts': [{'Type':'volume','Target':'/x','VolumeOptions':{'DriverConfig':{'Options':{'type':'ext4','device':'/dev/sda1'}}}}]} | RES-2 | \"/dev/sda1\"",
        "{'Mounts': [{'Type':'volume','Source':'/etc','Target':'/x'}]} | RES-2 | \"/etc\"",
        "{'Mounts': [{'Type':'npipe','Source':'x','Target':'/x'}]} | RES-2 | a mount of type \"npipe\"",
        "{'Mounts': [{'Type':'cluster','Source':'x','Target':'/x'}]} | RES-2 | a mount of type \"cluster\"",
        "{'Mounts': [{'Type':'Bind','Source':'/etc','Target':'/x'}]} | RES-2 | a mount of type \"Bind\"",
        "{'Mounts': [{'Source':'/etc','Target':'/x'}]}           | RES-2 | a mount of type \"\"",
        "{'Mounts': [{'Type':'bind','Source':'etc','Target':'/x'}]} | RES-2 | denied",
        "{'VolumesFrom': ['theirs']}                             | RES-2 | denied",
        "{'VolumesFrom': ['theirs:ro']}                          | RES-2 | denied",
        "{'VolumesFrom': ['socketed']}                           | RES-3 | docker socket mount denied",
        "{'VolumesFrom': ['etcvolume']}                          | RES-2 | \"/etc\"",
        "{'Devices': [{'PathOnHost':'/etc/shadow','PathInContainer':'/x'}]} | RES-2 | \"/etc/shadow\"",
        "{'CgroupParent': '/a/../../..'}                         | RES-2 | cgroup parent",
        "{'LogConfig': {'Type':'syslog','Config':{'syslog-address':'unix:///run/docker.sock'}}} | RES-3 | docker socket mount denied",
        "{'LogConfig': {'Type':'syslog','Config':{'syslog-address':'unixgram:///dev/log'}}} | RES-2 | \"/dev/log\"",
        "{'LogConfig': {'Config':{'syslog-address':'UNIX:///srv/x'}}} | RES-2 | not in the form unix:///PATH",
        "{'LogConfig': {'Config':{'syslog-address':'unix:/srv/x'}}} | RES-2 | not in the form",
        "{'LogConfig': {'Config':{'syslog-address':'unix:///%72un/x'}}} | RES-2 | not in the form",
        "{'LogConfig': {'Config':{'fluentd-address':'unixGram:///srv/x'}}} | RES-2 | not in the form",
        "{'LogConfig': {'Config':{'fluentd-address':'unix:///srv/x?y'}}} | RES-2 | not in the form",
        "{'LogConfig': {'Config':{'fluentd-address':'unix://srv/x'}}} | RES-2 | not in the form",
        "{'LogConfig': {'Config':{'fluentd-address':'unix:///srv/../run/x'}}} | RES-2 | \"/srv/../run/x\"",
        "{'LogConfig': {'Config':{'awslogs-credentials-endpoint':'unix:///run/x'}}} | RES-2 | \"/run/x\"",
        "{'LogConfig': {'Config':{'new':'unix:///run/x'}}}       | RES-2 | \"/run/x\"",
        "{'LogConfig': {'Config':{'gelf-address':'file:///etc/x'}}} | RES-2 | log address",
        "{'LogConfig': {'Config':{'splunk-url':'vsock://2:1'}}}  | RES-2 | log address",
        "{'LogConfig': {'Config':{'syslog-address':'udp:/x'}}}   | RES-2 | log address",
        "{'LogConfig': {'Config':{'syslog-tls-key':'/etc/ssl/key.pem'}}} | RES-2 | \"/etc/ssl/key.pem\"",
        "{'LogConfig': {'Config':{'splunk-capath':'etc/x'}}}     | RES-2 | \"etc/x\"",
        "{'SecurityOpt': ['seccomp={\\'defaultAction\\':\\'SCMP_ACT_ALLOW\\',\\'listenerPath\\':\\'/run/x\\'}']} | RES-2 | listenerPath",
        "{'SecurityOpt': ['seccomp:{\\'LISTENERPATH\\':\\'/run/x\\'}']} | RES-2 | listenerPath",
        "{'SecurityOpt': ['seccomp={\\'\\\\u006cistenerPath\\':\\'/run/x\\'}']} | RES-2 | listenerPath",
        "{'SecurityOpt': ['seccomp={\\'li\u017ftenerPath\\':\\'/run/x\\'}']} | RES-2 | listenerPath",
        "{'Annotations': {'io.containerd.runc.v2.group': 'x'}}   | ISO-1 | annotation \"io.containerd.runc.v2.group\"",
        "{'Mounts': [{'Type':'volume','Target':'/x','VolumeOptions':{'DriverConfig':{'Options':{'type':'ext4','device':'dev/sdb1'}}}}]} | RES-2 | \"dev/sdb1\"",
        "{'NewThing': {'a': 1}}                                  | SOCK-5 | option \"HostConfig.NewThing\" is unknown",
        "{'Mounts': [{'Type':'tmpfs','Target':'/x','NewOptions':{'a':1}}]} | SOCK-5 | option \"HostConfig.Mounts[0].NewOptions\"",
      })
  void rejectsDeniedHostConfig(String hostConfig, String rule, String text) {
    isDenied(create(hostConfig), rule, text);
  }

  /** ISO-3: what is harmless in a private user namespace is forwarded unchanged. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "null",
        "{'NetworkMode': 'default', 'PidMode': '', 'IpcMode': 'private', 'CgroupnsMode': 'private', 'UsernsMode': ''}",
        "{'NetworkMode': 'mine'}",
        "{'NetworkMode': 'none', 'IpcMode': 'shareable'}",
        "{'NetworkMode': 'container:ours', 'PidMode': 'container:ours', 'IpcMode': 'container:ours'}",
        "{'Runtime': 'eci'}",
        "{'Runtime': ''}",
        "{'Privileged': true, 'CapAdd': ['ALL'], 'SecurityOpt': ['seccomp=unconfined', 'apparmor=unconfined']}",
        "{'Binds': ['/srv/data:/a', '/home/u/project:/src:rw', '/tmp/x:/x:ro,z', 'plain:/p', 'new:/n', '/target/only']}",
        "{'Binds': ['srv:/a']}",
        "{'Mounts': [{'Type':'bind','Source':'/srv/data','Target':'/x','BindOptions':{'Propagation':'rslave'}}]}",
        "{'Mounts': [{'Type':'volume','Target':'/x'}, {'Type':'tmpfs','Target':'/t','TmpfsOptions':{'SizeBytes':1}}]}",
        "{'Mounts': [{'Type':'volume','Target':'/x','VolumeOptions':{'DriverConfig':{'Options':{'type':'nfs','o':'addr=10.0.0.1,rw','device':':/export'}}}}]}",
        "{'Mounts': [{'Type':'volume','Target':'/x','VolumeOptions':{'DriverConfig':{'Options':{'type':'tmpfs','o':'size=100m','device':'tmpfs'}}}}]}",
        "{'Mounts': [{'Type':'image','Source':'busybox','Target':'/x'}]}",
        "{'VolumesFrom': ['sibling:ro']}",
        "{'Devices': [{'PathOnHost':'/dev/fuse','PathInContainer':'/dev/fuse','CgroupPermissions':'rwm'}]}",
        "{'CgroupParent': '/my/group'}",
        "{'LogConfig': {'Type':'json-file','Config':{'max-size':'10m','tag':'{{.Name}}:a/b','labels':'a:b'}}}",
        "{'LogConfig': {'Config':{'syslog-address':'unix:///srv/log','syslog-tls-ca-cert':'/srv/ca.pem','syslog-tls-key':''}}}",
        "{'LogConfig': {'Config':{'syslog-address':'tcp+tls://[::1]:514'}}}",
        "{'LogConfig': {'Config':{'fluentd-address':'localhost:24224'}}}",
        "{'LogConfig': {'Config':{'splunk-url':'https://splunk:8088/x','awslogs-endpoint':''}}}",
        "{'LogConfig': {'Config':{'gelf-address':'UDP://h:1'}}}",
        "{'LogConfig': {'Config':{'awslogs-credentials-endpoint':'/v2/credentials/1?a=b'}}}",
        "{'LogConfig': {'Config':{'tag':'unix: {{.Name}}','labels-regex':'unix:.*'}}}",
        "{'SecurityOpt': ['seccomp={\\'defaultAction\\':\\'SCMP_ACT_ALLOW\\'}', 'seccomp=builtin']}",
        "{'Sysctls': {'net.core.somaxconn': '1024'}, 'Tmpfs': {'/run': ''}, 'ShmSize': 1, 'Annotations': {'a': 'b'}}",
        "{'KernelMemory': 0, 'DiskQuota': null, 'NewThing': null, 'Other': ''}",
      })
  void forwardsAllowedHostConfig(String hostConfig) {
    assertThat(create(hostConfig)).isInstanceOf(Forward.class);
  }

  @Test
  void listedImageMayMountOnlySocket() {
    assertThat(create("docker:cli", "{'Binds': ['/var/run/docker.sock:/var/run/docker.sock']}"))
        .isInstanceOf(Forward.class);
    assertThat(create("docker:cli", "{'Binds': ['/home/u/sock:/var/run/docker.sock']}"))
        .isInstanceOf(Forward.class);
    assertThat(create("docker:cli", "{'VolumesFrom': ['socketed']}")).isInstanceOf(Forward.class);
    isDenied(create("docker:cli", "{'Binds': ['/run:/x']}"), "RES-2", "reached through it");
    // the message differs, the decision does not: no image may use either path
    isDenied(
        create("docker:cli", "{'Binds': ['/var/run/../run//docker.sock:/x']}"), "RES-2", "denied");
    isDenied(
        create("docker:cli", "{'Binds': ['/run/elsewhere/filtered.sock:/x']}"), "RES-2", "denied");
    isDenied(
        create("docker:cli", "{'Binds': ['/run/containerd/containerd.sock:/x']}"),
        "RES-3",
        "containerd");
  }

  /** SOCK-2: a name proves nothing. */
  @Test
  void rejectsOtherImageUnderListedName() {
    ApiDecision decision =
        DockerRequestFixture.byDefault()
            .withLookupResult(
                new Lookup.ImageLookup("docker:cli"),
                new LookupResult.Image(DockerRequestFixture.container("busybox").image()))
            .decide(
                "POST",
                CREATE,
                "{'Image': 'docker:cli', 'HostConfig': {'Binds': ['/run/docker.sock:/x']}}");
    isDenied(decision, "RES-3", "docker socket mount denied");
  }

  /** The CLI then pulls the image, and sends the request again. */
  @Test
  void reportsMissingImage() {
    assertThat(create("docker:none", "{'Binds': ['/run/docker.sock:/x']}"))
        .isInstanceOfSatisfying(
            Deny.class,
            deny -> {
              assertThat(deny.status()).isEqualTo(404);
              assertThat(deny.message()).isEqualTo("No such image: docker:none");
            });
    assertThat(create("docker:none", "{}")).isInstanceOf(Forward.class);
  }

  /** Between lookup and request another container may get the name. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'NetworkMode': 'container:ours'} | {'NetworkMode': 'container:OURS'}",
        "{'PidMode': 'container:ours', 'IpcMode': 'container:ours'} | {'PidMode': 'container:OURS', 'IpcMode': 'container:OURS'}",
        "{'UTSMode': 'container:ours', 'Cgroup': 'container:ours'} | {'UTSMode': 'container:OURS', 'Cgroup': 'container:OURS'}",
        "{'CgroupnsMode': 'container:ours'} | {'CgroupnsMode': 'container:OURS'}",
        "{'VolumesFrom': ['ours', 'ours:ro', 'ours:rw,z']} | {'VolumesFrom': ['OURS', 'OURS:ro', 'OURS:rw,z']}",
        "{'Links': ['ours', 'ours:db', '/ours:/me/db']} | {'Links': ['OURS:ours', 'OURS:db', 'OURS:db']}",
        "{'NetworkMode': 'mine', 'PidMode': ''} | {'NetworkMode': 'mine', 'PidMode': ''}",
      })
  void engineGetsIdsOfContainersThatWereEvaluated(String written, String sent) {
    for (ApiDecision decision :
        List.of(
            create(written),
            DockerRequestFixture.byDefault()
                .fromContainer()
                .decide(
                    "POST", CREATE, "{'Image': 'busybox', 'HostConfig': %s}".formatted(written)))) {
      assertThat(decision)
          .isInstanceOfSatisfying(
              Forward.class,
              forward ->
                  assertThat(JsonWriter.write(((RewrittenBody) forward.body()).value()))
                      .contains(
                          sent.replace('\'', '"')
                              .replace(": ", ":")
                              .replace(", ", ",")
                              .replace("OURS", DockerRequestFixture.idOf("ours"))
                              .replaceFirst("}$", "")));
    }
  }

  @Test
  void rejectsLinkThatEngineCannotRead() {
    for (String link : List.of("", "a:b:c", ":b", "/")) {
      assertThat(create("{'Links': ['%s']}".formatted(link)))
          .isInstanceOfSatisfying(Deny.class, deny -> assertThat(deny.status()).isEqualTo(400));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'PidMode': 'container:none'}",
        "{'VolumesFrom': ['none']}",
        "{'Links': ['none:x']}"
      })
  void reportsMissingContainer(String hostConfig) {
    assertThat(create(hostConfig))
        .isInstanceOfSatisfying(Deny.class, deny -> assertThat(deny.status()).isEqualTo(404));
  }

  @Test
  void rejectsWhenEngineLookupFails() {
    assertThat(
            DockerRequestFixture.byDefault()
                .withLookupResult(
                    new Lookup.VolumeLookup("v"), new LookupResult.Unavailable("timed out"))
                .decide("POST", CREATE, "{'HostConfig': {'Binds': ['v:/x']}}"))
        .isInstanceOfSatisfying(
            Deny.class,
            deny -> {
              assertThat(deny.status()).isEqualTo(503);
              assertThat(deny.message()).contains("(timed out); try again");
            });
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{'Image': 'busybox', 'Cmd': ['a']} | {'Image':'busybox','Cmd':['a'],'HostConfig':{'Runtime':'eci'}}",
        "{'HostConfig': null}               | {'HostConfig':{'Runtime':'eci'}}",
        "{'HOSTCONFIG': null}               | {'HostConfig':{'Runtime':'eci'}}",
        "{'HostConfig': {'Runtime': ''}}    | {'HostConfig':{'Runtime':'eci'}}",
        "{'HostConfig': {'Runtime': null, 'Memory': 1}} | {'HostConfig':{'Runtime':'eci','Memory':1}}",
        "{'HostConfig': {'Runtime': 'runc'}} | {'HostConfig':{'Runtime':'eci'}}",
        "{'HostConfig': {'runtime': 'io.containerd.runc.v2'}} | {'HostConfig':{'Runtime':'eci'}}",
        "{'image': 'busybox', 'hostConfig': {'MEMORY': 1}} | {'Image':'busybox','HostConfig':{'Memory':1,'Runtime':'eci'}}",
        "{'Image': 'busybox', 'name': 'x', 'platform': 'linux/amd64', '_query': {'a': 1}} | {'Image':'busybox','Name':'x','HostConfig':{'Runtime':'eci'}}",
        "{'Ho\\u017ftConfig': {'Bind\\u017f': ['/srv/data:/a']}} | {'HostConfig':{'Binds':['/srv/data:/a'],'Runtime':'eci'}}",
        "{'HostConfig': {'mounts': [{'type': 'bind', 'SOURCE': '/srv/data', 'target': '/x'}], 'New': null}} | {'HostConfig':{'Mounts':[{'Type':'bind','Source':'/srv/data','Target':'/x'}],'Runtime':'eci'}}",
        "{'HostConfig': {'Runtime': 'eci'}, 'Labels': {'a': '1', 'A': '2'}} | {'HostConfig':{'Runtime':'eci'},'Labels':{'a':'1','A':'2'}}",
      })
  void setsEciRuntime(String body, String forwarded) {
    assertThat(DockerRequestFixture.byDefault().decide("POST", CREATE, body))
        .isInstanceOfSatisfying(
            Forward.class,
            forward -> {
              assertThat(forward.target()).isEqualTo(CREATE);
              assertThat(forward.body())
                  .isInstanceOfSatisfying(
                      RewrittenBody.class,
                      sent ->
                          assertThat(JsonWriter.write(sent.value()).replace('"', '\''))
                              .isEqualTo(forwarded));
            });
  }

  @Test
  void forcesNoRuntimeInStandaloneProxy() {
    ProxyContext alone =
        new ProxyContext("", DockerRequestFixture.SETUP.engine(), ProxyContext.LARGEST_BODY);
    assertThat(
            DockerRequestFixture.byDefault()
                .withContext(alone)
                .decide("POST", CREATE, "{'HostConfig': {'Runtime': 'runc'}}"))
        .isInstanceOfSatisfying(
            Forward.class,
            forward ->
                assertThat(forward.body())
                    .isInstanceOfSatisfying(
                        RewrittenBody.class,
                        sent ->
                            assertThat(JsonWriter.write(sent.value()))
                                .isEqualTo("{\"HostConfig\":{\"Runtime\":\"runc\"}}")));
  }

  /** RES-1: there every container has this mode; elsewhere it is a choice that grants something. */
  @Test
  void ignoresRecordedCgroupModeWhereItIsTheDefault() {
    String body = "{'HostConfig': {'cgroupnsmode': 'host', 'PidMode': '%s'}}";
    ProxyContext separate =
        new ProxyContext(
            "eci",
            DockerRequestFixture.SETUP.engine(),
            ProxyContext.LARGEST_BODY,
            BuildProtectionRule.ALL,
            false);
    assertThat(
            DockerRequestFixture.byDefault()
                .withContext(separate)
                .decide("POST", CREATE, body.formatted("")))
        .isInstanceOfSatisfying(
            Forward.class,
            forward ->
                assertThat(JsonWriter.write(((RewrittenBody) forward.body()).value()))
                    .contains("\"CgroupnsMode\":\"\""));
    isDenied(
        DockerRequestFixture.byDefault()
            .withContext(separate)
            .decide("POST", CREATE, body.formatted("host")),
        "RES-1",
        "pid");
    isDenied(
        DockerRequestFixture.byDefault().decide("POST", CREATE, body.formatted("")),
        "RES-1",
        "CgroupnsMode \"host\" in a body that was made from docker inspect");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'HostConfig': {}, 'hostconfig': {}}",
        "{'Image': 'a', 'image': 'a'}",
        "{'HostConfig': {'Binds': [], 'bind\\u017f': []}}",
        "{'HostConfig': {'Mounts': [{'Type': 'tmpfs', 'type': 'tmpfs', 'Target': '/x'}]}}",
        "{'name': 'a', 'NAME': 'b'}",
      })
  void rejectsTwoSpellings(String body) {
    assertThat(DockerRequestFixture.byDefault().decide("POST", CREATE, body))
        .isInstanceOfSatisfying(
            Deny.class,
            deny -> {
              assertThat(deny.status()).isEqualTo(400);
              assertThat(deny.message()).contains("in two spellings; write it once");
            });
  }

  @Test
  void boundsObjectsOfOneRequest() {
    String names =
        IntStream.range(0, 300).mapToObj("'c%d'"::formatted).collect(Collectors.joining(","));
    assertThat(create("{'VolumesFrom': [%s]}".formatted(names)))
        .isInstanceOfSatisfying(
            Deny.class,
            deny ->
                assertThat(deny.message()).contains("names more than 200 containers and networks"));
  }

  /** Volumes come in one list, and nothing grows with their square. */
  @Test
  void evaluatesThousandsOfMountsInTime() {
    String binds =
        IntStream.range(0, 5000)
            .mapToObj("'v%1$d:/v%1$d','/srv/data/%1$d:/d%1$d'"::formatted)
            .collect(Collectors.joining(","));
    assertTimeout(
        Duration.ofSeconds(2),
        () -> assertThat(create("{'Binds': [%s]}".formatted(binds))).isInstanceOf(Forward.class));
  }

  /** One request must not fill the memory or the log. */
  @Test
  void boundsFindings() {
    for (String item : List.of("'/etc/%d:/x'", "'/root/%d:/x'")) {
      String binds =
          IntStream.range(0, 5000).mapToObj(item::formatted).collect(Collectors.joining(","));
      assertThat(create("{'Binds': [%s]}".formatted(binds)))
          .isInstanceOfSatisfying(
              Deny.class, deny -> assertThat(deny.auditedViolations()).hasSizeLessThan(50));
    }
    String keys =
        IntStream.range(0, 15_000).mapToObj("'K%d':1"::formatted).collect(Collectors.joining(","));
    assertThat(create("{%s}".formatted(keys)))
        .isInstanceOfSatisfying(
            Deny.class, deny -> assertThat(deny.auditedViolations()).hasSizeLessThan(50));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'hostconfig': {'PidMode': 'host'}}",
        "{'Ho\\u017ftConfig': {'PidMode': 'host'}}",
        "{'HOSTCONFIG': []}",
        "{'HostConfig': {'pidmode': 'host'}}",
        "{'HostConfig': {'Bind\\u017f': ['/:/x']}}",
        "{'HostConfig': {'net\\u212awor\\u212aMode': 'host'}, 'networ\\u212aingConfig': {}}",
        "{'HostConfig': {'Mounts': [{'type': 'bind', 'Source': '/etc', 'Target': '/x'}]}}",
        "{'HostConfig': {'Mounts': [{'Type': 'volume', 'Target': '/x', 'VolumeOptions': {'driverconfig': {'options': {'o': 'bind', 'device': '/etc'}}}}]}}",
        "{'HostConfig': {'PidMode': ['host']}}",
        "{'HostConfig': {'PidMode': {'a': 'host'}}}",
        "{'HostConfig': []}",
        "{'HostConfig': 'x'}",
        "{'HostConfig': {'Binds': '/:/x'}}",
        "{'HostConfig': {'Binds': [['/:/x']]}}",
        "{'HostConfig': {'Binds': ['/a:/b:/c:/d']}}",
        "{'HostConfig': {'Binds': [':/b']}}",
        "['x']",
        "'x'",
      })
  void rejectsAmbiguousBodies(String body) {
    assertThat(DockerRequestFixture.byDefault().decide("POST", CREATE, body))
        .isInstanceOfSatisfying(
            Deny.class, deny -> assertThat(deny.status()).as(deny.message()).isIn(400, 403));
  }

  @Test
  void appliesSameRulesToContainersOfContainers() {
    isDenied(
        DockerRequestFixture.byDefault()
            .fromContainer()
            .decide("POST", CREATE, "{'HostConfig': {'PidMode': 'host'}}"),
        "RES-1",
        "pid");
    isDenied(
        DockerRequestFixture.byDefault()
            .fromContainer()
            .decide("POST", CREATE, "{'HostConfig': {'Runtime': 'kata'}}"),
        "ISO-7",
        "kata");
  }
}
