package dev.eci.socketproxy.peeridentity;

import dev.eci.policy.docker.Caller;
import dev.eci.policy.idrange.IdRange;
import dev.eci.support.idrange.IdRangeOwners;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * From evidence to a caller. Each sign is weak alone: a cgroup can be left or named like another's,
 * a namespace can be shared, ids can be nobody's. So all of them have to agree, and who contradicts
 * himself is nobody.
 */
final class CallerResolver {
  private static final String CONFLICT =
      "the connecting process has the cgroup of one container and the ids of another";

  private final Peer peer;
  private final ProcessEvidence processEvidence;
  private final Cgroups cgroups;
  private final HostProcessNamespaces host;
  private final ContainerRegistry records;
  private final IdRangeOwners owners;
  private final Map<String, Optional<ContainerRecord>> found = new HashMap<>();

  CallerResolver(
      Peer peer,
      ProcessEvidence processEvidence,
      HostProcessNamespaces host,
      ContainerRegistry records,
      IdRangeOwners owners) {
    this.peer = peer;
    this.processEvidence = processEvidence;
    this.cgroups = processEvidence.cgroups().below(host.cgroups());
    this.host = host;
    this.records = records;
    this.owners = owners;
  }

  Caller caller() throws IOException {
    return cgroups.isContainer() ? container() : host();
  }

  private Caller host() throws IOException {
    if (!host.has(processEvidence)) {
      return new Caller.Unknown(
          "the connecting process has namespaces of its own, and no cgroup of a container");
    }
    return owners.ownersOf(new IdRange(peer.uid(), 1)).isEmpty()
        ? new Caller.Host(peer.uid(), peer.gid(), peer.pid())
        : new Caller.Unknown(
            "the connecting process has the ids of a container, and no cgroup of one");
  }

  private Caller container() throws IOException {
    Set<String> ids = new HashSet<>();
    for (Cgroups.Line line : cgroups.lines()) {
      List<Cgroups.ContainerCgroup> places = line.containerCgroups();
      if (places.isEmpty() && !line.isUnknownContainer()) {
        // engines need not use each hierarchy
        continue;
      }
      Optional<ContainerRecord> record = deepest(line.controllers(), places);
      if (record.isEmpty()) {
        return new Caller.Unknown(
            "no container that runs here has the connecting process's cgroup");
      }
      ids.add(record.get().id());
    }
    if (ids.size() != 1) {
      return new Caller.Unknown("the connecting process is in the cgroups of several containers");
    }
    ContainerRecord record = find(ids.iterator().next()).orElseThrow();
    return hasConsistentIds(record) ? record.caller() : new Caller.Unknown(CONFLICT);
  }

  /**
   * Below a container's cgroup come those that it made itself, such as the containers of a Docker
   * in it, of which no record is here; above it, if anything, what the request for a cgroup parent
   * named. So the deepest one counts that is where its own first process says that it is.
   */
  private Optional<ContainerRecord> deepest(String controllers, List<Cgroups.ContainerCgroup> places)
      throws IOException {
    for (Cgroups.ContainerCgroup containerCgroup : places.reversed()) {
      Optional<ContainerRecord> record = find(containerCgroup.id());
      if (record.isPresent() && record.get().cgroups().has(controllers, containerCgroup)) {
        return record;
      }
    }
    return Optional.empty();
  }

  /** Ranges are exclusive: who has ids of one is of its owners, and they have no others. */
  private boolean hasConsistentIds(ContainerRecord record) throws IOException {
    boolean ofHost = processEvidence.user().equals(host.user());
    Set<String> byUser = owners.ownersOf(new IdRange(peer.uid(), 1));
    if (ofHost) {
      return byUser.isEmpty() && !owners.has(record.owner());
    }
    for (IdRange ids : processEvidence.users().ids()) {
      if (!owners.ownersOf(ids).equals(byUser)) {
        return false;
      }
    }
    return byUser.isEmpty() || byUser.contains(record.owner());
  }

  private Optional<ContainerRecord> find(String id) throws IOException {
    Optional<ContainerRecord> known = found.get(id);
    if (known == null) {
      known = records.find(id);
      found.put(id, known);
    }
    return known;
  }
}
