// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.policy.idrange.IdMap;
import dev.eci.policy.message.Messages;
import dev.eci.runtimeservice.oci.BindSource;
import dev.eci.runtimeservice.oci.CreatePlan;
import dev.eci.runtimeservice.oci.DeviceFiles;
import dev.eci.runtimeservice.oci.Notice;
import dev.eci.runtimeservice.oci.RootfsPlan;
import java.util.List;
import java.util.Optional;

/** The response to eci-runtime (docs/protocol.md). */
public sealed interface CreateResponse {
  JsonMapper JSON = JsonMapper.builder().build();

  /**
   * The container may be created.
   *
   * @param config the bytes to run with; empty if config.json stays as it is
   * @param plan the mounts that eci-runtime creates
   * @param notices for the owner of the container; eci-runtime does not get them
   */
  record Allow(Optional<byte[]> config, CreatePlan plan, List<Notice> notices)
      implements CreateResponse {
    public Allow {
      notices = List.copyOf(notices);
    }
  }

  /**
   * The container may not be created.
   *
   * @param message one sentence, which ends in the pod's event
   */
  record Deny(String message) implements CreateResponse {

    static Deny because(String reason) {
      return new Deny(reason.startsWith(Messages.PREFIX) ? reason : Messages.PREFIX + reason);
    }
  }

  /** The header frame. */
  default byte[] header() {
    CreatePlan plan = this instanceof Allow allow ? allow.plan() : CreatePlan.NONE;
    ObjectNode header = JSON.createObjectNode();
    header.put("protocol", CreateRequest.PROTOCOL);
    header.put("decision", this instanceof Allow ? "allow" : "deny");
    header.put("message", this instanceof Deny(String message) ? message : "");
    if (plan.rootfs().isPresent()) {
      put(header.putObject("rootfs"), plan.rootfs().get());
    } else {
      header.putNull("rootfs");
    }
    ArrayNode binds = header.putArray("binds");
    plan.binds().forEach(source -> put(binds.addObject(), source));
    plan.devices().forEach(files -> put(header.withArray("devices").addObject(), files));
    plan.network()
        .ifPresent(network -> {
          ObjectNode sysctls = header.putObject("network").put("path", network.path());
          network.values().forEach(sysctls::put);
        });
    try {
      return JSON.writeValueAsBytes(header);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The second frame. */
  default byte[] body() {
    return this instanceof Allow allow ? allow.config().orElse(new byte[0]) : new byte[0];
  }

  private static void put(ObjectNode json, BindSource source) {
    json.put("path", source.path());
    json.put("recursive", source.recursive());
    json.put("nosuid", source.setUserId().isNosuid());
    json.put("suid", source.setUserId().isSuid());
    json.put("readonly", source.readOnly() != BindSource.ReadOnly.NOTHING);
    if (source.readOnly() == BindSource.ReadOnly.ALL) {
      json.put("readonlyBelow", true);
    }
    if (source.idMapping().isPresent()) {
      BindSource.IdMapping idMapping = source.idMapping().get();
      ObjectNode mapping = json.putObject("idMapping");
      put(mapping, idMapping.ids());
      mapping.put("below", idMapping.below());
    } else {
      json.putNull("idMapping");
    }
    for (BindSource.Submount below : source.submounts()) {
      json.withArray("submounts")
          .addObject()
          .put("path", below.path())
          .put("idMapped", below.isIdMapped());
    }
    source
        .overlay()
        .ifPresent(overlay -> {
          ObjectNode inOverlay = json.putObject("overlay").put("below", overlay.below());
          put(inOverlay.putObject("layers"), overlay.layers());
        });
  }

  private static void put(ObjectNode json, DeviceFiles files) {
    json.put("name", files.name());
    json.put("owner", files.owner());
    json.put("size", files.size());
    json.put("noexec", files.noexec());
    json.put("label", files.label().orElse(null));
    ArrayNode nodes = json.putArray("nodes");
    for (DeviceFiles.Node node : files.nodes()) {
      nodes
          .addObject()
          .put("path", node.path())
          .put("type", node.type())
          .put("major", node.major())
          .put("minor", node.minor())
          .put("mode", node.mode())
          .put("uid", node.uid())
          .put("gid", node.gid());
    }
    ArrayNode links = json.putArray("links");
    files
        .links()
        .forEach(link -> links.addObject().put("path", link.path()).put("target", link.target()));
  }

  private static void put(ObjectNode json, RootfsPlan plan) {
    json.put("path", plan.path());
    put(json, plan.ids());
    if (plan.overlay().isPresent()) {
      put(json.putObject("overlay"), plan.overlay().get());
    } else {
      json.putNull("overlay");
    }
    plan.flags().forEach(json.putArray("flags")::add);
  }

  private static void put(ObjectNode json, RootfsPlan.Overlay overlay) {
    overlay.lower().forEach(json.putArray("lower")::add);
    json.put("upper", overlay.upper().orElse(null));
    json.put("work", overlay.work().orElse(null));
    overlay.options().forEach(json.putArray("options")::add);
  }

  private static void put(ObjectNode json, IdMap ids) {
    json.put("base", ids.first().base());
    json.put("size", ids.first().size());
    for (IdMap.Extent extent : ids.high()) {
      json.withArray("extents")
          .addObject()
          .put("containerID", extent.containerId())
          .put("hostID", extent.range().base())
          .put("size", extent.range().size());
    }
  }
}
