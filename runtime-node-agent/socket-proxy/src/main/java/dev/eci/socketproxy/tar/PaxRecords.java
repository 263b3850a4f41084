// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.tar;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The records of an extended header, {@code LENGTH KEY=VALUE\n} each, in their order. */
record PaxRecords(Map<String, String> values) {
  static final String UID = "uid";
  static final String GID = "gid";
  private static final String PATH = "path";
  private static final String SIZE = "size";

  /** Empty if the body is not a sequence of such records. */
  static Optional<PaxRecords> read(byte[] body, int length) {
    Map<String, String> values = new LinkedHashMap<>();
    int at = 0;
    while (at < length) {
      int space = at;
      int size = 0;
      while (space < length && body[space] >= '0' && body[space] <= '9' && size <= length) {
        size = size * 10 + body[space] - '0';
        space++;
      }
      if (space == at || space >= length || body[space] != ' ') {
        return Optional.empty();
      }
      int end = at + size;
      if (end > length || end <= space + 1 || body[end - 1] != '\n') {
        return Optional.empty();
      }
      // not every value is text, so decode each byte to one character
      String record = new String(body, space + 1, end - space - 2, StandardCharsets.ISO_8859_1);
      int equals = record.indexOf('=');
      if (equals < 1) {
        return Optional.empty();
      }
      values.put(record.substring(0, equals), record.substring(equals + 1));
      at = end;
    }
    return Optional.of(new PaxRecords(values));
  }

  Optional<String> path() {
    return Optional.ofNullable(values.get(PATH))
        .map(v -> new String(v.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
  }

  /** -1 if there is no such record. */
  long size() {
    return number(SIZE);
  }

  /** -1 if there is no such record. */
  long number(String key) {
    String value = values.get(key);
    if (value == null || value.isEmpty() || value.length() > 18) {
      return -1;
    }
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < '0' || value.charAt(i) > '9') {
        return -1;
      }
    }
    return Long.parseLong(value);
  }

  PaxRecords withValue(String key, long number) {
    Map<String, String> changed = new LinkedHashMap<>(values);
    changed.put(key, Long.toString(number));
    return new PaxRecords(changed);
  }

  byte[] bytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    values.forEach((key, value) -> {
      byte[] record = (" " + key + "=" + value + "\n").getBytes(StandardCharsets.ISO_8859_1);
      int length = record.length + digits(record.length);
      // the length includes its own digits
      length = record.length + digits(length);
      all.writeBytes(Integer.toString(length).getBytes(StandardCharsets.US_ASCII));
      all.writeBytes(record);
    });
    return all.toByteArray();
  }

  private static int digits(int number) {
    return Integer.toString(number).length();
  }
}
