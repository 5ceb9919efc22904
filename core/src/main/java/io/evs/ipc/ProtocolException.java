package io.evs.ipc;

/** The other side does not keep to the protocol; the message is one sentence. */
final class ProtocolException extends Exception {
  private static final long serialVersionUID = 1L;

  ProtocolException(String message) {
    super(message);
  }
}
