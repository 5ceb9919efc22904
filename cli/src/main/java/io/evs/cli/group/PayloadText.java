package io.evs.cli.group;

import io.evs.text.PlainText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Payloads as text. */
final class PayloadText {
  private PayloadText() {}

  /** The text, if the bytes are valid UTF-8. */
  static Optional<String> decode(byte[] payload) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  static String base64(byte[] payload) {
    return Base64.getEncoder().encodeToString(payload);
  }

  /** For a terminal: a message of someone else must not move its cursor. */
  static String forPeople(byte[] payload) {
    Optional<String> text = decode(payload);
    if (text.isEmpty()) {
      return "(" + payload.length + " bytes) " + base64(payload);
    }
    return PlainText.of(text.get());
  }
}
