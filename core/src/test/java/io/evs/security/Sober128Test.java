package io.evs.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Sober128Test {
  static List<JsonNode> vectors() {
    return Vectors.read("sober128-vectors.json", "vectors");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void givesTheStreamOfCorosync(JsonNode vector) {
    Sober128 cipher = new Sober128();
    byte[] key = Vectors.bytes(vector, "key");
    cipher.add(key, 0, key.length);
    if (vector.hasNonNull("iv")) {
      byte[] iv = Vectors.bytes(vector, "iv");
      cipher.add(iv, 0, iv.length);
    }
    byte[] before = Vectors.bytes(vector, "buffer_before");
    byte[] data = before.length > 0 ? before : new byte[vector.get("length").asInt()];
    int at = 0;
    for (JsonNode size : vector.get("read_sizes")) {
      cipher.apply(data, at, size.asInt());
      at += size.asInt();
    }
    assertThat(at).isEqualTo(data.length);
    assertThat(data).isEqualTo(Vectors.bytes(vector, "buffer_after"));
  }

  @Test
  void allVectorsAreThere() {
    assertThat(vectors()).hasSize(37);
  }

  @Test
  void keysAreWholeWords() {
    assertThatThrownBy(() -> new Sober128().add(new byte[5], 0, 5))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
