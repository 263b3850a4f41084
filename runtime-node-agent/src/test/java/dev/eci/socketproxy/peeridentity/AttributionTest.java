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

class AttributionTest {
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
  void aProcessOfTheHost() throws IOException {
    assertThat(host("/user.slice/session-1.scope", HOST_MOUNT, HOST_ROOT, 1000))
        .isEqualTo(new Caller.Host(1000, 100, 7));
  }

  @Test
  void aHostThatIsAContainerToOthers() throws IOException {
    assertThat(of("/x/" + OUTER + "/system.slice/a.service", ofHost(), 0))
        .isInstanceOf(Caller.Host.class);
    record(A, "/x/" + OUTER + "/docker/" + A);
    assertThat(of("/x/" + OUTER + "/docker/" + A, ownPid(), 0)).isEqualTo(caller(A));
    assertThat(of("/y/" + OUTER, ofHost(), 0)).isInstanceOf(Caller.Unknown.class);
  }

  private static ProcessEvidence ofHost() {
    return new ProcessEvidence(
        new Cgroups(List.of()), HOST_USER, HOST_PID, HOST_MOUNT, HOST_ROOT, map(0, 4294967295L));
  }

  @Test
  void aServiceWithMountsOfItsOwn() throws IOException {
    assertThat(host("/system.slice/runner.service", new Inode(4, 9), HOST_ROOT, 0))
        .isInstanceOf(Caller.Host.class);
  }

  @Test
  void namespacesOfItsOwnAndNoCgroupOfAContainer() throws IOException {
    assertThat(host("/", new Inode(4, 9), new Inode(9, 9), 0)).isInstanceOf(Caller.Unknown.class);
    assertThat(of("/", ownUser(RANGE_A, IdRange.SIZE), 0)).isInstanceOf(Caller.Unknown.class);
    assertThat(of("/", ownPid(), 0)).isInstanceOf(Caller.Unknown.class);
  }

  @Test
  void aContainersIdsInTheHostsNamespaces() throws IOException {
    protect(A, RANGE_A);
    assertThat(host("/", HOST_MOUNT, HOST_ROOT, RANGE_A + 5)).isInstanceOf(Caller.Unknown.class);
  }

  @Test
  void aProtectedContainer() throws IOException {
    protect(A, RANGE_A);
    assertThat(of("/docker/" + A, ownUser(RANGE_A, IdRange.SIZE), RANGE_A)).isEqualTo(caller(A));
  }

  @Test
  void aUserNamespaceThatItMadeItself() throws IOException {
    protect(A, RANGE_A);
    assertThat(of("/docker/" + A, ownUser(RANGE_A + 1000, 1), RANGE_A + 1000)).isEqualTo(caller(A));
  }

  @Test
  void oneThatIsNotProtected() throws IOException {
    record(A, "/docker/" + A);
    assertThat(of("/docker/" + A, ownPid(), 0)).isEqualTo(caller(A));
  }

  @Test
  void oneWhoseEngineGaveItAUserNamespace() throws IOException {
    record(A, "/docker/" + A);
    assertThat(of("/docker/" + A, ownUser(100000, IdRange.SIZE), 100000)).isEqualTo(caller(A));
  }

  @Test
  void oneThatSharesARange() throws IOException {
    protect(A, RANGE_A);
    record(B, "/docker/" + B);
    claims.put(RANGE_A, Set.of(A, B));
    assertThat(of("/docker/" + B, ownUser(RANGE_A, IdRange.SIZE), RANGE_A)).isEqualTo(caller(B));
  }

  @Test
  void aProcessThatMovedToAnothersCgroup() throws IOException {
    protect(A, RANGE_A);
    protect(B, RANGE_B);
    assertThat(of("/docker/" + A, ownUser(RANGE_B, IdRange.SIZE), RANGE_B))
        .isInstanceOf(Caller.Unknown.class);
    assertThat(of("/docker/" + A, ownPid(), 0)).isInstanceOf(Caller.Unknown.class);
  }

