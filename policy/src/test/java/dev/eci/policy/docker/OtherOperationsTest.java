// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.command.CommandList;
import dev.eci.policy.command.CommandRules;
import dev.eci.policy.docker.ApiDecision.Body;
import dev.eci.policy.docker.ApiDecision.Deny;
import dev.eci.policy.docker.ApiDecision.Forward;
import dev.eci.policy.docker.create.BuildProtectionRule;
import dev.eci.policy.docker.json.JsonValue;
import dev.eci.policy.docker.route.Operation;
import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.PolicyBuilder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Operations other than the creation of containers. */
class OtherOperationsTest {
  private static void expect(ApiDecision decision, String answer) {
    String got =
        switch (decision) {
          case Forward ignored -> "passes";
          case Deny deny -> deny.violation().map(v -> v.rule().id()).orElse("" + deny.status());
        };
    assertThat(got).as(decision.toString()).isEqualTo(answer);
  }

  @ParameterizedTest(name = "{1} {2} {3}: {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "RES-2  | POST | /volumes/create | {'Name':'x','Driver':'local','DriverOpts':{'type':'none','o':'bind','device':'/etc'}}",
        "RES-2  | POST | /volumes/create | {'DriverOpts':{'type':'none','o':'size=1,rbind','device':'/'}}",
        "RES-3  | POST | /volumes/create | {'DriverOpts':{'type':'none','o':'bind','device':'/var/run/docker.sock'}}",
        "RES-2  | POST | /volumes/create | {'DriverOpts':{'type':'none','o':'bind','device':'/srv/toetc'}}",
        "RES-2  | POST | /volumes/create | {'DriverOpts':{'type':'proc','device':'proc'}}",
        "RES-2  | POST | /volumes/create | {'DriverOpts':{'type':'xfs','device':'/srv/disk.img','o':'loop,logdev=/dev/sdb'}}",
        "passes | POST | /volumes/create | {'DriverOpts':{'type':'none','o':'bind','device':'/srv/x'}}",
        "passes | POST | /volumes/create | {'DriverOpts':{'type':'cifs','device':'//etc/share','o':'addr=1.2.3.4'}}",
        "passes | POST | /volumes/create | {'Name':'x','Driver':'plugin:latest','DriverOpts':{'mountpoint':'/etc'}}",
        "passes | POST | /volumes/create | {'Name':'x','Labels':{'a':'b'}}",
        "passes | POST | /volumes/create | {'name':'x','New':'y'}",
        "400    | POST | /volumes/create | {'Name':'x','name':'y'}",
        "RES-2  | POST | /volumes/create | {'driveropts':{'type':'none','o':'bind','device':'/etc'}}",
        "RES-2  | POST | /volumes/create | {'DriverOpts':{'type':'ext4','device':'dev/sdb1'}}",
        "RES-2  | POST | /volumes/create | {'DriverOpts':{'type':'ext4','device':'../../dev/sdb1'}}",
        "RES-2  | POST | /volumes/create | {'DriverOpts':{'type':'ext4','device':'/srv/../dev/sdb1'}}",
        "RES-2  | POST | /volumes/create | {'DriverOpts':{'device':'dev/sdb1'}}",
        "RES-2  | POST | /volumes/create | {'DriverOpts':{'type':'xfs','device':'/srv/x.img','o':'logdev=dev/sdb1'}}",
        "RES-2  | POST | /volumes/create | {'DriverOpts':{'type':'ext4','device':'/srv/x.img','o':'rw, journal_dev=0x810'}}",
        "RES-2  | POST | /volumes/create | {'DriverOpts':{'type':'9p','device':'/run/x.sock','o':'trans=unix'}}",
        "RES-2  | POST | /volumes/create | {'DriverOpts':{'type':'9p','device':'x','o':'trans=fd,rfdno=3,wfdno=3'}}",
        "passes | POST | /volumes/create | {'DriverOpts':{'type':'9p','device':'10.0.0.1','o':'trans=tcp,port=564'}}",
        "passes | POST | /volumes/create | {'DriverOpts':{'type':'ext4','device':'/srv/x.img'}}",
        "passes | POST | /volumes/create | {'DriverOpts':{'type':'tmpfs','device':'anything','o':'size=1m'}}",
        "RES-1  | POST | /networks/create | {'Name':'x','Driver':'host'}",
        "RES-1  | POST | /networks/create | {'name':'x','dRiver':'host','mine':1}",
        "passes | POST | /networks/create | {'Name':'x','Driver':'macvlan','Options':{'parent':'eth0'},'CheckDuplicate':true}",
        "RES-1  | POST | /networks/host/connect | {'Container':'x'}",
        "passes | POST | /networks/mine/connect | {'Container':'x'}",
        "RES-2  | POST | /containers/x/update | {'CgroupParent':'../x'}",
        "passes | POST | /containers/x/update | {'Memory':1,'RestartPolicy':{'Name':'no'}}",
        "SOCK-5 | POST | /containers/x/update | {'Privileged':true}",
        "RES-2  | POST | /containers/x/update | {'cgroupParent':'../x'}",
        "RES-2  | POST | /containers/x/checkpoints | {'CheckpointID':'a','CheckpointDir':'/srv/x'}",
        "passes | POST | /containers/x/checkpoints | {'CheckpointID':'a','Exit':true}",
        "RES-2  | POST | /containers/x/start?checkpoint=a&checkpoint-dir=/tmp | ''",
        "RES-2  | GET  | /containers/x/checkpoints?dir=/tmp | ''",
        "passes | POST | /containers/x/start?checkpoint=a | ''",
        "ISO-10 | POST | /build?networkmode=host | ''",
        "ISO-10 | POST | /build?networkmode=default&networkmode=host&version=2 | ''",
        "RES-1  | POST | /build?networkmode=0123host | ''",
        "RES-1  | POST | /build?networkmode=container:theirs | ''",
        "RES-2  | POST | /build?cgroupparent=/a/../.. | ''",
        "passes | POST | /build?t=x&remote=https://example/x.git&networkmode=none | ''",
        "ISO-10 | (gRPC) | /moby.buildkit.v1.Control/Solve | {'Entitlements':['network.host']}",
        "ISO-10 | (gRPC) | /moby.buildkit.v1.Control/Solve | {'Entitlements':['security.insecure']}",
        "ISO-10 | (gRPC) | /moby.buildkit.v1.Control/Solve | {'FrontendAttrs':{'force-network-mode':'host'}}",
        "ISO-10 | (gRPC) | /moby.buildkit.v1.Control/Solve | {'Definition':['network.host']}",
        "ISO-10 | (gRPC) | /moby.buildkit.v1.frontend.LLBBridge/Solve | {'Definition':['security.insecure']}",
        "ISO-10 | (gRPC) | /moby.buildkit.v1.frontend.LLBBridge/Solve | {'FrontendAttrs':{'force-network-mode':'host'}}",
        "passes | (gRPC) | /moby.buildkit.v1.frontend.LLBBridge/Solve | {'Definition':[]}",
        "passes | (gRPC) | /moby.buildkit.v1.Control/Solve | {'Entitlements':[],'FrontendAttrs':{'force-network-mode':'none'}}",
        "passes | (gRPC) | /moby.buildkit.v1.frontend.LLBBridge/Ping | ''",
        "SOCK-5 | (gRPC) | /some.extension.v1.Service/Call | ''",
        "RES-1  | POST | /services/create | {'TaskTemplate':{'ContainerSpec':{'Image':'busybox'},'Networks':[{'Target':'host'}]}}",
        "RES-1  | POST | /services/create | {'TaskTemplate':{'Networks':[{'Target':'0123host'}]}}",
        "RES-1  | POST | /services/create | {'Networks':[{'Target':'host'}]}",
        "RES-2  | POST | /services/create | {'TaskTemplate':{'ContainerSpec':{'Image':'busybox','Mounts':[{'Type':'bind','Source':'/etc','Target':'/x'}]}}}",
        "RES-3  | POST | /services/x/update?version=1 | {'TaskTemplate':{'ContainerSpec':{'Image':'busybox','Mounts':[{'Type':'bind','Source':'/run/docker.sock','Target':'/x'}]}}}",
        "RES-3  | POST | /services/create | {'TaskTemplate':{'ContainerSpec':{'Image':'nothere','Mounts':[{'Type':'bind','Source':'/run/docker.sock','Target':'/x'}]}}}",
        "ISO-1  | POST | /services/create | {'TaskTemplate':{'Runtime':'plugin','PluginSpec':{'remote':'x'}}}",
        "SOCK-5 | POST | /services/create | {'TaskTemplate':{'ContainerSpec':{'Image':'busybox','New':{'a':1}}}}",
        "passes | POST | /services/create | {'Name':'web','TaskTemplate':{'ContainerSpec':{'Image':'busybox','Mounts':[{'Type':'volume','Source':'v','Target':'/x'}]},'Networks':[{'Target':'mine','Aliases':['web']}]},'Mode':{'Replicated':{'Replicas':1}}}",
        "passes | POST | /services/create | {'TaskTemplate':{'ContainerSpec':{'Image':'docker:cli','Mounts':[{'Type':'bind','Source':'/run/docker.sock','Target':'/x'}]}}}",
        "RES-2  | POST | /services/create | {'TaskTemplate':{'LogDriver':{'Name':'syslog','Options':{'syslog-address':'UNIX:///run/x'}}}}",
        "RES-2  | POST | /services/create | {'TaskTemplate':{'ContainerSpec':{'Image':'busybox','Mounts':[{'Type':'volume','Target':'/x','VolumeOptions':{'DriverConfig':{'Name':'local','Options':{'type':'ext4','device':'dev/sdb1'}}}}]}}}",
        "RES-2  | POST | /services/create | {'TaskTemplate':{'ContainerSpec':{'Image':'busybox','privileges':{'seccomp':{'Mode':'custom','profile':'eyJsaXN0ZW5lclBhdGgiOiIvcnVuL3gifQ=='}}}}}",
        "passes | POST | /services/create | {'TaskTemplate':{'ContainerSpec':{'Image':'busybox','Privileges':{'Seccomp':{'Mode':'custom','Profile':'e30='}}}}}",
        "ISO-1  | POST | /swarm/join | {'RemoteAddrs':['10.0.0.1']}",
        "ISO-1  | POST | /swarm/init | {}",
        "ISO-1  | POST | /swarm/update?version=1 | {}",
        "passes | POST | /swarm/leave | ''",
        "ISO-1  | POST | /plugins/pull?remote=x | []",
        "ISO-1  | POST | /plugins/x/y/enable | ''",
        "passes | POST | /plugins/x/disable | ''",
        "passes | GET  | /plugins | ''",
        "passes | POST | /containers/theirs/exec | {'Cmd':['sh'],'Privileged':true}",
        "SOCK-5 | POST | /new/thing | ''",
        "SOCK-5 | GET  | /containers/x/new | ''",
        "passes | DELETE | /containers/web/alias?link=1 | ''",
        "passes | GET  | /containers/web/alias/json | ''",
        "passes | POST | /containers/web/alias/stop | ''",
        "RES-2  | DELETE | /containers/web/alias/checkpoints/a?dir=/tmp | ''",
        "SOCK-5 | POST | /containers/web/alias | ''",
        "SOCK-5 | PATCH | /containers/json | ''",
        "SOCK-5 | get  | /containers/json | ''",
        "400    | GET  | /containers//json | ''",
      })
  void decidesRequestsFromHost(String answer, String method, String target, String body) {
    expect(DockerRequestFixture.byDefault().decide(method, target, body), answer);
  }

  /** R20: a container's networks are the engine's own. */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "passes | {'Name':'x'}",
        "passes | {'Name':'x','Driver':'bridge','Options':{'com.docker.network.driver.mtu':'1400'}}",
        "passes | {'Name':'x','Driver':'overlay'}",
        "RES-1  | {'Name':'x','Driver':'macvlan'}",
        "RES-1  | {'Name':'x','Driver':'ipvlan','Options':{'parent':'eth0'}}",
        "RES-1  | {'Name':'x','driver':'Bridge'}",
        "RES-1  | {'Name':'x','options':{'parent':'eth0'}}",
        "RES-1  | {'Name':'x','Options':{'com.docker.network.bridge.name':'cni0'}}",
        "RES-1  | {'Name':'x','ConfigOnly':true,'Options':{'parent':'eth0'}}",
      })
  void limitsNetworksOfContainers(String answer, String body) {
    expect(
        DockerRequestFixture.byDefault().fromContainer().decide("POST", "/networks/create", body),
        answer);
    expect(DockerRequestFixture.byDefault().decide("POST", "/networks/create", body), "passes");
  }

  /** R20: the engine adds a route of the node to each subnet. */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "passes | {'Name':'x','IPAM':{'Driver':'default','Config':[]}}",
        "passes | {'Name':'x','IPAM':null}",
        "passes | {'Name':'x','IPAM':{'Config':[{}]}}",
        "passes | {'Name':'x','IPAM':{'Config':[{'Subnet':'172.30.0.0/16','IPRange':'172.30.1.0/24','Gateway':'172.30.0.1','AuxiliaryAddresses':{'a':'172.30.0.9'}}]}}",
        "passes | {'Name':'x','EnableIPv6':true,'IPAM':{'Config':[{'Subnet':'fd00:1::/64'}]}}",
        "passes | {'Name':'x','IPAM':{'Config':[{'Subnet':'10.244.2.0/24'}]}}",
        "RES-1  | {'Name':'x','IPAM':{'Config':[{'Subnet':'10.244.1.0/24'}]}}",
        "RES-1  | {'Name':'x','IPAM':{'Config':[{'Subnet':'10.244.0.0/16'}]}}",
        "RES-1  | {'Name':'x','IPAM':{'Config':[{'Subnet':'10.244.1.128/25'}]}}",
        "RES-1  | {'Name':'x','IPAM':{'Config':[{'Subnet':'10.0.0.0/8'}]}}",
        "RES-1  | {'Name':'x','ipam':{'config':[{'subnet':'192.168.7.0/30'}]}}",
        "RES-1  | {'Name':'x','IPAM':{'Config':[{'Subnet':'172.30.0.0/16'},{'Subnet':'192.168.7.0/24'}]}}",
        "RES-1  | {'Name':'x','IPAM':{'Config':[{'Subnet':'172.30.0.0/16','Gateway':'192.168.7.2'}]}}",
        "RES-1  | {'Name':'x','IPAM':{'Config':[{'IPRange':'192.168.7.0/25'}]}}",
        "RES-1  | {'Name':'x','IPAM':{'Config':[{'Subnet':'fd00:2::/48'}]}}",
        "RES-1  | {'Name':'x','IPAM':{'Config':[{'Subnet':'8.8.8.0/24'}]}}",
        "RES-1  | {'Name':'x','IPAM':{'Config':[{'Subnet':'0.0.0.0/1'}]}}",
        "RES-1  | {'Name':'x','IPAM':{'Config':[{'Subnet':'172.0.0.0/8'}]}}",
        "RES-1  | {'Name':'x','IPAM':{'Config':[{'Subnet':'2001:db8::/32'}]}}",
        "400    | {'Name':'x','IPAM':{'Config':[{'Subnet':'10.1/16'}]}}",
        "400    | {'Name':'x','IPAM':{'Config':[{'Subnet':'::ffff:10.1.0.0/112'}]}}",
        "400    | {'Name':'x','IPAM':{'Config':[{'Subnet':'::ffff:a01:0/112'}]}}",
        "400    | {'Name':'x','IPAM':{'Config':[{'Subnet':'fd00:2::%eth0/64'}]}}",
        "400    | {'Name':'x','IPAM':{'Config':[{'Subnet':'10.1.0.0/033'}]}}",
        "400    | {'Name':'x','IPAM':{'Config':[{'Subnet':'10.1.0.0/33'}]}}",
        "400    | {'Name':'x','IPAM':{'Config':[{'Subnet':'10.244.2.0/24','subnet':'10.244.1.0/24'}]}}",
        "SOCK-5 | {'Name':'x','IPAM':{'New':{'a':1}}}",
      })
  void limitsSubnetsOfContainers(String answer, String body) {
    LookupResult routes =
        new LookupResult.Routes(
            Stream.of("10.244.1.0/24", "192.168.7.2/32", "fd00:2::/64")
                .map(text -> IpPrefix.parse(text).orElseThrow())
                .toList());
    DockerRequestFixture container =
        DockerRequestFixture.byDefault()
            .fromContainer()
            .withLookupResult(new Lookup.RouteLookup(), routes);
    expect(container.decide("POST", "/networks/create", body), answer);
    expect(
        container
            .withLookupResult(new Lookup.RouteLookup(), new LookupResult.Unavailable("x"))
            .decide("POST", "/networks/create", "{'Name':'x'}"),
        "passes");
    expect(
        container.decide(
            "POST",
            "/networks/create",
            "{'Name':'x','IPAM':{'Config':[{'Subnet':'10.9.0.0/16'}]}}"),
        "503");
    if (answer.equals("RES-1")) {
      expect(DockerRequestFixture.byDefault().decide("POST", "/networks/create", body), "passes");
    }
  }

  /** R17: buildx --push with a list that blocks push, or does not allow it. */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "DENY  | push   | SOCK-4",
        "DENY  | ps     | passes",
        "ALLOW | buildx | SOCK-4",
        "ALLOW | buildx,push | passes",
      })
  void limitsBuildsThatPush(CommandList.Type type, String commands, String answer) {
    DockerRequestFixture container =
        DockerRequestFixture.under(
                PolicyBuilder.named(
                    "lists",
                    p -> {
                      p.socketImages = List.of("docker:cli");
                      p.socketCommands =
                          new CommandRules(
                              CommandList.parse(type, List.of(commands.split(","))), List.of());
                    }))
            .fromContainer();
    String solve = "/moby.buildkit.v1.Control/Solve";
    expect(container.decide(Operation.GRPC, solve, "{'Push':true}"), answer);
    expect(container.decide(Operation.GRPC, solve, "{'Push':false}"), "passes");
    String outputs = "/build?version=2&outputs=%5B%7B%22Attrs%22%3A%7B%22";
    expect(container.decide("POST", outputs + "push%22%3A%22true%22%7D%7D%5D"), answer);
    expect(container.decide("POST", outputs + "%5Cu0070ush%22%3A%221%22%7D%7D%5D"), answer);
    expect(container.decide("POST", outputs + "name%22%3A%22x%22%7D%7D%5D"), "passes");
    expect(
        container
            .fromCaller(DockerRequestFixture.HOST)
            .decide(Operation.GRPC, solve, "{'Push':true}"),
        "passes");
  }

  /** R22, F5: what the engine runs under a runtime that no request names. */
  @Test
  void deniesContainersBuildsThatAreNotProtected() {
    ProxyContext fresh =
        new ProxyContext(
            "eci",
            DockerRequestFixture.SETUP.engine(),
            ProxyContext.LARGEST_BODY,
            BuildProtectionRule.CLASSIC,
            true);
    DockerRequestFixture container =
        DockerRequestFixture.byDefault().fromContainer().withContext(fresh);
    String solve = "/moby.buildkit.v1.Control/Solve";
    for (String query : List.of("?version=2", "?version=2&version=1", "?version=1&version=2")) {
      expect(container.decide("POST", "/build" + query), "ISO-10");
    }
    expect(container.decide(Operation.GRPC, solve, "{}"), "ISO-10");
    expect(container.decide("POST", "/build"), "passes");
    expect(container.decide("POST", "/build?version=1"), "passes");
    expect(container.decide("POST", "/services/create", "{}"), "passes");
    DockerRequestFixture user = DockerRequestFixture.byDefault().withContext(fresh);
    expect(user.decide("POST", "/build?version=2"), "passes");
    expect(user.decide(Operation.GRPC, solve, "{}"), "passes");
  }

  @Test
  void deniesServicesOfEngineWithOtherDefaultRuntime() {
    ProxyContext alone =
        new ProxyContext(
            "eci",
            DockerRequestFixture.SETUP.engine(),
            ProxyContext.LARGEST_BODY,
            BuildProtectionRule.NONE,
            true,
            false);
    DockerRequestFixture user = DockerRequestFixture.byDefault().withContext(alone);
    expect(user.decide("POST", "/services/create", "{}"), "ISO-1");
    expect(user.decide("POST", "/services/x/update?version=1", "{}"), "ISO-1");
    expect(user.decide("POST", "/build"), "ISO-10");
  }

  /** R23: root has the engine's own socket anyway. */
  @ParameterizedTest
  @ValueSource(strings = {"/swarm/init", "/swarm/join", "/swarm/update?version=1"})
  void rootMayMakeEngineMemberOfSwarm(String target) {
    assertThat(
            DockerRequestFixture.byDefault()
                .fromCaller(new Caller.Host(0, 0, 1))
                .decide("POST", target, "{}"))
        .isInstanceOf(Forward.class);
  }

  @ParameterizedTest(name = "{1} {2}: {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "passes | POST | /containers/ours/exec",
        "SOCK-5 | POST | /containers/theirs/exec",
        "404    | POST | /containers/none/exec",
        "404    | POST | /containers/theirs/none/exec",
        "SOCK-5 | POST | /containers/the/alias/exec",
        "SOCK-5 | GET  | /containers/the/alias/archive?path=/etc",
        "passes | POST | /exec/e1/start",
        "SOCK-5 | POST | /exec/e2/start",
        "404    | POST | /exec/e3/start",
        "passes | POST | /containers/ours/attach?stream=1",
        "SOCK-5 | POST | /containers/theirs/attach?stream=1",
        "SOCK-5 | GET  | /containers/theirs/attach/ws",
        "SOCK-5 | GET  | /containers/theirs/archive?path=/etc",
        "SOCK-5 | PUT  | /containers/theirs/archive?path=/",
        "SOCK-5 | POST | /containers/theirs/start",
        "passes | POST | /containers/ours/start",
        "RES-2  | POST | /containers/ours/start?checkpoint-dir=/tmp",
        "SOCK-5 | POST | /containers/theirs/restart",
        "SOCK-5 | GET  | /containers/theirs/export",
        "SOCK-5 | POST | /commit?container=theirs&repo=x",
        "passes | POST | /commit?container=ours&container=theirs&repo=x",
        "404    | POST | /commit?repo=x",
        "SOCK-5 | POST | /containers/theirs/rename?name=x",
        "passes | POST | /containers/ours/rename?name=x",
        "passes | POST | /containers/theirs/kill",
        "passes | DELETE | /containers/theirs",
        "passes | POST | /volumes/prune",
        "passes | GET  | /containers/theirs/logs",
        "passes | GET  | /containers/theirs/json",
        "passes | POST | /containers/theirs/stop",
        "passes | GET  | /plugins/x",
        "SOCK-5 | POST | /plugins/x/disable",
        "SOCK-5 | POST | /swarm/init",
        "SOCK-5 | POST | /swarm/join",
        "SOCK-5 | POST | /swarm/update?version=1",
        "passes | GET  | /services",
        "SOCK-5 | GET  | /swarm",
        "SOCK-5 | POST | /nodes/x/update",
        "passes | GET  | /nodes",
      })
  void decidesRequestsFromContainers(String answer, String method, String target) {
    String expected = target.equals("/plugins/x") ? "SOCK-5" : answer;
    expect(DockerRequestFixture.byDefault().fromContainer().decide(method, target), expected);
  }

  /** Another container may have taken the name over when the request arrives (R3). */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "POST | /v1.44/containers/ours/exec          | /v1.44/containers/ID/exec",
        "POST | /containers/ours/attach?stream=1     | /containers/ID/attach?stream=1",
        "GET  | /containers/ours/attach/ws           | /containers/ID/attach/ws",
        "PUT  | /containers/ours/archive?path=%2F    | /containers/ID/archive?path=%2F",
        "GET  | /containers/ours/archive?path=%2F    | /containers/ID/archive?path=%2F",
        "GET  | /containers/ours/export              | /containers/ID/export",
        "POST | /containers/ours/start               | /containers/ID/start",
        "POST | /containers/ours/restart?t=1         | /containers/ID/restart?t=1",
        "POST | /containers/ours/rename?name=theirs  | /containers/ID/rename?name=theirs",
        "GET  | /containers/ours/checkpoints         | /containers/ID/checkpoints",
        "DELETE | /containers/ours/checkpoints/a     | /containers/ID/checkpoints/a",
        "POST | /commit?container=ours&repo=x        | /commit?repo=x&container=ID",
      })
  void forwardsIdOfEvaluatedContainer(String method, String target, String forwarded) {
    assertThat(DockerRequestFixture.byDefault().fromContainer().decide(method, target))
        .isInstanceOfSatisfying(
            Forward.class,
            f ->
                assertThat(f.target())
                    .isEqualTo(forwarded.replace("ID", DockerRequestFixture.idOf("ours"))));
    assertThat(DockerRequestFixture.byDefault().decide(method, target))
        .isInstanceOfSatisfying(Forward.class, f -> assertThat(f.target()).isEqualTo(target));
  }

  @Test
  void forwardsUnchangedWithoutPolicies() {
    assertThat(DockerRequestFixture.under().decide("POST", "/v1.44/containers/create", "{'a':1}"))
        .isInstanceOfSatisfying(
            Forward.class, f -> assertThat(f.body()).isInstanceOf(Body.OriginalBody.class));
    assertThat(DockerRequestFixture.under().decide("POST", "/new/thing"))
        .isInstanceOfSatisfying(
            Forward.class, f -> assertThat(f.operation()).isEqualTo(Operation.UNKNOWN));
  }

  @Test
  void dropsUninspectedBodies() {
    assertThat(
            DockerRequestFixture.byDefault()
                .decide("POST", "/containers/x/start", "{'Binds':['/:/x']}"))
        .isInstanceOfSatisfying(
            Forward.class, f -> assertThat(f.body()).isInstanceOf(Body.NoBody.class));
  }

  @Test
  void rejectsFormEncodedBodies() {
    for (String type :
        List.of(
            "application/x-www-form-urlencoded",
            "text/plain; application/x-www-form-urlencoded",
            "Multipart/Form-Data; boundary=x",
            "application/x-www-form-URLENCODED ;a")) {
      Evaluation evaluation =
          DockerApiAuthorizer.evaluate(
              new ApiRequest(DockerRequestFixture.HOST, "POST", "/build", type, true),
              DockerRequestFixture.SETUP,
              List.of(DockerRequestFixture.host("default")),
              PolicyBuilder.NOW);
      assertThat(evaluation)
          .isInstanceOfSatisfying(Evaluation.Decided.class, d -> expect(d.decision(), "400"));
    }
  }

  /** What {@code curl -d} sends: Go reads a form in front of the query. */
  @ParameterizedTest(name = "{1} {2}: {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "/containers/x/stop               | POST | /containers/x/stop   | ''",
        "/containers/x/stop?t=5&signal=a  | POST | /containers/x/stop?signal=a | t=5",
        "/containers/x/kill?signal=9&signal=1 | POST | /containers/x/kill?signal=1 | signal=9",
        "/images/create?fromImage=busybox | POST | /images/create       | fromImage=busybox",
        "/images/a/b/tag?repo=x&tag=%C3%A9 | POST | /images/a/b/tag?tag=%C3%A9 | repo=x",
        "/containers/prune?filters=%7B%7D | POST | /v1.44/containers/prune | filters=%7B%7D",
        "RES-2                            | POST | /containers/x/start  | checkpoint-dir=%2Ftmp",
        "400                              | POST | /containers/x/start  | a;b",
        "400                              | POST | /images/create       | fromSrc=-",
        "400                              | POST | /containers/create   | {}",
        "400                              | POST | /containers/x/exec   | {}",
        "400                              | POST | /volumes/create      | Name=x",
        "400                              | POST | /build               | networkmode=host",
        "400                              | PUT  | /containers/x/archive | path=/",
        "SOCK-5                           | POST | /new/thing           | a=b",
      })
  void readsFormsAsQuery(String answer, String method, String target, String form) {
    Evaluation evaluation =
        DockerApiAuthorizer.evaluate(
            new ApiRequest(
                DockerRequestFixture.HOST,
                method,
                target,
                "Application/X-www-form-urlencoded; charset=utf-8",
                true),
            DockerRequestFixture.SETUP,
            List.of(DockerRequestFixture.host("default")),
            PolicyBuilder.NOW);
    if (evaluation instanceof Evaluation.NeedsBody needed) {
      assertThat(needed.format()).isEqualTo(Evaluation.BodyFormat.FORM);
      evaluation = needed.resume(new JsonValue.Str(form));
    }
    ApiDecision decision = ((Evaluation.Decided) evaluation).decision();
    if (decision instanceof Forward forward) {
      assertThat(forward.body()).isInstanceOf(Body.NoBody.class);
      assertThat(forward.target().replace("/v1.44", "")).isEqualTo(answer);
    } else {
      expect(decision, answer);
    }
  }

  /** Enforce and Audit together: a violation of Audit only is forwarded, and reported. */
  @Test
  void modesAreSeparate() {
    Policy audit = PolicyBuilder.named("audit", p -> p.mode = EnforcementMode.AUDIT);
    Policy enforce = PolicyBuilder.named("enforce", p -> p.allowed = List.of("/etc/ok"));
    String body = "{'HostConfig': {'Binds': ['/etc/ok:/x']}}";
    assertThat(
            DockerRequestFixture.under(audit, enforce).decide("POST", "/containers/create", body))
        .isInstanceOf(Forward.class);
    assertThat(
            DockerRequestFixture.under(audit)
                .decide("POST", "/containers/create", "{'HostConfig': {'PidMode': 'host'}}"))
        .isInstanceOfSatisfying(
            Forward.class,
            f -> {
              assertThat(f.auditedViolations())
                  .singleElement()
                  .extracting(x -> x.mode())
                  .isEqualTo(EnforcementMode.AUDIT);
              assertThat(f.body().toString()).doesNotContain("Runtime");
            });
  }
}
