// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.changes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eci.socketproxy.body.BodyFilter;
import dev.eci.socketproxy.changes.LayerComparison.Result;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes files out of the response to {@code GET /containers/{id}/changes} that the container did
 * not change. The engine compares the mounted container with its image. While the mount is
 * ID-mapped, all owners differ, so it lists all files.
 *
 * <p>The engine lists a directory before what is below it, and a directory that only contains
 * changes as changed. So a directory is held back until the first change below it comes.
 */
public final class ChangeListFilter implements BodyFilter {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** {@code Kind} of a file that container and image have. Others are added or deleted. */
  private static final int MODIFIED = 0;

  /** The image chooses how deep its directories are, and so how many are held back. */
  private static final int MAX_HELD_BYTES = 1 << 20;

  /** A listed file, which may be a directory that contains the next one. */
  private static final class Ancestor {
    private final String path;
    private final Result result;

    /** The file's entry while it is held back. */
    private byte @Nullable [] held;

    Ancestor(String path, Result result) {
      this.path = path;
      this.result = result;
    }

    boolean contains(String other) {
      return other.startsWith(path + "/");
    }
  }

  private final LayerComparison layers;
  private final boolean listsCopies;
  private final JsonArraySplitter splitter = new JsonArraySplitter(this::next);
  private final Deque<Ancestor> ancestors = new ArrayDeque<>();
  private int heldBytes;

  /**
   * For one response.
   *
   * @param listsCopies whether the engine also lists what the container copied to its layer without
   *     a change, as with the storage driver overlay2
   */
  public ChangeListFilter(LayerComparison layers, boolean listsCopies) {
    this.layers = layers;
    this.listsCopies = listsCopies;
  }

  @Override
  public void filter(ByteBuf in, Consumer<ByteBuf> out) {
    try {
      ByteArrayOutputStream result = new ByteArrayOutputStream(in.readableBytes());
      splitter.split(in, result);
      emit(result, out);
    } finally {
      in.release();
    }
  }

  @Override
  public void end(Consumer<ByteBuf> out) {
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    splitter.end(result);
    emit(result, out);
  }

  private static void emit(ByteArrayOutputStream result, Consumer<ByteBuf> out) {
    if (result.size() > 0) {
      out.accept(Unpooled.wrappedBuffer(result.toByteArray()));
    }
  }

  private void next(byte[] entry, Consumer<byte[]> keep) {
    JsonNode change = read(entry);
    String path = change.path("Path").asText("");
    while (!ancestors.isEmpty() && !ancestors.getLast().contains(path)) {
      byte[] held = ancestors.removeLast().held;
      heldBytes -= held == null ? 0 : held.length;
    }
    Ancestor file = new Ancestor(path, result(change, path));
    boolean isListed =
        file.result == Result.CHANGED || (listsCopies && file.result == Result.COPIED);
    if (!isListed && heldBytes + entry.length <= MAX_HELD_BYTES) {
      file.held = entry;
      heldBytes += entry.length;
    } else {
      release(keep);
      keep.accept(entry);
    }
    ancestors.add(file);
  }

  private void release(Consumer<byte[]> keep) {
    for (Ancestor directory : ancestors) {
      byte[] held = directory.held;
      if (held != null) {
        directory.held = null;
        keep.accept(held);
      }
    }
    heldBytes = 0;
  }

  private Result result(JsonNode change, String path) {
    if (path.isEmpty() || change.path("Kind").asInt(-1) != MODIFIED) {
      return Result.CHANGED;
    }
    // the container's layer has the directories above all that it has
    return !ancestors.isEmpty() && ancestors.getLast().result == Result.IN_IMAGE_ONLY
        ? Result.IN_IMAGE_ONLY
        : layers.compare(path);
  }

  private static JsonNode read(byte[] entry) {
    try {
      return JSON.readTree(entry);
    } catch (IOException e) {
      return JSON.missingNode();
    }
  }
}
