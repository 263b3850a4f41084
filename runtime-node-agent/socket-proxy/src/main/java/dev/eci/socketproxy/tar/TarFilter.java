// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.tar;

import dev.eci.socketproxy.body.BodyFilter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Changes the owners in one archive while it is streamed. From the first invalid header on,
 * everything passes unchanged: the reader of the archive reports the error.
 */
public final class TarFilter implements BodyFilter {
  /** Go's reader has the same limit. */
  private static final int MAX_SPECIAL_BYTES = 1 << 20;

  private static final String NO_DATA = "123456";

  private enum State {
    HEADER,
    SPARSE,
    SPECIAL,
    DATA,
    UNCHANGED
  }

  private final OwnerMapper users;
  private final OwnerMapper groups;
  private final TarBlock block = new TarBlock();
  private State state = State.HEADER;
  private int buffered;
  private long data;
  private byte[] special = new byte[0];
  private int specialLength;
  private int specialRead;

  /** The path of the entry whose header comes next. */
  private @Nullable String path;

  private long size = -1;

  public TarFilter(OwnerMapper users, OwnerMapper groups) {
    this.users = users;
    this.groups = groups;
  }

  @Override
  public void filter(ByteBuf in, Consumer<ByteBuf> out) {
    try {
      int begin = in.readerIndex();
      while (in.isReadable()) {
        switch (state) {
          case UNCHANGED -> in.skipBytes(in.readableBytes());
          case DATA -> {
            int now = (int) Math.min(data, in.readableBytes());
            in.skipBytes(now);
            data -= now;
            if (data == 0) {
              state = State.HEADER;
            }
          }
          case HEADER, SPARSE -> {
            if (buffered == 0 && in.readableBytes() >= TarBlock.SIZE) {
              int at = in.readerIndex();
              in.readBytes(block.bytes);
              if (decide()) {
                in.setBytes(at, block.bytes);
              } else {
                emit(in, begin, at, out);
                begin = in.readerIndex();
              }
            } else {
              emit(in, begin, in.readerIndex(), out);
              buffer(in, out);
              begin = in.readerIndex();
            }
          }
          case SPECIAL -> {
            int now = Math.min(special.length - specialRead, in.readableBytes());
            in.readBytes(special, specialRead, now);
            specialRead += now;
            if (specialRead == special.length) {
              out.accept(special());
            }
            begin = in.readerIndex();
          }
        }
      }
      emit(in, begin, in.readerIndex(), out);
    } finally {
      in.release();
    }
  }

  @Override
  public void end(Consumer<ByteBuf> out) {
    if (state == State.SPECIAL) {
      out.accept(Unpooled.wrappedBuffer(block.bytes.clone(), Arrays.copyOf(special, specialRead)));
    } else if (buffered > 0) {
      out.accept(Unpooled.copiedBuffer(block.bytes, 0, buffered));
    }
    state = State.UNCHANGED;
    buffered = 0;
  }

  private void buffer(ByteBuf in, Consumer<ByteBuf> out) {
    int now = Math.min(TarBlock.SIZE - buffered, in.readableBytes());
    in.readBytes(block.bytes, buffered, now);
    buffered += now;
    if (buffered == TarBlock.SIZE) {
      buffered = 0;
      if (decide()) {
        out.accept(Unpooled.copiedBuffer(block.bytes));
      }
    }
  }

  private static void emit(ByteBuf in, int from, int to, Consumer<ByteBuf> out) {
    if (to > from) {
      out.accept(in.retainedSlice(from, to - from));
    }
  }

  /** Reads a whole block. Returns whether the block is emitted at once. */
  private boolean decide() {
    if (state == State.SPARSE) {
      boolean more = block.bytes[504] != 0;
      state = more ? State.SPARSE : afterHeader();
      return true;
    }
    long length = block.length();
    if (!block.hasValidChecksum() || length < 0) {
      // this includes the zeroes at the end
      state = State.UNCHANGED;
      return true;
    }
    char type = block.type();
    if ((type == 'x' || type == 'g' || type == 'L') && length <= MAX_SPECIAL_BYTES) {
      special = new byte[(int) padded(length)];
      specialLength = (int) length;
      specialRead = 0;
      state = State.SPECIAL;
      return special.length == 0 ? keepUnchanged() : false;
    }
    if (type == 'K' || type == 'x' || type == 'g' || type == 'L') {
      data = padded(length);
      state = data == 0 ? State.HEADER : State.DATA;
      return true;
    }
    entry(type, length);
    return true;
  }

  private boolean keepUnchanged() {
    state = State.HEADER;
    return true;
  }

  private void entry(char type, long length) {
    String name = path == null ? block.path() : path;
    long uid = block.uid();
    long gid = block.gid();
    boolean isEmpty = NO_DATA.indexOf(type) >= 0 || (type == 0 && name.endsWith("/"));
    data = isEmpty ? 0 : padded(size >= 0 ? size : length);
    path = null;
    size = -1;
    if (uid >= 0 && gid >= 0) {
      long user = users.map(name, uid);
      long group = groups.map(name, gid);
      if (user != uid || group != gid) {
        block.owner(user, group);
      }
    }
    state = block.hasMoreSparseEntries() ? State.SPARSE : afterHeader();
  }

  private State afterHeader() {
    return data == 0 ? State.HEADER : State.DATA;
  }

  /** The header that was read and the body behind it, in the form to emit. */
  private ByteBuf special() {
    state = State.HEADER;
    if (block.type() == 'L') {
      int end = 0;
      while (end < specialLength && special[end] != 0) {
        end++;
      }
      path = new String(special, 0, end, StandardCharsets.UTF_8);
      return Unpooled.wrappedBuffer(block.bytes.clone(), special);
    }
    Optional<PaxRecords> read = PaxRecords.read(special, specialLength);
    if (read.isEmpty()) {
      state = State.UNCHANGED;
      return Unpooled.wrappedBuffer(block.bytes.clone(), special);
    }
    PaxRecords records = read.get();
    if (block.type() == 'x') {
      path = records.path().orElse(path);
      size = records.size();
    }
    String name = path == null ? "" : path;
    for (String key : List.of(PaxRecords.UID, PaxRecords.GID)) {
      long id = records.number(key);
      if (id >= 0) {
        OwnerMapper ownerMapper = key.equals(PaxRecords.UID) ? users : groups;
        records = records.withValue(key, ownerMapper.map(name, id));
      }
    }
    byte[] body = records.bytes();
    byte[] padded = Arrays.copyOf(body, (int) padded(body.length));
    block.length(body.length);
    return Unpooled.wrappedBuffer(block.bytes.clone(), padded);
  }

  private static long padded(long length) {
    return (length + TarBlock.SIZE - 1) / TarBlock.SIZE * TarBlock.SIZE;
  }
}
