// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.build;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/**
 * {@code SolveRequest} of moby.buildkit.v1.Control, written by hand: no frontend, one step of a
 * definition of the caller's own (BuildKit's control.proto and ops.proto).
 *
 * @param network NetMode of the step: 1 is the node's
 * @param security SecurityMode of the step: 1 is privileged
 * @param entitlement the requested one; empty for none
 */
record Solve(int network, int security, String entitlement) {
  static final String PATH = "/moby.buildkit.v1.Control/Solve";

  /** As gRPC sends one message. */
  byte[] framed() {
    Message solve = new Message().text(1, UUID.randomUUID().toString()).bytes(2, definition());
    if (!entitlement.isEmpty()) {
      solve.text(9, entitlement);
    }
    byte[] message = solve.made();
    return ByteBuffer.allocate(5 + message.length)
        .put((byte) 0)
        .putInt(message.length)
        .put(message)
        .array();
  }

  /** A step without a root file system of any image, and the vertex that names it as the result. */
  private byte[] definition() {
    byte[] meta = new Message().text(1, "/bin/true").text(3, "/").made();
    byte[] root = new Message().number(1, -1).text(3, "/").made();
    byte[] exec =
        new Message().bytes(1, meta).bytes(2, root).number(3, network).number(4, security).made();
    byte[] step = new Message().bytes(2, exec).made();
    byte[] input = new Message().text(1, "sha256:" + sha256(step)).made();
    return new Message().bytes(1, step).bytes(1, new Message().bytes(1, input).made()).made();
  }

  private static String sha256(byte[] of) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(of));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** In Protocol Buffers' encoding, field after field. */
  private static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message text(int field, String value) {
      return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message bytes(int field, byte[] value) {
      varint(((long) field << 3) | 2);
      varint(value.length);
      out.writeBytes(value);
      return this;
    }

    Message number(int field, long value) {
      varint((long) field << 3);
      varint(value);
      return this;
    }

    byte[] made() {
      return out.toByteArray();
    }

    private void varint(long value) {
      long left = value;
      while ((left & ~0x7fL) != 0) {
        out.write((int) ((left & 0x7f) | 0x80));
        left >>>= 7;
      }
      out.write((int) left);
    }
  }
}
