package io.evs.security;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Test vectors that corosync 1.4.10's own code made. */
final class Vectors {
  private Vectors() {}

  static List<JsonNode> read(String file, String list) {
    try (InputStream in = Vectors.class.getResourceAsStream(file)) {
      List<JsonNode> vectors = new ArrayList<>();
      new ObjectMapper().readTree(in).get(list).forEach(vectors::add);
      return vectors;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] bytes(JsonNode vector, String field) {
    return HexFormat.of().parseHex(vector.path(field).asText());
  }
}
