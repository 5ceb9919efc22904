package io.evs.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The rare nested lists of the environment line. */
final class IdLists {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int[][] NONE = {};

  private IdLists() {}

  /**
   * {@code [[1,2],[3]]} as arrays of unsigned ids; no lists at all if the text is another thing.
   */
  static int[][] lists(String json) {
    List<int[]> lists = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.START_ARRAY) {
        List<Integer> ids = new ArrayList<>();
        while (parser.nextToken() == JsonToken.VALUE_NUMBER_INT) {
          long id = parser.getLongValue();
          if (id < 0 || id > 0xffff_ffffL) {
            return NONE;
          }
          ids.add((int) id);
        }
        if (parser.currentToken() != JsonToken.END_ARRAY) {
          return NONE;
        }
        lists.add(ids.stream().mapToInt(Integer::intValue).toArray());
      }
      return parser.currentToken() == JsonToken.END_ARRAY ? lists.toArray(NONE) : NONE;
    } catch (IOException e) {
      return NONE;
    }
  }
}
