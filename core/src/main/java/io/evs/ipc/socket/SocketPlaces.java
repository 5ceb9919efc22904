package io.evs.ipc.socket;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the socket of a user's node may be when no configuration says. A node binds the first
 * place; whoever looks for one takes the first that is there, since what cron, su or a service
 * started has another environment than a session.
 */
public final class SocketPlaces {
  private static final Path OF_ROOT = Path.of("/run/evs/evs.sock");
  private static final Path RUNTIME_FOLDERS = Path.of("/run/user");
  private static final String VARIABLE = "XDG_RUNTIME_DIR";

  private final List<Path> all;
  private final String remark;

  private SocketPlaces(List<Path> all, String remark) {
    this.all = all;
    this.remark = remark;
  }

  /**
   * Those of this process's user: {@code /run/evs/evs.sock} for root; else {@code evs/evs.sock} in
   * {@code $XDG_RUNTIME_DIR} and in {@code /run/user/UID}, as far as these are folders of this
   * user, and {@code evs.sock} in the folder for state.
   */
  public static SocketPlaces of(Map<String, String> environment, Path stateHome) {
    long uid = SocketFile.ownUid();
    return uid == 0
        ? new SocketPlaces(List.of(OF_ROOT), "")
        : of(environment, stateHome, uid, RUNTIME_FOLDERS);
  }

  static SocketPlaces of(
      Map<String, String> environment, Path stateHome, long uid, Path runtimeFolders) {
    Set<Path> places = new LinkedHashSet<>();
    String named = environment.getOrDefault(VARIABLE, "");
    boolean foreign = !named.isEmpty() && !isOwn(Path.of(named), uid);
    if (!named.isEmpty() && !foreign) {
      places.add(Path.of(named, "evs", "evs.sock"));
    }
    Path usual = runtimeFolders.resolve(Long.toString(uid));
    if (isOwn(usual, uid)) {
      places.add(usual.resolve("evs").resolve("evs.sock"));
    }
    places.add(stateHome.resolve("evs.sock"));
    return new SocketPlaces(
        List.copyOf(places),
        foreign ? VARIABLE + " is left out: " + named + " is not a folder of this user" : "");
  }

  /** Where owners are not known, the variable is believed. */
  private static boolean isOwn(Path folder, long uid) {
    return folder.isAbsolute()
        && Files.isDirectory(folder)
        && (uid < 0 || SocketFile.owner(folder) == uid);
  }

  /** Where a node of this user serves. */
  public Path toBind() {
    return all.get(0);
  }

  /** Where such a node is: the first place where one answers, else the first with a socket. */
  public Path toFind() {
    List<Path> there = all.stream().filter(Files::exists).toList();
    if (there.isEmpty()) {
      return toBind();
    }
    return there.stream()
        .filter(each -> there.size() > 1 && SocketFile.answers(each))
        .findFirst()
        .orElse(there.get(0));
  }

  /** All of them, in order. */
  public List<Path> all() {
    return all;
  }

  /** What was left out and why, in one sentence; empty if nothing was. */
  public String remark() {
    return remark;
  }
}
