// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.changes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.socketproxy.changes.LayerComparison.Result;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Lists as the engine writes them: directories come before what they contain. */
class ChangeListFilterTest {
  /** The container's layer: what it changed, and copies that it did not change. */
  private static final Map<String, Result> LAYER =
      Map.of(
          "/etc",
          Result.COPIED,
          "/etc/passwd",
          Result.CHANGED,
          "/etc/hosts",
          Result.COPIED,
          "/var",
          Result.COPIED,
          "/var/log",
          Result.COPIED,
          "/srv",
          Result.CHANGED,
          "/etcetera",
          Result.COPIED);

  private static final List<String> LISTED =
      List.of(
          "C /bin",
          "C /bin/sh",
          "C /etcetera",
          "C /etc",
          "C /etc/group",
          "C /etc/hosts",
          "C /etc/passwd",
          "C /etc/ssl",
          "C /etc/ssl/x",
          "C /var",
          "C /var/lib",
          "C /var/lib/x",
          "C /var/log",
          "C /var/log/old",
          "A /var/log/new",
          "A /var/log/dir",
          "A /var/log/dir/x",
          "C /srv",
          "C /srv/kept",
          "C /usr",
          "C /usr/lib",
          "D /usr/lib/gone",
          "C /zoo");

  private final List<String> compared = new ArrayList<>();

  private Result compare(String path) {
    compared.add(path);
    return LAYER.getOrDefault(path, Result.IN_IMAGE_ONLY);
  }

  @Test
  void keepsChangesAndDirectoriesThatContainThem() {
    List<String> changes =
        List.of(
            "C /etc",
            "C /etc/passwd",
            "C /var",
            "C /var/log",
            "A /var/log/new",
            "A /var/log/dir",
            "A /var/log/dir/x",
            "C /srv",
            "C /usr",
            "C /usr/lib",
            "D /usr/lib/gone");
    for (long seed = 0; seed < 20; seed++) {
      assertThat(filtered(false, json(LISTED) + "\n", new Random(seed)))
          .isEqualTo(json(changes) + "\n");
    }
    assertThat(filtered(false, json(changes), new Random(1)))
        .as("a container whose root is not mapped")
        .isEqualTo(json(changes));
  }

  @Test
  void keepsCopiesWhereEngineListsThem() {
    List<String> copies = List.of("C /etc", "C /etc/hosts", "C /var", "A /var/new");
    assertThat(filtered(true, json(copies), new Random(1))).isEqualTo(json(copies));
    assertThat(filtered(true, json(LISTED), new Random(1))).doesNotContain("/bin", "group");
  }

  @Test
  void comparesNothingBelowDirectoriesThatContainerDoesNotHave() {
    filtered(false, json(LISTED), new Random(1));
    assertThat(compared).contains("/etc/ssl", "/bin").doesNotContain("/bin/sh", "/etc/ssl/x");
  }

  @Test
  void passesWhatItDoesNotKnow() {
    for (String body :
        List.of(
            "null\n",
            "[]\n",
            "",
            "{\"message\":\"no such container\"}",
            "[1,2]",
            "[{\"Path\":\"/a\\\"}]{\",\"Kind\":1}]",
            "[{\"Kind\":1,\"Path\":\"/cut",
            "[{\"Other\":[{}]}]")) {
      assertThat(filtered(false, body, new Random(1))).isEqualTo(body);
    }
  }

  @Test
  void holdsBackLimitedAmount() {
    List<String> deep =
        IntStream.range(1, 900)
            .mapToObj(depth -> "C " + "/directory".repeat(depth))
            .collect(Collectors.toList());
    String listed = filtered(false, json(deep), new Random(1));
    assertThat(listed.length()).as("what is above the limit is listed").isGreaterThan(1 << 20);
  }

  private static String json(List<String> changes) {
    return changes.stream()
        .map(line ->
            "{\"Path\":\"%s\",\"Kind\":%d}"
                .formatted(line.substring(2), "CAD".indexOf(line.charAt(0))))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private String filtered(boolean listsCopies, String body, Random random) {
    ChangeListFilter filter = new ChangeListFilter(this::compare, listsCopies);
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    Consumer<ByteBuf> out =
        part -> {
          byte[] bytes = new byte[part.readableBytes()];
          part.readBytes(bytes);
          part.release();
          result.writeBytes(bytes);
        };
    byte[] all = body.getBytes(UTF_8);
    int at = 0;
    while (at < all.length) {
      int next = Math.min(all.length, at + 1 + random.nextInt(100));
      filter.filter(Unpooled.wrappedBuffer(Arrays.copyOfRange(all, at, next)), out);
      at = next;
    }
    filter.end(out);
    return result.toString(UTF_8);
  }
}
