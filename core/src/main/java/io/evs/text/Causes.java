package io.evs.text;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says why something failed in words for people. Java's own messages are often a path and nothing
 * else, or a class name, or empty. The words are the end of a sentence: no capital, no full stop.
 * Stateless; any thread may use it.
 */
public final class Causes {
  /** Netty's {@code bind(..) failed with error(-22): Invalid argument}. */
  private static final Pattern NATIVE_CALL =
      Pattern.compile("^\\w+\\(\\.*\\) failed(?: with error\\(-?\\d+\\))?: ");

  /** {@code java.net.SocketException: Connection reset}: an exception's text in another's. */
  private static final Pattern CLASS_NAME =
      Pattern.compile("(?:[a-z]\\w*\\.)+[A-Z][\\w$]*(?:Exception|Error)(?:: )?");

  /** {@code key (No such file or directory)}, of the streams of java.io. */
  private static final Pattern FILE_AND_REASON = Pattern.compile("(.*) \\(([^()]*)\\)");

  /** {@code Cannot run program "x" (in directory "y"): error=2, No such file or directory}. */
  private static final Pattern PROGRAM =
      Pattern.compile("Cannot run program \"(.*?)\".*?: (?:error=\\d+, )?(.*)");

  private Causes() {}

  /** Why it failed, with the file that the exception names. */
  public static String of(Throwable failure) {
    Throwable cause = unwrapped(failure);
    if (cause instanceof FileSystemException file && file.getFile() != null) {
      String other = file.getOtherFile() == null ? "" : " to " + file.getOtherFile();
      return file.getFile() + other + ": " + reason(cause);
    }
    if (cause instanceof FileNotFoundException) {
      Matcher form = FILE_AND_REASON.matcher(String.valueOf(cause.getMessage()));
      return form.matches() ? form.group(1) + ": " + reason(cause) : reason(cause);
    }
    return reason(cause);
  }

  /** Why it failed, for a sentence that names the file already. */
  public static String reason(Throwable failure) {
    Throwable cause = unwrapped(failure);
    if (cause instanceof FileSystemException file) {
      return ofFile(file);
    }
    if (cause instanceof FileNotFoundException) {
      Matcher form = FILE_AND_REASON.matcher(String.valueOf(cause.getMessage()));
      return form.matches() ? words(form.group(2)) : "it does not exist";
    }
    if (cause instanceof UnknownHostException) {
      return "no address is known for " + cause.getMessage();
    }
    if (cause instanceof SocketTimeoutException) {
      return "there was no answer in time";
    }
    if (cause instanceof ClosedChannelException || cause instanceof InterruptedIOException) {
      return "it was closed meanwhile";
    }
    if (cause instanceof EOFException) {
      return "it ended too early";
    }
    if (cause instanceof CharacterCodingException) {
      return "it is not text in UTF-8";
    }
    if (cause instanceof NumberFormatException) {
      return "a number in it is none";
    }
    if (cause instanceof OutOfMemoryError) {
      return "the memory of this process is used up";
    }
    return words(cause.getMessage());
  }

  private static String ofFile(FileSystemException file) {
    if (file instanceof NoSuchFileException) {
      return "it does not exist";
    }
    if (file instanceof AccessDeniedException) {
      return "no permission";
    }
    if (file instanceof FileAlreadyExistsException) {
      return "it exists already";
    }
    if (file instanceof DirectoryNotEmptyException) {
      return "the folder is not empty";
    }
    if (file instanceof NotDirectoryException) {
      return "it is not a folder";
    }
    if (file instanceof NotLinkException) {
      return "it is not a link";
    }
    return words(file.getReason());
  }

  /** What the system says, in our words where its own say little. */
  private static String words(String message) {
    if (message == null || message.isBlank()) {
      return "the system gives no reason";
    }
    Matcher program = PROGRAM.matcher(message);
    if (program.matches()) {
      return "the program " + program.group(1) + " cannot be run: " + words(program.group(2));
    }
    String plain = NATIVE_CALL.matcher(message).replaceFirst("");
    plain = CLASS_NAME.matcher(plain).replaceAll("").strip();
    if (plain.isEmpty()) {
      return "the system gives no reason";
    }
    return switch (plain.toLowerCase(Locale.ROOT)) {
      case "connection refused" -> "nobody answers there";
      case "connection reset", "connection reset by peer" -> "the other side broke it off";
      case "broken pipe" -> "the other side has closed it";
      case "no such file or directory" -> "it does not exist";
      case "permission denied", "operation not permitted" -> "no permission";
      case "not a directory" -> "it is not a folder";
      case "is a directory" -> "it is a folder";
      default -> lowerFirst(plain);
    };
  }

  /** The system's words begin with a capital; names such as EVS keep theirs. */
  private static String lowerFirst(String text) {
    boolean word = text.length() > 1 && Character.isLowerCase(text.charAt(1));
    return word ? text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1) : text;
  }

  private static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure;
    while (isWrapper(cause) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** An exception that only carries another, or whose message is that of its cause. */
  private static boolean isWrapper(Throwable failure) {
    return failure instanceof UncheckedIOException
        || failure instanceof ExecutionException
        || failure instanceof CompletionException
        || (failure.getClass() == IOException.class
            && failure.getCause() != null
            && failure.getCause().toString().equals(failure.getMessage()));
  }
}
