// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.peeridentity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.docker.Caller;
import dev.eci.policy.idrange.IdRange;
import dev.eci.policy.image.ImageIdentity;
import dev.eci.socketproxy.peeridentity.ProcessEvidence.Inode;
import dev.eci.support.idrange.IdRangeOwners;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CallerResolverTest {
  private static final String A = "a".repeat(64);
  private static final String B = "b".repeat(64);
  private static final String OUTER = "f".repeat(64);
  private static final long RANGE_A = 1879048192L;
  private static final long RANGE_B = RANGE_A + IdRange.SIZE;

  private static final Inode HOST_USER = new Inode(4, 1);
  private static final Inode HOST_PID = new Inode(4, 2);
  private static final Inode HOST_MOUNT = new Inode(4, 3);
  private static final Inode HOST_ROOT = new Inode(8, 2);
  private static final HostProcessNamespaces HOST =
      new HostProcessNamespaces(
          HOST_USER,
          HOST_PID,
          Set.of(HOST_MOUNT),
          HOST_ROOT,
          Cgroups.parse("2:pids:/x/" + OUTER + "/init\n0::/\n"));

  private final Map<String, ContainerRecord> records = new HashMap<>();
  private final Map<Long, Set<String>> claims = new HashMap<>();

  @Test
  void identifiesHostProcess() throws IOException {
    assertThat(host("/user.slice/session-1.scope", HOST_MOUNT, HOST_ROOT, 1000))
        .isEqualTo(new Caller.Host(1000, 100, 7));
  }

  @Test
  void identifiesHostThatRunsInsideContainer() throws IOException {
    assertThat(resolve("/x/" + OUTER + "/system.slice/a.service", hostEvidence(), 0))
        .isInstanceOf(Caller.Host.class);
    record(A, "/x/" + OUTER + "/docker/" + A);
    assertThat(resolve("/x/" + OUTER + "/docker/" + A, privatePidNamespace(), 0))
        .isEqualTo(caller(A));
    assertThat(resolve("/y/" + OUTER, hostEvidence(), 0)).isInstanceOf(Caller.Unknown.class);
  }

  private static ProcessEvidence hostEvidence() {
    return new ProcessEvidence(
        new Cgroups(List.of()), HOST_USER, HOST_PID, HOST_MOUNT, HOST_ROOT, map(0, 4294967295L));
  }

  @Test
  void identifiesHostServiceWithPrivateMounts() throws IOException {
    assertThat(host("/system.slice/runner.service", new Inode(4, 9), HOST_ROOT, 0))
        .isInstanceOf(Caller.Host.class);
  }

  @Test
  void rejectsPrivateNamespacesOutsideContainerCgroup() throws IOException {
    assertThat(host("/", new Inode(4, 9), new Inode(9, 9), 0)).isInstanceOf(Caller.Unknown.class);
    assertThat(resolve("/", privateUserNamespace(RANGE_A, IdRange.SIZE), 0))
        .isInstanceOf(Caller.Unknown.class);
    assertThat(resolve("/", privatePidNamespace(), 0)).isInstanceOf(Caller.Unknown.class);
  }

  @Test
  void rejectsContainerIdsInHostNamespaces() throws IOException {
    protect(A, RANGE_A);
    assertThat(host("/", HOST_MOUNT, HOST_ROOT, RANGE_A + 5)).isInstanceOf(Caller.Unknown.class);
  }

  @Test
  void identifiesProtectedContainer() throws IOException {
    protect(A, RANGE_A);
    assertThat(resolve("/docker/" + A, privateUserNamespace(RANGE_A, IdRange.SIZE), RANGE_A))
        .isEqualTo(caller(A));
  }

  @Test
  void identifiesContainerInNestedUserNamespace() throws IOException {
    protect(A, RANGE_A);
    assertThat(resolve("/docker/" + A, privateUserNamespace(RANGE_A + 1000, 1), RANGE_A + 1000))
        .isEqualTo(caller(A));
  }

  @Test
  void identifiesUnprotectedContainer() throws IOException {
    record(A, "/docker/" + A);
    assertThat(resolve("/docker/" + A, privatePidNamespace(), 0)).isEqualTo(caller(A));
  }

  @Test
  void identifiesContainerWithUserNamespaceOfEngine() throws IOException {
    record(A, "/docker/" + A);
    assertThat(resolve("/docker/" + A, privateUserNamespace(100000, IdRange.SIZE), 100000))
        .isEqualTo(caller(A));
  }

  @Test
  void identifiesContainerThatSharesRange() throws IOException {
    protect(A, RANGE_A);
    record(B, "/docker/" + B);
    claims.put(RANGE_A, Set.of(A, B));
    assertThat(resolve("/docker/" + B, privateUserNamespace(RANGE_A, IdRange.SIZE), RANGE_A))
        .isEqualTo(caller(B));
  }

  @Test
  void rejectsProcessInCgroupOfOtherContainer() throws IOException {
    protect(A, RANGE_A);
    protect(B, RANGE_B);
    assertThat(resolve("/docker/" + A, privateUserNamespace(RANGE_B, IdRange.SIZE), RANGE_B))
        .isInstanceOf(Caller.Unknown.class);
    assertThat(resolve("/docker/" + A, privatePidNamespace(), 0))
        .isInstanceOf(Caller.Unknown.class);
  }

  @Test
  void rejectsProtectedIdsInUnprotectedContainersCgroup() throws IOException {
    protect(A, RANGE_A);
    record(B, "/docker/" + B);
    assertThat(resolve("/docker/" + B, privateUserNamespace(RANGE_A, IdRange.SIZE), RANGE_A))
        .isInstanceOf(Caller.Unknown.class);
  }

  @Test
  void rejectsIdsOfTwoRanges() throws IOException {
    protect(A, RANGE_A);
    protect(B, RANGE_B);
    assertThat(resolve("/docker/" + A, privateUserNamespace(RANGE_A, 2 * IdRange.SIZE), RANGE_A))
        .isInstanceOf(Caller.Unknown.class);
  }

  @Test
  void identifiesContainerInContainerAsOuterOne() throws IOException {
    protect(A, RANGE_A);
    assertThat(
            resolve(
                "/docker/" + A + "/docker/" + B,
                privateUserNamespace(RANGE_A + 1000, 65),
                RANGE_A + 1000))
        .isEqualTo(caller(A));
  }

  @Test
  void ignoresNestedCgroupNamedAfterOtherContainer() throws IOException {
    record(A, "/docker/" + A);
    record(B, "/docker/" + B);
    assertThat(resolve("/docker/" + A + "/" + B, privatePidNamespace(), 0)).isEqualTo(caller(A));
  }

  @Test
  void identifiesContainerBelowParentNamedAfterOther() throws IOException {
    record(A, "/docker/" + A);
    record(B, "/docker/" + A + "/" + B);
    assertThat(resolve("/docker/" + A + "/" + B, privatePidNamespace(), 0)).isEqualTo(caller(B));
  }

  @Test
  void rejectsCgroupsOfTwoContainers() throws IOException {
    record(A, "/docker/" + A);
    record(B, "/docker/" + B);
    assertThat(
            resolve(
                Cgroups.parse("2:pids:/docker/" + A + "\n1:cpu:/docker/" + B + "\n"),
                privatePidNamespace(),
                0))
        .isInstanceOf(Caller.Unknown.class);
  }

  @Test
  void rejectsCgroupUnknownToEngine() throws IOException {
    assertThat(resolve("/docker/" + A, privatePidNamespace(), 0))
        .isInstanceOf(Caller.Unknown.class);
    assertThat(resolve("/kubepods/besteffort/pod1", privatePidNamespace(), 0))
        .isInstanceOf(Caller.Unknown.class);
  }

  private Caller host(String cgroup, Inode mount, Inode root, long uid) throws IOException {
    return resolve(
        Cgroups.parse("0::" + cgroup + "\n"),
        new ProcessEvidence(
            new Cgroups(List.of()), HOST_USER, HOST_PID, mount, root, map(0, 4294967295L)),
        uid);
  }

  private Caller resolve(String cgroup, ProcessEvidence processEvidence, long uid)
      throws IOException {
    return resolve(Cgroups.parse("2:pids:" + cgroup + "\n0::/\n"), processEvidence, uid);
  }

  private Caller resolve(Cgroups cgroups, ProcessEvidence processEvidence, long uid)
      throws IOException {
    return new CallerResolver(
            new Peer(7, uid, 100),
            new ProcessEvidence(
                cgroups,
                processEvidence.userNamespace(),
                processEvidence.pidNamespace(),
                processEvidence.mountNamespace(),
                processEvidence.root(),
                processEvidence.uidMap()),
            HOST,
            id -> Optional.ofNullable(records.get(id)),
            new IdRangeOwners() {
              @Override
              public Set<String> ownersOf(IdRange ids) {
                return claims.entrySet().stream()
                    .filter(claim -> new IdRange(claim.getKey(), IdRange.SIZE).overlaps(ids))
                    .flatMap(claim -> claim.getValue().stream())
                    .collect(Collectors.toSet());
              }

              @Override
              public boolean has(String owner) {
                return claims.values().stream().anyMatch(owners -> owners.contains(owner));
              }
            })
        .caller();
  }

  private static ProcessEvidence privateUserNamespace(long base, long size) {
    return new ProcessEvidence(
        new Cgroups(List.of()),
        new Inode(4, 11),
        new Inode(4, 12),
        new Inode(4, 13),
        new Inode(9, 1),
        map(base, size));
  }

  private static ProcessEvidence privatePidNamespace() {
    return new ProcessEvidence(
        new Cgroups(List.of()),
        HOST_USER,
        new Inode(4, 12),
        new Inode(4, 13),
        new Inode(9, 1),
        map(0, 4294967295L));
  }

  private static HostIdRanges map(long base, long size) {
    return new HostIdRanges(List.of(new IdRange(base, size)));
  }

  private void protect(String id, long base) {
    record(id, "/docker/" + id);
    claims.put(base, Set.of(id));
  }

  private void record(String id, String cgroup) {
    records.put(
        id,
        new ContainerRecord(
            id,
            id,
            "c",
            Cgroups.parse("2:pids:" + cgroup + "\n1:cpu:" + cgroup + "\n0::/\n"),
            ImageIdentity.verifiedByEngine("docker:cli"),
            Optional.empty()));
  }

  private Caller caller(String id) {
    return records.get(id).caller();
  }
}
