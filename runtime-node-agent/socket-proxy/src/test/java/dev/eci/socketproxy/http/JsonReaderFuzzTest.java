// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eci.policy.docker.json.JsonValue;
import dev.eci.policy.docker.json.JsonWriter;
import dev.eci.policy.docker.json.UnambiguousJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The JSON of request bodies. */
class JsonReaderFuzzTest {
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  @DictionaryEntries({
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\\x22",
    "\\x5Cu00",
    "null",
    "1e9",
    "\\x5Cud83d\\x5Cude00"
  })
  @FuzzTest
  void isWrittenAsItWasRead(byte[] sent) throws MalformedMessageException, IOException {
    JsonValue value;
    try {
      value = JsonReader.read(sent, sent.length);
    } catch (MalformedMessageException e) {
      return;
    }
    if (UnambiguousJson.problem(value).isPresent() || isBlank(sent)) {
      return;
    }
    byte[] written = JsonWriter.write(value).getBytes(StandardCharsets.US_ASCII);
    assertThat(JsonReader.read(written, written.length)).isEqualTo(value);
    // the strict reader accepts the caller's bytes as well, and finds the same in both
    assertThat(STRICT.readTree(written)).isEqualTo(STRICT.readTree(sent));
  }

  private static boolean isBlank(byte[] sent) {
    return new String(sent, StandardCharsets.ISO_8859_1).isBlank();
  }
}
