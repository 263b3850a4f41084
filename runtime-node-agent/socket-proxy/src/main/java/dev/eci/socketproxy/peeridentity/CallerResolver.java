// SPDX-License-Identifier: Apache-2.0
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
 * Resolves evidence to a caller. Each piece is weak alone: a process can leave its cgroup or name
 * one like another container's, a namespace can be shared, and IDs can belong to no container. So
 * all pieces must agree; otherwise the caller is unknown.
 */
final class CallerResolver {
  private static final String CONFLICT =
      "the connecting process has the cgroup of one container and the IDs of another";

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
          "the connecting process has private namespaces, but no cgroup of a container");
    }
    return owners.ownersOf(new IdRange(peer.uid(), 1)).isEmpty()
        ? new Caller.Host(peer.uid(), peer.gid(), peer.pid())
        : new Caller.Unknown(
            "the connecting process has the IDs of a container, but no cgroup of one");
  }

  private Caller container() throws IOException {
    Set<String> ids = new HashSet<>();
    for (Cgroups.Line line : cgroups.lines()) {
      List<Cgroups.ContainerCgroup> cgroups = line.containerCgroups();
      if (cgroups.isEmpty() && !line.isUnknownContainer()) {
        // an engine may not use every hierarchy
        continue;
      }
      Optional<ContainerRecord> record = deepest(line.controllers(), cgroups);
      if (record.isEmpty()) {
        return new Caller.Unknown(
            "no container on this host has the cgroup of the connecting process");
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
   * Below the cgroup of a container are those that it created itself, for example for the
   * containers of a nested Docker, of which this host has no record. Above it may be the names of a
   * requested cgroup parent. So the deepest cgroup counts in which the container's first process
   * is.
   */
  private Optional<ContainerRecord> deepest(
      String controllers, List<Cgroups.ContainerCgroup> cgroups) throws IOException {
    for (Cgroups.ContainerCgroup containerCgroup : cgroups.reversed()) {
      Optional<ContainerRecord> record = find(containerCgroup.id());
      if (record.isPresent() && record.get().cgroups().has(controllers, containerCgroup)) {
        return record;
      }
    }
    return Optional.empty();
  }

  /**
   * Ranges are exclusive: a process with IDs of one is of its owners, and these have no other IDs.
   */
  private boolean hasConsistentIds(ContainerRecord record) throws IOException {
    boolean inHostUserNamespace = processEvidence.userNamespace().equals(host.user());
    Set<String> byUser = owners.ownersOf(new IdRange(peer.uid(), 1));
    if (inHostUserNamespace) {
      return byUser.isEmpty() && !owners.has(record.owner());
    }
    for (IdRange ids : processEvidence.uidMap().ids()) {
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