  @Test
  void anUnprotectedOneInAProtectedOnesCgroup() throws IOException {
    protect(A, RANGE_A);
    record(B, "/docker/" + B);
    assertThat(of("/docker/" + B, ownUser(RANGE_A, IdRange.SIZE), RANGE_A))
        .isInstanceOf(Caller.Unknown.class);
  }

  @Test
  void idsFromBothRanges() throws IOException {
    protect(A, RANGE_A);
    protect(B, RANGE_B);
    assertThat(of("/docker/" + A, ownUser(RANGE_A, 2 * IdRange.SIZE), RANGE_A))
        .isInstanceOf(Caller.Unknown.class);
  }

  @Test
  void aContainerOfADockerInAContainerIsTheOuterOne() throws IOException {
    protect(A, RANGE_A);
    assertThat(of("/docker/" + A + "/docker/" + B, ownUser(RANGE_A + 1000, 65), RANGE_A + 1000))
        .isEqualTo(caller(A));
  }

  @Test
  void aCgroupNamedLikeAnothersInsideOnesOwn() throws IOException {
    record(A, "/docker/" + A);
    record(B, "/docker/" + B);
    assertThat(of("/docker/" + A + "/" + B, ownPid(), 0)).isEqualTo(caller(A));
  }

  @Test
  void aCgroupParentNamedLikeAnothersCgroup() throws IOException {
    record(A, "/docker/" + A);
    record(B, "/docker/" + A + "/" + B);
    assertThat(of("/docker/" + A + "/" + B, ownPid(), 0)).isEqualTo(caller(B));
  }

  @Test
  void cgroupsOfTwoContainers() throws IOException {
    record(A, "/docker/" + A);
    record(B, "/docker/" + B);
    assertThat(
            of(Cgroups.parse("2:pids:/docker/" + A + "\n1:cpu:/docker/" + B + "\n"), ownPid(), 0))
        .isInstanceOf(Caller.Unknown.class);
  }

  @Test
  void aCgroupThatTheEngineDoesNotKnow() throws IOException {
    assertThat(of("/docker/" + A, ownPid(), 0)).isInstanceOf(Caller.Unknown.class);
    assertThat(of("/kubepods/besteffort/pod1", ownPid(), 0)).isInstanceOf(Caller.Unknown.class);
  }

  private Caller host(String cgroup, Inode mount, Inode root, long uid) throws IOException {
    return of(
        Cgroups.parse("0::" + cgroup + "\n"),
        new ProcessEvidence(
            new Cgroups(List.of()), HOST_USER, HOST_PID, mount, root, map(0, 4294967295L)),
        uid);
  }

  private Caller of(String cgroup, ProcessEvidence processEvidence, long uid) throws IOException {
    return of(Cgroups.parse("2:pids:" + cgroup + "\n0::/\n"), processEvidence, uid);
  }

  private Caller of(Cgroups cgroups, ProcessEvidence processEvidence, long uid) throws IOException {
    return new CallerResolver(
            new Peer(7, uid, 100),
            new ProcessEvidence(
                cgroups,
                processEvidence.user(),
                processEvidence.pid(),
                processEvidence.mount(),
                processEvidence.root(),
                processEvidence.users()),
            HOST,
            id -> Optional.ofNullable(records.get(id)),
            new IdRangeOwners() {
              @Override
              public Set<String> of(IdRange ids) {
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

  private static ProcessEvidence ownUser(long base, long size) {
    return new ProcessEvidence(
        new Cgroups(List.of()),
        new Inode(4, 11),
        new Inode(4, 12),
        new Inode(4, 13),
        new Inode(9, 1),
        map(base, size));
  }

  private static ProcessEvidence ownPid() {
    return new ProcessEvidence(
        new Cgroups(List.of()),
        HOST_USER,
        new Inode(4, 12),
        new Inode(4, 13),
        new Inode(9, 1),
        map(0, 4294967295L));
  }

  private static IdMap map(long base, long size) {
    return new IdMap(List.of(new IdRange(base, size)));
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
