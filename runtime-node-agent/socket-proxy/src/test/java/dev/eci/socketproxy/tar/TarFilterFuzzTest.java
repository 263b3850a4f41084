// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.tar;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;

/** Archives of docker cp, build contexts and docker load. */
class TarFilterFuzzTest {
  @DictionaryEntries({
    "ustar\\x00",
    "ustar  ",
    "path=",
    "uid=",
    "gid=",
    "size=",
    "GNU.sparse.major=1",
    "\\x0A",
    "0000644"
  })
  @FuzzTest
  void filtersTheSameHoweverItArrives(byte[] archive) {
    byte[] whole = filtered(archive, archive.length);
    assertThat(filtered(archive, 1)).isEqualTo(whole);
    assertThat(filtered(archive, 509)).isEqualTo(whole);
    assertThat(whole.length).isLessThanOrEqualTo(archive.length * 3 + 1024);
    var _ = SingleFileTar.text(archive);
  }

  /** Mutated headers would hardly ever have the right checksum: here, every other block has it. */
  @DictionaryEntries({
    "ustar\\x00",
    "ustar  ",
    "path=",
    "uid=",
    "gid=",
    "size=",
    "x",
    "g",
    "L",
    "S"
  })
  @FuzzTest
  void filtersHeadersWithChecksums(byte[] sent) {
    byte[] archive = sent.clone();
    TarBlock block = new TarBlock();
    for (int at = 0; at + TarBlock.SIZE <= archive.length; at += TarBlock.SIZE) {
      System.arraycopy(archive, at, block.bytes, 0, TarBlock.SIZE);
      if (archive[at] % 2 == 0 && block.uid() >= 0 && block.gid() >= 0) {
        block.owner(block.uid(), block.gid());
        System.arraycopy(block.bytes, 0, archive, at, TarBlock.SIZE);
      }
    }
    filtersTheSameHoweverItArrives(archive);
  }

  private static byte[] filtered(byte[] archive, int piece) {
    TarFilter filter = new TarFilter((_, id) -> id + 100_000, (path, id) -> id + path.length());
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int at = 0; at < archive.length; at += piece) {
      filter.filter(
          Unpooled.copiedBuffer(archive, at, Math.min(piece, archive.length - at)),
          part -> add(all, part));
    }
    filter.end(part -> add(all, part));
    return all.toByteArray();
  }

  private static void add(ByteArrayOutputStream all, ByteBuf part) {
    byte[] bytes = new byte[part.readableBytes()];
    part.readBytes(bytes);
    all.writeBytes(bytes);
    part.release();
  }
}
