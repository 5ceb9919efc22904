package io.evs;

/**
 * An error of the EVS API. Its code is the one that the EVS manual pages name; its message is one
 * sentence that says what to do.
 */
public final class EvsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Error codes with their value in corosync 1.x's {@code evs_error_t}. */
  public enum Code {
    /** EVS_ERR_LIBRARY: an internal fault, or the member behind the handle is gone. */
    LIBRARY(2),
    /** EVS_ERR_TIMEOUT. */
    TIMEOUT(5),
    /** EVS_ERR_TRY_AGAIN: no room in the send queue now; dispatch and try again. */
    TRY_AGAIN(6),
    /** EVS_ERR_INVALID_PARAM: message too large, bad group name. */
    INVALID_PARAM(7),
    /** EVS_ERR_BAD_HANDLE: the handle was finalized. */
    BAD_HANDLE(9),
    /** EVS_ERR_ACCESS: no permission. */
    ACCESS(11),
    /** EVS_ERR_NOT_EXIST: a group that was not joined. */
    NOT_EXIST(12),
    /** EVS_ERR_NO_RESOURCES. */
    NO_RESOURCES(18),
    /** EVS_ERR_NOT_SUPPORTED. */
    NOT_SUPPORTED(19),
    /** EVS_ERR_TOO_MANY_GROUPS: more than 50 groups in one call. */
    TOO_MANY_GROUPS(30),
    /** EVS_ERR_IN_SHUTDOWN: the member is leaving the ring. */
    IN_SHUTDOWN(31),
    /** EVS_ERR_SECURITY. */
    SECURITY(100);

    private final int value;

    Code(int value) {
      this.value = value;
    }

    /** The number of this code in corosync 1.x. */
    public int value() {
      return value;
    }
  }

  private final Code code;

  /** An error with its code and a sentence for people. */
  public EvsException(Code code, String message) {
    super(message);
    this.code = code;
  }

  /** An error with its cause. */
  public EvsException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What kind of error this is. */
  public Code code() {
    return code;
  }
}
