// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.tar;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives of GNU tar in all its formats, and what Go's library writes. */
class TarFilterTest {
  private static final OwnerMapper UP = (path, id) -> id < 65536 ? id + 4_000_000 : id;
  private static final OwnerMapper DOWN =
      (path, id) -> id >= 4_000_000 && id < 4_065_536 ? id - 4_000_000 : id;

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"gnu", "oldgnu", "pax", "ustar", "v7"})
  void mapsOwnersInBothDirections(String format) throws IOException, InterruptedException {
    byte[] archive = archive(format, "--owner=:1000", "--group=:65535");
    assertThat(list(archive)).isNotEmpty().allMatch(line -> line.contains(" 1000/65535 "));
    for (long seed = 0; seed < 8; seed++) {
      byte[] up = filtered(archive, UP, new Random(seed));
      assertThat(list(up)).isEqualTo(replaced(archive, "1000/65535", "4001000/4065535"));
      assertThat(content(up)).isEqualTo(content(archive));
      byte[] down = filtered(up, DOWN, new Random(seed + 100));
      assertThat(list(down)).isEqualTo(list(archive));
      assertThat(content(down)).isEqualTo(content(archive));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gnu", "pax"})
  void mapsLargeIds(String format) throws IOException, InterruptedException {
    byte[] archive = archive(format, "--owner=:4000007", "--group=:2097152");
    byte[] down = filtered(archive, DOWN, new Random(1));
    assertThat(list(down)).isEqualTo(replaced(archive, "4000007/2097152", "7/2097152"));
    assertThat(content(down)).isEqualTo(content(archive));
  }

  @Test
  void mapsOwnersByPath() throws IOException, InterruptedException {
    for (String format : List.of("gnu", "pax")) {
      byte[] archive = archive(format, "--owner=:0", "--group=:0");
      byte[] some =
          filtered(archive, (path, id) -> path.contains("/deep") ? id : id + 9, new Random(3));
      assertThat(list(some))
          .isNotEmpty()
          .allMatch(
              line -> line.contains("/deep") ? line.contains(" 0/0 ") : line.contains(" 9/9 "))
          .anyMatch(line -> line.contains(" 0/0 "));
    }
  }

  @Test
  void keepsNonArchiveUnchanged() {
    byte[] noise = new byte[5000];
    new Random(5).nextBytes(noise);
    assertThat(filtered(noise, UP, new Random(6))).isEqualTo(noise);
    byte[] few = {1, 2, 3};
    assertThat(filtered(few, UP, new Random(6))).isEqualTo(few);
    assertThat(filtered(new byte[0], UP, new Random(6))).isEmpty();
  }

  @Test
  void keepsTruncatedArchive() throws IOException, InterruptedException {
    byte[] archive = archive("pax", "--owner=:0", "--group=:0");
    byte[] whole = filtered(archive, UP, new Random(1));
    for (int cut = 1; cut < 4000; cut += 97) {
      byte[] part = filtered(Arrays.copyOf(archive, cut), (path, id) -> id, new Random(cut));
      assertThat(part).isEqualTo(Arrays.copyOf(archive, cut));
    }
    assertThat(whole).isNotEqualTo(archive);
  }

  /** PAX length records, and sizes over 8 GiB, which the octal field cannot hold. */
  @Test
  void readsLengthsFromPaxRecords() throws IOException, InterruptedException {
    TarBlock extended = new TarBlock();
    byte[] name = "x".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(name, 0, extended.bytes, 0, 1);
    extended.bytes[156] = 'x';
    byte[] records = "12 size=700\n15 uid=4000003\n8 gid=5\n".getBytes(StandardCharsets.US_ASCII);
    extended.length(records.length);
    TarBlock file = new TarBlock();
    file.bytes[0] = 'f';
    file.bytes[156] = '0';
    System.arraycopy("ustar\00000".getBytes(StandardCharsets.US_ASCII), 0, file.bytes, 257, 8);
    file.length(0);
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    archive.writeBytes(extended.bytes);
    archive.writeBytes(Arrays.copyOf(records, 512));
    archive.writeBytes(file.bytes);
    archive.writeBytes(new byte[1024]);
    archive.writeBytes(new byte[1024]);
    byte[] down = filtered(archive.toByteArray(), DOWN, new Random(2));
    assertThat(list(down)).singleElement().asString().contains(" 3/5 ").contains(" 700 ");
  }

  private byte[] archive(String format, String... options)
      throws IOException, InterruptedException {
    Path files = directory.resolve("files");
    if (!Files.exists(files)) {
      Files.createDirectories(files.resolve("sub/deep"));
      Files.writeString(files.resolve("small"), "hello");
      Files.write(files.resolve("sub/big"), new byte[300_000]);
      Files.write(files.resolve("sub/deep/block"), new byte[512]);
      Files.createFile(files.resolve("sub/deep/empty"));
      Files.createSymbolicLink(files.resolve("link"), Path.of("small"));
      Files.createLink(files.resolve("sub/hard"), files.resolve("small"));
      Files.writeString(files.resolve("ümlaut"), "ü");
      run(List.of("truncate", "-s", "5M", files.resolve("sparse").toString()), new byte[0]);
      Files.write(files.resolve("sparse2"), new byte[] {1}, StandardOpenOption.CREATE);
    }
    List<String> command = new ArrayList<>(List.of("tar", "-c", "--format=" + format, "-S"));
    if (!format.equals("v7") && !format.equals("ustar")) {
      Files.writeString(
          Files.createDirectories(files.resolve("sub/deep/" + "d".repeat(90)))
              .resolve("n".repeat(120)),
          "long");
    } else {
      command.remove("-S");
    }
    command.addAll(List.of(options));
    if (format.equals("v7") || format.equals("ustar")) {
      command.add("--exclude=" + "d".repeat(90));
    }
    command.addAll(List.of("-C", directory.toString(), "files"));
    return run(command, new byte[0]);
  }

  private static byte[] filtered(byte[] archive, OwnerMapper ownerMapper, Random pieces) {
    TarFilter filter = new TarFilter(ownerMapper, ownerMapper);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    int at = 0;
    while (at < archive.length) {
      int now =
          Math.min(archive.length - at, 1 + pieces.nextInt(pieces.nextInt(4) == 0 ? 9 : 5000));
      filter.filter(Unpooled.copiedBuffer(archive, at, now), part -> add(all, part));
      at += now;
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

  private static List<String> list(byte[] archive) throws IOException, InterruptedException {
    return new String(
            run(List.of("tar", "-tv", "--numeric-owner", "-f", "-"), archive),
            StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.replaceAll(" +", " "))
        .toList();
  }

  private static List<String> replaced(byte[] archive, String from, String to)
      throws IOException, InterruptedException {
    return list(archive).stream().map(line -> line.replace(from, to)).toList();
  }

  private static String content(byte[] archive) throws IOException, InterruptedException {
    return new String(
        run(List.of("sh", "-c", "tar -xO -f - | sha256sum"), archive), StandardCharsets.UTF_8);
  }

  private static byte[] run(List<String> command, byte[] input)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Thread writer =
        Thread.ofVirtual()
            .start(() -> {
              try (var to = process.getOutputStream();
                  InputStream from = new ByteArrayInputStream(input)) {
                from.transferTo(to);
              } catch (IOException e) {
                // its output shows the error
              }
            });
    byte[] output = process.getInputStream().readAllBytes();
    writer.join();
    assertThat(process.waitFor()).isZero();
    return output;
  }
}
