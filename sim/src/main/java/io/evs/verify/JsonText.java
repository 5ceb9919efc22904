package io.evs.verify;

/** Writes one JSON document; puts the commas. */
final class JsonText {
  private final StringBuilder out = new StringBuilder();
  private boolean first = true;

  JsonText open() {
    out.append('{');
    first = true;
    return this;
  }

  JsonText close() {
    out.append('}');
    first = false;
    return this;
  }

  JsonText openList() {
    out.append('[');
    first = true;
    return this;
  }

  JsonText closeList() {
    out.append(']');
    first = false;
    return this;
  }

  /** Begins the next element of a list. */
  JsonText item() {
    if (!first) {
      out.append(',');
    }
    first = false;
    return this;
  }

  JsonText name(String name) {
    item();
    quote(name);
    out.append(':');
    return this;
  }

  JsonText field(String name, long value) {
    name(name);
    out.append(value);
    return this;
  }

  JsonText field(String name, boolean value) {
    name(name);
    out.append(value);
    return this;
  }

  JsonText field(String name, String value) {
    return name(name).value(value);
  }

  JsonText value(String value) {
    quote(value);
    return this;
  }

  private void quote(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
