package io.evs.ipc;

/** Why somebody is not served, in a sentence for him. */
final class AccessRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  AccessRefusedException(String sentence) {
    super(sentence);
  }
}
