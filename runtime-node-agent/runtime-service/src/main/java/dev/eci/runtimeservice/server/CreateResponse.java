package dev.eci.runtimeservice.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.policy.message.Messages;
import dev.eci.runtimeservice.oci.Notice;
import dev.eci.runtimeservice.oci.BindSource;
import dev.eci.runtimeservice.oci.RootfsPlan;
import java.util.List;
import java.util.Optional;

/** What the launcher is told. */
public sealed interface CreateResponse {
  JsonMapper JSON = JsonMapper.builder().build();

  /**
   * The container may be created.
   *
   * @param config the bytes to run with; empty: as they are
   * @param rootfs what the launcher has to do with the root file system
   * @param binds sources that it has to hold
   * @param notices for people, not for the launcher
   */
  record Allow(
      Optional<byte[]> config,
      Optional<RootfsPlan> rootfs,
      List<BindSource> binds,
      List<Notice> notices)
      implements CreateResponse {
    public Allow {
      binds = List.copyOf(binds);
      notices = List.copyOf(notices);
    }
  }

  /**
   * It may not.
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
    ObjectNode header = JSON.createObjectNode();
    header.put("protocol", CreateRequest.PROTOCOL);
    header.put("decision", this instanceof Allow ? "allow" : "deny");
    header.put("message", this instanceof Deny(String message) ? message : "");
    if (this instanceof Allow allow && allow.rootfs().isPresent()) {
      put(header.putObject("rootfs"), allow.rootfs().get());
    } else {
      header.putNull("rootfs");
    }
    ArrayNode binds = header.putArray("binds");
    if (this instanceof Allow allow) {
      allow.binds().forEach(bind -> put(binds.addObject(), bind));
    }
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

  private static void put(ObjectNode json, BindSource bind) {
    json.put("path", bind.path());
    json.put("recursive", bind.recursive());
    json.put("nosuid", bind.setUserId().isNosuid());
    json.put("suid", bind.setUserId().isSuid());
    json.put("readonly", bind.readOnly());
    if (bind.shift().isPresent()) {
      BindSource.Shift shift = bind.shift().get();
      json.putObject("shift")
          .put("base", shift.range().base())
          .put("size", shift.range().size())
          .put("below", shift.below());
    } else {
      json.putNull("shift");
    }
  }

  private static void put(ObjectNode json, RootfsPlan plan) {
    json.put("path", plan.path());
    json.put("base", plan.range().base());
    json.put("size", plan.range().size());
    if (plan.overlay().isPresent()) {
      RootfsPlan.Overlay overlay = plan.overlay().get();
      ObjectNode layers = json.putObject("overlay");
      overlay.lower().forEach(layers.putArray("lower")::add);
      layers.put("upper", overlay.upper().orElse(null));
      layers.put("work", overlay.work().orElse(null));
      overlay.options().forEach(layers.putArray("options")::add);
    } else {
      json.putNull("overlay");
    }
    plan.flags().forEach(json.putArray("flags")::add);
  }
}
