package io.evs.ipc.frame;

/** The other side does not keep to the protocol; the message is one sentence. */
public final class ProtocolException extends Exception {
  private static final long serialVersionUID = 1L;

  public ProtocolException(String message) {
    super(message);
  }
}
