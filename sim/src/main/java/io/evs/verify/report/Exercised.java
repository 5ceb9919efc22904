package io.evs.verify.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * How much of the rules a run put to the test.
 *
 * @param rings different regular configurations installed
 * @param tails different transitional configurations with messages in them
 * @param gaps messages that such a tail left out although a later one was in it
 * @param safeInTails safe messages in such tails
 */
public record Exercised(int rings, int tails, int gaps, int safeInTails) {
  /** Writes it as a field of the object that is open. */
  public void write(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("exercised");
    json.writeNumberField("rings", rings);
    json.writeNumberField("tails", tails);
    json.writeNumberField("gaps", gaps);
    json.writeNumberField("safe_in_tails", safeInTails);
    json.writeEndObject();
  }
}
