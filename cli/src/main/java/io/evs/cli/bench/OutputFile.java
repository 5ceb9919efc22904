package io.evs.cli.bench;

import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.text.Causes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.security.SecureRandom;
import java.util.function.Consumer;

/**
 * A file of results that an option names: checked before the run, written whole or not at all. What
 * is no ordinary file, such as a pipe or a terminal, is written as it is; {@code -} is standard
 * output.
 */
final class OutputFile {
  private static final String STANDARD_OUTPUT = "-";

  private final String option;
  private final Path path;
  private final PrintStream standardOutput;

  OutputFile(String option, Path path, PrintStream standardOutput) {
    this.option = option;
    this.path = path;
    this.standardOutput = standardOutput;
  }

  boolean isStandardOutput() {
    return path.toString().equals(STANDARD_OUTPUT);
  }

  String option() {
    return option;
  }

  /** What two options that mean the same file have in common. */
  Path identity() {
    return path.toAbsolutePath().normalize();
  }

  /** Refuses a file that could not be written, before anyone has waited for what goes into it. */
  void check() {
    if (isStandardOutput()) {
      return;
    }
    if (path.toString().isEmpty()) {
      throw CliException.usage("option " + option + " needs the name of a file");
    }
    Path folder = path.toAbsolutePath().getParent();
    if (Files.isDirectory(path)) {
      throw CliException.usage(path + " cannot be written: it is a folder");
    }
    if (!Files.isDirectory(folder)) {
      throw CliException.usage(path + " cannot be written: there is no folder " + folder);
    }
    if (!Files.isWritable(Files.exists(path) ? path : folder)) {
      throw new CliException(ExitCode.DENIED, path + " may not be written by this user");
    }
  }

  /** Writes it: all of it, or what was there before stays. */
  void write(Consumer<PrintStream> content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
    content.accept(out);
    out.flush();
    if (isStandardOutput()) {
      standardOutput.writeBytes(bytes.toByteArray());
      standardOutput.flush();
      return;
    }
    try {
      write(bytes.toByteArray());
    } catch (AccessDeniedException e) {
      throw new CliException(ExitCode.DENIED, path + " may not be written by this user", "", e);
    } catch (IOException e) {
      String why = Causes.reason(e);
      throw new CliException(ExitCode.NOT_WRITTEN, path + " cannot be written: " + why, "", e);
    }
  }

  private void write(byte[] bytes) throws IOException {
    boolean exists = Files.exists(path);
    if (exists && !Files.isRegularFile(path)) {
      Files.write(path, bytes);
      return;
    }
    // A link goes on to lead where it led.
    Path target = exists ? path.toRealPath() : path.toAbsolutePath();
    if (!Files.isWritable(target.getParent())) {
      Files.write(target, bytes);
      return;
    }
    // A name that nobody can guess, and new: in a folder of many users another's file would do
    // harm.
    String random = Long.toHexString(new SecureRandom().nextLong());
    Path temporary = target.resolveSibling("." + target.getFileName() + "." + random + ".tmp");
    try {
      Files.write(
          temporary,
          bytes,
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.WRITE,
          LinkOption.NOFOLLOW_LINKS);
      keepPermissions(target, temporary);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void keepPermissions(Path target, Path temporary) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(temporary, PosixFileAttributeView.class);
    if (view != null && Files.exists(target)) {
      view.setPermissions(Files.getPosixFilePermissions(target));
    }
  }
}
