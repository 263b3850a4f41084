// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Edits the members of a JSON object in its text and keeps every other byte.
 *
 * @param open offset of the opening brace
 * @param list the members with their offsets
 */
record JsonObjectEditor(String text, int open, List<Member> list) {
  private static final JsonFactory JSON = new JsonFactory();

  /**
   * One member: its name from {@code start}, its value from {@code value} to before {@code end}.
   */
  record Member(String name, int start, int value, int end) {}

  /** For a text that is one object. */
  static JsonObjectEditor of(String text) throws IOException {
    return parseRange(text, 0, text.length());
  }

  private static JsonObjectEditor parseRange(String text, int from, int to) throws IOException {
    try (JsonParser parser = JSON.createParser(text.substring(from, to))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("it is not an object");
      }
      int open = from + offset(parser);
      List<Member> members = new ArrayList<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        int start = from + offset(parser);
        parser.nextToken();
        int value = from + offset(parser);
        members.add(new Member(name, start, value, from + end(parser)));
      }
      if (parser.nextToken() != null) {
        throw new IOException("something follows its end");
      }
      return new JsonObjectEditor(text, open, List.copyOf(members));
    }
  }

  /** For the object that is a member's value. */
  JsonObjectEditor inside(Member member) throws IOException {
    return parseRange(text, member.value(), member.end());
  }

  /** Of several members with that name the last, whose value counts (Go's encoding/json). */
  Optional<Member> member(String name) {
    return list.reversed().stream().filter(member -> member.name().equals(name)).findFirst();
  }

  /** The whole text with {@code name} set. A new member comes first, formatted like the others. */
  String set(String name, String value) {
    Optional<Member> there = member(name);
    if (there.isPresent()) {
      return text.substring(0, there.get().value()) + value + text.substring(there.get().end());
    }
    String written = "\"" + name + "\": " + value;
    String inserted =
        list.isEmpty()
            ? written
            : text.substring(open + 1, list.getFirst().start()) + written + ",";
    return text.substring(0, open + 1) + inserted + text.substring(open + 1);
  }

  /** The whole text without {@code name}, and without every byte that {@link #set} inserted. */
  String cut(String name) {
    for (int i = 0; i < list.size(); i++) {
      if (!list.get(i).name().equals(name)) {
        continue;
      }
      boolean last = i + 1 == list.size();
      int from = last && i > 0 ? list.get(i - 1).end() : list.get(i).start();
      int to = last ? list.get(i).end() : list.get(i + 1).start();
      return text.substring(0, from) + text.substring(to);
    }
    return text;
  }

  private static int offset(JsonParser parser) {
    return (int) parser.currentTokenLocation().getCharOffset();
  }

  private static int end(JsonParser parser) throws IOException {
    if (parser.currentToken().isStructStart()) {
      parser.skipChildren();
      return offset(parser) + 1;
    }
    // reads the token to its end
    parser.getText();
    return (int) parser.currentLocation().getCharOffset();
  }
}
