package dev.eci.agent.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What the launcher is told. */
public sealed interface Answer {
  JsonMapper JSON = JsonMapper.builder().build();

  /**
   * The container may be created.
   *
   * @param config the bytes to run with; empty: as they are
   */
  record Run(Optional<byte[]> config) implements Answer {}

  /**
   * It may not.
   *
   * @param message one sentence, which ends in the pod's event
   */
  record Refuse(String message) implements Answer {
    private static final String LEAD = "enhanced container isolation: ";

    static Refuse because(String reason) {
      return new Refuse(reason.startsWith(LEAD) ? reason : LEAD + reason);
    }
  }

  /** The header frame. */
  default byte[] header() {
    ObjectNode header = JSON.createObjectNode();
    header.put("protocol", Request.PROTOCOL);
    header.put("decision", this instanceof Run ? "run" : "refuse");
    header.put("message", this instanceof Refuse(String message) ? message : "");
    header.putArray("steps");
    try {
      return JSON.writeValueAsBytes(header);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The second frame. */
  default byte[] body() {
    return this instanceof Run(Optional<byte[]> config) ? config.orElse(new byte[0]) : new byte[0];
  }
}
